"""The other keys of the console, by keyboard alone: a number's past, hard words, who is meant, an end without help."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.journeys.call_taker import ANSWER, CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack
from tests.journeys.telephony import rings

pytestmark = pytest.mark.journey

SAME = "081255510888"


def test_a_call_that_needs_nobody(people: People, stack: Stack) -> None:
    """F4 tells what the number did, Alt+S what to say, Alt+R whom one means; Alt+0 ends it, Alt+Z brings it back."""
    fitriani = people.call_taker("fitriani")
    rings(stack, SAME)
    a_key_counts_before_the_answer_has_come(fitriani)
    rings(stack, SAME)
    a_key_waits_for_the_report(fitriani)
    the_number_has_a_past(fitriani)
    hard_words_are_read_and_put_away(fitriani)
    fitriani.picks_the_place("Kendari Beach")
    fitriani.hears_what("kll mtr", "Kecelakaan motor")
    an_answer_calls_for_an_agency(fitriani)
    one_agency_is_not_meant(fitriani)
    it_is_ended_and_taken_back(fitriani, stack)
    it_is_ended_with_a_word(fitriani, stack)


def test_the_key_of_a_list_begins_a_new_word(people: People, stack: Stack) -> None:
    """Two letters lead to a group of kinds; Alt+K and two others at once lead to the other, not four to none."""
    fitriani = people.call_taker("fitriani")
    rings(stack, SAME)
    fitriani.answers()
    groups = fitriani.page.locator("#groups [role=option]")
    for place in (2, 4, 1):
        letters = "".join(groups.nth(place).locator("u").all_inner_texts())
        fitriani.presses("Alt+k")
        fitriani.types(letters)
        expect(groups.nth(place)).to_have_attribute("aria-selected", "true")
    fitriani.presses("Alt+2")


def a_key_counts_before_the_answer_has_come(who: CallTaker) -> None:
    """The socket brings the report, the answer to F2 is still on its way: a prank is one chord all the same."""
    appears(who.ringing.first)
    with who.answer_on_its_way():
        who.presses("F2")
        expect(who.page.locator("#place_text")).to_be_focused()
        who.presses("Alt+2")
        expect(who.page.locator("#coded-list > li")).to_have_count(1)
    expect(who.page.locator("#idle")).to_be_visible()
    expect(who.page.locator("#pieces > li")).to_have_count(0)


def a_key_waits_for_the_report(who: CallTaker) -> None:
    """The answer has not even been asked for: what is typed and pressed now is carried out in the report."""
    held: list[Route] = []
    who.page.route(ANSWER, lambda route: held.append(route))
    appears(who.ringing.first)
    who.presses("F2")
    expect(who.page.locator("#first-words")).to_be_focused()
    who.types("dua orang")
    who.presses("Alt+l", "F4")
    expect(who.page.locator("#answering")).to_contain_text("dua orang")
    held[0].continue_()
    who.page.unroute(ANSWER)
    expect(who.page.locator("#place_text")).to_have_value("dua orang")
    expect(who.page.locator("#past")).to_be_focused()


def the_number_has_a_past(who: CallTaker) -> None:
    """F4 has unfolded it and gone there, Esc folds it up."""
    past = who.page.locator("#past")
    expect(past).to_be_focused()
    expect(past.locator("#past-list > li").first).to_contain_text("Iseng")
    who.presses("Escape")
    expect(past).to_be_hidden()
    who.page.locator("#place_text").fill("")


def hard_words_are_read_and_put_away(who: CallTaker) -> None:
    """Alt+S goes to them, an arrow and Enter open one; Esc gives the cursor back to where it was."""
    who.presses("Alt+l", "Alt+s", "ArrowRight", "Enter")
    script = who.page.locator("#scripts .script:visible")
    expect(script).to_have_count(1)
    expect(who.page.locator("#scripts [aria-expanded=true]")).to_be_focused()
    who.presses("Escape")
    expect(script).to_have_count(0)
    expect(who.page.locator("#place_text")).to_be_focused()


def an_answer_calls_for_an_agency(who: CallTaker) -> None:
    """The fire brigade waits, unticked, until somebody is jammed in; who is called if the road is closed waits on."""
    rows = who.page.locator("#recommended-list > li")
    brigade, road = rows.filter(has_text="Damkar"), rows.filter(has_text="Dishub")
    expect(brigade).to_contain_text("bila ada yang terjepit")
    expect(brigade.locator("input")).not_to_be_checked()
    who.presses("Alt+q", "y", "t", "y", "y")
    expect(brigade).not_to_contain_text("bila")
    expect(brigade).to_contain_text("ada yang terjepit")
    expect(brigade.locator("input")).to_be_checked()
    expect(road).to_contain_text("bila jalan tertutup")
    expect(road.locator("input")).not_to_be_checked()


def one_agency_is_not_meant(who: CallTaker) -> None:
    """Alt+R goes to the first of the recommended, space takes it out and the server is told."""
    first = who.page.locator("#recommended-list input").first
    expect(first).to_be_checked()
    with who.page.expect_response(
        lambda told: told.request.method == "POST" and "/reports-drafts/" in told.url
    ) as told:
        who.presses("Alt+r", "Space")
    expect(first).to_be_focused()
    expect(first).not_to_be_checked()
    assert told.value.json()["report"]["proposed"] != ""


def question(who: CallTaker) -> Locator:
    """Why it ends."""
    return who.page.locator("#no-action-panel")


def it_is_ended_and_taken_back(who: CallTaker, stack: Stack) -> None:
    """Esc leaves the question; a digit answers it, and Alt+Z has call and report as they were."""
    who.presses("Alt+0")
    expect(question(who)).to_be_visible()
    who.presses("Escape")
    expect(question(who)).to_be_hidden()
    who.presses("Alt+0", "4")
    expect(who.page.locator("#toasts")).to_contain_text("Ditutup tanpa tindak lanjut: laporan ganda")
    assert ended(stack) == ("emergency", True, "duplicate", "")
    who.presses("Alt+z")
    expect(who.page.locator("#form")).to_be_visible()
    expect(who.page.locator("#place_text")).to_have_value("Kendari Beach")
    expect(who.page.locator("#strip-state")).to_contain_text("Sedang bicara")
    expect(who.page.locator("#recommended-list input").first).not_to_be_checked()
    assert ended(stack) == ("", False, "", "")


def it_is_ended_with_a_word(who: CallTaker, stack: Stack) -> None:
    """The last reason asks for one; without it nothing is closed."""
    who.presses("Alt+0", "5")
    expect(who.page.locator("#no-action-word")).to_be_focused()
    who.presses("Enter")
    expect(who.page.locator("#err-no-action")).to_contain_text("Tulis alasannya")
    who.types("latihan 112 sekolah")
    who.presses("Enter")
    expect(who.page.locator("#idle")).to_be_visible()
    expect(who.page.locator("#coded-list > li").first).to_contain_text("Tanpa tindak lanjut")
    assert ended(stack) == ("emergency", True, "other", "latihan 112 sekolah")


def ended(stack: Stack) -> tuple[object, ...]:
    """How the last call stands: its outcome, whether it is over, why its report needed nobody."""
    (row,) = stack.rows(
        "SELECT c.outcome, c.ended_at IS NOT NULL, r.no_action, r.no_action_word FROM calls_call c"
        " JOIN calls_report r ON r.call_id = c.id ORDER BY c.id DESC LIMIT 1"
    )
    return row


def test_a_report_without_a_call_that_needs_nobody(people: People, stack: Stack) -> None:
    """Who came in takes back what he said: Alt+0 and a digit, Alt+Z, and again."""
    fitriani = people.call_taker("fitriani")
    fitriani.begins_without_a_call("Datang langsung")
    fitriani.hears_where("Lorong Anggrek")
    fitriani.presses("Alt+0", "2")
    expect(fitriani.page.locator("#form")).to_be_hidden()
    fitriani.presses("Alt+z")
    expect(fitriani.page.locator("#form")).to_be_visible()
    expect(fitriani.page.locator("#place_text")).to_have_value("Lorong Anggrek")
    fitriani.presses("Alt+0", "2")
    expect(fitriani.page.locator("#form")).to_be_hidden()
    expect(fitriani.page.locator("#idle")).to_be_visible()
    assert stack.rows("SELECT no_action FROM calls_report ORDER BY id DESC LIMIT 1") == [("cancelled",)]
