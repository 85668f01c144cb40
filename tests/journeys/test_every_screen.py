"""Every screen, with something on it: no serious fault of accessibility in dark and light, no text beyond its edge."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize, expect

from demo.people import PASSWORD
from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import DESK, POCKET, WIDE, Event, Person, appears
from tests.journeys.responder import Responder
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_device, a_new_number, loses
from tests.journeys.test_calling_back import waiting

pytestmark = pytest.mark.journey

AT_A_DESK, IN_A_HAND = (WIDE, DESK), (POCKET,)
GRAVE = {"serious", "critical"}
ONLY_COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}
ALL_RULES = {"resultTypes": ["violations"]}
PROPOSE = """
from django.contrib.auth.models import User
from calls.actions import propose_demotion, set_outcome
fitriani = User.objects.get(username="fitriani")
set_outcome({call}, "prank", actor=fitriani)
propose_demotion({call}, actor=fitriani)
"""
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


def found(faults: Iterator[str]) -> str:
    """All that is wrong, one fault a line."""
    return "\n".join(faults)


def test_signing_in_is_accessible(people: People) -> None:
    """At a desk and in a hand."""
    assert found(sign_in(people)) == ""


def test_the_console_is_accessible_and_quiet(people: People, stack: Stack, busy_night: Event) -> None:
    """Idle, with callers to ring back and a short end, and with one call in hand while another rings."""
    assert found(console(people, stack)) == ""


def test_the_board_is_accessible_and_quiet(people: People, busy_night: Event) -> None:
    """With its dialogs."""
    assert found(board(people, busy_night)) == ""


def test_the_telephone_is_accessible_and_quiet(people: People, keeper: Keeper, busy_night: Event) -> None:
    """From nothing to do to under way."""
    assert found(phone(people, keeper)) == ""


def test_the_pages_are_accessible_and_quiet(people: People, stack: Stack, busy_night: Event) -> None:
    """Also the one that is not there."""
    assert found(pages(people, stack, busy_night)) == ""


def test_the_month_is_accessible_and_quiet(people: People, stack: Stack, busy_night: Event) -> None:
    """The head of department's report of a month that has something in it."""
    assert found(month(people, stack)) == ""


def sign_in(people: People) -> Iterator[str]:
    """Before and after a wrong password; and what who may be more is asked next."""
    stranger = people.enter(Person, "fitriani")
    stranger.opens("/masuk/")
    yield from faults_of(stranger, "sign-in", AT_A_DESK + IN_A_HAND)
    stranger.forgives("status of 422")
    stranger.page.get_by_label("Nama pengguna").fill("fitriani")
    stranger.page.get_by_label("Kata sandi", exact=True).fill("salah")
    stranger.presses("Enter")
    expect(stranger.page.get_by_role("alert")).to_be_visible()
    yield from faults_of(stranger, "sign-in refused", IN_A_HAND)
    stranger.page.get_by_label("Nama pengguna").fill("ahmad.rifai")
    stranger.page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    stranger.presses("Enter")
    expect(stranger.page.get_by_label("Kata sandi", exact=True)).to_have_count(0)
    yield from faults_of(stranger, "second step of sign-in", AT_A_DESK + IN_A_HAND)


def console(people: People, stack: Stack) -> Iterator[str]:
    """Waiting; some rang in vain and a call is short; then one is written down, and a second."""
    fitriani = people.enter(CallTaker, "fitriani")
    fitriani.takes_seat("Meja 03")
    yield from faults_of(fitriani, "console", AT_A_DESK)
    loses(stack, [("number", a_new_number()), ("number", a_new_number()), ("imei", a_new_device())])
    expect(waiting(fitriani)).to_have_count(2)
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.presses("Alt+8")
    appears(fitriani.page.locator("#end-wrong_area"))
    yield from faults_of(fitriani, "console with callers to ring back and a short end", AT_A_DESK)
    fitriani.presses("Escape")
    yield from one_call_and_two(fitriani)


