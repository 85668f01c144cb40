"""The pictures of the README, renewed by `./test tests/journeys/test_pictures.py --screenshots`; else not collected."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Playwright, expect

from launcher import ROOT
from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Event, Person, appears
from tests.journeys.stack import running_stack

pytestmark = pytest.mark.journey

PICTURES = ROOT / "docs" / "screenshots"
LARGEST = 400_000  # bytes of a picture in the repository


def test_pictures_of_the_readme(browser: Browser, playwright: Playwright) -> None:
    """A city with half a year behind it, at work: sign-in page, board, console, the telephone that rings, the month."""
    with running_stack() as stack:
        stack.manage("demo_history", "--months", "6")
        people = People(browser, stack)
        keeper = Keeper(playwright, stack)
        stranger = people.enter(Person, "fitriani")
        stranger.opens("/masuk/")
        pictured(stranger, "sign-in")
        fitriani, rizal = people.call_taker("fitriani"), people.dispatcher("rizal.asrun")
        fire = a_house_burns(fitriani)
        fought(rizal, keeper, fire)
        pictured(rizal, "board")
        a_crash_is_called_in(fitriani)
        pictured(fitriani, "console")
        keeper.assigns(fire, "DMK")
        sarman = people.responder("damkar")
        sarman.is_rung_for(fire, "Tugu Religi")
        sarman.page.touchscreen.tap(200, 300)
        pictured(sarman, "phone")
        kadis = people.head("kadis")
        kadis.opens("/laporan/")
        pictured(kadis, "month")


def pictured(person: Person, name: str) -> None:
    """One picture, small enough for a repository."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    path = PICTURES / f"{name}.png"
    person.page.screenshot(path=path, animations="disabled", caret="initial")
    assert path.stat().st_size < LARGEST, path


def a_house_burns(fitriani: CallTaker) -> Event:
    """A fire in Korumba, handed over."""
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.picks_the_place("Tugu Religi")
    fitriani.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    fitriani.notes("Api besar di lantai dua, penghuni sudah keluar.")
    fitriani.hands_over()
    fire = fitriani.handed_over()
    fitriani.hangs_up()
    return fire


def fought(rizal: Dispatcher, keeper: Keeper, fire: Event) -> None:
    """One engine on its way, one accepted, the ambulance still asked; opened on the board."""
    engines, ambulances = ready(keeper, "DMK"), ready(keeper, "PSC")
    engine, second, _ambulance = keeper.assigns(fire, units=(*engines[:2], ambulances[0]))
    for assignment, verbs in ((engine, ("accept", "depart")), (second, ("accept",))):
        for verb in verbs:
            keeper.records(assignment, verb)
    rizal.opens_event(fire)
    rizal.sees_state(engines[0], "Menuju lokasi")
    rizal.sees_state(engines[1], "Diterima")
    expect(rizal.page.locator("#journal > li").first).to_be_visible()
    expect(rizal.page.locator("#suggested .ru").first).to_be_visible()


def ready(keeper: Keeper, agency: str) -> list[str]:
    """The units of an agency that can be sent now."""
    cards = [card for card in keeper.reads("board/")["cards"] if card["kind"] == "unit" and card["agency"] == agency]
    return sorted(card["call_sign"] for card in cards if card["state"] == "ready")


def a_crash_is_called_in(fitriani: CallTaker) -> None:
    """The next call is being written down while another rings."""
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.rings_a_test_call()
    appears(fitriani.ringing)
    fitriani.picks_the_place("Lippo Plaza Kendari")
    fitriani.hears_what("kll mtr", "Kecelakaan motor × mobil, ada korban")
    fitriani.notes("Motor dan mobil, satu orang tidak sadar, lalu lintas macet.")
    fitriani.presses("Alt+l")
    expect(fitriani.page.locator("#saved")).to_contain_text("Tersimpan otomatis")
    expect(fitriani.page.locator("#toasts > *")).to_have_count(0)
