"""The wall hangs in the room: everybody reads it, nobody works at it, and it says nothing that is not for everybody."""

from __future__ import annotations

from typing import ClassVar

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.keeper import Keeper
from tests.journeys.people import Person

pytestmark = pytest.mark.journey


class Wall(Person):
    """Nobody: a screen with an account of its own."""

    screen: ClassVar[str] = "/dinding/"


def test_the_wall_shows_without_names_numbers_and_hidden_cases(people: People, keeper: Keeper) -> None:
    """A fire appears by itself, without its house; a hidden case never does; a press of a key changes nothing."""
    wall = people.enter(Wall, "dinding")
    wall.signs_in()
    expect(wall.page.locator("#health")).to_contain_text("Langsung")
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja No. 17, rumah Pak Budi")
    keeper.opens("kdrt", "Lorong Anggrek 4")
    row = wall.page.locator("#rows .wr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Kebakaran rumah")
    expect(row).to_contain_text("Jl. Bunga Seroja")
    expect(row).to_contain_text("belum ditugaskan")
    for hidden in ("17", "Budi", "Anggrek", "KDRT"):
        expect(wall.page.locator("#rows")).not_to_contain_text(hidden)
    expect(wall.page.locator("button, input, select, textarea, a:not(.skip)")).to_have_count(0)
    keeper.assigns(fire, "DMK")
    expect(row.locator(".as")).to_contain_text("DMK")
