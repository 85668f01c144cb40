"""`manage.py ring`: let a telephone ring at a running server, through the door of the exchange."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from agencies.models import Centre
from demo.ring import NotTaken, made_up_event, made_up_imei, own_key, post, ringing

URL = "http://127.0.0.1:8112"


class Command(BaseCommand):
    """Rings once."""

    help = "Membunyikan satu panggilan uji pada server yang sedang berjalan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who calls, and where."""
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--number", help="nomor penelepon (bawaan: nomor karangan)")
        who.add_argument("--imei", action="store_true", help="ponsel tanpa kartu SIM")
        who.add_argument("--hidden", action="store_true", help="tanpa identitas")
        parser.add_argument("--url", default=URL, help=f"alamat server (bawaan: {URL})")
        parser.add_argument("--token", default=os.environ.get("NTPD112_TOKEN", ""), help="token sentral telepon")

    def handle(self, *args: Any, **options: Any) -> None:
        """Post the event; say the number of the call, or in one line why not."""
        try:
            taken = post(event_of(options), url=options["url"], token=options["token"] or demo_key())
        except NotTaken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(taken["call_id"])


def event_of(options: dict[str, Any]) -> dict[str, Any]:
    """The call asked for."""
    if options["number"]:
        return ringing(now(), number=options["number"])
    if options["imei"]:
        return ringing(now(), imei=made_up_imei())
    return ringing(now()) if options["hidden"] else made_up_event(now())


def demo_key() -> str:
    """The demo's own key; a real centre issues one."""
    if not Centre.objects.filter(is_demo=True).exists():
        raise CommandError("Beri --token atau NTPD112_TOKEN: manage.py issue_token NAMA --scope telephony")
    return own_key()
