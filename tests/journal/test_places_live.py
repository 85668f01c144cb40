"""Units' places on live boards: all that moved once a second at most, and never where a confidential case is."""

from __future__ import annotations

import time

import pytest
from django.contrib.auth.models import User

from tests.factories import browser, drive, incident, told, unit
from tests.journal.screens import Screens

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_board_hears_of_all_that_moved_at_most_once_a_second(
    screens: Screens, dispatcher: User, damkar: User
) -> None:
    desk, phone = screens.open("board", browser(dispatcher)), screens.open("agency", browser(damkar))
    until, steps = time.monotonic() + 3.5, 0
    while time.monotonic() < until:
        steps += 1
        drive("DMK-01", "DMK-02", "POL-01", lat=-3.98 + steps / 1_000_000)
        time.sleep(0.05)
    frames = [
        frame
        for frame in desk.frames
        if frame.get("type") == "cards" and any(card["kind"] == "position" for card in frame["cards"])
    ]
    assert steps > 20
    assert 2 <= len(frames) <= 4
    assert len({card["id"] for card in frames[-1]["cards"]}) == 3
    assert not any("position" in repr(frame) for frame in phone.frames)


def test_a_place_vanishes_from_the_board_that_may_not_know_it_any_more(
    screens: Screens, dispatcher: User, supervisor: User
) -> None:
    drive("POL-01", ago=5)
    one = unit("POL-01").pk
    desk = screens.open("board", browser(dispatcher))
    drive("POL-01", ago=4)
    desk.see("position", one, unit("POL-01").position.version)
    told(incident("kdrt"), supervisor, units=("POL-01",))
    drive("POL-01", lat=-3.981)
    desk.lose("position", one)
    assert "-3.981" not in repr(desk.frames)
