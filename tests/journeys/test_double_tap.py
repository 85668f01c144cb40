"""A thumb that taps twice where it meant once: one step is recorded, and the next waits for a tap of its own."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Locator, Request, expect

from tests.journeys.conftest import People
from tests.journeys.keeper import Keeper
from tests.journeys.people import appears
from tests.journeys.responder import Responder

pytestmark = pytest.mark.journey

BETWEEN = 200  # milliseconds from the first tap to the second
GUARDED = 800  # after which a tap is one of its own


def taps_twice(responder: Responder, button: Locator) -> None:
    """Two taps at one spot, whatever has come to lie there meanwhile."""
    expect(button).to_be_enabled()
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box
    spot = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    responder.page.touchscreen.tap(*spot)
    responder.page.wait_for_timeout(BETWEEN)
    responder.page.touchscreen.tap(*spot)
    responder.page.wait_for_timeout(GUARDED)


def steps_sent(responder: Responder) -> list[str]:
    """The verbs of the steps that leave this telephone from now on."""
    verbs: list[str] = []

    def hear(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/progress/"):
            verbs.append(json.loads(request.post_data or "{}")["verb"])

    responder.page.on("request", hear)
    return verbs


def test_terima_tapped_twice_does_not_depart(people: People, keeper: Keeper) -> None:
    """A later tap does."""
    sarman = people.responder("damkar")
    fire = keeper.opens("kebakaran_rumah", "Jl. Saranani")
    keeper.assigns(fire, "DMK")
    appears(sarman.alarm)
    sent = steps_sent(sarman)
    taps_twice(sarman, sarman.alarm.locator("#ring-accept"))
    expect(sarman.page.locator("#main-step")).to_have_text("Berangkat")
    assert sent == ["accept"]
    sarman.taps("Berangkat")
    expect(sarman.page.locator("#main-step")).to_have_text("Tiba di lokasi")
    assert sent == ["accept", "depart"]


def test_a_refusal_sent_twice_leaves_the_other_task_alone(people: People, keeper: Keeper) -> None:
    """The task that stood open under both sheets is still accepted; and Batal does not answer the alarm below it."""
    sarman = people.responder("damkar")
    keeper.assigns(keeper.opens("kebakaran_rumah", "Jl. Saranani"), "DMK")
    appears(sarman.alarm)
    sarman.accepts()
    keeper.assigns(keeper.opens("kebakaran_kapal", "Pelabuhan Nusantara"), "DMK")
    appears(sarman.alarm)
    sent = steps_sent(sarman)
    sarman.alarm.locator("#ring-decline").tap()
    sheet = appears(sarman.page.locator("#refuse"))
    taps_twice(sarman, sheet.locator("[data-close]").last)
    expect(sarman.alarm).to_be_visible()
    expect(sheet).to_be_hidden()
    sarman.alarm.locator("#ring-decline").tap()
    sheet.get_by_label("Kendaraan / alat rusak").check()
    taps_twice(sarman, sheet.get_by_role("button", name="Kirim penolakan"))
    expect(sarman.page.locator("#main-step")).to_have_text("Berangkat")
    assert sent == ["decline"]


def test_a_mouse_that_bounces_on_terima_leaves_the_task_below_alone(people: People, keeper: Keeper) -> None:
    """Both clicks come in one breath, before the browser has told anybody that the sheet is closed."""
    sarman = people.responder("damkar")
    keeper.assigns(keeper.opens("kebakaran_rumah", "Jl. Saranani"), "DMK")
    appears(sarman.alarm)
    sarman.accepts()
    keeper.assigns(keeper.opens("kebakaran_kapal", "Pelabuhan Nusantara"), "DMK")
    appears(sarman.alarm)
    accept = sarman.alarm.locator("#ring-accept")
    expect(accept).to_be_enabled()
    sent = steps_sent(sarman)
    accept.dblclick()
    expect(sarman.page.locator("#main-step")).to_have_text("Berangkat")
    sarman.page.wait_for_timeout(GUARDED)
    assert sent == ["accept"]


def test_the_first_touch_moves_nothing_from_under_the_thumb(people: People, keeper: Keeper) -> None:
    """It lets the alarm sound, and the line above the list that asked for it stays until another screen is shown."""
    sarman = people.responder("damkar")
    keeper.assigns(keeper.opens("kebakaran_rumah", "Jl. Saranani"), "DMK")
    appears(sarman.alarm)
    with sarman.page.expect_response("**/progress/"):  # nothing is on its way when the page is loaded again
        sarman.accepts()
    sarman.page.goto(f"{sarman.page.url.split('#')[0]}#daftar")
    sarman.page.reload()
    sarman.has_live_link()
    strip, row = sarman.page.locator("#sound-strip"), sarman.page.locator("#list a.it").first
    expect(strip).to_contain_text("belum bisa berbunyi")
    before = row.bounding_box()
    sarman.page.locator("#active-title").tap()
    expect(strip).to_contain_text("siap berbunyi")
    assert row.bounding_box() == before
    row.tap()
    expect(sarman.page.locator("#task")).to_be_visible()
    expect(strip).to_be_hidden()
