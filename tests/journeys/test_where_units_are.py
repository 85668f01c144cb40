"""A crew lets its telephone tell where it is, a tracker tells it of another, and the board shows both."""

from __future__ import annotations

import json
import os
import re
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Geolocation, Locator, expect

from launcher.waiting import wait_for
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

CREW = """
UPDATE agencies_member SET unit_id = (SELECT min(id) FROM agencies_unit WHERE call_sign LIKE 'DMK-%%' AND is_on_duty)
WHERE user_id = (SELECT id FROM auth_user WHERE username = 'damkar')
"""
NO_CREW = "UPDATE agencies_member SET unit_id = NULL"
FROM_TELEPHONES = "SELECT round(lat::numeric, 4)::text FROM agencies_position WHERE watch_id IS NOT NULL"
UNHEARD = """
SELECT min(call_sign) FROM agencies_unit u WHERE call_sign LIKE 'AMB-%%' AND is_on_duty
AND NOT EXISTS (SELECT FROM agencies_position p WHERE p.unit_id = u.id)
"""
HERE = Geolocation(latitude=-3.9790, longitude=122.5205)


@pytest.fixture
def unit_of_damkar(stack: Stack) -> Iterator[None]:
    """Who has the fire brigade's telephone rides with its first engine, as long as this story lasts."""
    stack.change(CREW)
    yield
    stack.change(NO_CREW)


def unit_mark(who: Dispatcher, sign: str) -> Locator:
    """Its sign on the map."""
    return who.page.locator("#map .mk.unit", has_text=sign)


def told(stack: Stack, sign: str, minutes_ago: float) -> dict[str, Any]:
    """A gateway says where a unit was."""
    key = stack.manage("issue_token", "gps", "--scope", "positions").strip()
    at = datetime.now(UTC) - timedelta(minutes=minutes_ago)
    rows = [{"unit": sign, "lat": -3.9760, "lng": 122.5150, "time": at.isoformat(), "speed": 41}]
    request = urllib.request.Request(
        stack.url("/api/v1/positions/"),
        json.dumps({"positions": rows}).encode(),
        {"Authorization": f"Token {key}", "Content-Type": "application/json"},
    )
    answer: dict[str, Any] = json.load(urllib.request.urlopen(request, timeout=10))
    return answer


def test_a_telephone_tells_where_its_unit_is_while_its_owner_wants_it(
    people: People, stack: Stack, unit_of_damkar: None
) -> None:
    rizal = people.dispatcher("rizal.asrun")
    ((before,),) = stack.rows("SELECT max(id) FROM journal_entry")
    crew = people.responder("damkar")
    sign = crew.page.locator("header h1").inner_text()
    crew.context.grant_permissions(["geolocation"], origin=stack.url("").rstrip("/"))
    crew.context.set_geolocation(HERE)
    crew.page.locator("#me-open").tap()
    switch = crew.page.get_by_role("switch", name="Bagikan posisi saat bertugas")
    expect(switch).not_to_be_checked()
    assert stack.rows(FROM_TELEPHONES) == []
    switch.tap()
    expect(switch).to_be_checked()
    wait_for(stack.web, lambda: stack.rows(FROM_TELEPHONES) == [("-3.9790",)], within=30)
    if folder := os.environ.get("PICTURES"):
        crew.page.screenshot(path=f"{folder}/phone.png")
    expect(unit_mark(rizal, sign)).to_be_visible()
    switch.tap()
    expect(switch).not_to_be_checked()
    wait_for(stack.web, lambda: stack.rows(FROM_TELEPHONES) == [], within=30)
    told_of = "SELECT verb FROM journal_entry WHERE verb LIKE 'position_%%' AND id > %s ORDER BY id"
    assert stack.rows(told_of, before) == [("position_shared",), ("position_withdrawn",)]


def test_a_place_that_grows_old_is_dashed_and_says_its_age(people: People, stack: Stack) -> None:
    rizal = people.dispatcher("rizal.asrun")
    ((sign,),) = stack.rows(UNHEARD)
    assert told(stack, sign, 5)["taken"] == 1
    mark = unit_mark(rizal, sign)
    expect(mark).to_have_class(re.compile(r"\blost\b"))
    expect(mark).to_contain_text("5 mnt")
    expect(mark).to_have_attribute("title", re.compile(f"^{sign} · posisi 5 menit lalu"))
    chip = rizal.page.locator("#units .u.lost", has_text=sign)
    expect(chip).to_contain_text("5m")
    if folder := os.environ.get("PICTURES"):
        rizal.page.screenshot(path=f"{folder}/board.png")
    assert told(stack, sign, 0)["taken"] == 1
    expect(mark).not_to_have_class(re.compile(r"\blost\b"))
    expect(mark).to_have_attribute("title", re.compile(f"^{sign} · 41 km/jam"))