def one_call_and_two(fitriani: CallTaker) -> Iterator[str]:
    """One call rings while another is written down; then both are on the desk."""
    fitriani.rings_a_test_call()
    appears(fitriani.ringing)
    fitriani.picks_the_place("Tugu Religi")
    fitriani.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    fitriani.presses("Alt+q", "y", "y")
    expect(fitriani.page.locator("#read-out")).to_contain_text("Jangan masuk kembali.")
    expect(fitriani.page.locator("#asked-count")).to_have_text("2 dari 8")
    sees_whom_and_writes(fitriani)
    yield from faults_of(fitriani, "console with a call", AT_A_DESK)
    fitriani.answers()
    appears(fitriani.page.locator("#beside-list > li"))
    yield from faults_of(fitriani, "console with two reports", AT_A_DESK)
    fitriani.presses("Alt+2")
    expect(fitriani.page.locator("#beside")).to_be_hidden()
    fitriani.presses("Escape", "Alt+2")
    expect(fitriani.page.locator("#form")).to_be_hidden()


def sees_whom_and_writes(fitriani: CallTaker) -> None:
    """All who are recommended are seen with their ticks, and what may be the same; on the wide screen the notes too."""
    recommended = fitriani.page.locator("#recommended-list input")
    appears(recommended.nth(5))  # the plan of the night names one agency fewer than the day's seven
    for size in reversed(AT_A_DESK):
        fitriani.page.set_viewport_size(size)
        for box in recommended.all():
            expect(box).to_be_in_viewport(ratio=1)
        expect(fitriani.page.locator("#same-list [data-join]").first).to_be_in_viewport(ratio=1)
    expect(fitriani.page.locator("#words")).to_be_in_viewport(ratio=1)


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
    rizal.opens("/rumah-sakit/")
    yield from faults_of(rizal, "hospitals", AT_A_DESK)
    rizal.opens("/papan/peta/")
    rizal.page.locator("#layers-button").click()
    yield from faults_of(rizal, "board's map alone", AT_A_DESK)


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


def pages(people: People, stack: Stack, fire: Event) -> Iterator[str]:
    """The pages of an incident and a call, the lists of what was, what is not there: at a desk, in an agency's hand."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    ((call,),) = stack.rows("SELECT max(id) FROM calls_call WHERE answered_at IS NOT NULL")
    rifai = people.dispatcher("ahmad.rifai", "Meja 08", "supervisor")
    yield from faults_of(rifai, "board of a supervisor, who has most pages", AT_A_DESK)
    police = people.responder("polisi")
    stack.manage("shell", "-c", PROPOSE.format(call=call))
    for path, screen in (
        ("/konsol/usulan/", "proposals"),
        ("/protokol/baru/", "new protocol"),
        ("/protokol/", "protocols"),
        ("/protokol/1/", "protocol"),
        ("/protokol/1/ubah/", "protocol being edited"),
        ("/rencana/baru/", "new plan"),
        ("/rencana/", "plans"),
        ("/rencana/1/", "plan"),
        ("/rencana/1/ubah/", "plan being edited"),
        ("/rencana/coba/?kind=kind:kebakaran_rumah&at=2026-01-10T02:00", "what a plan sends"),
    ):
        rifai.opens(path)
        yield from faults_of(rifai, screen, AT_A_DESK)
    for person, sizes in ((rifai, AT_A_DESK), (police, IN_A_HAND)):
        person.forgives("status of 40[34]")
        for path, screen in (
            (f"/kejadian/{fire.pk}/", "incident"),
            (f"/panggilan/{call}/", "call"),
            ("/riwayat/", "history"),
            ("/riwayat/panggilan/", "history of calls"),
            ("/tidak-ada/", "not found"),
        ):
            person.opens(path)
            yield from faults_of(person, f"{screen} of {person.username}", sizes)


def month(people: People, stack: Stack) -> Iterator[str]:
    """The head of department's report, and what the head of an agency sees of it."""
    key = stack.reports_this_month()
    for username in ("kadis", "kadis.damkar"):
        head = people.head(username)
        head.opens(f"/laporan/{key}/")
        yield from faults_of(head, f"month of {username}", AT_A_DESK)
