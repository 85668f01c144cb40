"""Nobody accepts and nobody comes: the ladder is climbed by itself, the breach has the date of its deadline."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Event
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

HASTY = "sarang_tawon"
ACCEPT = timedelta(seconds=2)
SEVEN = timedelta(minutes=7)
ALMOST = timedelta(seconds=10)  # what is left of them: enough for a busy machine to bring it to the board before


@pytest.fixture
def haste(stack: Stack) -> None:
    """From now on a wasp nest must be accepted within two seconds; all other standards stay as they are."""
    stack.change(
        'INSERT INTO incidents_standard (clock, track, category_id, "limit", percentile, valid_from, is_example)'
        " SELECT 'accept', 'emergency', id, %s, 90, now(), true FROM incidents_category WHERE code = %s",
        ACCEPT,
        HASTY,
    )


def test_nobody_accepts_and_the_ladder_climbs(people: People, stack: Stack, keeper: Keeper, haste: None) -> None:
    """Two boards see each rung; one acknowledges by name, and both know."""
    rizal = people.dispatcher("rizal.asrun", "Meja 06")
    rahma = people.dispatcher("wa.rahmawati", "Meja 07")
    nest = keeper.opens(HASTY, "Lorong Mawar 3")
    keeper.assigns(nest, "DMK")

    for board in (rizal, rahma):
        expect(board.banner).to_contain_text("ESKALASI TINGKAT 3")
        expect(board.banner).to_contain_text(f"{nest.short} Sarang tawon")
        board.sees_chip(nest, "DMK", "Belum diterima, dieskalasi")
    rungs_are_told_in_time(stack, nest)
    rizal.opens_event(nest)
    expect(rizal.page.locator("#ladder")).to_contain_text("tangga habis")
    expect(rizal.page.locator("#ladder .lad > .past")).to_have_count(4)

    rizal.presses("F9")
    for board in (rizal, rahma):
        expect(board.banner).to_have_count(0)
    rahma.opens_event(nest)
    expect(journal_line(rahma, "Eskalasi tingkat 3 diakui")).to_contain_text("Rizal Asrun")
    they_know_of_each_other(rizal, rahma, nest)
    names = stack.rows(
        "SELECT DISTINCT username FROM incidents_escalation JOIN auth_user ON auth_user.id = acknowledged_by_id"
        " WHERE incident_id = %s",
        nest.pk,
    )
    assert names == [("rizal.asrun",)]


def they_know_of_each_other(rizal: Dispatcher, rahma: Dispatcher, nest: Event) -> None:
    """Each sees that the other has it open; what one takes for herself the other sees in her hands, and free again."""
    expect(rahma.page.locator("#d-here")).to_contain_text("Rizal Asrun")
    expect(rizal.row(nest).locator("[data-f=here-who]")).to_have_text("WR")
    rahma.opens_sharing()
    rahma.shared("Damkar").get_by_role("button", name="Ambil").click()
    expect(rahma.shared("Damkar")).to_contain_text("saya")
    rizal.opens_sharing()
    expect(rizal.shared("Damkar")).to_contain_text("Wa Ode Rahmawati")
    rahma.shared("Damkar").get_by_role("button", name="Lepas").click()
    expect(rizal.shared("Damkar")).to_contain_text("milik semua")
    expect(rizal.toasts.filter(has_text="kembali milik semua")).to_be_visible()
    rizal.presses("Escape")
    rahma.opens("/riwayat/")
    expect(rizal.page.locator("#d-here")).to_be_hidden()


def rungs_are_told_in_time(stack: Stack, event: Event) -> None:
    """Each rung is dated at its own moment: two, four and eight seconds after the agency was told."""
    told = stack.rows(
        "SELECT e.level, e.raised_at - a.notified_at FROM incidents_escalation e"
        " JOIN incidents_assignment a ON a.id = e.assignment_id WHERE e.incident_id = %s ORDER BY e.level",
        event.pk,
    )
    assert told == [(1, ACCEPT), (2, ACCEPT * 2), (3, ACCEPT * 4)]


def journal_line(board: Dispatcher, text: str) -> Locator:
    """One line of the opened incident's journal."""
    return board.page.locator("#journal > li", has_text=text)


def test_nobody_comes_in_seven_minutes(people: People, stack: Stack, keeper: Keeper) -> None:
    """A fire reported almost seven minutes ago: the breach is seen, and dated at the seventh minute."""
    rizal = people.dispatcher("rizal.asrun", "Meja 06")
    reported = datetime.now(UTC) - SEVEN + ALMOST
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", reported_at=reported.isoformat())
    keeper.assigns(fire, "DMK")

    expect(rizal.row(fire).locator(".sla")).to_have_class(re.compile(r"\bsoon\b"))
    expect(rizal.banner).to_contain_text("LEWAT BATAS")
    expect(rizal.banner).to_contain_text("belum ada unit di lokasi")
    expect(rizal.row(fire).locator(".sla")).to_have_class(re.compile(r"\blate\b"))
    dated = stack.rows(
        "SELECT i.reported_at + %s = e.raised_at, j.happened_at = e.raised_at FROM incidents_incident i"
        " JOIN incidents_escalation e ON e.incident_id = i.id AND e.clock = 'arrive'"
        " JOIN journal_entry j ON j.subject = 'incident:' || i.id AND j.verb = 'breached' WHERE i.id = %s",
        SEVEN,
        fire.pk,
    )
    assert dated == [(True, True)]


def test_a_hand_does_not_wait_for_the_ladder(people: People, keeper: Keeper) -> None:
    """E on the opened incident, a reason: the next rung is told now, its ladder and its banner say so."""
    rizal = people.dispatcher("rizal.asrun", "Meja 06")
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", priority=3)
    keeper.assigns(fire, "DMK")
    rizal.opens_event(fire)
    rizal.sees_chip(fire, "DMK", "Menunggu diterima")
    rizal.presses("Escape", "e")
    dialog = rizal.page.locator("#reason-dialog")
    expect(dialog).to_contain_text(f"Eskalasi {fire.short}")
    dialog.get_by_label("Alasan").fill("Piket tidak mengangkat")
    rizal.presses("Enter")
    expect(rizal.banner).to_contain_text("ESKALASI TINGKAT 1")
    expect(rizal.banner).to_contain_text("(batas ")
    expect(journal_line(rizal, "tanpa menunggu tangga: Piket tidak mengangkat")).to_contain_text("Rizal Asrun")
    expect(rizal.page.locator("#ladder")).to_contain_text("tingkat 1 · ke tingkat 2")
    expect(rizal.page.locator("#ladder .lad > .past")).to_have_count(2)
    rizal.presses("Escape", "F9")
    expect(rizal.banner).to_have_count(0)
