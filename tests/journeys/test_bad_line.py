"""A line of 400 kbit/s and 400 ms that drops again and again still brings one incident through, and only one."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.people import Person
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

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
        self._set(is_gone=True)
        self.person.page.wait_for_timeout(SILENCE)
        self._set(is_gone=False)


def test_a_bad_line(people: People, stack: Stack) -> None:
    """Dropped while typing, while sending and while assigning: the incident is there once, and goes its way."""
    fitriani, rizal = people.call_taker("fitriani"), people.dispatcher("rizal.asrun")
    ((before,),) = stack.rows("SELECT count(*) FROM incidents_incident")
    slow, slower = Line(fitriani), Line(rizal)
    fitriani.rings_a_test_call()
    fitriani.answers()
    slow.drops()
    fitriani.hears_where("Jl. Saranani 12, depan bengkel")
    fitriani.hears_what("kll mtr", "Kecelakaan motor × mobil, ada korban")
    fitriani.presses("Control+Enter", "Control+Enter")
    slow.drops()
    crash = fitriani.handed_over()

    slower.drops()
    rizal.opens_event(crash)
    rizal.commands(f"D {crash.number} PSC LTS-01", "Tugaskan LTS-01, PSC")
    rizal.sees_state("LTS-01", "Menunggu diterima")
    rizal.commands(f"A {crash.number} LTS-01", "Terima")
    slower.drops()
    rizal.sees_state("LTS-01", "Diterima")
    rizal.closes("Korban ditangani dan dibawa ke RS")
    expect(rizal.row(crash)).to_be_hidden()
    fitriani.hangs_up()
    assert stack.rows("SELECT count(*) FROM incidents_incident") == [(before + 1,)]
    forwarded = stack.rows("SELECT count(*) FROM calls_report WHERE incident_id = %s", crash.pk)
    assert forwarded == [(1,)]
