"""`manage.py verify`: check that the books add up; exit code 1 and the offenders when they do not."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reporting.invariants import invariants, violations


class Command(BaseCommand):
    """Checks the invariants."""

    help = "Memeriksa apakah isi basis data saling cocok; keluar dengan kode 1 bila tidak."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whether to read every recording from its first byte to its last."""
        parser.add_argument("--recordings", action="store_true", help="baca juga setiap rekaman sampai habis (lama)")

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each broken invariant, then its offenders."""
        broken = list(violations(is_thorough=options["recordings"]))
        checked = len(invariants()) + options["recordings"]
        for invariant, offenders in broken:
            self.stdout.write(f"✗ {invariant.sentence}")
            for offender in offenders:
                self.stdout.write(f"    {offender}")
        if broken:
            raise CommandError(f"{len(broken)} dari {checked} ketentuan dilanggar.")
        self.stdout.write(f"✓ {checked} ketentuan dipenuhi.")
