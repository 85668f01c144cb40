"""Links go and come back; nothing typed is lost, nothing old is sent without being asked for, all screens heal."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Event, appears
from tests.journeys.responder import Responder
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

HEALED = 10_000  # milliseconds from the answer of the server to a whole screen
LATE = 61  # seconds after which a step counts as entered afterwards


def test_a_board_without_its_link(people: People, keeper: Keeper) -> None:
    """Amber, then a banner and dashed frames; an unsent order waits for a person; news comes with the link."""
    rizal = people.dispatcher("rizal.asrun")
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17")
    rizal.opens_event(fire)
    rizal.loses_the_link()
    rizal.presses("Escape", "/")
    rizal.types(f"N {fire.number} api membesar")
    rizal.presses("Enter")
    expect(rizal.page.locator("#health")).to_have_class(re.compile(r"\bwarn\b"))
    keeper.assigns(fire, "POL")
    expect(rizal.banner).to_contain_text("Sambungan ke server terputus")
    expect(rizal.page.locator("body")).to_have_class(re.compile(r"\blink-lost\b"))
    expect(rizal.page.locator("#unsent")).to_contain_text("api membesar")
    expect(rizal.assignment("POL")).to_have_count(0)

    rizal.regains_the_link()
    expect(rizal.assignment("Polresta")).to_be_visible(timeout=HEALED)
    expect(rizal.banner).to_have_count(0)
    expect(rizal.page.locator("#journal")).not_to_contain_text("api membesar")
    rizal.page.locator("#unsent [data-act=resend]").click()
    expect(rizal.page.locator("#journal")).to_contain_text("api membesar")
    expect(rizal.page.locator("#unsent")).to_be_empty()
    expect(rizal.page.locator("#journal > li", has_text="api membesar")).to_have_count(1)


def test_who_does_not_know_yet_is_named_and_has_a_telephone(people: People, keeper: Keeper) -> None:
    """An assignment that did not arrive names whom to ring; the numbers are in the page; it can be dropped."""
    rizal = people.dispatcher("rizal.asrun")
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17")
    expect(rizal.row(fire)).to_be_visible()
    rizal.loses_the_link()
    two_orders_do_not_arrive(rizal, fire)
    expect(rizal.page.locator("#map-age")).to_contain_text("Posisi per")
    rizal.page.get_by_role("button", name="Telepon OPD").click()
    phones = rizal.page.locator("#phones-dialog")
    expect(phones).to_contain_text("Damkar")
    phones.get_by_role("button", name="Tutup").click()
    unsent = rizal.page.locator("#unsent")
    unsent.get_by_role("button", name="Batalkan").click()
    expect(unsent).to_be_empty()
    rizal.regains_the_link()
    expect(rizal.banner).to_have_count(0, timeout=HEALED)
    assert keeper.reads(f"incidents/{fire.pk}/journal/")["entries"]
    expect(rizal.row(fire)).to_contain_text("belum ada")


def two_orders_do_not_arrive(rizal: Dispatcher, fire: Event) -> None:
    """The second is read and sent while the first is still tried; both are looked through, and one is dropped."""
    rizal.presses("Escape", "/")
    rizal.types(f"D {fire.number} DMK-02")
    rizal.presses("Enter", "Control+a")
    rizal.types(f"N {fire.number} api membesar")
    expect(rizal.page.locator("#said")).to_contain_text("api membesar")
    rizal.presses("Enter")
    unsent = rizal.page.locator("#unsent")
    expect(unsent).to_contain_text("DMK-02 belum tahu. Sampaikan lewat radio atau telepon.")
    unsent.get_by_role("button", name="+1 lagi").click()
    expect(unsent).to_contain_text("api membesar")
    unsent.get_by_role("button", name="Batalkan").click()
    expect(unsent).to_contain_text("DMK-02 belum tahu")


def test_a_draft_survives(people: People, keeper: Keeper) -> None:
    """What was typed without a link is in the browser, on the server once there is one, and there after a reload."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    fitriani.hears_where("Lorong Anggrek 4")
    saved = fitriani.page.locator("#saved")
    expect(saved).to_contain_text("Tersimpan otomatis")
    fitriani.loses_the_link()
    fitriani.notes("Pohon menimpa mobil.")
    expect(saved).to_contain_text("elum tersimpan")
    fitriani.regains_the_link()
    fitriani.page.reload()
    expect(fitriani.page.locator("#place_text")).to_have_value("Lorong Anggrek 4")
    expect(fitriani.page.locator("#words")).to_have_value("Pohon menimpa mobil.")
    expect(saved).to_contain_text("Tersimpan otomatis")
    fitriani.hears_what("bnc phn", "Pohon tumbang")
    fitriani.hands_over()
    fallen = fitriani.handed_over()
    fitriani.hangs_up()
    notes = keeper.reads(f"incidents/{fallen.pk}/journal/")["notes"]
    assert [note["text"] for note in notes] == ["Pohon menimpa mobil."]
    words_of_a_browser_that_crashed_are_offered(fitriani, keeper)


