"""What one key does, and what five seconds take back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.keeper import Keeper
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_number, rings

pytestmark = pytest.mark.journey

TOO_MANY = "Iseng: panggilan sebelumnya sudah ditutup. Tekan lagi untuk panggilan ini."
# Presses once more in the very moment in which the call is over and the next one is in the form.
BOUNCES = """(press) => new MutationObserver((_, seen) => {
    seen.disconnect();
    if (press === "click") document.querySelector("[data-outcome=prank]").click();
    else document.body.dispatchEvent(new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...press }));
}).observe(document.getElementById("coded-list"), { childList: true })"""


def test_prank_is_one_key(people: People, stack: Stack) -> None:
    """Alt+2 ends a prank; Alt+Z brings call and report back as they were; Alt+2 again and it is over."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.hears_where("Lorong Anggrek")

    fitriani.presses("Alt+2")
    expect(fitriani.page.locator("#toasts")).to_contain_text("Iseng: panggilan dan laporannya ditutup.")
    fitriani.presses("Alt+z")
    expect(fitriani.page.locator("#form")).to_be_visible()
    expect(fitriani.page.locator("#place_text")).to_have_value("Lorong Anggrek")
    expect(fitriani.page.locator("#strip-state")).to_contain_text("Sedang bicara")

    fitriani.presses("Alt+2")
    expect(fitriani.page.locator("#form")).to_be_hidden()
    expect(fitriani.page.locator("#coded-list")).to_contain_text("Iseng")
    expect(fitriani.page.locator("#strip")).to_be_hidden()
    expect(fitriani.page.locator("#idle")).to_be_visible()
    (last,) = stack.rows("SELECT outcome, ended_at IS NOT NULL FROM calls_call ORDER BY id DESC LIMIT 1")
    assert last == ("prank", True)

    fitriani.presses("1")
    expect(fitriani.page.locator("#toasts")).to_contain_text("Alasan dicatat: Anak-anak")
    expect(fitriani.page.locator("#why")).to_be_hidden()


def test_a_reason_is_never_typed_into_the_other_report(people: People, stack: Stack) -> None:
    """With a report open behind the prank its digit is the panel's, also before the answer has come."""
    fitriani, place = has_a_report(people, stack, "Lorong Teratai")
    prank = fitriani.answers_a_new_call()
    fitriani.presses("Alt+2", "2")
    expect(fitriani.page.locator("#toasts")).to_contain_text("Alasan dicatat: Mengejek atau main-main")
    reason = "SELECT outcome, outcome_reason FROM calls_call WHERE switch_id = %s"
    assert stack.rows(reason, prank) == [("prank", "teasing")]
    expect(place).to_have_value("Lorong Teratai")
    expect(place).to_be_focused()
    fitriani.types(" 3")
    expect(place).to_have_value("Lorong Teratai 3")


def test_nobody_has_to_give_a_reason(people: People, stack: Stack) -> None:
    """The panel names its call; Esc, words for the report behind it or the next call end it, and none is lost."""
    fitriani, place = has_a_report(people, stack, "Lorong Kenanga")
    panel = fitriani.page.locator("#asked")
    fitriani.answers_a_new_call()
    fitriani.presses("Alt+5")
    expect(panel).to_be_focused()
    expect(panel.locator("[data-f=about]")).to_have_text(re.compile(r"^08[0-9 -]+ · \d\d:\d\d:\d\d$"))
    fitriani.presses("Escape")
    expect(panel).to_be_hidden()
    expect(place).to_be_focused()
    fitriani.types(" 7")

    fitriani.answers_a_new_call()
    fitriani.presses("Alt+5")
    expect(panel).to_be_focused()
    fitriani.types(" b")
    expect(place).to_have_value("Lorong Kenanga 7 b")
    expect(panel).to_be_visible()
    fitriani.answers_a_new_call()
    expect(panel).to_be_hidden()
    fitriani.presses("Alt+2", "Escape")
    expect(place).to_have_value("Lorong Kenanga 7 b")


def test_a_key_pressed_twice_does_not_close_the_next_call(people: People, stack: Stack) -> None:
    """A bounce, a held key, a double click: the next caller's report stays, and it is said that the key was heard."""
    fitriani, place = has_a_report(people, stack, "Lorong Dahlia")
    key = {"key": "2", "code": "Digit2", "altKey": True}
    for press in (key, {**key, "repeat": True}, "click"):
        fitriani.answers_a_new_call()
        fitriani.page.evaluate(BOUNCES, press)
        fitriani.presses("Alt+2")
        said = fitriani.page.locator(".toast").filter(has_text=TOO_MANY)
        expect(said).to_have_count(1)
        said.evaluate("(toast) => toast.remove()")
        expect(place).to_have_value("Lorong Dahlia")
        expect(fitriani.page.locator("#strip-state")).to_contain_text("Sedang bicara")
    fitriani.presses("Escape", "Alt+2")
    expect(fitriani.page.locator("#idle")).to_be_visible()


def test_silence_is_closed_with_its_key_wherever_the_cursor_is(people: People, stack: Stack) -> None:
    """One press: from the place, a clue of its script, a button of the script or the notes."""
    fitriani = people.call_taker("fitriani")
    panel = fitriani.page.locator("[data-end=silent]")
    for place in ("[data-end=silent] [data-pick] >> nth=2", "[data-end=silent] [data-back]", "#place_text", "#words"):
        rings(stack, a_new_number())
        fitriani.answers()
        if "silent" in place:
            fitriani.presses("Alt+h")
            expect(panel.locator("[data-finish]")).to_have_text("Tutup panggilan Alt+3")
            expect(panel.locator("[data-finish]")).to_be_in_viewport(ratio=1)
        fitriani.page.locator(place).focus()
        fitriani.presses("Alt+3")
        expect(fitriani.page.locator("#idle")).to_be_visible()
        expect(fitriani.page.locator(".toast").filter(has_text="Hening: panggilan").last).to_be_visible()


