"""One call, from the ring to the line in the month's report, with four people at their screens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.people import Event, Head, appears, within_a_second
from tests.journeys.responder import Responder
from tests.journeys.stack import WITA, Stack

pytestmark = pytest.mark.journey

PLACE = "Tugu Religi"
REASON = "Kendaraan / alat rusak"
WORDS = "Api besar di lantai dua, penghuni sudah keluar."


@dataclass
class Cast:
    """Who takes part: the call-taker, the dispatcher, a fireman with his telephone, the head of department."""

    fitriani: CallTaker
    rizal: Dispatcher
    sarman: Responder
    kadis: Head


def test_one_call_from_ring_to_report(people: People, stack: Stack) -> None:
    """A house burns: it rings, is written down, sent out, fought, closed, and counted."""
    cast = Cast(
        people.call_taker("fitriani", "Meja 03"),
        people.dispatcher("rizal.asrun", "Meja 06"),
        people.responder("damkar"),
        people.head("kadis"),
    )
    it_rings(cast)
    fire = it_is_written_down(cast, stack)
    the_radio_tells_of_another(cast)
    it_is_sent_out(cast, fire)
    it_is_fought(cast, fire)
    the_ambulance_tells_by_radio(cast)
    it_is_closed(cast, fire)
    its_page_tells_all(cast, stack, fire)
    the_month_counts_it(cast, stack)


def it_rings(cast: Cast) -> None:
    """Within a second of the telephone the console shows it."""
    with within_a_second("the ring"):
        cast.fitriani.rings_a_test_call()
        appears(cast.fitriani.ringing)


def it_is_written_down(cast: Cast, stack: Stack) -> Event:
    """F2, place, kind, words, Ctrl+Enter; within a second it stands on the board, in the list and on the map."""
    fitriani, rizal = cast.fitriani, cast.rizal
    fitriani.answers()
    fitriani.picks_the_place(PLACE)
    fitriani.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    fitriani.notes(WORDS)
    rows = rizal.page.locator("#rows [role=option]")
    with fitriani.words_saved_unheard(), within_a_second("the board"):
        fitriani.hands_over()
        appears(rows)
    fire = fitriani.handed_over()
    fitriani.hangs_up()
    expect(fitriani.page.locator("#strip-state")).to_contain_text("Telepon berakhir")
    expect(fitriani.page.locator("#around")).to_contain_text(fire.short)
    expect(rizal.row(fire)).to_contain_text("Kebakaran rumah/bangunan")
    # What the caller said is one line, though the form had saved it before it went out.
    assert stack.rows("SELECT text FROM incidents_note WHERE incident_id = %s", fire.pk) == [(WORDS,)]
    expect(rizal.row(fire).locator(".sla")).to_have_class(re.compile(r"\brun\b"))
    expect(rizal.row(fire).locator(".which")).to_have_text("tiba")
    expect(rizal.mark(fire)).to_be_visible()
    return fire


def the_radio_tells_of_another(cast: Cast) -> None:
    """Laporan manual: a report without a call comes to the board in the same way."""
    fitriani, rizal = cast.fitriani, cast.rizal
    fitriani.begins_without_a_call("Radio")
    fitriani.hears_where("Jl. Saranani")
    fitriani.hears_what("bnc phn", "Pohon tumbang")
    fitriani.hands_over()
    expect(rizal.page.locator("#rows [role=option]", has_text="Pohon tumbang")).to_be_visible()


def it_is_sent_out(cast: Cast, fire: Event) -> None:
    """By the button to the fire brigade, which cannot; by the command line to it again and to an ambulance.

    The telephone rings over the whole screen; the reason why it cannot is on the board.
    """
    cast.rizal.opens_event(fire)
    cast.rizal.assigns("DMK")
    cast.sarman.is_rung_for(fire, PLACE)
    cast.sarman.declines(REASON)
    cast.rizal.sees_state("DMK", "Ditolak")
    cast.rizal.sees_reason("DMK", REASON)
    way = r"\(Siaga, [\d,]+ km, ±\d+ mnt perkiraan\)"
    means = re.compile(rf"Tugaskan AMB-01 {way}, DMK ke {fire.short}")
    cast.rizal.commands(f"D {fire.number} DMK AMB-01", means)
    cast.sarman.is_rung_for(fire, PLACE)
    cast.rizal.sees_state("AMB-01", "Menunggu diterima")


def it_is_fought(cast: Cast, fire: Event) -> None:
    """Each step on the telephone is on the board; the first arrival stops the seven minutes."""
    cast.sarman.accepts("DMK-02")
    cast.rizal.sees_state("DMK-02", "Diterima")
    for label, state in (("Berangkat", "Menuju lokasi"), ("Tiba di lokasi", "Tiba di lokasi")):
        cast.sarman.taps(label)
        cast.rizal.sees_state("DMK-02", state)
    expect(cast.rizal.page.locator("#d-clock")).to_have_class(re.compile(r"\bmet\b"))
    the_crew_is_told(cast, fire)
    cast.sarman.taps("Selesai")
    cast.rizal.sees_state("DMK-02", "Selesai")


def the_crew_is_told(cast: Cast, fire: Event) -> None:
    """A message stands over the crew's page until it is read, and the desk sees by whom."""
    words = "Masuk dari lorong kiri."
    cast.rizal.commands(f"P {fire.number} DMK-02 {words}", f"Pesan ke DMK-02 di {fire.short}: {words}")
    waiting = cast.sarman.page.locator("#messages li")
    appears(waiting)
    expect(waiting).to_contain_text(words)
    expect(cast.rizal.row(fire).get_by_title("Pesan ke unit yang belum dibaca")).to_be_visible()
    waiting.get_by_role("button", name="Sudah dibaca").tap()
    expect(waiting).to_have_count(0)
    told = cast.rizal.page.locator("#journal li", has_text=words)
    expect(told.locator("[data-f=read-words]")).to_contain_text("dibaca")
    expect(cast.rizal.row(fire).get_by_title("Pesan ke unit yang belum dibaca")).to_have_count(0)


