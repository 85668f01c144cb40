"""Two call-takers press at the same moment: one has the call, the other reads who."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

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

    moment = (time.time() + 1) * 1000
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
