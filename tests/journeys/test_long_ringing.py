"""A call that rings too long: red and first in the queue, then the supervisor's affair."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.stack import Stack
from tests.journeys.telephony import rings

pytestmark = pytest.mark.journey

LATE = re.compile(r"\blate\b")
FRESH, LONG = "082199347701", "082199347702"


@contextmanager
def climbing_after(seconds: int, stack: Stack) -> Iterator[None]:
    """Calls that begin to ring meanwhile climb after so many seconds."""
    ((usual,),) = stack.rows("SELECT climbs_after_s FROM agencies_centre")
    stack.change("UPDATE agencies_centre SET climbs_after_s = %s", seconds)
    try:
        yield
    finally:
        stack.change("UPDATE agencies_centre SET climbs_after_s = %s", usual)


def test_a_call_that_rings_too_long(people: People, stack: Stack) -> None:
    """Told of late, it stands before one that was told of sooner, red, and on the supervisor's board."""
    fitriani = people.call_taker("fitriani")
    rifai = people.dispatcher("ahmad.rifai", "Meja 08", "supervisor")
    alarm = rifai.page.locator("#ring-alarm")
    expect(alarm).to_be_hidden()
    with climbing_after(600, stack):
        rings(stack, FRESH)
    with climbing_after(11, stack):
        late = rings(stack, LONG, ago=12)
    the_longest_is_first_and_red(fitriani)

    expect(alarm).to_contain_text("Satu panggilan berdering tanpa ada yang mengangkat")
    alarm.get_by_role("button", name="Saya urus").click()
    expect(alarm).to_be_hidden()
    seen = stack.rows(
        "SELECT c.climbed_at - c.offered_at = interval '11 s', u.username FROM calls_call c"
        " JOIN auth_user u ON u.id = c.seen_by_id WHERE c.switch_id = %s",
        late,
    )
    assert seen == [(True, "ahmad.rifai")]
    answers_and_codes(fitriani, LONG)
    answers_and_codes(fitriani, FRESH)


def the_longest_is_first_and_red(who: CallTaker) -> None:
    """After ten seconds it says so; F2 means this one."""
    expect(who.ringing).to_have_count(2)
    first, second = who.ringing.nth(0), who.ringing.nth(1)
    expect(first).to_contain_text(LONG[-4:])
    expect(first.locator(".q")).to_have_class(LATE)
    expect(first.locator(".late-mark")).to_be_visible()
    expect(first.locator(".late-mark")).to_contain_text("> 10 dtk")
    expect(second).to_contain_text(FRESH[-4:])
    expect(second.locator("kbd:visible")).to_have_count(0)


def answers_and_codes(who: CallTaker, number: str) -> None:
    """F2 takes this one, and one key ends it."""
    who.answers()
    expect(who.page.locator("#strip")).to_contain_text(number[-4:])
    who.presses("Alt+5")
    expect(who.page.locator("#form")).to_be_hidden()
