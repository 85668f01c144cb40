"""The point of a report: clicked, pushed by arrow keys, outside of everything; it proposes and overwrites nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import FloatRect, expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

SAID = "Kebi, warung kedua"
AIRPORT, LONDON = "-4.0817, 122.4172", "51.5, -0.12"
OUTSIDE = "di luar wilayah layanan"
CHOSEN = "Watubangga · Baruga"


def test_the_point_moves_and_nothing_typed_is_lost(people: People, stack: Stack) -> None:
    """A hit of another name, two clicks, a push, and two points outside; the report is sent with the last."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    takes_a_hit_of_another_name(fitriani)
    a_click_proposes_the_kelurahan(fitriani)
    a_chosen_kelurahan_survives_a_click(fitriani)
    arrow_keys_push_the_point(fitriani)
    for point in (AIRPORT, LONDON):
        a_point_outside_is_said(fitriani, point)

    expect(fitriani.page.locator("#place_text")).to_have_value(SAID)
    fitriani.hears_what("kll mtr", "Kecelakaan motor")
    fitriani.hands_over()
    crash = fitriani.handed_over()
    fitriani.hangs_up()
    (row,) = stack.rows(
        "SELECT i.place_text, i.lat, i.lng, a.name FROM incidents_incident i"
        " JOIN agencies_area a ON a.id = i.area_id WHERE i.id = %s",
        crash.pk,
    )
    assert row == (SAID, 51.5, -0.12, "Watubangga")


def test_the_map_of_the_next_call_begins_with_the_city_wherever_the_last_was(people: People) -> None:
    """London was looked at; the districts are in sight again before the next caller has said a word."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.page.locator("#point").fill(LONDON)
    fitriani.presses("Enter")
    expect(fitriani.page.locator("#point-hint")).to_contain_text(OUTSIDE)
    district = fitriani.page.locator("#map .mk.lab:not(.ward)").get_by_text("Mandonga", exact=True)
    expect(district).not_to_be_in_viewport()
    fitriani.presses("Alt+2", "Escape")
    expect(fitriani.page.locator("#idle")).to_be_visible()
    fitriani.answers_a_new_call()
    expect(district).to_be_in_viewport()


def takes_a_hit_of_another_name(who: CallTaker) -> None:
    """`Kebi` is what people call Kendari Beach: its point is taken, the word stays, and more is typed behind it."""
    word, comma, rest = SAID.partition(",")
    who.takes_the_first_hit(word, "Kendari Beach")
    expect(who.page.locator("#point")).to_have_value("−3,96710 · 122,55900")
    expect(who.page.locator("#place_text")).to_have_value(word)
    who.types(comma + rest)


def a_click_proposes_the_kelurahan(who: CallTaker) -> None:
    """Where none is chosen the click brings one along; the words stay as they were typed."""
    page = who.page
    page.locator("#area").select_option("")
    clicks_the_map(who, 0.25)
    expect(page.locator("#area")).not_to_have_value("")
    expect(page.locator(".point-mark")).to_be_visible()
    expect(page.locator("#place_text")).to_have_value(SAID)


def a_chosen_kelurahan_survives_a_click(who: CallTaker) -> None:
    """What the point says of it is offered beside it."""
    page = who.page
    page.locator("#area").select_option(label=CHOSEN)
    clicks_the_map(who, 0.75)
    expect(page.locator("#area-hint")).to_contain_text("Menurut titik")
    expect(page.locator("#area option:checked")).to_have_text(CHOSEN)


def clicks_the_map(who: CallTaker, share: float) -> None:
    """At this share of its width; the point is another then."""
    page = who.page
    before = page.locator("#point").input_value()
    box: FloatRect | None = page.locator("#map").bounding_box()
    assert box
    page.locator("#map").click(position={"x": box["width"] * share, "y": box["height"] / 2})
    expect(page.locator("#point")).not_to_have_value(before)


def arrow_keys_push_the_point(who: CallTaker) -> None:
    """5 m to the north, 50 m to the east, said aloud; the words and the kelurahan stay."""
    page = who.page
    lat, lng = point_of(who)
    page.locator(".point-mark").focus()
    who.presses("ArrowUp", "Shift+ArrowRight")
    expect(page.locator("#point-said")).to_contain_text("Titik digeser ke")
    expect(page.locator("#point-said")).to_contain_text(page.locator("#point").input_value())
    north, east = point_of(who)
    assert (round((north - lat) * 1e5), round((east - lng) * 1e5)) == (4, 45)
    expect(page.locator("#place_text")).to_have_value(SAID)
    expect(page.locator("#area option:checked")).to_have_text(CHOSEN)


def point_of(who: CallTaker) -> tuple[float, float]:
    """The field of the point in degrees."""
    text = who.page.locator("#point").input_value().replace("−", "-").replace(",", ".")
    lat, lng = map(float, text.split(" · "))
    return lat, lng


def a_point_outside_is_said(who: CallTaker, point: str) -> None:
    """Beside the field, in words; the chosen kelurahan stays."""
    page = who.page
    page.locator("#point").fill(point)
    page.locator("#point").press("Enter")
    expect(page.locator("#point")).not_to_have_value(point)
    expect(page.locator("#point-hint")).to_contain_text(OUTSIDE)
    expect(page.locator("#err-point")).to_be_hidden()
    expect(page.locator("#area option:checked")).to_have_text(CHOSEN)
