"""A call by way of a live Asterisk, and a console that says when the exchange is lost."""

from __future__ import annotations

import asyncio
import re
import sys
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from launcher.children import Child
from tests.calls.recordings import said
from tests.calls.small_exchange import SECRET, SmallExchange
from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_call

pytestmark = pytest.mark.journey

NOT_THERE = re.compile("Sentral telepon (belum tersambung|terputus sejak)")  # the second if it was once, in any story
RESTARTS = ("ERR_CONNECTION_REFUSED", "WebSocket connection", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")


class Exchange:
    """A small Asterisk in a thread of its own."""

    def __init__(self, pabx: SmallExchange | None = None) -> None:
        """It answers from the beginning."""
        self.pabx = pabx or SmallExchange()
        self.uid = a_new_call()
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.do(self.pabx.open())

    def do(self, work: Coroutine[Any, Any, None]) -> None:
        """Do it on its own thread, and wait."""
        asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def says(self, name: str, **fields: str) -> None:
        """An event of the one caller."""
        words = said(name, Uniqueid=self.uid, CallerIDNum="+6285241872093", **fields)
        self.loop.call_soon_threadsafe(self.pabx.tell, words)

    def loses_a_caller(self, uid: str) -> None:
        """Somebody waits and hangs up."""
        self.uid, self.pabx.waiting = uid, [uid]
        self.says("QueueCallerJoin")
        self.pabx.channels = self.pabx.waiting = []
        self.says("Hangup")

    def hears(self, name: str, *, times: int = 1) -> list[str]:
        """The channels of an action, once it came so often; what there is if that takes longer than some seconds."""
        until = time.monotonic() + 10
        while len(heard := self.pabx.asked_for(name)) < times and time.monotonic() < until:
            time.sleep(0.05)
        return [one.get("Channel") for one in heard]

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
        fitriani.forgives(*RESTARTS)
        banner = fitriani.page.locator("#exchange-banner")
        expect(banner).to_contain_text(NOT_THERE)
        listener.spawn()
        expect(banner).to_be_hidden()

        exchange.pabx.channels = [exchange.uid]
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


def test_the_console_holds_resumes_and_hands_over_by_the_exchange_and_says_what_it_refuses(
    people: People, stack: Stack, exchange: Exchange, tmp_path: Path
) -> None:
    """F2 rings the desk, F8 holds and resumes, F9 hands over to a colleague; what is refused is said in a sentence."""
    url = f"ami://cad:{SECRET}@127.0.0.1:{exchange.pabx.port}/?queue=psap112"
    desks = dict(stack.rows("SELECT name, extension FROM agencies_seat WHERE name IN (%s, %s)", "Meja 03", "Meja 04"))
    with listening(stack, url, tmp_path) as listener:
        fitriani = people.call_taker("fitriani")
        fitriani.forgives(*RESTARTS)
        listener.spawn()
        expect(fitriani.page.locator("#exchange-banner")).to_be_hidden(timeout=20_000)
        exchange.pabx.channels = exchange.pabx.waiting = [exchange.uid]
        exchange.says("QueueCallerJoin")
        appears(fitriani.ringing.first)
        answers_and_holds_at_once(fitriani, stack)
        sees_who_is_held_beside_another_report(fitriani)
        holds_and_resumes(fitriani.page, exchange)
        fitriani.page.keyboard.press("F9")
        fitriani.page.locator("#transfer-dialog").get_by_role("button", name="Meja 04").click()
        appears(fitriani.page.locator(".toast", has_text="Dialihkan ke Meja 04"))
        own = desks["Meja 03"]
        sent = [one.get("Exten") for one in exchange.pabx.asked_for("Redirect")]
        assert sent == [own, "hold", own, "hold", desks["Meja 04"]]
        fitriani.presses("F10")
        assert exchange.hears("Hangup") == [exchange.uid]
        fitriani.presses("Alt+2")
        calls_back(fitriani, exchange, own)


def answers_and_holds_at_once(who: CallTaker, stack: Stack) -> None:
    """F8 while the answer is still on its way back: the desk rings first, and then the caller is on hold."""
    with who.answer_on_its_way():
        who.presses("F2", "F8")
        appears(who.page.locator("#strip"))
        who.presses("Shift")  # a key that does nothing gives the one before it its turn
        assert stack.rows("SELECT count(*) FROM calls_exchangecommand WHERE verb = 'hold' AND result = ''") == [(0,)]
    expect(appears(who.page.locator("#hold"))).to_contain_text("Lanjutkan")
    expect(who.page.locator("#exchange-own")).to_be_hidden()


def sees_who_is_held_beside_another_report(who: CallTaker) -> None:
    """What comes by radio meanwhile is written down; the caller on hold stays in sight."""
    expect(who.page.locator("#strip-state")).to_have_text("Ditahan")
    who.begins_without_a_call("Radio")
    expect(who.page.locator("#beside-list > li")).to_contain_text("Ditahan")
    who.page.locator("#discard").click()
    who.page.locator("#discard-dialog").get_by_role("button", name="Buang").click()
    expect(who.page.locator("#strip-state")).to_have_text("Ditahan")
    expect(who.page.locator("#beside")).to_be_hidden()


def calls_back(who: CallTaker, exchange: Exchange, own: str) -> None:
    """F7: the exchange does not want to, which is said; taken on again it rings the desk."""
    exchange.loses_a_caller(a_new_call())
    waiting = who.page.locator("#callbacks > li").filter(has_text="0852-xx-2093")
    appears(waiting)
    exchange.pabx.refusals = {"Originate": "Permission denied"}
    who.presses("F7")
    expect(who.page.locator(".toast.crit")).to_contain_text("Sentral menolak perintah ini")
    who.page.locator(".toast.crit [data-close]").click()
    exchange.pabx.refusals = {}
    who.page.locator("#callbacks").get_by_role("button", name="Lepas").click()
    appears(waiting.get_by_role("button", name="Telepon", exact=True))
    who.presses("F7")
    assert exchange.hears("Originate", times=2) == [f"PJSIP/{own}"] * 2
    who.page.locator("#callbacks").get_by_role("button", name="Nomor salah").click()
    expect(who.page.locator("#callbacks > li")).to_have_count(0)


def holds_and_resumes(page: Page, exchange: Exchange) -> None:
    """From hold and back; then the exchange does not want to."""
    hold = page.locator("#hold")
    page.keyboard.press("F8")
    expect(hold).to_contain_text("Tahan")
    exchange.pabx.refusals = {"Redirect": "Permission denied"}
    page.keyboard.press("F8")
    expect(page.locator(".toast.crit")).to_contain_text("Sentral menolak perintah ini")
    page.locator(".toast.crit [data-close]").click()
    exchange.pabx.refusals = {}
