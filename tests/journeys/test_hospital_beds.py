"""A hospital says on its telephone which beds are free; the desk sees it beside the incident and on the page of all."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Person
from tests.journeys.responder import Responder

pytestmark = pytest.mark.journey


def test_a_hospital_tells_its_beds_and_the_desk_sees_them(people: People, keeper: Keeper) -> None:
    rizal = people.dispatcher("rizal.asrun")
    nurse = people.responder("rsud")
    rizal.opens_event(keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", lat=-3.9661, lng=122.5301))
    near = rizal.page.locator("#near-hospitals")
    near.locator("summary").click()
    beds_are_told(nurse)
    told = near.locator(".hosp", has_text="RSUD Kota Kendari")
    for words in ("IGD menerima", "IGD 3/12", "2,7 km"):
        expect(told).to_contain_text(words)
    pictured(rizal, "board-hospitals", near)
    all_are_on_one_page(rizal)
    expect(told).to_contain_text("lewat telepon, dicatat Rizal Asrun")
    expect(nurse.page.locator("#own-hospitals .hosp", has_text="RSUD Kota")).to_contain_text("IGD 1/12")


def beds_are_told(nurse: Responder) -> None:
    """More free than there are is stopped at the form; then three of twelve."""
    own = nurse.page.locator("#own-hospitals .hosp", has_text="RSUD Kota Kendari")
    own.get_by_role("button", name="Perbarui").tap()
    sheet = nurse.page.locator("#beds")
    sheet.get_by_text("IGD menerima").tap()
    sheet.get_by_label("IGD, Kosong").fill("13")
    sheet.get_by_label("IGD, Jumlah").fill("12")
    sheet.get_by_role("button", name="Simpan").tap()
    expect(sheet.locator("#beds-error")).to_contain_text("tidak boleh lebih dari jumlahnya")
    pictured(nurse, "phone-beds", own)
    sheet.get_by_label("IGD, Kosong").fill("3")
    sheet.get_by_role("button", name="Simpan").tap()
    expect(own).to_contain_text("IGD 3/12")


def all_are_on_one_page(rizal: Dispatcher) -> None:
    """In a window of its own, as live as the board; there what a hospital says by telephone is written down."""
    with rizal.context.expect_page() as opened:
        rizal.page.locator(".maptools").get_by_role("link", name="Rumah sakit").click()
    expect(opened.value.locator("#hospitals .hosp")).to_have_count(4)
    expect(opened.value.locator("#hospitals .hosp", has_text="RSUD Kota")).to_contain_text("baru saja")
    told = opened.value.locator("#hospitals .hosp", has_text="RSUD Kota")
    told.get_by_role("button", name="Catat lewat telepon").click()
    sheet = opened.value.get_by_role("dialog", name="RSUD Kota Kendari")
    sheet.get_by_label("IGD, Kosong").fill("1")
    if folder := os.environ.get("PICTURES"):
        opened.value.screenshot(path=f"{folder}/desk-beds.png")
    sheet.get_by_role("button", name="Simpan").click()
    expect(told).to_contain_text("lewat telepon, dicatat Rizal Asrun")
    opened.value.close()


def pictured(person: Person, name: str, place: Locator) -> None:
    """For whoever looks at the screens."""
    if folder := os.environ.get("PICTURES"):
        place.scroll_into_view_if_needed()
        person.page.screenshot(path=f"{folder}/{name}.png")
