"""`manage.py build_report 2026-01`: build one month's report, or with `--missing` each that lacks one."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from reporting import actions
from reporting.models import Report


class Command(BaseCommand):
    """Builds monthly reports."""

    help = "Menyusun laporan bulanan: satu bulan, atau semua yang belum ada."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A month, or all missing ones."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("month", nargs="?", help="bulan, misalnya 2026-01")
        which.add_argument("--missing", action="store_true", help="semua bulan penuh yang belum ada laporannya")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say which reports were built."""
        for report in built(options["month"]):
            self.stdout.write(f"{report.month:%Y-%m} revisi {report.revision}")


def built(month: str | None) -> list[Report]:
    """The reports asked for; a refusal becomes one line."""
    try:
        return [actions.build(month, actor=None)] if month else actions.build_missing()
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    except ValueError as error:
        raise CommandError("Bulan ditulis seperti 2026-01.") from error
