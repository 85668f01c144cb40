"""The map of the board: its layers, what stands for many, and the window of its own that follows the selection."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Event

pytestmark = pytest.mark.journey

CHOSEN = re.compile(r"\bsel\b")
# In one look, for the map is drawn anew at any moment: the units that are shown, and those counted on them.
UNITS = """() => {
  const marks = [...document.querySelectorAll("#map .mk.unit")];
  return [marks.length, marks.reduce((sum, mark) => sum + Number(mark.querySelector(".more")?.textContent ?? 0), 0)];
}"""
AWAY = re.compile(r"\bmap-away\b")


def test_the_map_goes_to_a_second_screen_and_back(people: People, keeper: Keeper) -> None:
    """M: the window follows what is opened, what is clicked there opens on the board, closing brings it back to it."""
    first, second = opened(keeper, -3.955, 122.50), opened(keeper, -3.99, 122.55)
    rizal = people.dispatcher("rizal.asrun")
    rizal.opens_event(first)
    everything_at_the_post_is_counted(rizal)
    layers_are_switched_by_keys(rizal)
    places_have_names_from_near(rizal)
    window = sent_away(rizal)
    expect(mark(window, first)).to_have_class(CHOSEN)
    rizal.opens_event(second)
    expect(mark(window, second)).to_have_class(CHOSEN)
    expect(window.locator("#map .mk.unit")).to_have_count(0)
    mark(window, first).click()
    expect(rizal.page.locator("#detail [data-f=short]").first).to_have_text(first.short)
    rizal.page.reload()
    expect(rizal.page.locator("body")).to_have_class(AWAY)
    far = opened(keeper, -4.03, 122.62)
    rizal.opens_event(far)
    window.close(run_before_unload=True)
    expect(rizal.page.locator("body")).not_to_have_class(AWAY)
    expect(mark(rizal.page, far)).to_be_in_viewport()
    the_point_is_corrected(rizal, second)
    a_key_is_for_the_row_the_keyboard_is_on(rizal, first, second)


def a_key_is_for_the_row_the_keyboard_is_on(rizal: Dispatcher, above: Event, opened_now: Event) -> None:
    """Gone on with the arrows, D does not send somebody to the incident that was opened before."""
    short = rizal.page.locator("#detail [data-f=short]").first
    rizal.presses("Escape", "k")
    expect(short).to_have_text(opened_now.short)
    rizal.presses("d")
    expect(short).to_have_text(above.short)
    expect(rizal.page.locator("#pick-filter")).to_be_focused()


def the_point_is_corrected(rizal: Dispatcher, event: Event) -> None:
    """What cannot be read is said in the dialog, which keeps it; a point moves the mark, and the old one is noted."""
    rizal.opens_event(event)
    rizal.page.locator(".bt [data-act=change]").click()
    dialog = rizal.page.locator("#change-dialog")
    point = dialog.get_by_label("Titik peta")
    expect(point).to_have_value("−3,99000 · 122,55000")
    point.fill("entah")
    rizal.presses("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Tulis lintang, bujur")
    expect(point).to_have_value("entah")
    point.fill("-3.9812, 122.5123")
    rizal.presses("Enter")
    expect(dialog).to_be_hidden()
    expect(rizal.page.locator("#journal")).to_contain_text("−3,99000 · 122,55000 → −3,98120 · 122,51230")


def mark(page: Page, event: Event) -> Locator:
    """The sign of an incident, which says its number and kind."""
    return page.locator(f'#map .mk.inc[title^="{event.short} "]')


def opened(keeper: Keeper, lat: float, lng: float) -> Event:
    """A fire at a point."""
    return keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", lat=lat, lng=lng)


def everything_at_the_post_is_counted(rizal: Dispatcher) -> None:
    """Units that share a post: each is drawn, or counted on the one that stands for it."""
    page = rizal.page
    expect(page.locator("#map .mk.unit").first).to_be_visible()
    shown, counted = page.evaluate(UNITS)
    placed = rizal.stack.rows("SELECT count(*) FROM agencies_unit WHERE is_on_duty AND lat IS NOT NULL")
    assert counted > 0
    assert [(shown + counted,)] == placed


def layers_are_switched_by_keys(rizal: Dispatcher) -> None:
    """L opens the switches, Tab and the space bar switch one, Escape closes them."""
    page = rizal.page
    rizal.presses("Escape", "l")
    expect(page.locator("#layers [data-layer=service]")).to_be_focused()
    rizal.presses("Tab", "Space")
    expect(page.locator("#map .mk.unit")).to_have_count(0)
    rizal.presses("Escape")
    expect(page.locator("#layers")).to_be_hidden()
    expect(page.locator("#layers-button")).to_be_focused()


def places_have_names_from_near(rizal: Dispatcher) -> None:
    """Without any internet: the centre's own landmarks."""
    place = rizal.page.locator("#map .mk.lab.place", has_text="Masjid Al-Alam")
    expect(place).to_have_count(0)
    rizal.page.get_by_role("button", name="Perbesar peta").click()
    expect(place).to_be_visible()
    rizal.page.get_by_role("button", name="Perkecil peta").click()
    expect(place).to_have_count(0)


def sent_away(rizal: Dispatcher) -> Page:
    """The window of the map; on the board the list has its room."""
    page = rizal.page
    narrow = page.locator(".panel.list").bounding_box()
    with page.expect_popup() as opening:
        rizal.presses("m")
    expect(page.locator("body")).to_have_class(AWAY)
    wide = page.locator(".panel.list").bounding_box()
    assert narrow and wide and wide["width"] > narrow["width"] * 1.4
    expect(page.locator("#map")).to_be_hidden()
    return opening.value
