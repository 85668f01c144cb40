"""Loads the ground: agencies, places, categories, standards, seats, the contact book, scripts, protocols."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from agencies import ground as agencies_ground
from calls import ground as calls_ground
from incidents import ground as incidents_ground


class Command(BaseCommand):
    """Adds what is missing and changes nothing that stands, so it may run at every start."""

    help = "Muat data dasar dari folder ground/: menambah yang belum ada, tidak mengubah yang sudah ada."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Load all of it or nothing; one line per subject."""
        for tally in [*agencies_ground.load(), *incidents_ground.load(), *calls_ground.load()]:
            self.stdout.write(f"{tally.subject}: {tally.added} ditambahkan, {tally.listed - tally.added} sudah ada")
