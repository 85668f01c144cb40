"""Four calls with the keyboard alone, counted from the answer on: keys pressed besides the words that are typed, and
the fields they are typed into. `-s` shows the counts that stand in docs/performance.md.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.people import Event, appears
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

FIRE, PRANK, SILENT, SECOND_CALLER = 14, 3, 3, 6
ADDRESS = "Watu-Watu, Jl. Bunga Seroja 17, rumah pagar biru"
# From now on remembers what a letter or a digit was typed into; a question that was answered counts as a field.
WATCHES = """() => {
  window.touched = [];
  document.addEventListener("keydown", ({ key, target, altKey, ctrlKey }) => {
    const field = target.closest("input, select, textarea, .ask");
    const name = field?.id || field?.firstElementChild?.textContent;
    if (name && key.length === 1 && !altKey && !ctrlKey && !window.touched.includes(name)) window.touched.push(name);
  }, true);
}"""


def answered(who: CallTaker) -> None:
    """A call is on the desk; from here on keys and fields are counted."""
    who.rings_a_test_call()
    who.answers()
    who.page.evaluate(WATCHES)
    who.pressed = 0


def took(who: CallTaker, case: str, goal: int) -> list[str]:
    """No more keys than the goal allows; answers the fields that were typed into, and prints both counts."""
    touched: list[str] = who.page.evaluate("() => window.touched")
    print(f"{case}: keys {who.pressed}, fields {len(touched)}")
    assert who.pressed <= goal
    return touched


def test_a_house_fire_with_a_full_address(people: People, stack: Stack) -> None:
    """Place and its point, kind, three questions, one trapped, words; the board sees it before it is sent, and once."""
    fitriani = people.call_taker("fitriani")
    rizal = people.dispatcher("rizal.asrun")
    answered(fitriani)
    says_where_it_burns(fitriani)
    fitriani.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    early = rizal.page.locator("#early")
    expect(early).to_contain_text("Jl. Bunga Seroja 17")
    expect(fitriani.page.locator("#form #early")).to_be_visible()
    asked = answers_three_questions(fitriani)
    fitriani.notes("Api dari dapur, satu orang masih di dalam.")
    counts_one_trapped(fitriani)
    fitriani.hands_over()
    fire = fitriani.handed_over()
    expect(early).to_be_hidden()
    fitriani.hangs_up()
    assert took(fitriani, "house fire", FIRE) == ["place_text", "kind-filter", *asked, "words", "trapped"]
    expect(rizal.row(fire)).to_contain_text("Jl. Bunga Seroja 17")
    assert told_of(fire, stack) == [(ADDRESS, True, "Watu-Watu", 1, ["yes", "yes", "no"])]


def says_where_it_burns(who: CallTaker) -> None:
    """The kelurahan is found and taken with its point, and the rest of the address typed on behind it."""
    kelurahan, comma, street = ADDRESS.partition(",")
    who.types(kelurahan)
    hit = appears(who.page.locator("#places [role=option]").first)
    expect(hit).to_contain_text(kelurahan)
    expect(hit.locator("mark")).to_have_text(kelurahan.split("-"))
    who.presses("ArrowDown", "Enter")
    expect(who.page.locator("#point")).not_to_have_value("")
    who.types(comma + street)


def answers_three_questions(who: CallTaker) -> list[str]:
    """In safety: yes; trapped: yes, which is alarming and has words to read out; burnt: no. Answers what was asked."""
    who.presses("Alt+q", "y", "y")
    expect(who.page.locator("#read-text")).to_contain_text("Jangan masuk kembali")
    who.presses("t")
    expect(who.page.locator("#questions .ask.alarm")).to_have_count(1)
    expect(who.page.locator("#asked-count")).to_contain_text("3")
    return who.page.locator("#questions .ask [data-f=text]").all_inner_texts()[:3]


def counts_one_trapped(who: CallTaker) -> None:
    """The counters stand before the notes."""
    who.presses("Shift+Tab")
    expect(who.page.locator("#trapped")).to_be_focused()
    who.presses("1")
    expect(who.page.locator("#trapped")).to_have_value("1")


def told_of(event: Event, stack: Stack) -> list[tuple[object, ...]]:
    """Of each report: the place as typed, whether it has a point, the kelurahan, how many are trapped, the answers."""
    return stack.rows(
        "SELECT r.place_text, r.lat IS NOT NULL, a.name, r.trapped, (SELECT array_agg(p.reply ORDER BY p.question_id)"
        " FROM calls_protocolanswer p WHERE p.report_id = r.id) FROM calls_report r"
        " JOIN agencies_area a ON a.id = r.area_id WHERE r.incident_id = %s",
        event.pk,
    )


def test_a_crash_at_a_landmark_with_two_callers(people: People, stack: Stack) -> None:
    """The first makes the incident; the second is attached to it, taken back, attached again, and counted once."""
    fitriani = people.call_taker("fitriani")
    rahma = people.call_taker("wa.rahmawati", "Meja 04")
    rizal = people.dispatcher("rizal.asrun")
    answered(fitriani)
    fitriani.picks_the_place("Kendari Beach")
    fitriani.hears_what("kll mtr", "Kecelakaan motor")
    fitriani.hands_over()
    crash = fitriani.handed_over()
    fitriani.hangs_up()
    assert took(fitriani, "crash at a landmark", FIRE) == ["place_text", "kind-filter"]

    answered(rahma)
    rahma.picks_the_place("Kendari Beach")
    rahma.notes("Dua orang tergeletak, satu tidak sadar.")
    rahma.joins(crash)
    assert took(rahma, "its second caller", SECOND_CALLER) == ["place_text", "words"]
    rahma.presses("Alt+z")
    expect(rahma.page.locator("#form")).to_be_visible()
    rahma.joins(crash)
    rahma.hangs_up()
    assert reports_of(crash, stack) == (2, 2)
    rizal.opens_event(crash)
    expect(rizal.page.locator("#journal")).to_contain_text("Dua orang tergeletak, satu tidak sadar.")


def reports_of(event: Event, stack: Stack) -> tuple[int, int]:
    """What the incident counts, and how many reports there are."""
    (row,) = stack.rows(
        f"SELECT report_count, (SELECT count(*) FROM calls_report r WHERE r.incident_id = i.id)"
        f" FROM incidents_incident i WHERE id = {event.pk}"
    )
    return int(row[0]), int(row[1])


def test_a_prank(people: People) -> None:
    """One chord."""
    fitriani = people.call_taker("fitriani")
    answered(fitriani)
    fitriani.presses("Alt+2")
    expect(fitriani.page.locator("#coded-list")).to_contain_text("Iseng")
    assert took(fitriani, "prank", PRANK) == []


def test_a_silent_call(people: People) -> None:
    """One chord closes it; with its script and what is heard there are two more keys."""
    fitriani = people.call_taker("fitriani")
    answered(fitriani)
    fitriani.presses("Alt+3")
    expect(fitriani.page.locator("#coded-list > li")).to_have_count(1)
    expect(fitriani.page.locator("#coded-list")).to_contain_text("Hening")
    assert took(fitriani, "silent call", 1) == []

    answered(fitriani)
    fitriani.presses("Alt+h")
    expect(fitriani.page.get_by_role("heading", name="Panggilan hening")).to_be_visible()
    fitriani.presses("1", "Alt+3")
    expect(fitriani.page.locator("#coded-list > li")).to_have_count(2)
    assert took(fitriani, "silent call with its script", SILENT) == []
