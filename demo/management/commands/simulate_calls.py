"""`manage.py simulate_calls`: a surge of made-up calls at a running server, through the door of the exchange."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import now

from demo.management.commands.ring import URL, demo_key
from demo.ring import NotTaken, post
from demo.surge import surge
from demo.survey import city

LINES = 8  # events on their way at once, as many as an exchange would have


class Command(BaseCommand):
    """Rings again and again, at the rate asked for."""

    help = "Membunyikan panggilan latihan terus-menerus pada server yang sedang berjalan; semuanya ditandai simulasi."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many, how long, and where."""
        parser.add_argument("--per-minute", type=float, default=20, help="panggilan per menit (bawaan: 20)")
        parser.add_argument("--minutes", type=float, default=1, help="lama dalam menit (bawaan: 1)")
        parser.add_argument("--stays", type=float, default=90, help="detik penelepon bertahan (bawaan: 90)")
        parser.add_argument("--seed", type=int, default=112, help="benih: benih yang sama, panggilan yang sama")
        parser.add_argument("--url", default=URL, help=f"alamat server (bawaan: {URL})")
        parser.add_argument("--token", default=os.environ.get("NTPD112_TOKEN", ""), help="token sentral telepon")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say each word at its moment; the last line counts what rang and what the server did not take."""
        if not 0 < options["per_minute"] <= 600 or not 0 < options["minutes"] <= 60:
            raise CommandError("Paling banyak 600 panggilan per menit, paling lama 60 menit.")
        token = options["token"] or demo_key()
        duration = timedelta(minutes=options["minutes"])
        stays = timedelta(seconds=max(1.0, options["stays"]))
        rate = options["per_minute"]
        words = surge(city(), seed=options["seed"], per_minute=rate, duration=duration, stays=stays)
        name = f"{now():%d%H%M%S}"  # the same surge can be played again
        begun, rang, refused = time.monotonic(), 0, []

        def say(event: dict[str, Any]) -> None:
            event = {**event, "call_id": f"{event['call_id']}-{name}", "at": now().isoformat()}
            try:
                post(event, url=options["url"], token=token)
            except NotTaken as error:
                refused.append(str(error))

        with ThreadPoolExecutor(LINES) as lines:
            for after, event in words:
                time.sleep(max(0.0, begun + after.total_seconds() - time.monotonic()))
                rang += event["event"] == "ringing"
                lines.submit(say, event)
        self.stdout.write(f"{rang} panggilan dibunyikan, {len(refused)} kejadian tidak diterima server.")
        if refused:
            raise CommandError(refused[0])
