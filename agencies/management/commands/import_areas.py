"""Gives kecamatan and kelurahan their official boundaries from a GeoJSON file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agencies.boundaries import LARGEST, load_boundaries
from agencies.geojson import read


class Command(BaseCommand):
    """Running it twice changes nothing more; a broken file changes nothing at all."""

    help = "Pasang batas resmi kecamatan dan kelurahan dari berkas GeoJSON di atas batas perkiraan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path, help="berkas GeoJSON: poligon dengan properti kode atau nama")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Check it whole, then write."""
        try:
            loaded = load_boundaries(read(options["file"], LARGEST))
        except OSError as error:
            raise CommandError("Berkas tidak dapat dibaca. Periksa nama dan izinnya.") from error
        except ValueError as error:
            raise CommandError(f"Tidak ada yang diubah: {error}.") from error
        self.stdout.write(
            f"Batas resmi {loaded.given} wilayah dipasang, {loaded.joined} kecamatan disusun dari kelurahannya; "
            f"{loaded.approximate} wilayah masih memakai batas perkiraan."
        )
