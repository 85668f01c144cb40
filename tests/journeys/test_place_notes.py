"""The desk writes what crews should know of a place; it stands on the board, and on the telephone of who is sent."""

from __future__ import annotations

import os

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.keeper import Keeper

pytestmark = pytest.mark.journey

DOG = "Anjing galak di halaman belakang"


def test_a_note_of_a_place_reaches_the_board_and_the_telephone(people: People, keeper: Keeper) -> None:
    rizal = people.dispatcher("rizal.asrun")
    crew = people.responder("damkar")
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", lat=-3.9601, lng=122.5301)
    rizal.opens_event(fire)
    known = rizal.page.locator("#place-notes")
    expect(known).to_be_hidden()
    with rizal.context.expect_page() as opened:
        rizal.page.get_by_role("link", name="Catatan lokasi").click()
    form = opened.value
    expect(form.get_by_label("Titik (lintang, bujur)")).to_have_value("-3.9601,122.5301")
    form.get_by_label("Catatan", exact=True).fill(DOG)
    form.get_by_role("button", name="Simpan catatan").click()
    expect(form.get_by_role("cell", name=DOG)).to_be_visible()
    if folder := os.environ.get("PICTURES"):
        form.screenshot(path=f"{folder}/notes.png")
    form.close()
    keeper.assigns(fire, "DMK")
    expect(known).to_contain_text(f"Bahaya: {DOG}")
    crew.accepts()
    expect(crew.page.locator("#task-premise")).to_contain_text(f"Bahaya: {DOG}")
    if folder:
        rizal.page.screenshot(path=f"{folder}/board-note.png")
        crew.page.screenshot(path=f"{folder}/phone-note.png")
