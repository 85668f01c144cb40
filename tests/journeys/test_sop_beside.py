"""The words of the SOP stand below the protocol's questions where the screen has room for them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import DESK, WIDE
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_number, rings

pytestmark = pytest.mark.journey


def test_the_sop_is_open_on_a_wide_screen_until_it_is_closed(people: People, stack: Stack) -> None:
    """Closed it stays so for this watch's reports, and on a small screen it is closed anyway."""
    fitriani = people.call_taker("fitriani")
    words = fitriani.page.locator("#sop-text")
    fitriani.page.set_viewport_size(WIDE)
    hears_of_a_crash(fitriani, stack)
    expect(words).to_be_in_viewport()
    expect(fitriani.page.locator("#words")).to_be_in_viewport()
    fitriani.page.set_viewport_size(DESK)
    expect(words).to_be_hidden()
    fitriani.page.set_viewport_size(WIDE)
    expect(words).to_be_visible()

    fitriani.page.get_by_text("Teks SOP").click()
    expect(words).to_be_hidden()
    fitriani.presses("Alt+2", "Escape")
    hears_of_a_crash(fitriani, stack)
    expect(words).to_be_hidden()
    fitriani.page.get_by_text("Teks SOP").click()
    expect(words).to_be_visible()
    fitriani.presses("Alt+2", "Escape")
    expect(fitriani.page.locator("#strip")).to_be_hidden()


def hears_of_a_crash(who: CallTaker, stack: Stack) -> None:
    """A call of a kind that has a protocol."""
    rings(stack, a_new_number())
    who.answers()
    who.hears_what("kll mtr", "Kecelakaan motor × mobil")
    expect(who.page.locator("#protocol-section")).to_be_visible()
