"""Adds the streets of a GeoJSON file to the places that are found while they are typed, and to what maps draw."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agencies.geojson import read
from agencies.roads import LARGEST, load_roads


class Command(BaseCommand):
    """Streets that stand are left alone; running it twice adds nothing."""

    help = "Tambahkan jalan dan simpang dari berkas GeoJSON (garis dengan properti name) ke daftar tempat dan peta."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path, help="berkas GeoJSON, misalnya jalan OpenStreetMap wilayah ini")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Read it whole, then add."""
        try:
            roads, crossings, lines = load_roads(read(options["file"], LARGEST))
        except OSError as error:
            raise CommandError("Berkas tidak dapat dibaca. Periksa nama dan izinnya.") from error
        except ValueError as error:
            raise CommandError(f"Tidak ada yang ditambahkan: {error}.") from error
        self.stdout.write(f"{roads} jalan dan {crossings} simpang ditambahkan; {lines} garis baru di peta.")
