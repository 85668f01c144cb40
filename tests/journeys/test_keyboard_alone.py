"""Without a mouse: from signing in to handing over at the console, and from signing in to closing at the board."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from demo.people import PASSWORD
from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Person, appears

pytestmark = pytest.mark.journey

FARTHEST = 60  # presses of Tab to anything on a page


def tabs_to(person: Person, place: Locator, key: str = "Tab") -> None:
    """Press Tab until the place has the focus; it must be seen there."""
    for _press in range(FARTHEST):
        if place.evaluate("element => element === document.activeElement"):
            break
        person.presses(key)
    expect(place).to_be_focused()
    assert place.evaluate("element => element.matches(':focus-visible')")


def signs_in_by_keyboard(person: Person, role: str, seat: str) -> None:
    """Name, password, role by arrows, seat by its first letters, Enter."""
    page = person.page
    person.opens("/masuk/")
    expect(page.locator("#id_username")).to_be_focused()
    person.types(person.username)
    person.presses("Tab")
    person.types(PASSWORD)
    tabs_to(person, page.locator("#acting_call_taker"))
    person.presses("Space")
    for _press in range(["call_taker", "dispatcher"].index(role)):
        person.presses("ArrowRight")
    expect(page.locator(f"#acting_{role}")).to_be_checked()
    tabs_to(person, page.locator("#id_seat"))
    person.types(seat)
    expect(page.locator("#id_seat option:checked")).to_contain_text(seat)
    tabs_to(person, page.get_by_role("button", name="Masuk dan mulai jaga"))
    person.presses("Enter")
    person.has_live_link()


def test_a_call_by_keyboard_alone(people: People) -> None:
    """Ring, answer, place, kind, priority, words, hand over, end."""
    fitriani = people.enter(CallTaker, "fitriani")
    signs_in_by_keyboard(fitriani, "call_taker", "Meja 03")
    tabs_to(fitriani, fitriani.page.locator("#ring"))
    fitriani.presses("Enter")
    appears(fitriani.ringing)
    fitriani.answers()
    fitriani.picks_the_place("Kendari Beach")
    finds_the_kind_by_two_letters_twice(fitriani)
    fitriani.presses("Alt+p", "ArrowDown")
    expect(fitriani.page.locator("#priority input[value='2']")).to_be_checked()
    fitriani.presses("ArrowUp")
    fitriani.notes("Seorang anak terseret arus.")
    fitriani.hands_over()
    drowning = fitriani.handed_over()
    fitriani.presses("Alt+z")
    expect(fitriani.page.locator("#toasts")).to_contain_text("tidak bisa ditarik")
    expect(fitriani.page.locator("#more-text")).to_be_focused()
    fitriani.types("Pakai baju merah.")
    fitriani.presses("Control+Enter")
    expect(fitriani.page.locator("#more-text")).to_have_value("")
    fitriani.hangs_up()
    fitriani.opens(f"/kejadian/{drowning.pk}/")
    expect(fitriani.page.locator("table.jr")).to_contain_text("Pakai baju merah.")


def finds_the_kind_by_two_letters_twice(who: CallTaker) -> None:
    """The underlined letters of the group, then those of the kind; no other begins so."""
    who.presses("Alt+k")
    who.types("km")
    expect(who.page.locator("#groups [aria-selected=true]")).to_have_text("Keamanan")
    who.page.wait_for_timeout(800)  # later letters are a new word
    who.types("pe")
    expect(who.page.locator("#groups [aria-selected=true]")).to_have_text("Penyelamatan")
    who.presses("Enter")
    who.types("tg")
    who.presses("Enter")
    expect(who.page.locator("#kind-list [aria-selected=true]")).to_contain_text("Orang tenggelam / hanyut")


def test_a_board_by_keyboard_alone(people: People, keeper: Keeper) -> None:
    """Choose, assign in the picker, write a note, close."""
    rizal = people.enter(Dispatcher, "rizal.asrun")
    signs_in_by_keyboard(rizal, "dispatcher", "Meja 06")
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17")
    appears(rizal.row(fire))
    rizal.presses("j", "Enter")
    expect(rizal.page.locator("#detail [data-f=short]").first).to_have_text(fire.short)
    rizal.presses("d", "Escape")
    expect(rizal.page.locator(".bt [data-act=pick]")).to_be_focused()
    rizal.presses("/")
    expect(rizal.page.locator("#line")).to_be_focused()
    rizal.presses("Escape", "d")
    expect(rizal.page.locator("#pick-filter")).to_be_focused()
    rizal.types("DMK")
    rizal.presses("Enter")
    expect(rizal.page.locator("#picker [data-f=chosen]")).to_contain_text("DMK")
    tabs_to(rizal, rizal.page.locator("#picker [data-act=assign]"))
    rizal.presses("Enter")
    rizal.sees_state("DMK", "Menunggu diterima")
    rizal.presses("Escape", "n")
    rizal.types("Hidran terdekat di depan masjid.")
    rizal.presses("Enter", "Escape")
    for words in ("Hidran terdekat di depan masjid.", "diberi tahu"):  # what is told later is another version
        expect(rizal.page.locator("#journal")).to_contain_text(words)
    closes_by_keyboard(rizal)
    expect(rizal.row(fire)).to_be_hidden()


def closes_by_keyboard(rizal: Dispatcher) -> None:
    """From the list into the detail, to the toolbar's button, then the dialog."""
    rizal.presses("Enter")
    tabs_to(rizal, rizal.page.locator(".bt [data-act=close]"))
    rizal.presses("Enter")
    dialog = rizal.page.locator("#close-dialog")
    tabs_to(rizal, dialog.locator("select"))
    rizal.types("Api")
    expect(dialog.locator("option:checked")).to_have_text("Api padam")
    tabs_to(rizal, dialog.get_by_role("button", name="Tutup kejadian"))
    rizal.presses("Enter")
    expect(dialog).to_be_hidden()
