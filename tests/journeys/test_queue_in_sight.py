"""The queue stays in sight and readable, whatever else the left column of the console holds."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import DESK, WIDE
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_call, a_new_number, rings, tells

pytestmark = pytest.mark.journey

MANY = 4
INSIDE = """(part) => {
  const [text, box] = [part, part.closest(".story")].map((one) => one.getBoundingClientRect());
  const whole = part.scrollWidth <= Math.ceil(text.width);
  return text.width > 0 && whole && text.left >= box.left && text.right <= box.right && text.bottom <= box.bottom;
}"""
WHOLE = "(part) => part.clientWidth > 0 && part.scrollWidth <= part.clientWidth"


def test_what_rings_is_in_sight_while_the_column_is_scrolled(people: People, stack: Stack) -> None:
    """With many reports on the desk, while he writes a note for the next watch at the column's foot."""
    fitriani = people.call_taker("fitriani")
    for _one in range(MANY):
        fitriani.begins_without_a_call("Radio")
        fitriani.types("Simpang Ade Irma")
    rings(stack, a_new_number())
    for size, lowest in ((WIDE, "#handover-text"), (DESK, "#pause")):
        fitriani.page.set_viewport_size(size)
        fitriani.page.locator(lowest).focus()
        fitriani.page.locator("#below-queue").evaluate("(column) => column.scrollTo(0, column.scrollHeight)")
        expect(fitriani.page.locator(lowest)).to_be_in_viewport()
        expect(fitriani.page.locator("#queue-title")).to_be_in_viewport(ratio=1)
        expect(fitriani.ringing.first).to_be_in_viewport(ratio=1)
    answers_and_ends(fitriani)


def test_the_queue_has_its_heading_while_the_browser_is_silent(people: People, stack: Stack) -> None:
    """Before the first key no browser sounds: that is said whole, on a line of its own under the heading."""
    fitriani = people.call_taker("fitriani")
    rings(stack, a_new_number())
    silent = fitriani.page.locator("#sound-off")
    for size in (WIDE, DESK):
        fitriani.page.set_viewport_size(size)
        expect(silent).to_be_visible()
        for part in ("#queue-title", "#ringing-count", "#sound-off"):
            assert fitriani.page.locator(part).evaluate(WHOLE), part
    answers_and_ends(fitriani)
    expect(silent).to_be_hidden()


def test_a_caller_without_identity_has_his_story_beside_the_timer(people: People, stack: Stack) -> None:
    """Whatever has no history is said whole, and not under the time; with the name of who calls as well."""
    fitriani = people.call_taker("fitriani")
    tells(stack, ("ringing", a_new_call(), 0, {"identity": "none", "value": ""}))
    fitriani.answers()
    fitriani.page.locator("#reporter_name").fill("Muhammad Abdul Rahman Hidayatullah")
    story = fitriani.page.locator("#strip [data-f=history]")
    expect(story).to_have_text("Tanpa riwayat: identitas tidak dikenal")
    for size in (WIDE, DESK):
        fitriani.page.set_viewport_size(size)
        assert story.evaluate(INSIDE), size
    fitriani.presses("Alt+2", "Escape")


def answers_and_ends(who: CallTaker) -> None:
    """Nothing rings any more."""
    who.answers()
    who.presses("Alt+2", "Escape")
    expect(who.page.locator("#strip")).to_be_hidden()