def words_of_a_browser_that_crashed_are_offered(who: CallTaker, keeper: Keeper) -> None:
    """The report was sent from elsewhere meanwhile: they say to which incident they belong; one press adds them."""
    who.begins_without_a_call("Datang langsung")
    who.hears_where("Lorong Anggrek 6")
    who.hears_what("bnc phn", "Pohon tumbang")
    expect(who.page.locator("#saved")).to_contain_text("Tersimpan otomatis")
    who.loses_the_link()
    who.notes("Kabel listrik ikut putus.")
    expect(who.page.locator("#saved")).to_contain_text("elum tersimpan")
    (draft,) = who.reads("reports-drafts/")["drafts"]
    who.page.close()
    fallen = who.posts(f"reports-drafts/{draft['id']}/forwarding/", {})["incident"]
    who.regains_the_link()
    who.page = who.context.new_page()
    who.opens(who.screen)
    left = appears(who.page.locator("#orphans > li"))
    expect(left).to_contain_text(f"Laporannya sudah menjadi kejadian {fallen['short']}")
    expect(left).to_contain_text("Kabel listrik ikut putus.")
    left.get_by_role("button", name="Tambahkan sebagai catatan").click()
    expect(who.page.locator("#orphans-panel")).to_be_hidden()
    notes = keeper.reads(f"incidents/{fallen['id']}/journal/")["notes"]
    assert [note["text"] for note in notes] == ["Kabel listrik ikut putus."]


def test_of_two_choices_the_newer_is_shown_and_the_other_offered_in_words(people: People) -> None:
    """While the link is away another window of the same desk counts and chooses otherwise; one press takes it back."""
    fitriani = people.call_taker("fitriani")
    fitriani.rings_a_test_call()
    fitriani.answers()
    question = chooses_without_a_line(fitriani)
    theirs = {"trapped": 2, "relation": "family", "answers": {question: "no"}, "lat": -3.97, "lng": 122.51}
    elsewhere(fitriani, theirs)
    fitriani.regains_the_link()
    a_point_and_an_answer_are_offered_too(fitriani)
    page = fitriani.page
    expect(page.locator("#trapped")).to_have_value("2")
    expect(page.locator("[data-other=relation]")).to_contain_text("Saksi")
    offered = page.locator("[data-other=trapped]")
    expect(offered).to_contain_text("Isian lain: “3”")
    offered.get_by_role("button", name="Pakai").click()
    expect(page.locator("#trapped")).to_have_value("3")
    expect(offered).to_contain_text("Isian lain: “2”")


def chooses_without_a_line(who: CallTaker) -> str:
    """A kind that arrives, then a point, an answer, a number and a choice that do not; the id of the question."""
    page = who.page
    who.hears_what("kbk rmh", "Kebakaran rumah/bangunan")
    expect(page.locator("#questions .ask").first).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("Tersimpan otomatis")
    who.loses_the_link()
    page.locator("#point").fill("-3.98, 122.52")
    who.presses("Enter", "Alt+q", "y")
    page.locator("#trapped").fill("3")
    with page.expect_event("requestfailed"):
        page.locator("#relation").select_option("witness")
    page.locator("#words").focus()
    (draft,) = who.reads("reports-drafts/")["drafts"]
    return str(who.reads(f"protocols/{draft['protocol']}/")["protocol"]["questions"][0]["id"])


