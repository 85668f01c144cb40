"""Takes the cameras of a CSV file over."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agencies.camera_files import LARGEST, load_cameras


class Command(BaseCommand):
    """Running it twice changes nothing more; a file with one broken line changes nothing at all."""

    help = "Tambahkan atau perbarui kamera dari berkas CSV berkolom kode,nama,lintang,bujur,tautan."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which file."""
        parser.add_argument("file", type=Path, help="berkas CSV UTF-8, koma atau titik koma")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Check it whole, then write."""
        try:
            with options["file"].open("rb") as file:
                added, renewed = load_cameras(file.read(LARGEST + 1))
        except OSError as error:
            raise CommandError(f"Berkas tidak dapat dibaca: {error.strerror}. Periksa nama dan izinnya.") from error
        except ValueError as error:
            raise CommandError(f"Tidak ada yang diubah: {error}.") from error
        self.stdout.write(f"{added} kamera ditambahkan, {renewed} diperbarui.")
