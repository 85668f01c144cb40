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
