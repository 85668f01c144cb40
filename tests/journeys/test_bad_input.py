"""Hostile and foreign words, from the console to every other screen: always text, never a complaint of the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Route, expect

from tests.journeys.call_taker import SAVE, CallTaker
from tests.journeys.conftest import People

pytestmark = pytest.mark.journey

SCRIPT = "<script>alert(1)</script>"
IMAGE = '<img src="/x" onerror=alert(2)>'
ARABIC = "حريق في السوق 🔥"


def test_a_script_in_every_field_is_text_on_every_screen(people: People) -> None:
    """Typed at the console; read at the board, on the telephone, on the incident's page; `people` looks for errors."""
    fitriani = people.call_taker("fitriani")
    rizal = people.dispatcher("rizal.asrun")
    sarman = people.responder("damkar")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fills_every_field(fitriani)
    expect(rizal.page.locator("#early")).to_contain_text(SCRIPT)
    fitriani.hands_over()
    fire = fitriani.handed_over()
    rizal.opens_event(fire)
    for words in (SCRIPT, IMAGE, ARABIC):
        expect(rizal.page.locator("#journal")).to_contain_text(words)
    rizal.assigns("DMK")
    sarman.is_rung_for(fire, SCRIPT)
    sarman.accepts()
    expect(sarman.page.locator("#task-notes")).to_contain_text(IMAGE)
    fitriani.opens(f"/kejadian/{fire.pk}/")
    for words in (SCRIPT, IMAGE, ARABIC):
        expect(fitriani.page.locator("table.jr")).to_contain_text(words)


def fills_every_field(who: CallTaker) -> None:
    """Whatever can be typed is a script, an image or Arabic."""
    who.types(SCRIPT)
    for field, words in (("landmark", IMAGE), ("reporter_name", SCRIPT), ("callback", SCRIPT)):
        who.page.locator(f"#{field}").fill(words)
    who.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    for words in (SCRIPT, IMAGE, ARABIC):
        who.notes(words)
        who.presses("Enter")
    expect(who.page.locator("#lines > li [data-f=text]")).to_have_text([SCRIPT, IMAGE, ARABIC])


def test_a_note_of_20_kb_is_refused_in_words_and_stays_in_the_field(people: People) -> None:
    """Pasted whole: the field says what to do, nothing is cut, and shortened it goes through."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    words = fitriani.page.locator("#words")
    long = "kata " * 4096
    words.fill(long)
    words.press("Enter")
    expect(fitriani.page.locator("#err-words")).to_contain_text(
        re.compile(r"4\.?000 (huruf|karakter)")
    )  # the form's words, or the saving's
    expect(words).to_have_value(long)
    words.fill("kata")
    words.press("Enter")
    expect(fitriani.page.locator("#lines > li")).to_have_count(1)
    expect(fitriani.page.locator("#err-words")).to_be_hidden()


def test_a_note_that_is_too_long_holds_up_nothing_and_pulls_the_cursor_nowhere(people: People) -> None:
    """It waits in the browser while place and kind are saved and what is typed stays where it is typed."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    words, place = fitriani.page.locator("#words"), fitriani.page.locator("#place_text")
    words.focus()
    fitriani.page.keyboard.insert_text("a" * 4001)
    expect(fitriani.page.locator("#err-words")).to_contain_text("Paling panjang 4.000 huruf, ini 4.001")
    with fitriani.page.expect_response(SAVE) as saved:
        fitriani.hears_where("Jl. Mawar")
    assert saved.value.ok
    fitriani.types(" nomor 7")
    with fitriani.page.expect_response(SAVE):
        fitriani.hears_what("kll mtr", "Kecelakaan motor × mobil")
    expect(place).to_have_value("Jl. Mawar nomor 7")
    expect(words).to_have_value("a" * 4001)
    [draft] = fitriani.reads("reports-drafts/")["drafts"]
    assert (draft["place_text"], draft["words"]) == ("Jl. Mawar nomor 7", "")
    assert draft["category"]
    fitriani.hands_over()
    expect(words).to_be_focused()
    fitriani.presses("End", "Backspace", "Enter")
    expect(fitriani.page.locator("#lines > li")).to_have_count(1)
    expect(fitriani.page.locator("#err-words")).to_be_hidden()


def test_a_refused_save_is_told_at_its_field_and_leaves_the_cursor_and_the_other_fields_alone(people: People) -> None:
    """Nobody who types is moved elsewhere by what the console does in the background."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.forgives("status of 400")
    refusal = {"code": "invalid", "detail": "", "fields": {"landmark": ["Patokan ini ditolak."]}}

    def refuse(route: Route) -> None:
        if "landmark" in (route.request.post_data_json or {}):
            route.fulfill(status=400, json=refusal)
        else:
            route.continue_()

    fitriani.page.route(SAVE, refuse)
    fitriani.page.locator("#landmark").fill("pasar")
    fitriani.hears_where("Jl. Mawar")
    expect(fitriani.page.locator("#err-landmark")).to_have_text("Patokan ini ditolak.")
    fitriani.types(" nomor 7")
    expect(fitriani.page.locator("#place_text")).to_have_value("Jl. Mawar nomor 7")
    fitriani.notes("api")
    fitriani.presses("Enter")
    expect(fitriani.page.locator("#lines > li [data-f=by]")).to_contain_text("Fitriani")  # the server has it
    [draft] = fitriani.reads("reports-drafts/")["drafts"]
    assert (draft["place_text"], draft["landmark"]) == ("Jl. Mawar nomor 7", "")


@pytest.mark.parametrize("by", ["words", "click"])
def test_a_kind_that_was_missing_is_asked_for_no_longer_once_it_is_chosen(people: People, by: str) -> None:
    """As the place's: what is said of a field goes when the field is as it should be."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.types("Jl. Saranani 5")
    fitriani.hands_over()
    missing = fitriani.page.locator("#err-category")
    expect(missing).to_have_text("Pilih jenis kejadian.")
    if by == "words":
        fitriani.hears_what("kll mtr", "Kecelakaan motor × mobil")
    else:
        fitriani.page.locator("#kind-list [role=option]").first.click()
    expect(missing).to_be_hidden()
    expect(fitriani.page.locator("#kind-filter")).not_to_have_attribute("aria-invalid", "true")


