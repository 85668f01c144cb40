"""Fires due timers on its own, without a Celery worker."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand

from journal.timers import Loop


class Command(BaseCommand):
    """The same loop a worker runs, as a process of its own."""

    help = "Fire due timers until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or Ctrl-C."""
        loop = Loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: loop.stop.set())
        loop.run()