def a_point_and_an_answer_are_offered_too(who: CallTaker) -> None:
    """Each beside its field; a point is taken whole."""
    row = who.page.locator("#questions .ask").first
    expect(row).to_contain_text("Isian lain: “Ya”")
    row.get_by_role("button", name="Pakai").click()
    expect(row.locator("[data-reply=yes]")).to_have_attribute("aria-pressed", "true")
    expect(row).to_contain_text("Isian lain: “Tidak”")
    offered = who.page.locator("[data-other=point]")
    expect(offered).to_contain_text("−3,98000 · 122,52000")
    offered.get_by_role("button", name="Pakai").click()
    expect(who.page.locator("#point")).to_have_value("−3,98000 · 122,52000")
    expect(offered).to_contain_text("−3,97000 · 122,51000")


def elsewhere(who: CallTaker, fields: dict[str, Any]) -> None:
    """What another window of this person saves in his report."""
    (draft,) = who.reads("reports-drafts/")["drafts"]
    who.posts(f"reports-drafts/{draft['id']}/", fields)


def test_a_killed_server_and_a_telephone_without_signal(people: People, stack: Stack, keeper: Keeper) -> None:
    """Daphne dies and comes back: screens heal by themselves. A tap made meanwhile arrives later with its own time."""
    rizal, sarman = people.dispatcher("rizal.asrun"), people.responder("damkar")
    fitriani = people.call_taker("fitriani")
    reported = (datetime.now(UTC) - timedelta(minutes=5)).isoformat()
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", reported_at=reported)
    keeper.assigns(fire, units=("DMK-02",))
    sarman.is_rung_for(fire, "Jl. Bunga Seroja 17")
    sarman.accepts()
    rizal.opens_event(fire)
    rizal.sees_state("DMK-02", "Diterima")

    tapped = taps_without_signal(sarman)
    the_server_dies_and_returns(stack, keeper, fitriani, rizal)
    time.sleep(max(0.0, tapped + LATE - time.monotonic()))  # the story is about a minute without signal
    sarman.regains_the_link()
    rizal.sees_state("DMK-02", "Menuju lokasi")
    expect(sarman.waiting).to_have_count(0)
    expect(rizal.page.locator("#journal > li", has_text="diinput belakangan").first).to_be_visible()
    its_own_time_was_kept(stack, fire)


def taps_without_signal(sarman: Responder) -> float:
    """Berangkat, without a line: kept with its moment, shown as waiting. Answers when it was tapped."""
    sarman.loses_the_link()
    sarman.taps("Berangkat")
    expect(sarman.waiting).to_contain_text("menunggu sinyal, jam asli disimpan")
    expect(sarman.page.locator("#link-strip")).to_be_visible()
    return time.monotonic()


def the_server_dies_and_returns(stack: Stack, keeper: Keeper, fitriani: CallTaker, rizal: Dispatcher) -> None:
    """Killed without warning; what was changed before the board noticed is there within ten seconds of its return."""
    for one in (fitriani, rizal):
        one.forgives("ERR_CONNECTION_REFUSED", "WebSocket connection", "ERR_CONNECTION_RESET", "ERR_EMPTY_RESPONSE")
    stack.web.kill()
    expect(rizal.banner).to_contain_text("Sambungan ke server terputus")
    expect(fitriani.page.locator("#link-banner")).to_be_visible()
    stack.start_web()
    flood = keeper.opens("banjir", "Kolam Retensi Boulevard")
    expect(rizal.row(flood)).to_be_visible(timeout=HEALED)
    expect(fitriani.page.locator("#around")).to_contain_text(flood.short, timeout=HEALED)
    for one in (fitriani, rizal):
        one.has_live_link()


def its_own_time_was_kept(stack: Stack, event: Event) -> None:
    """The step is dated at the tap and not at its arrival, and says so."""
    ((late,),) = stack.rows(
        "SELECT extract(epoch FROM recorded_at - happened_at) FROM journal_entry"
        " WHERE subject = %s AND verb = 'departed'",
        f"incident:{event.pk}",
    )
    assert late >= LATE - 1
