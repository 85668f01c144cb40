"""A call picked up where nobody sits is on both consoles until one of them takes it over and says what it was."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_call, tells

pytestmark = pytest.mark.journey

CALLER = {"identity": "number", "value": "082199347710"}


def test_who_takes_it_over_has_it_alone(people: People, stack: Stack) -> None:
    """Nobody rings, and yet it is there: with the telephone at which it was picked up."""
    fitriani = people.call_taker("fitriani", "Meja 03")
    rahma = people.call_taker("wa.rahmawati", "Meja 04")
    expect(fitriani.page.locator("#unheld-panel")).to_be_hidden()
    call = a_new_call()
    tells(stack, ("ringing", call, 0, CALLER), ("answered", call, 0, CALLER | {"extension": "1999"}))
    for one in (fitriani, rahma):
        row = one.page.locator("#unheld > li")
        expect(row).to_contain_text("0821-xx-7710")
        expect(row).to_contain_text("diangkat di pesawat 1999 · sambungan masih terbuka")
    found = Axe().run(fitriani.page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []

    fitriani.page.get_by_role("button", name="Ambil alih").click()
    appears(fitriani.page.locator("#form"))
    expect(fitriani.page.locator("#strip")).to_contain_text("0821-9934-7710")
    for one in (fitriani, rahma):
        expect(one.page.locator("#unheld-panel")).to_be_hidden()
    fitriani.presses("Alt+2")
    expect(fitriani.page.locator("#coded-list > li")).to_have_count(1)
