"""Two call-takers at one call or one report: one has it, the other reads who."""

from __future__ import annotations

import json
import re
import time
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

SOON = 2  # seconds: enough for a busy machine to tell both browsers the moment
# Presses at a moment of the wall clock, so that two browsers press in the same millisecond.
PRESS_AT = "(button, at) => { setTimeout(() => button.click(), at - Date.now()); }"


def test_two_call_takers_press_at_once(people: People, stack: Stack) -> None:
    """The one who was second is told the name and the desk of the first, and has no report on his desk."""
    fitriani = people.call_taker("fitriani", "Meja 03")
    rahma = people.call_taker("wa.rahmawati", "Meja 04")
    names = {fitriani: "Fitriani Halik (Meja 03)", rahma: "Wa Ode Rahmawati (Meja 04)"}
    fitriani.rings_a_test_call()
    for one in names:
        appears(one.ringing)
        one.forgives("status of 409")

    moment = (time.time() + SOON) * 1000
    for one in names:
        one.ringing.locator("button").evaluate(PRESS_AT, moment)
    for one in names:
        expect(one.ringing).to_have_count(0)
    winner, loser = in_order_of_luck(fitriani, rahma)
    expect(loser.page.locator("#toasts")).to_contain_text(f"sudah dijawab {names[winner]}")
    talking = loser.page.locator("#talking > li").filter(has_text="Bicara")
    expect(talking).to_contain_text(names[winner].split(" (")[0])
    expect(loser.page.locator("#pieces > li")).to_have_count(0)

    expect(winner.page.locator("#form")).to_be_visible()
    winner.presses("Alt+2")
    expect(winner.page.locator("#form")).to_be_hidden()
    expect(talking).to_have_count(0)
    answers = stack.rows("SELECT count(*) FROM journal_entry WHERE subject LIKE 'call:%%' AND verb = 'answered'")
    calls = stack.rows("SELECT count(*) FROM calls_call WHERE answered_at IS NOT NULL")
    assert answers == calls


def in_order_of_luck(one: CallTaker, other: CallTaker) -> tuple[CallTaker, CallTaker]:
    """Who has the call, then who has not."""
    strip = re.compile("Sedang bicara")
    expect(one.page.locator("#strip, #toasts .toast").filter(visible=True).first).to_be_visible()
    has_it = one.page.locator("#strip").filter(has_text=strip, visible=True).count() == 1
    return (one, other) if has_it else (other, one)


def test_a_report_goes_on_in_a_colleagues_hands_and_no_word_is_lost(people: People, stack: Stack) -> None:
    """The exchange passes the caller on: who wrote reads who writes now, and gives him what he had not got."""
    fitriani = people.call_taker("fitriani")
    rahma = people.call_taker("wa.rahmawati", "Meja 04")
    writes_down_what_does_not_all_arrive(fitriani)
    # Her page may ask for what is like the report in the moment in which it becomes another's.
    fitriani.forgives("status of 404")
    Exchange(stack).says("requeued")
    expect(rahma.ringing).to_contain_text("pertama kali")
    rahma.answers()
    banner = appears(fitriani.page.locator("#handed"))
    expect(banner).to_contain_text("sekarang ditulis Wa Ode Rahmawati (Meja 04)")
    expect(banner).to_contain_text("belum masuk: “dua anak di dalam”")
    expect(fitriani.page.locator("#words")).to_have_value("dua anak di dalam")
    expect(fitriani.page.locator("#words")).to_be_disabled()
    expect(rahma.page.locator("#place_text")).to_have_value("Jl. Bunga Seroja 17")
    rahma.page.locator("#landmark").fill("depan masjid")
    expect(fitriani.page.locator("#landmark")).to_have_value("depan masjid")
    banner.get_by_role("button", name="Kirim ketikan saya sebagai catatan").click()
    expect(rahma.page.locator("#lines")).to_contain_text("dua anak di dalam")
    expect(rahma.page.locator("#lines")).to_contain_text("Fitriani Halik")
    rahma.presses("Alt+2")
    expect(fitriani.page.locator("#pieces > li")).to_have_count(0)
    expect(fitriani.page.locator("#toasts")).to_contain_text("sudah ditutup")


def writes_down_what_does_not_all_arrive(who: CallTaker) -> None:
    """A place that is saved, and words that are not."""
    who.rings_a_test_call()
    who.answers()
    who.hears_where("Jl. Bunga Seroja 17")
    expect(who.page.locator("#saved")).to_contain_text("Tersimpan otomatis")
    who.context.route("**/api/v1/reports-drafts/*/", lambda route: route.abort())
    who.forgives("ERR_FAILED")
    who.presses("Alt+n")
    who.types("dua anak di dalam")


class Exchange:
    """The telephone exchange, as far as it speaks of the call that was rung last."""

    def __init__(self, stack: Stack) -> None:
        """An account of its own."""
        self.stack, self.key = stack, stack.manage("issue_token", "sentral-uji", "--scope", "telephony").split()[-1]

    def says(self, event: str) -> None:
        """One thing, now."""
        ((call_id,),) = self.stack.rows("SELECT switch_id FROM calls_call ORDER BY id DESC LIMIT 1")
        body = json.dumps({"event": event, "call_id": call_id, "at": datetime.now(UTC).isoformat()}).encode()
        headers = {"Content-Type": "application/json", "Authorization": f"Token {self.key}"}
        with urlopen(Request(self.stack.url("/api/v1/telephony/events/"), body, headers), timeout=10) as answer:
            assert answer.status == 200