CLOSED = "{}: panggilan dan laporannya ditutup."
KEPT = "{} sudah dicatat, laporannya tetap terbuka: isi lokasi dan jenis, lalu Ctrl+Enter."


@pytest.mark.parametrize(
    ("key", "outcome", "label", "says"),
    [
        ("1", "emergency", "Darurat", KEPT),
        ("2", "prank", "Iseng", CLOSED),
        ("3", "silent", "Hening", CLOSED),
        ("4", "cut_off", "Terputus", CLOSED),
        ("5", "information", "Informasi", CLOSED),
        ("6", "complaint", "Pengaduan", KEPT),
        ("7", "counselling", "Konseling", CLOSED),
        ("8", "wrong_area", "Salah wilayah", ""),
    ],
)
def test_the_second_press_on_an_empty_report_is_answered_in_words(
    people: People, stack: Stack, key: str, outcome: str, label: str, says: str
) -> None:
    """It closes the call, or says why the report stays; without a region another region's call stays with its panel."""
    fitriani = people.call_taker("fitriani")
    rings(stack, a_new_number())
    fitriani.answers()
    panel = fitriani.page.locator(f"[data-end={outcome}]")
    for _press in range(2):
        fitriani.presses(f"Alt+{key}")
        button = fitriani.page.locator(f"[data-outcome={outcome}][aria-checked=true]")
        expect(button.or_(panel).or_(fitriani.page.locator("#idle")).locator("visible=true").first).to_be_visible()
    if says:
        expect(fitriani.page.locator(".toast").filter(has_text=says.format(label))).to_have_count(1)
        expect(panel.locator("visible=true")).to_have_count(0)
    else:
        expect(fitriani.page.locator("#err-receipt")).to_be_visible()
        expect(panel).to_be_visible()
    expect(fitriani.page.locator("#idle" if says == CLOSED else "#form")).to_be_visible()


def has_a_report(people: People, stack: Stack, place: str) -> tuple[CallTaker, Locator]:
    """A call-taker who writes down one call, and the field in which he does."""
    who = people.call_taker("fitriani")
    rings(stack, a_new_number())
    who.answers()
    who.types(place)
    return who, who.page.locator("#place_text")


def test_information_and_a_broken_line_are_one_key_and_a_digit(people: People, stack: Stack) -> None:
    """Alt+5 ends a question and 1 says about what; Alt+4 lets whoever was cut off wait, and 1 says that he need not."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.presses("Alt+5")
    expect(fitriani.page.locator("#asked")).to_be_visible()
    fitriani.presses("1")
    expect(fitriani.page.locator("#toasts")).to_contain_text("Topik dicatat: Nomor penting")
    (last,) = stack.rows("SELECT outcome, outcome_reason FROM calls_call ORDER BY id DESC LIMIT 1")
    assert last == ("information", "number")

    broken = rings(stack, "081255510777")  # a test call may come without a number
    fitriani.answers()
    fitriani.presses("Alt+4")
    waiting = fitriani.page.locator("#callbacks > li")
    expect(waiting).to_contain_text("terputus saat bicara")
    expect(fitriani.page.locator("#broke-off")).to_be_visible()
    fitriani.presses("1")
    expect(fitriani.page.locator("#broke-off")).to_be_hidden()
    expect(waiting).to_have_count(0)
    reason = "SELECT reason FROM calls_callback b JOIN calls_call c ON c.id = b.call_id WHERE c.switch_id = %s"
    assert stack.rows(reason, broken) == [("called",)]


def test_a_short_end_is_left_with_esc_and_keeps_what_was_heard(people: People, stack: Stack) -> None:
    """Esc is the way back; Alt+H runs the script of silence, a digit marks what is heard, Alt+3 closes with it."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.presses("Alt+8")
    expect(fitriani.page.locator("#end-wrong_area")).to_be_visible()
    fitriani.presses("Escape")
    expect(fitriani.page.locator("#end-wrong_area")).to_be_hidden()
    expect(fitriani.page.locator("#strip-state")).to_contain_text("Sedang bicara")

    fitriani.presses("Alt+h", "Escape")
    expect(fitriani.page.locator("#silence")).to_be_hidden()
    expect(fitriani.page.locator("#silence-open")).to_be_focused()
    fitriani.presses("Alt+h", "1")
    expect(fitriani.page.locator("[data-end=silent] [data-f=alarm]")).to_be_visible()
    fitriani.presses("Alt+3")
    expect(fitriani.page.locator("#idle")).to_be_visible()
    (last,) = stack.rows("SELECT outcome, clues FROM calls_call ORDER BY id DESC LIMIT 1")
    assert last == ("silent", ["breathing"])


def test_an_assignment_is_taken_back(people: People, keeper: Keeper) -> None:
    """Key 1 assigns the first proposal; the toast takes it back, also from the telephone that rings."""
    rizal = people.dispatcher("rizal.asrun")
    sarman = people.responder("damkar")
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", lat=-3.9756, lng=122.5172)
    rizal.opens_event(fire)
    first = rizal.page.locator("#suggested .ru").first
    expect(first).to_contain_text("DMK-")
    unit = first.locator("[data-f=who]").inner_text()

    rizal.presses("Escape", "1")
    rizal.sees_state(unit, "Menunggu diterima")
    rizal.toasts.filter(has_text=f"Tugaskan {unit}").get_by_role("button", name="Batalkan").click()
    rizal.sees_state(unit, "Ditarik")
    expect(rizal.toasts.filter(has_text="Dibatalkan")).to_be_visible()
    expect(sarman.alarm).to_be_hidden()
