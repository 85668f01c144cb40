"""`manage.py demo_history --months 6`: fill an empty demo with half a year of calls, and build its reports."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Centre
from demo import history, tapes
from demo.cast import NobodyHere


class Command(BaseCommand):
    """Writes the demo's past."""

    help = "Mengisi data contoh yang kosong dengan riwayat beberapa bulan dan menyusun laporannya."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How far back, by which seed, and whether standing data is a reason to stop quietly."""
        parser.add_argument("--months", type=int, default=6, help="bulan penuh sebelum bulan berjalan (bawaan: 6)")
        parser.add_argument("--seed", type=int, default=history.SEED, help="angka awal; angka sama, riwayat sama")
        parser.add_argument("--if-empty", action="store_true", help="bila sudah ada panggilan, selesai tanpa kesalahan")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say in one line why not."""
        if not history.is_empty():
            refuse_or_rest(options["if_empty"])
            return
        if not Centre.objects.filter(is_demo=True).exists():
            raise CommandError("Ini bukan pusat contoh; riwayat contoh tidak diisikan ke data sungguhan.")
        try:
            loaded = history.load(options["months"], seed=options["seed"])
        except NobodyHere:
            raise CommandError("Belum ada penerima panggilan dan dispatcher; muat akun contoh lebih dulu.") from None
        self.stdout.write(
            f"{loaded.calls} panggilan, {loaded.incidents} kejadian, {loaded.entries} catatan jurnal, "
            f"{loaded.reports} laporan bulanan, {tapes.add()} rekaman nada"
        )


def refuse_or_rest(is_quiet: bool) -> None:
    """Data that stands is never added to."""
    if not is_quiet:
        raise CommandError("Sudah ada panggilan atau kejadian; riwayat contoh hanya diisikan ke data kosong.")
