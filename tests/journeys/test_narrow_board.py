"""A dispatcher far from the desk, with the board in a hand: everything is there, one below the other, and works."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import POCKET
from tests.journeys.stack import Stack
from tests.journeys.test_every_screen import IN_A_HAND, faults_of, found

pytestmark = pytest.mark.journey


def test_an_agency_is_sent_from_a_board_390_points_wide(people: People, stack: Stack, keeper: Keeper) -> None:
    """The page scrolls down only; map and units can be reached; the opened incident stands below the list."""
    crash = keeper.opens("kll_tanpa_luka", "Jl. MT Haryono", lat=-3.9756, lng=122.5172)
    rizal = people.enter(Dispatcher, "rizal.asrun")
    rizal.page.set_viewport_size(POCKET)
    rizal.takes_seat("Meja 06")
    rizal.opens_event(crash)
    rizal.assigns("POL")
    assert found(faults_of(rizal, "narrow board", IN_A_HAND)) == ""
    for part in ("#assignments .asg", "#map", "#units", "#line"):
        place = rizal.page.locator(part).first
        place.scroll_into_view_if_needed()
        expect(place).to_be_in_viewport()
        box = place.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + min(box["width"], 100) <= POCKET["width"], f"{part}: {box}"
    rizal.closes("Korban ditangani dan dibawa ke RS")
    expect(rizal.page.locator("#journal")).to_contain_text("Ditutup: Korban ditangani dan dibawa ke RS")
    assert stack.rows(f"SELECT closed_at IS NOT NULL FROM incidents_incident WHERE id = {crash.pk}") == [(True,)]
