"""Issues the key of a machine account: the exchange's, a gateway's, or one agency's own system's."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.actions.standing import issue_token
from agencies.models import Agency
from agencies.permissions import LOCATION, MESSAGES, POSITIONS, TELEPHONY

PLAIN = (TELEPHONY, LOCATION, MESSAGES, POSITIONS)
OF_ONE = ("agency:", f"{POSITIONS}:")


class Command(BaseCommand):
    """The key is printed once; a second key for the same name ends the first."""

    help = "Terbitkan kunci akun mesin. Kunci hanya ditampilkan sekali; kunci lama dengan nama yang sama tidak berlaku."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A name, and what the key may do."""
        parser.add_argument("name", help="nama akun mesin, misalnya pabx")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            dest="scopes",
            help="telephony, location, messages, positions, positions:KODE, atau agency:KODE; boleh diulang",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse what no key can do, then issue."""
        scopes = set(options["scopes"])
        refuse_unknown(scopes)
        self.stdout.write(issue_token(options["name"], scopes))


def refuse_unknown(scopes: set[str]) -> None:
    """CommandError for a scope that does not exist, an agency that is not there, or keys for two agencies."""
    named = {scope: scope.partition(":")[2] for scope in scopes if scope.startswith(OF_ONE)}
    strange = sorted(scopes - named.keys() - set(PLAIN))
    if strange:
        known_scopes = ", ".join([*PLAIN, *(f"{prefix}KODE" for prefix in OF_ONE)])
        raise CommandError(f"Lingkup tidak dikenal: {', '.join(strange)}. Yang ada: {known_scopes}.")
    known = list(Agency.objects.filter(is_active=True).values_list("code", flat=True))
    missing = sorted(set(named.values()) - set(known))
    if missing:
        raise CommandError(f"Instansi tidak ada: {', '.join(missing)}. Yang ada: {', '.join(known) or 'belum ada'}.")
    if len(set(named.values())) > 1:
        raise CommandError("Satu kunci hanya untuk satu instansi; terbitkan kunci tersendiri untuk tiap instansi.")
