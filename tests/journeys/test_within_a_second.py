"""What is done on one screen stands on the others within a second: held to the second where the machine is quiet."""

from __future__ import annotations

import time
from statistics import median

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.people import PROMISED, appears

pytestmark = [pytest.mark.journey, pytest.mark.alone]

ROUNDS = 5


def rung_and_seen(here: CallTaker, there: CallTaker) -> float:
    """Seconds from the press on one console to the ringing call on the other."""
    began = time.monotonic()
    here.rings_a_test_call()
    appears(there.ringing)
    return time.monotonic() - began


def sent_and_seen(taker: CallTaker, board: Dispatcher) -> float:
    """Seconds from `Simpan & teruskan` to the incident in the list of the board."""
    known = board.page.locator("#rows [role=option]").count()
    taker.answers()
    taker.picks_the_place("Tugu Religi")
    taker.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    began = time.monotonic()
    taker.hands_over()
    appears(board.page.locator("#rows [role=option]").nth(known))
    took = time.monotonic() - began
    taker.handed_over()
    taker.hangs_up()
    expect(taker.ringing).to_have_count(0)
    return took


def test_a_ring_and_a_report_are_seen_by_others_within_a_second(people: People) -> None:
    """The middle of five."""
    fitriani, rahma = people.call_taker("fitriani"), people.call_taker("wa.rahmawati", "Meja 04")
    rizal = people.dispatcher("rizal.asrun")
    rings, reports = [], []
    for _round in range(ROUNDS):
        rings.append(rung_and_seen(fitriani, rahma))
        reports.append(sent_and_seen(fitriani, rizal))
    assert median(rings) < PROMISED, rings
    assert median(reports) < PROMISED, reports