def test_what_is_too_long_is_never_cut(people: People) -> None:
    """The field is marked and says by how much, the others go on being saved; shortened it is saved as well."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    for name, most in (("place_text", 200), ("landmark", 200), ("reporter_name", 80), ("callback", 40)):
        field, said = fitriani.page.locator(f"#{name}"), fitriani.page.locator(f"#err-{name}")
        field.focus()
        fitriani.page.keyboard.insert_text("1" * most)
        expect(said).to_be_hidden()
        fitriani.types("2")
        expect(said).to_contain_text(f"Paling panjang {most} huruf, ini {most + 1}")
        expect(field).to_have_attribute("aria-invalid", "true")
        fitriani.notes(f"baris {name}")
        fitriani.presses("Enter")
        expect(fitriani.page.locator("#lines > li [data-f=by]").last).to_contain_text("Fitriani")  # the server has it
        expect(field).to_have_value("1" * most + "2")
        field.press("End")
        fitriani.presses("Backspace")
        expect(said).to_be_hidden()
        expect(fitriani.page.locator("#saved")).to_contain_text("Tersimpan otomatis")
    fitriani.presses("Alt+2")


def test_a_place_and_a_landmark_that_are_both_too_long_are_told_apart(people: People) -> None:
    """Each sentence names its field, also after Ctrl+Enter; nobody is told that the place is filled in."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    page = fitriani.page
    place, said = page.locator("#place_text"), page.locator("#err-place_text")
    need = page.locator("[data-need=place_text]")
    fitriani.hears_what("kll mtr", "Kecelakaan motor × mobil")
    page.locator("#landmark").fill("b" * 210)
    place.fill("a" * 250)
    expect(need).to_have_class("c-warn")
    for _time in ("typed", "sent"):
        expect(said).to_contain_text("Alamat: Paling panjang 200 huruf, ini 250")
        expect(page.locator("#err-landmark")).to_contain_text("Patokan: Paling panjang 200 huruf, ini 210")
        fitriani.hands_over()
    expect(place).to_be_focused()
    place.fill("a" * 200)
    expect(said).to_be_hidden()
    expect(need).to_have_class("c-ok")
    page.locator("#landmark").fill("b")
    expect(page.locator("#err-landmark")).to_be_hidden()


def test_a_receipt_that_is_too_long_is_refused_in_words(people: People) -> None:
    """Nothing is cut of who took another region's call either."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.presses("Alt+8")
    receipt, said = fitriani.page.locator("#receipt"), fitriani.page.locator("#err-receipt")
    fitriani.presses("Alt+8")
    expect(said).to_contain_text("Belum ada yang menerima")
    fitriani.presses("1")
    expect(said).to_be_hidden()
    receipt.fill("a" * 81)
    expect(said).to_have_text("Paling panjang 80 huruf, ini 81: persingkat dulu, belum tersimpan.")
    fitriani.presses("Alt+8")
    expect(receipt).to_be_focused()
    expect(receipt).to_have_value("a" * 81)
    fitriani.presses("End", "Backspace")
    expect(said).to_be_hidden()
    fitriani.presses("Alt+8")
    expect(fitriani.page.locator("#idle")).to_be_visible()


def test_a_reason_and_a_line_for_the_next_watch_say_at_once_that_they_are_too_long(people: People) -> None:
    """And no longer than they are; sent as they are they stay where they were typed."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.presses("Alt+0")
    fitriani.page.locator("[data-no-action=other]").click()
    fields = (("#no-action-word", "#err-no-action", 80), ("#handover-text", "#handover-err", 280))
    for name, about, most in fields:
        field, said = fitriani.page.locator(name), fitriani.page.locator(about)
        if not field.is_visible():
            fitriani.page.locator("#tabs [aria-controls=handover-panel]").click()
        field.fill("a" * (most + 1))
        expect(said).to_contain_text(f"Paling panjang {most} huruf, ini {most + 1}")
        field.press("Enter")
        expect(said).to_contain_text(f"Paling panjang {most} huruf, ini {most + 1}")
        expect(field).to_have_value("a" * (most + 1))
        field.press("End")
        field.press("Backspace")
        expect(said).to_be_hidden()


def test_a_browser_clock_wrong_by_an_hour_shows_the_centres_time(people: People) -> None:
    """The clocks on the screen follow the server, and a line is dated by it."""
    right = people.call_taker("fitriani")
    wrong = people.call_taker("wa.rahmawati", "Meja 04")
    wrong.context.add_init_script("const now = Date.now; Date.now = () => now() + 3600000;")
    wrong.page.reload()
    wrong.has_live_link()
    expect(wrong.page.locator("[data-clock]")).to_contain_text(right.page.locator("[data-clock]").inner_text()[:2])
    wrong.rings_a_test_call()
    wrong.answers()
    expect(wrong.page.locator("#strip-time")).to_contain_text("00:0")
    wrong.notes("api")
    wrong.presses("Enter")
    hour = right.page.locator("[data-clock]").inner_text()[:2]
    expect(wrong.page.locator("#lines > li time")).to_contain_text(hour)
