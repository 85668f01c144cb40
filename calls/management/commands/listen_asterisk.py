"""Listens to the Asterisk of ASTERISK_URL until stopped."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from calls.asterisk.asking import Way
from calls.asterisk.client import Listener
from calls.asterisk.wire import Address


class Command(BaseCommand):
    """The live client of the telephone exchange, as a process of its own."""

    help = "Listen to the telephone exchange named by ASTERISK_URL until stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or Ctrl-C."""
        if not settings.ASTERISK_URL:
            raise CommandError("ASTERISK_URL is empty: there is no exchange to listen to.")
        try:
            address = Address.read(settings.ASTERISK_URL)
        except ValueError as error:
            raise CommandError(f"ASTERISK_URL: {error}") from None
        self.stdout.write(f"Listening to {address.host}:{address.port}")
        way = Way(settings.ASTERISK_CONTEXT, settings.ASTERISK_TELEPHONE)
        asyncio.run(until_stopped(Listener(address, way=way)))


async def until_stopped(listener: Listener) -> None:
    """Listen until a signal says that it is enough."""
    work = asyncio.create_task(listener.run())
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, work.cancel)
    with suppress(asyncio.CancelledError):
        await work
