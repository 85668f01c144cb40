"""A line of 400 kbit/s and 400 ms that drops every 30 s, and at the worst moments, brings one incident through once."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.incidents.files import jpeg
from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.people import Event, Person
from tests.journeys.responder import Responder
from tests.journeys.stack import Stack
from tests.journeys.wire import Wire, wire_to

pytestmark = pytest.mark.journey

PLACE = "Jl. Saranani 12, depan bengkel"
LATENCY = 400  # milliseconds
THROUGHPUT = 400_000 / 8  # bytes a second
SILENCE = 2500  # milliseconds of each drop


class Line:
    """The line of one person's page."""

    def __init__(self, person: Person) -> None:
        """Slow from now on."""
        self.person = person
        self.session = person.context.new_cdp_session(person.page)
        self.session.send("Network.enable")
        person.forgives("net::ERR_", "WebSocket connection")
        person.forgives("status of 409")  # what is tried again while its first try, cut off here, is still at work
        self._set(is_gone=False)

    def _set(self, *, is_gone: bool) -> None:
        conditions = {"latency": LATENCY, "downloadThroughput": THROUGHPUT, "uploadThroughput": THROUGHPUT}
        self.session.send("Network.emulateNetworkConditions", {"offline": is_gone, **conditions})

    def drops(self) -> None:
        """Gone for a moment, then as slow as before."""
        with self.gone():
            pass

    @contextmanager
    def gone(self) -> Iterator[None]:
        """Gone while this is done and a moment longer, then as slow as before."""
        self._set(is_gone=True)
        yield
        self.person.page.wait_for_timeout(SILENCE)
        self._set(is_gone=False)


@pytest.fixture
def wire(stack: Stack) -> Iterator[Wire]:
    """The way to the server; it outlives the people, who still have to leave by it."""
    with wire_to(stack.port) as wire:
        yield wire


@pytest.fixture
def far_people(wire: Wire, people: People, stack: Stack) -> Iterator[People]:
    """People whose pages come by that way."""
    people.stack = copy.copy(stack)
    people.stack.port = wire.port
    yield people
    people.stack = stack
    wire.holds()


def test_a_bad_line(far_people: People, stack: Stack, wire: Wire) -> None:
    """Dropped while typing, sending, assigning, in the middle of a step: all is there once, and goes its way."""
    people = far_people
    fitriani, rizal = people.call_taker("fitriani"), people.dispatcher("rizal.asrun")
    aswin = people.responder("polisi")
    wire.starts_breaking()
    ((before,),) = stack.rows("SELECT count(*) FROM incidents_incident")
    crash = it_is_written_down(fitriani, wire)
    it_is_sent_out(rizal, crash)
    it_is_driven_to(aswin, rizal, crash, wire)
    rizal.closes("Korban ditangani dan dibawa ke RS")
    expect(rizal.row(crash)).to_be_hidden()
    fitriani.hangs_up()
    assert len(wire.breaks) >= 2 and all(wire.breaks)
    assert stack.rows("SELECT count(*) FROM incidents_incident") == [(before + 1,)]
    forwarded = stack.rows("SELECT count(*) FROM calls_report WHERE incident_id = %s", crash.pk)
    assert forwarded == [(1,)]
    steps = "SELECT verb FROM journal_entry WHERE subject = %s AND verb IN ('accepted', 'departed') ORDER BY number"
    assert stack.rows(steps, f"incident:{crash.pk}") == [("accepted",), ("accepted",), ("departed",)]


def it_is_written_down(fitriani: CallTaker, wire: Wire) -> Event:
    """The console's line drops after the answer, by itself while she types, and when the report is sent twice."""
    line = Line(fitriani)
    fitriani.rings_a_test_call()
    fitriani.answers()
    line.drops()
    wire.waits_for_break(1, fitriani.page)
    fitriani.hears_where(PLACE)
    fitriani.hears_what("kll mtr", "Kecelakaan motor × mobil, ada korban")
    fitriani.presses("Control+Enter", "Control+Enter")
    line.drops()
    return fitriani.handed_over()


def it_is_sent_out(rizal: Dispatcher, crash: Event) -> None:
    """The board's line drops before an assignment and after a step that was told by radio."""
    line = Line(rizal)
    line.drops()
    rizal.opens_event(crash)
    rizal.commands(f"D {crash.number} PSC LTS-01", "Tugaskan LTS-01, PSC")
    it_comes_through(rizal, "LTS-01", "Menunggu diterima")
    rizal.commands(f"A {crash.number} PSC", "Terima")
    line.drops()
    it_comes_through(rizal, "PSC", "Diterima")


def it_comes_through(rizal: Dispatcher, who: str, state: str) -> None:
    """By itself; or, where the line dropped at that very moment, sent again by hand as the board asks for."""
    again = rizal.page.locator("#unsent [data-act=resend]")
    seen = rizal.page.locator("#assignments .asn", has_text=who).locator("[data-f=state]", has_text=state)
    expect(seen.or_(again).first).to_be_visible()
    if again.count():
        again.first.click()
    rizal.sees_state(who, state)


def it_is_driven_to(aswin: Responder, rizal: Dispatcher, crash: Event, wire: Wire) -> None:
    """The telephone's line is gone while its button is pressed and a photo sent: both wait there, and arrive once."""
    line = Line(aswin)
    aswin.is_rung_for(crash, PLACE)
    aswin.accepts()
    expect(aswin.waiting).to_have_count(0)
    wire.waits_for_break(2, aswin.page)
    with line.gone():
        aswin.taps("Berangkat")
        expect(aswin.waiting).to_have_count(1)
        aswin.takes_a_photo(jpeg(900, 700))
        expect(aswin.page.locator("#upload-list > li")).to_contain_text("Belum terkirim")
    expect(aswin.waiting).to_have_count(0)
    expect(aswin.page.locator("#upload-list > li")).to_have_count(0)
    expect(aswin.photos).to_have_count(1)
    rizal.sees_state("LTS-01", "Menuju lokasi")
    rizal.page.route(re.compile(r"/lampiran/\d+/$"), lambda route: route.abort(), times=1)
    rizal.looks_at_the_photo()
