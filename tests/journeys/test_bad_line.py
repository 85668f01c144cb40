"""A line of 400 kbit/s and 400 ms that drops again and again still brings one incident through, and only one."""

from __future__ import annotations

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
        person.forgives("ERR_INTERNET_DISCONNECTED", "WebSocket connection", "ERR_NETWORK")
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


def test_a_bad_line(people: People, stack: Stack) -> None:
    """Dropped while typing, sending, assigning, in the middle of a step: all is there once, and goes its way."""
    fitriani, rizal = people.call_taker("fitriani"), people.dispatcher("rizal.asrun")
    aswin = people.responder("polisi")
    ((before,),) = stack.rows("SELECT count(*) FROM incidents_incident")
    crash = it_is_written_down(fitriani)
    it_is_sent_out(rizal, crash)
    it_is_driven_to(aswin, rizal, crash)
    rizal.closes("Korban ditangani dan dibawa ke RS")
    expect(rizal.row(crash)).to_be_hidden()
    fitriani.hangs_up()
    assert stack.rows("SELECT count(*) FROM incidents_incident") == [(before + 1,)]
    forwarded = stack.rows("SELECT count(*) FROM calls_report WHERE incident_id = %s", crash.pk)
    assert forwarded == [(1,)]
    steps = "SELECT verb FROM journal_entry WHERE subject = %s AND verb IN ('accepted', 'departed') ORDER BY number"
    assert stack.rows(steps, f"incident:{crash.pk}") == [("accepted",), ("accepted",), ("departed",)]


def it_is_written_down(fitriani: CallTaker) -> Event:
    """The console's line drops after the answer, and when the report is sent twice in a hurry."""
    line = Line(fitriani)
    fitriani.rings_a_test_call()
    fitriani.answers()
    line.drops()
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
    rizal.sees_state("LTS-01", "Menunggu diterima")
    rizal.commands(f"A {crash.number} PSC", "Terima")
    line.drops()
    rizal.sees_state("PSC", "Diterima")


def it_is_driven_to(aswin: Responder, rizal: Dispatcher, crash: Event) -> None:
    """The telephone's line is gone while its button is pressed and a photo sent: both wait there, and arrive once."""
    line = Line(aswin)
    aswin.is_rung_for(crash, PLACE)
    aswin.accepts()
    with line.gone():
        aswin.taps("Berangkat")
        expect(aswin.waiting).to_have_count(1)
        aswin.takes_a_photo(jpeg(900, 700))
        expect(aswin.page.locator("#upload-list > li")).to_contain_text("Belum terkirim")
    expect(aswin.waiting).to_have_count(0)
    expect(aswin.page.locator("#upload-list > li")).to_have_count(0)
    expect(aswin.photos).to_have_count(1)
    rizal.sees_state("LTS-01", "Menuju lokasi")
    rizal.looks_at_the_photo()
