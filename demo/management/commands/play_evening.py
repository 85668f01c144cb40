"""`manage.py play_evening`: a quiet evening, until it is stopped."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agencies.models import Centre
from demo import crews, desk, evening, returning, ringing
from demo.history import SEED

PLAYERS = (ringing.play, returning.play, desk.play, crews.play)


class Command(BaseCommand):
    """Plays the evening through the real actions."""

    help = "Memainkan malam yang tenang pada data contoh; berhenti dengan SIGTERM atau Ctrl-C."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which evening, and how lively."""
        parser.add_argument("--seed", type=int, default=SEED, help="angka awal; angka sama, malam sama")
        parser.add_argument("--pace", type=float, default=2.0, help="kelipatan panggilan hari biasa (bawaan: 2)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Play on demo data only."""
        if not Centre.objects.filter(is_demo=True).exists():
            raise CommandError("Ini bukan pusat contoh; simulasi tidak dijalankan pada data sungguhan.")
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
        self.stdout.write("Malam yang tenang dimulai.")
        evening.run(PLAYERS, seed=options["seed"], pace=options["pace"], stop=stop)