def the_ambulance_tells_by_radio(cast: Cast) -> None:
    """The desk records on its behalf, with the time that was said."""
    cast.rizal.records_by_radio("AMB-01", "Tiba", at=f"{datetime.now(WITA):%H:%M}")
    cast.rizal.sees_state("AMB-01", "Tiba di lokasi")
    expect(cast.rizal.toasts.filter(has_text="lewat radio")).to_be_visible()


def it_is_closed(cast: Cast, fire: Event) -> None:
    """Closing ends it everywhere, and releases who is still there."""
    cast.rizal.closes("Api padam", "Satu rumah rusak, tanpa korban.")
    expect(cast.rizal.row(fire)).to_be_hidden()
    cast.rizal.sees_state("AMB-01", "Selesai")
    expect(cast.fitriani.page.locator("#around")).not_to_contain_text(fire.short)
    expect(cast.sarman.page.locator("#task-over")).to_be_visible()


def its_page_tells_all(cast: Cast, stack: Stack, fire: Event) -> None:
    """Riwayat finds the incident; its page shows every step, and the journal holds them without a gap."""
    cast.rizal.opens("/riwayat/")
    page = cast.rizal.page
    page.get_by_label("Nomor, tempat, atau jenis").fill(fire.short)
    cast.rizal.presses("Enter")
    rows = page.locator("table.list tbody tr")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(PLACE)
    rows.get_by_role("link", name=fire.short).click()
    page.wait_for_url(f"**/kejadian/{fire.pk}/")
    expect(page.locator("main")).to_contain_text("rantai utuh")
    expect(page.locator("table.jr").get_by_text(WORDS)).to_have_count(1)
    expect(page.locator("main")).to_contain_text("Api padam")
    entries = stack.rows(
        "SELECT verb, facts->>'via' FROM journal_entry WHERE subject = %s AND verb <> 'told' ORDER BY number",
        f"incident:{fire.pk}",
    )
    assert [verb for verb, _via in entries] == [
        *("opened", "assigned", "declined", "assigned", "assigned", "accepted", "departed", "arrived"),
        *("messaged", "message_read", "finished", "arrived", "finished", "closed"),
    ]
    assert [via for verb, via in entries if verb == "arrived"] == ["app", "radio"]


def the_month_counts_it(cast: Cast, stack: Stack) -> None:
    """The head of department reads the month once it is over: as many fires as were reported, this one among them."""
    month = stack.reports_this_month()
    cast.kadis.opens(f"/laporan/{month}/")
    ((fires,),) = stack.rows(
        "SELECT count(*) FROM incidents_incident i JOIN incidents_category c ON c.id = i.category_id"
        " WHERE c.code = %s AND i.merged_into_id IS NULL",
        "kebakaran_rumah",
    )
    line = cast.kadis.page.locator(".cats > li", has_text="Kebakaran rumah/bangunan")
    expect(line.locator("b")).to_have_text(str(fires))
