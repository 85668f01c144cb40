"""Ends the key of a machine account, when it was lost or is not needed any more."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.actions import revoke_token
from agencies.models import Token


class Command(BaseCommand):
    """From the next request on the key opens nothing; `issue_token` gives the name a new one."""

    help = "Cabut kunci akun mesin. Sejak permintaan berikutnya kunci itu tidak berlaku."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The name it was issued to."""
        parser.add_argument("name", help="nama akun mesin, misalnya pabx")

    def handle(self, *args: Any, **options: Any) -> None:
        """End it, or say which keys there are."""
        try:
            token = revoke_token(options["name"])
        except Token.DoesNotExist:
            living = Token.objects.filter(revoked_at=None).values_list("user__username", flat=True).order_by("user")
            names = ", ".join(name.removeprefix("mesin:") for name in living) or "belum ada"
            raise CommandError(f"Tidak ada kunci yang berlaku untuk {options['name']}. Yang ada: {names}.") from None
        self.stdout.write(f"Kunci {token} dicabut.")
