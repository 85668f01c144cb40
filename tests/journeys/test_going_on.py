"""When a call is closed, the cursor stands in the report that comes into the form, and no key goes astray."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey


def has_a_report(people: People, stack: Stack, place: str) -> tuple[CallTaker, Locator]:
    """A call-taker who writes down one call, and the field in which he does."""
    who = people.call_taker("fitriani")
    who.answers_a_new_call()
    who.types(place)
    return who, who.page.locator("#place_text")


def test_whichever_way_a_call_is_closed_what_is_typed_next_is_in_the_next_report(people: People, stack: Stack) -> None:
    """From the panel of the end, from the words of the report that is closed, and with no further action."""
    fitriani, place = has_a_report(people, stack, "Lorong Flamboyan")
    written = "Lorong Flamboyan"
    for keys in (
        ("Alt+3",),
        ("Alt+h", "Alt+3"),
        ("Alt+h", "1", "Alt+n", "Alt+3"),
        ("Alt+7", "1", "Alt+7"),
        ("Alt+8", "1", "Alt+8"),
        ("Alt+6", "1", "Alt+6"),
        ("Alt+0", "1"),
    ):
        fitriani.answers_a_new_call()
        fitriani.presses(*keys)
        expect(place).to_have_value(written)
        expect(place).to_be_focused()
        fitriani.types(" x")
        written += " x"
        expect(place).to_have_value(written)


def test_after_a_report_is_thrown_away_the_cursor_is_in_the_next(people: People, stack: Stack) -> None:
    """Its call is over; what is typed goes into the report behind it."""
    fitriani, place = has_a_report(people, stack, "Lorong Mawar")
    fitriani.page.locator("[data-manual=radio]").click()
    expect(place).to_have_value("")
    fitriani.types("salah tekan")
    fitriani.page.locator("#discard").click()
    fitriani.page.locator("#discard-dialog").get_by_role("button", name="Buang").click()
    expect(place).to_have_value("Lorong Mawar")
    expect(place).to_be_focused()


def test_a_report_that_had_no_cursor_yet_gets_it_in_its_place(people: People, stack: Stack) -> None:
    """After a reload nobody has been in the form of either call."""
    fitriani, place = has_a_report(people, stack, "Lorong Seroja")
    fitriani.answers_a_new_call()
    expect(fitriani.page.locator("#saved")).to_be_visible()
    fitriani.page.reload()
    fitriani.has_live_link()
    expect(fitriani.page.locator("#pieces > li")).to_have_count(2)
    expect(fitriani.page.locator("#form")).to_be_visible()
    expect(place).to_have_value("")
    fitriani.presses("Alt+h")
    expect(fitriani.page.locator("[data-end=silent]")).to_be_visible()
    fitriani.presses("Alt+3")
    expect(place).to_have_value("Lorong Seroja")
    expect(place).to_be_focused()


def test_a_refused_end_leaves_the_cursor_where_it_was(people: People, stack: Stack) -> None:
    """The server says no to the closing from the words of the report: what is typed goes on in them."""
    fitriani, _place = has_a_report(people, stack, "Lorong Kamboja")
    fitriani.forgives("status of 500")
    fitriani.page.route("**/api/v1/calls/*/outcome/", lambda route: route.fulfill(status=500, json={}))
    fitriani.presses("Alt+h", "Alt+n", "Alt+3")
    expect(fitriani.page.locator("#toasts .toast").first).to_be_visible()
    expect(fitriani.page.locator("#words")).to_be_focused()
    fitriani.page.unroute("**/api/v1/calls/*/outcome/")


def test_the_digit_of_a_second_prank_is_its_own(people: People, stack: Stack) -> None:
    """The question about the first prank stands open while the second closes; its digit is in no report."""
    fitriani, place = has_a_report(people, stack, "Jalan A")
    second = fitriani.answers_a_new_call()
    fitriani.answers_a_new_call()
    panel = fitriani.page.locator("#why")
    fitriani.presses("Alt+2")
    expect(panel).to_be_focused()
    fitriani.presses("ArrowDown")  # another key between: the same key again is meant for the next call
    fitriani.presses("Alt+2", "2")
    expect(fitriani.page.locator("#toasts")).to_contain_text("Alasan dicatat: Mengejek atau main-main")
    reason = "SELECT outcome, outcome_reason FROM calls_call WHERE switch_id = %s"
    assert stack.rows(reason, second) == [("prank", "teasing")]
    expect(place).to_have_value("Jalan A")


# Under the pointer while the button above is clicked twice, wherever the panel that the first click opens puts it.
LIES_THERE = "(pick, detail) => pick.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }))"


def test_a_double_click_that_opens_a_panel_chooses_nothing_in_it(people: People, stack: Stack) -> None:
    """Its second half is nobody's; one click more chooses, and a double click on a contact is one choice."""
    fitriani, _place = has_a_report(people, stack, "Lorong Melur")
    for outcome in ("counselling", "complaint"):
        panel = fitriani.page.locator(f"[data-end={outcome}]")
        first = panel.locator("[data-pick]").first
        fitriani.page.locator(f"[data-outcome={outcome}]").dblclick()
        expect(first).to_be_visible()
        first.evaluate(LIES_THERE, 2)
        panel.locator("[data-finish]").evaluate(LIES_THERE, 2)
        expect(first).to_be_visible()
        expect(panel.locator("[aria-pressed=true]")).to_have_count(0)
        first.dblclick()
        expect(first).to_have_attribute("aria-pressed", "true")
        fitriani.presses("Escape")
