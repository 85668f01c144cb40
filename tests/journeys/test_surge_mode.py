"""A flood: proposed, switched on by the shift lead, worked by the dispatchers, shown on the wall, switched off."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Person, appears
from tests.journeys.stack import Stack
from tests.journeys.test_the_wall import Wall

pytestmark = pytest.mark.journey

PROPOSE = """
from incidents.actions import propose_surge
propose_surge({area}, 12, 10, actor=None)
"""
# After a surge its kecamatan is left alone for an hour, so every telling has one of its own.
DRY = """
SELECT d.id, d.name, min(w.code) FROM agencies_area d JOIN agencies_area w ON w.parent_id = d.id
WHERE d.level = 'kecamatan' AND NOT EXISTS (SELECT FROM incidents_surge p WHERE p.area_id = d.id)
GROUP BY d.id ORDER BY d.name LIMIT 1
"""
LED_BY = "SELECT max(incident_id) FROM incidents_surge"


def test_a_flood_is_led_from_one_panel(people: People, keeper: Keeper, stack: Stack) -> None:
    """What the lead switches on is on every board and on the wall; rows are attached at once; the last word counts."""
    wall = people.enter(Wall, "dinding")
    wall.signs_in()
    told = [people.responder("damkar"), people.call_taker("fitriani")]
    lead = people.dispatcher("ahmad.rifai", "Meja 08", "supervisor")
    rizal = people.dispatcher("rizal.asrun")
    ((area, name, ward),) = stack.rows(DRY)
    first, *_ = [keeper.opens("banjir", f"Lorong {lane}", area=ward) for lane in ("Anggrek", "Melati", "Mawar")]
    stack.manage("shell", "-c", PROPOSE.format(area=area))
    expect(rizal.page.locator("#surges .banner")).to_contain_text("menunggu keputusan supervisor")
    follows(lead, name)
    for board in (lead, rizal):
        expect(board.page.locator("#surges .banner")).to_contain_text("MODE LONJAKAN · SIAGA")
        expect(board.page.locator("#surges .banner")).to_contain_text("3 perlu dipilah")
    expect(wall.page.locator("#surges")).to_contain_text("SIAGA")
    are_told(told, name)
    pictured(wall, "surge-wall")
    works(rizal)
    expect(lead.page.locator("[data-count-of=displaced]")).to_contain_text("65")
    looks_at_a_part(rizal)
    rizal.opens_event(first)
    switches_off(lead)
    for other in (rizal, wall, *told):
        expect(other.page.locator("#surges > *")).to_have_count(0)
    lead.opens(f"/kejadian/{stack.rows(LED_BY)[0][0]}/")
    expect(lead.page.get_by_role("region", name="Rangkuman lonjakan")).to_contain_text("3 dikaitkan")
    pictured(lead, "surge-summary")


def follows(lead: Dispatcher, name: str) -> None:
    """The proposal is followed: its area is ticked already."""
    proposal = lead.page.locator("#surges .banner")
    expect(proposal).to_contain_text(f"Usul mode lonjakan: 12 panggilan dari {name} dalam 10 menit")
    proposal.get_by_role("button", name="Nyalakan").click()
    start = lead.page.locator("#surge-start")
    start.get_by_label("Jenis bencana").select_option("banjir")
    start.get_by_label("Siaga").check()
    start.get_by_label("Alasan").fill("Air setinggi lutut")
    pictured(lead, "surge-start")
    start.get_by_role("button", name="Nyalakan").click()
    expect(lead.page.locator("#surge-panel")).to_contain_text("Perlu dipilah 3")
    pictured(lead, "surge-panel-lead")


def are_told(others: Iterable[Person], name: str) -> None:
    """Where, since when and what it means for them; the words of the lead are the desk's."""
    for other in others:
        strip = other.page.locator("#surges .banner")
        expect(strip).to_contain_text("MODE LONJAKAN · SIAGA")
        expect(strip).to_contain_text(f", {name}, sejak ")
        expect(strip).not_to_contain_text("Air setinggi lutut")
        pictured(other, f"surge-{other.username}")


def switches_off(lead: Dispatcher) -> None:
    """From the panel that is open still."""
    lead.page.locator("#surge-panel summary").filter(has_text="Matikan").click()
    lead.page.get_by_role("button", name="Matikan sekarang").click()


def looks_at_a_part(person: Dispatcher) -> None:
    """From the list of what is attached."""
    person.page.get_by_role("button", name="Panel lonjakan").click()
    parts = person.page.locator("#surge-parts")
    parts.locator("summary").click()
    expect(parts.locator("li")).to_have_count(3)
    pictured(person, "surge-parts")
    parts.get_by_role("button", name="Lorong Melati").click()
    expect(person.page.locator("#detail")).to_contain_text("Lorong Melati")
    expect(person.page.locator("#d-ties")).to_contain_text("bagian dari")


def works(person: Dispatcher) -> None:
    """All that waits is attached, those who fled are counted, and the sitrep says so."""
    person.page.get_by_role("button", name="Panel lonjakan").click()
    panel = person.page.locator("#surge-panel")
    panel.get_by_role("button", name="Pilih semua").click()
    panel.get_by_role("button", name="Kaitkan 3").click()
    expect(panel).to_contain_text("3 kejadian sudah dikaitkan")
    expect(panel.locator("#surge-triage li")).to_have_count(0)
    panel.get_by_label("Yang dihitung").select_option("displaced")
    panel.get_by_label("Jumlah").fill("65")
    panel.get_by_label("Sumber").fill("Posko BPBD")
    panel.get_by_role("button", name="Catat jumlah").click()
    expect(panel.locator("[data-count-of=displaced]")).to_contain_text("65")
    panel.get_by_role("button", name="Susun sitrep").click()
    assert "- Mengungsi: 65 orang (Posko BPBD," in appears(panel.locator("#sitrep")).input_value()
    pictured(person, "surge-panel")
    panel.get_by_role("button", name="Tutup").click()


def pictured(person: Person, name: str) -> None:
    """Kept for whoever wants to look, where the environment names a folder."""
    if folder := os.environ.get("JOURNEY_PICTURES"):
        person.page.screenshot(path=Path(folder) / f"{name}.png")
