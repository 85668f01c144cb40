"""`manage.py ring`: let a telephone ring at a running server, or somebody write, through the door of a real one."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from agencies.models import Centre
from calls.message_api import CHANNELS
from demo.ring import (
    ENDPOINT,
    MESSAGE,
    MESSAGE_ENDPOINT,
    PLACES,
    NotTaken,
    made_up_cell,
    made_up_event,
    made_up_imei,
    made_up_place,
    message,
    own_key,
    own_message_key,
    post,
    ringing,
)

URL = os.environ.get("NTPD112_URL", "http://127.0.0.1:8112")  # manage.py names the running server's


class Command(BaseCommand):
    """Rings once."""

    help = "Membunyikan satu panggilan uji pada server yang sedang berjalan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who calls, and where."""
        who = parser.add_mutually_exclusive_group()
        who.add_argument("--number", help="nomor penelepon (bawaan: nomor karangan)")
        who.add_argument("--imei", action="store_true", help="ponsel tanpa kartu SIM")
        who.add_argument("--hidden", action="store_true", help="tanpa identitas")
        parser.add_argument(
            "--channel", choices=[code for code, _label in CHANNELS], help="pesan tertulis, bukan telepon"
        )
        parser.add_argument("--text", default=MESSAGE, help="isi pesan")
        parser.add_argument("--url", default=URL, help=f"alamat server (bawaan: {URL})")
        parser.add_argument("--token", default=os.environ.get("NTPD112_TOKEN", ""), help="token sentral atau gateway")

    def handle(self, *args: Any, **options: Any) -> None:
        """Post the event; say the number of the call, or in one line why not."""
        is_written = bool(options["channel"])
        event, url, token = event_of(options), options["url"], options["token"] or demo_key(is_written=is_written)
        place = None if is_written or options["number"] else made_up_place(event)
        try:
            taken = post(event, url=url, token=token, endpoint=MESSAGE_ENDPOINT if is_written else ENDPOINT)
            if place:
                post(place, url=url, token=token, endpoint=PLACES)
        except NotTaken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(taken["call"] if is_written else taken["call_id"]))


def event_of(options: dict[str, Any]) -> dict[str, Any]:
    """The call or message asked for."""
    if options["channel"]:
        return message(now(), options["channel"], number=options["number"] or "", text=options["text"])
    if options["number"]:
        return ringing(now(), number=options["number"])
    if options["imei"]:
        imei = made_up_imei()
        return {**ringing(now(), imei=imei), **made_up_cell(imei)}
    return ringing(now()) if options["hidden"] else made_up_event(now())


def demo_key(*, is_written: bool = False) -> str:
    """The demo's own key; a real centre issues one."""
    if not Centre.objects.filter(is_demo=True).exists():
        raise CommandError("Beri --token atau NTPD112_TOKEN: manage.py issue_token NAMA --scope telephony")
    return own_message_key() if is_written else own_key()
