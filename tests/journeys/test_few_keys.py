"""Four calls with the keyboard alone, counted from the answer on: keys pressed besides the words that are typed."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import Event
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

FIRE, PRANK, SILENT, SECOND_CALLER = 14, 3, 3, 6


def answered(who: CallTaker) -> None:
    """A call is on the desk; from here on keys are counted."""
    who.rings_a_test_call()
    who.answers()
    who.pressed = 0


def test_a_house_fire_with_a_full_address(people: People) -> None:
    """Place, kind, words, hand over, hang up; the board sees it before it is sent, and once afterwards."""
    fitriani = people.call_taker("fitriani")
    rizal = people.dispatcher("rizal.asrun")
    answered(fitriani)
    fitriani.types("Jl. Bunga Seroja 17, Watu-Watu, rumah pagar biru")
    fitriani.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    early = rizal.page.locator("#early")
    expect(early).to_contain_text("Jl. Bunga Seroja 17")
    expect(fitriani.page.locator("#form #early")).to_be_visible()
    fitriani.notes("Api dari dapur, satu orang masih di dalam.")
    fitriani.hands_over()
    fire = fitriani.handed_over()
    expect(early).to_be_hidden()
    fitriani.hangs_up()
    assert fitriani.pressed <= FIRE
    expect(rizal.row(fire)).to_contain_text("Jl. Bunga Seroja 17")


def test_a_crash_at_a_landmark_with_two_callers(people: People, stack: Stack) -> None:
    """The first makes the incident; the second is attached to it, taken back, attached again, and counted once."""
    fitriani = people.call_taker("fitriani")
    rahma = people.call_taker("wa.rahmawati", "Meja 04")
    rizal = people.dispatcher("rizal.asrun")
    answered(fitriani)
    fitriani.picks_the_place("Kendari Beach")
    fitriani.hears_what("kll mtr", "Kecelakaan motor")
    fitriani.hands_over()
    crash = fitriani.handed_over()
    fitriani.hangs_up()
    assert fitriani.pressed <= FIRE

    answered(rahma)
    rahma.picks_the_place("Kendari Beach")
    rahma.notes("Dua orang tergeletak, satu tidak sadar.")
    rahma.joins(crash)
    assert rahma.pressed <= SECOND_CALLER
    rahma.presses("Alt+z")
    expect(rahma.page.locator("#form")).to_be_visible()
    rahma.joins(crash)
    rahma.hangs_up()
    assert reports_of(crash, stack) == (2, 2)
    rizal.opens_event(crash)
    expect(rizal.page.locator("#journal")).to_contain_text("Dua orang tergeletak, satu tidak sadar.")


def reports_of(event: Event, stack: Stack) -> tuple[int, int]:
    """What the incident counts, and how many reports there are."""
    (row,) = stack.rows(
        f"SELECT report_count, (SELECT count(*) FROM calls_report r WHERE r.incident_id = i.id)"
        f" FROM incidents_incident i WHERE id = {event.pk}"
    )
    return int(row[0]), int(row[1])


def test_a_prank(people: People) -> None:
    """One chord."""
    fitriani = people.call_taker("fitriani")
    answered(fitriani)
    fitriani.presses("Alt+2")
    expect(fitriani.page.locator("#coded-list")).to_contain_text("Iseng")
    assert fitriani.pressed <= PRANK


def test_a_silent_call(people: People) -> None:
    """Two chords: one opens the script and the clues, the same again closes the call."""
    fitriani = people.call_taker("fitriani")
    answered(fitriani)
    fitriani.presses("Alt+3")
    expect(fitriani.page.get_by_role("heading", name="Panggilan hening")).to_be_visible()
    fitriani.presses("Alt+3")
    expect(fitriani.page.locator("#coded-list")).to_contain_text("Hening")
    assert fitriani.pressed <= SILENT
