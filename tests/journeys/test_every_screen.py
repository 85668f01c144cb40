"""Every screen, with something on it: no serious fault of accessibility in dark and light, no text beyond its edge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import DESK, POCKET, WIDE, Event, Person, appears
from tests.journeys.responder import Responder
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

AT_A_DESK, IN_A_HAND = (WIDE, DESK), (POCKET,)
GRAVE = {"serious", "critical"}
ONLY_COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
ALL_RULES = {"resultTypes": ["violations"]}
axe = Axe()


def faults_of(person: Person, screen: str, sizes: tuple[ViewportSize, ...], part: str = "html") -> Iterator[str]:
    """What is wrong with a screen, or the part of it that is new; the second theme can only differ in its colours."""
    page = person.page
    for size in sizes:
        page.set_viewport_size(size)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            yield f"{screen}: {wide} px wide at {size['width']}"
    chosen = page.locator("html").get_attribute("data-theme")
    for theme, rules in (("dark", ALL_RULES), ("light", ONLY_COLOURS), (chosen, None)):
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        if rules:
            found = axe.run(page, context=part, options=rules)
            yield from (f"{screen}, {theme}: {line}" for line in grave(found.response))


def grave(response: dict[str, Any]) -> Iterator[str]:
    """Each serious or critical fault with the places it was found at."""
    for fault in response["violations"]:
        if fault["impact"] in GRAVE:
            places = [" ".join(map(str, node["target"])) for node in fault["nodes"]]
            yield f"{fault['id']} ({fault['help']}): {places[:5]}"


@pytest.fixture
def busy_night(keeper: Keeper) -> Event:
    """Incidents of every kind and state; answers the fire, which has agencies in several states."""
    place = {"lat": -3.9756, "lng": 122.5172}
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", landmark="depan masjid", note="Api besar.", **place)
    for assignment, verbs in zip(
        keeper.assigns(fire, "POL", units=("DMK-02", "AMB-01", "AMB-02")),
        ([], ["accept", "depart", "arrive"], ["accept", "depart"], ["accept"]),
        strict=True,
    ):
        for verb in verbs:
            keeper.records(assignment, verb)
    keeper.opens("kdrt", "Lorong Kamboja 9")
    keeper.opens("kll_tanpa_luka", "Jl. MT Haryono")
    keeper.opens("lampu_jalan", "Jl. Saranani")
    keeper.opens("ketertiban", "Taman Kota")
    return fire


def test_every_screen_is_accessible_and_quiet(people: People, keeper: Keeper, stack: Stack, busy_night: Event) -> None:
    """From the sign-in page to the page that is not there."""
    faults = [
        *sign_in(people),
        *console(people),
        *board(people, busy_night),
        *phone(people, keeper),
        *pages(people, busy_night),
        *month(people, stack),
    ]
    assert not faults, "\n".join(faults)


def sign_in(people: People) -> Iterator[str]:
    """Before and after a wrong password."""
    stranger = people.enter(Person, "fitriani")
    stranger.opens("/masuk/")
    yield from faults_of(stranger, "sign-in", AT_A_DESK + IN_A_HAND)
    stranger.forgives("status of 422")
    stranger.page.get_by_label("Nama pengguna").fill("fitriani")
    stranger.page.get_by_label("Kata sandi", exact=True).fill("salah")
    stranger.presses("Enter")
    expect(stranger.page.get_by_role("alert")).to_be_visible()
    yield from faults_of(stranger, "sign-in refused", IN_A_HAND)


def console(people: People) -> Iterator[str]:
    """Waiting; then one call rings while another is written down."""
    fitriani = people.enter(CallTaker, "fitriani")
    fitriani.takes_seat("Meja 03")
    yield from faults_of(fitriani, "console", AT_A_DESK)
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.rings_a_test_call()
    appears(fitriani.ringing)
    fitriani.picks_the_place("Tugu Religi")
    fitriani.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    fitriani.presses("Alt+q", "y", "y")
    expect(fitriani.page.locator("#read-out")).to_contain_text("Jangan masuk kembali.")
    expect(fitriani.page.locator("#asked-count")).to_have_text("2 dari 8")
    yield from faults_of(fitriani, "console with a call", AT_A_DESK)
    fitriani.presses("Alt+2")
    expect(fitriani.page.locator("#form")).to_be_hidden()


def board(people: People, fire: Event) -> Iterator[str]:
    """The list with an opened incident, the picker, the dialogs."""
    rizal = people.enter(Dispatcher, "rizal.asrun")
    rizal.takes_seat("Meja 06")
    rizal.opens_event(fire)
    rizal.page.locator("#assignments .asn").first.click()
    yield from faults_of(rizal, "board", AT_A_DESK)
    rizal.presses("Escape", "d")
    yield from faults_of(rizal, "board's picker", (DESK,), "#picker")
    rizal.page.locator(".bt [data-act=close]").click()
    yield from faults_of(rizal, "board's closing", (DESK,), "#close-dialog")
    rizal.page.locator("#close-dialog [data-cancel]").click()
    rizal.page.locator("#help-button").click()
    yield from faults_of(rizal, "board's keys", (DESK,), "#help-dialog")


def phone(people: People, keeper: Keeper) -> Iterator[str]:
    """Nothing to do; ringing; refusing; under way."""
    sarman = people.enter(Responder, "damkar")
    sarman.takes_the_phone()
    yield from faults_of(sarman, "phone", IN_A_HAND)
    place = {"lat": -3.9661, "lng": 122.5144}
    boat = keeper.opens("kebakaran_kapal", "Pelabuhan Nusantara", note="Dua orang di kapal.", **place)
    keeper.assigns(boat, "DMK")
    sarman.is_rung_for(boat, "Pelabuhan Nusantara")
    yield from faults_of(sarman, "phone ringing", IN_A_HAND, "#ring")
    sarman.alarm.locator("#ring-decline").tap()
    yield from faults_of(sarman, "phone refusing", IN_A_HAND, "#refuse")
    sarman.page.locator("#refuse [data-close]").tap()
    sarman.accepts()
    yield from faults_of(sarman, "phone under way", IN_A_HAND)


def pages(people: People, fire: Event) -> Iterator[str]:
    """The incident's page, the lists of what was, the page that is not there: at a desk, and in an agency's hand."""
    rifai = people.dispatcher("ahmad.rifai", "Meja 08", "supervisor")
    police = people.responder("polisi")
    for path, screen in (
        ("/protokol/", "protocols"),
        ("/protokol/1/", "protocol"),
        ("/protokol/1/ubah/", "protocol being edited"),
    ):
        rifai.opens(path)
        yield from faults_of(rifai, screen, AT_A_DESK)
    for person, sizes in ((rifai, AT_A_DESK), (police, IN_A_HAND)):
        person.forgives("status of 40[34]")
        for path, screen in (
            (f"/kejadian/{fire.pk}/", "incident"),
            ("/riwayat/", "history"),
            ("/riwayat/panggilan/", "history of calls"),
            ("/tidak-ada/", "not found"),
        ):
            person.opens(path)
            yield from faults_of(person, f"{screen} of {person.username}", sizes)


def month(people: People, stack: Stack) -> Iterator[str]:
    """The head of department's report."""
    kadis = people.head("kadis")
    kadis.opens(f"/laporan/{stack.reports_this_month()}/")
    yield from faults_of(kadis, "month", AT_A_DESK)
