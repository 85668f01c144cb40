"""A house burns: the board recommends by plan and says why, the alarm is raised by its word, all is sent at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Event
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

PLACE = {"lat": -3.9612, "lng": 122.5301}
LOST = """
INSERT INTO agencies_position (unit_id, lat, lng, at, received_at, version)
SELECT id, -3.96, 122.53, now() - interval '31 minutes', now(), 1 FROM agencies_unit WHERE call_sign = 'DMK-03'
"""


@pytest.fixture
def a_lost_pump(stack: Stack) -> Iterator[None]:
    """As long as this story lasts one pump has last told its place half an hour ago."""
    stack.change(LOST)
    yield
    stack.change("DELETE FROM agencies_position")


def test_a_unit_that_has_not_told_its_place_for_long_is_named_at_once(
    people: People, keeper: Keeper, a_lost_pump: None
) -> None:
    """Who else is passed over is a press away; a free unit that may be anywhere is worth a call over the radio."""
    fire = keeper.opens("kebakaran_rumah", "Jl. Mawar 3", **PLACE)
    rizal = people.dispatcher("rizal.asrun")
    rizal.opens_event(fire)
    expect(rizal.page.locator("#passed-over")).to_contain_text("DMK-03 dilewati: posisi terakhir 31 menit lalu")
    expect(rizal.page.locator("#suggested")).not_to_contain_text("DMK-03")
    if folder := os.environ.get("PICTURES"):
        for width, height in ((1366, 768), (1920, 1080)):
            rizal.page.set_viewport_size({"width": width, "height": height})
            rizal.page.screenshot(path=f"{folder}/plan-{width}.png")


def test_the_plan_is_filled_raised_and_sent(people: People, keeper: Keeper, stack: Stack) -> None:
    """The nearest pump by key 1, the second alarm by its word, the rest by one button; the journal names the plan."""
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", **PLACE)
    rizal = people.dispatcher("rizal.asrun")
    rizal.opens_event(fire)
    panel = rizal.page.locator("#suggestions")
    expect(panel.locator("[data-f=plan]")).to_have_text(re.compile(r"rencana Kebakaran rumah.* v1 \(contoh\)"))
    first = panel.locator("#suggested .ru").first
    expect(first).to_contain_text("pompa")
    expect(first.locator("[data-f=minutes]")).to_have_text(re.compile(r"±\d+ mnt"))
    # The only tanker of the demo city is broken.
    expect(panel.locator("#missing")).to_contain_text("Kurang 1 tangki air Damkar: semua tidak siaga")

    panel.get_by_role("button", name=re.compile("dilewati")).click()
    expect(panel.locator("#passed")).to_contain_text("DMK-05 tidak siaga (rusak)")

    near = first.locator("[data-f=who]").inner_text()
    rizal.presses("Escape", "1")
    rizal.sees_state(near, "Menunggu diterima")
    the_alarm_is_raised_by_mistake(rizal, fire)
    rizal.commands(f"ALARM {fire.number}", f"{fire.short} menjadi alarm 2")
    expect(panel.locator("[data-f=alarm]")).to_have_text("Alarm 2")
    expect(rizal.row(fire).locator("[data-f=alarm-n]")).to_have_text("Alarm 2")
    expect(panel).to_contain_text("diminta 1 TRC · alarm 2")

    panel.get_by_role("button", name=re.compile("Tugaskan semua")).click()
    expect(rizal.page.locator("#assignments .asg").nth(6)).to_be_visible()
    expect(rizal.page.locator("#journal")).to_contain_text("Alarm dinaikkan ke 2 · rencana Kebakaran rumah")
    ((told,),) = stack.rows(
        "SELECT count(*) FROM journal_entry WHERE verb = 'assigned' AND subject = %s AND facts ? 'edition'",
        f"incident:{fire.pk}",
    )
    assert told > 5


def the_alarm_is_raised_by_mistake(rizal: Dispatcher, fire: Event) -> None:
    """One press takes it back."""
    rizal.commands(f"ALARM {fire.number}", f"{fire.short} menjadi alarm 2")
    rizal.toasts.filter(has_text="alarm 2").get_by_role("button", name=re.compile("Batalkan")).click()
    expect(rizal.page.locator("#suggestions [data-f=alarm]")).to_be_hidden()
