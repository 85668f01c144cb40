"""A third person is brought into a talk by the exchange: one who does not lift, one who does, and the operator goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.calls.small_exchange import SECRET
from tests.calls.small_rooms import ExchangeWithRooms
from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_call, rings
from tests.journeys.test_exchange import RESTARTS, Exchange, listening

pytestmark = pytest.mark.journey


def told(exchange: Exchange, act: Callable[[], object]) -> None:
    """Something happens at the exchange, on its own thread."""

    async def happens() -> None:
        act()

    exchange.do(happens())


@pytest.fixture
def rooms() -> ExchangeWithRooms:
    """What happens at the exchange of the story."""
    return ExchangeWithRooms()


@pytest.fixture
def exchange(rooms: ExchangeWithRooms) -> Iterator[Exchange]:
    """The exchange of the story."""
    exchange = Exchange(rooms)
    yield exchange
    exchange.stop()


def test_a_third_is_brought_in_and_goes_on_with_the_caller(
    people: People, stack: Stack, exchange: Exchange, rooms: ExchangeWithRooms, tmp_path: Path
) -> None:
    """F3: rung in vain, rung again, talks along; F10 leaves him with the caller."""
    url = f"ami://cad:{SECRET}@127.0.0.1:{rooms.port}/?queue=psap112"
    ((extension,),) = stack.rows("SELECT extension FROM agencies_seat WHERE name = %s", "Meja 03")
    with listening(stack, url, tmp_path) as listener:
        fitriani = people.call_taker("fitriani")
        listener.spawn()
        page = fitriani.page
        expect(page.locator("#exchange-banner")).to_be_hidden(timeout=20_000)
        caller, desk = exchange.uid, a_new_call()
        rooms.channels, rooms.waiting = [caller], [caller]
        exchange.says("QueueCallerJoin")
        appears(fitriani.ringing.first)
        told(exchange, lambda: rooms.talk(caller, desk, extension))
        exchange.says("AgentConnect", Interface=f"PJSIP/{extension}", HoldTime="2")
        appears(page.locator("#hold"))  # the exchange is heard, and the talk is its own
        is_rung_in_vain(page, exchange, rooms)
        talks_along(page, exchange, rooms)
        fitriani.presses("F10")
        assert exchange.hears("Hangup") == [desk]
        expect(page.locator(".toast").last).to_contain_text("Penelepon sekarang bersama Damkar")
        assert caller in rooms.bridges and len(rooms.bridges) == 2
        told(exchange, lambda: rooms.leaves(caller))
        fitriani.presses("Alt+2")
        expect(page.locator("#coded-list")).to_contain_text("Iseng")
        fitriani.forgives(*RESTARTS)


def test_without_an_exchange_the_numbers_to_dial_are_shown(people: People) -> None:
    """F3 on a call of the desk telephone."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    page = fitriani.page
    expect(appears(page.locator("#confer"))).to_contain_text("Konferensi")
    page.keyboard.press("F3")
    dialog = page.locator("#confer-dialog")
    expect(appears(dialog)).to_contain_text("Di telepon meja Anda")
    expect(dialog.locator("#confer-dial dt", has_text="Damkar")).to_be_visible()
    expect(dialog.locator("#confer-choose")).to_be_hidden()
    pictured(page, "dial")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    fitriani.presses("Alt+2")


def is_rung_in_vain(page: Page, exchange: Exchange, rooms: ExchangeWithRooms) -> None:
    """While he is rung nobody is put on hold; afterwards all is as before."""
    brings(page, "Damkar")
    expect(page.locator("#confer-state")).to_contain_text("Damkar dihubungi")
    expect(page.locator("#hold")).to_be_hidden()
    exchange.hears("Originate")
    told(exchange, rooms.third_does_not_lift)
    expect(page.locator(".toast").last).to_contain_text("Damkar tidak mengangkat. Penelepon tetap bersama Anda")
    appears(page.locator("#hold"))


def talks_along(page: Page, exchange: Exchange, rooms: ExchangeWithRooms) -> None:
    """Rung again he lifts, and to hang up is to leave."""
    brings(page, "Damkar")
    exchange.hears("Originate", times=2)
    told(exchange, rooms.third_lifts)
    expect(page.locator("#confer-state")).to_contain_text("Damkar ikut bicara")
    expect(page.locator("#hang-up")).to_contain_text("Keluar")
    pictured(page, "conference")


def test_a_wrong_f10_leads_back_to_the_caller_with_one_key(people: People, stack: Stack) -> None:
    """Without an exchange F7 says the number to dial; the report stays open."""
    fitriani = people.call_taker("fitriani")
    rings(stack, "081255510779")  # a test call may come without a number
    fitriani.answers()
    page = fitriani.page
    expect(page.locator("#redial")).to_be_hidden()
    fitriani.presses("F10")
    expect(appears(page.locator("#redial"))).to_contain_text("Telepon balik")
    pictured(page, "redial")
    fitriani.presses("F7")
    expect(page.locator(".toast").last).to_contain_text("di telepon meja Anda; laporan ini tetap terbuka")
    fitriani.presses("Alt+2")


def brings(page: Page, who: str) -> None:
    """Chosen from the list."""
    page.keyboard.press("F3")
    appears(page.locator("#confer-dialog")).get_by_role("button", name=who, exact=True).click()


def pictured(page: Page, name: str) -> None:
    """For the eye, where a folder is named: at the three sizes the console is used at."""
    folder = os.environ.get("SHOTS", "")
    if folder:
        for width, height in ((1920, 1080), (1366, 768), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            page.screenshot(path=f"{folder}/{name}-{width}.png", animations="disabled")
        page.set_viewport_size({"width": 1366, "height": 768})
