"""Makes the accounts of the demo and prints how to sign in."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Centre
from demo.people import PASSWORD, PEOPLE, acting_as, add_people, works_for_real


class Command(BaseCommand):
    """Adds who is missing; prints role, account and password of all, one person a line, separated by tabs."""

    help = "Buat akun peragaan yang belum ada, lalu tampilkan peran, akun, dan sandinya."

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse where people work for real, or the ground is missing."""
        if not Centre.objects.exists():
            raise CommandError("Data dasar belum ada. Jalankan dahulu: manage.py load_ground")
        if works_for_real():
            raise CommandError("Pusat ini sudah dipakai sungguhan; akun peragaan dengan sandi umum tidak dibuat.")
        add_people()
        for person in PEOPLE:
            self.stdout.write(f"{acting_as(person)}\t{person.username}\t{PASSWORD}")
