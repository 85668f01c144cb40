"""A call by way of a live Asterisk, and a console that says when the exchange is lost."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from launcher.children import Child
from tests.calls.recordings import said
from tests.calls.small_exchange import SECRET, SmallExchange
from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

UID = "1795341286.0"


class Exchange:
    """A small Asterisk in a thread of its own."""

    def __init__(self) -> None:
        """It answers from the beginning."""
        self.pabx = SmallExchange()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.do(self.pabx.open())

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it on its own thread, and wait."""
        asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def says(self, name: str, **fields: str) -> None:
        """An event of the one caller."""
        words = said(name, Uniqueid=UID, CallerIDNum="+6285241872093", **fields)
        self.loop.call_soon_threadsafe(self.pabx.tell, words)

    def stop(self) -> None:
        """Nothing of it is left."""
        self.do(self.pabx.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()


@contextmanager
def listening(stack: Stack, url: str, folder: Path) -> Iterator[Child]:
    """The stack as it is where an exchange is named; the listener itself is not started yet."""
    stack.environment["ASTERISK_URL"] = url
    stack.web.kill()
    stack.start_web()
    listener = Child("exchange", [sys.executable, "manage.py", "listen_asterisk"], folder, stack.environment)
    try:
        yield listener
    finally:
        listener.stop()
        del stack.environment["ASTERISK_URL"]
        stack.web.kill()
        stack.start_web()


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    """The exchange of the story."""
    exchange = Exchange()
    yield exchange
    exchange.stop()


def test_a_call_comes_by_the_exchange_and_the_exchange_goes(
    people: People, stack: Stack, exchange: Exchange, tmp_path: Path
) -> None:
    """Not yet connected; a call rings, is picked up at the desk and ends; then the exchange is away, and says so."""
    url = f"ami://cad:{SECRET}@127.0.0.1:{exchange.pabx.port}/?queue=psap112"
    ((extension,),) = stack.rows("SELECT extension FROM agencies_seat WHERE name = %s", "Meja 03")
    with listening(stack, url, tmp_path) as listener:
        fitriani = people.call_taker("fitriani")
        banner = fitriani.page.locator("#exchange-banner")
        expect(banner).to_contain_text("Sentral telepon belum tersambung")
        listener.spawn()
        expect(banner).to_be_hidden()

        exchange.pabx.channels = [UID]
        exchange.says("QueueCallerJoin")
        expect(appears(fitriani.ringing.first)).to_contain_text("0852-xx-2093")
        exchange.says("AgentConnect", Interface=f"PJSIP/{extension}", HoldTime="2")
        expect(appears(fitriani.page.locator("#strip"))).to_contain_text("0852-4187-2093")
        exchange.pabx.channels = []
        exchange.says("Hangup")
        expect(fitriani.page.locator("#strip")).to_contain_text("Telepon berakhir")
        fitriani.presses("Alt+2")
        expect(fitriani.page.locator("#coded-list")).to_contain_text("Iseng")

        exchange.do(exchange.pabx.close())
        expect(appears(banner)).to_contain_text("Sentral telepon terputus sejak")
        assert SECRET not in listener.output()
        restarts = ("ERR_CONNECTION_REFUSED", "WebSocket connection", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")
        fitriani.forgives(*restarts)
