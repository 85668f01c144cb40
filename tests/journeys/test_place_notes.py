"""The desk writes what crews should know of a place, and sees which cameras look at it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.call_taker import CallTaker
from tests.journeys.conftest import People
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.stack import Stack

pytestmark = pytest.mark.journey

DOG = "Anjing galak di halaman belakang"


def test_a_note_of_a_place_reaches_the_board_and_the_telephone(people: People, keeper: Keeper, stack: Stack) -> None:
    rizal = people.dispatcher("rizal.asrun")
    crew = people.responder("damkar")
    ((noted,),) = stack.rows("SELECT count(*) FROM dispatch_placenote")
    lat = round(-3.9601 - noted / 500, 4)  # out of reach of every note that there is
    fire = keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", lat=lat, lng=122.5301)
    rizal.opens_event(fire)
    known = rizal.page.locator("#place-notes")
    expect(known).to_be_hidden()
    a_note_is_written(rizal, f"{lat},122.5301")
    keeper.assigns(fire, "DMK")
    expect(known).to_contain_text(f"Bahaya: {DOG}")
    switched(rizal, "notes")
    expect(rizal.page.locator(f"#map .mk.note.hazard[title='Bahaya: {DOG}']").first).to_be_in_viewport()
    expect(rizal.page.locator("#map path.m-note.hazard").first).to_be_attached()
    crew.accepts()
    expect(crew.page.locator("#task-premise")).to_contain_text(f"Bahaya: {DOG}")
    if folder := os.environ.get("PICTURES"):
        rizal.page.screenshot(path=f"{folder}/board-note.png")
        crew.page.screenshot(path=f"{folder}/phone-note.png")


def a_note_is_written(rizal: Dispatcher, point: str) -> None:
    """In a window of its own, which knows where the opened incident is."""
    with rizal.context.expect_page() as opened:
        rizal.page.get_by_role("link", name="Catatan lokasi").click()
    form = opened.value
    expect(form.get_by_label("Titik (lintang, bujur)")).to_have_value(point)
    form.get_by_label("Catatan", exact=True).fill(DOG)
    form.get_by_role("button", name="Simpan catatan").click()
    expect(form.get_by_role("cell", name=DOG).first).to_be_visible()
    if folder := os.environ.get("PICTURES"):
        form.screenshot(path=f"{folder}/notes.png")
    form.close()


def test_the_nearest_cameras_stand_beside_the_incident(
    people: People, keeper: Keeper, stack: Stack, tmp_path: Path
) -> None:
    """Read from a file: beside the incident and, once switched on, on the map, where close ones are one mark."""
    picture = stack.url("/api/v1/schema/")
    files_are_read(stack, tmp_path, picture)
    rizal = people.dispatcher("rizal.asrun")
    rizal.opens_event(keeper.opens("kebakaran_rumah", "Jl. Bunga Seroja 17", lat=-3.9601, lng=122.5301))
    near = rizal.page.locator("#near-cameras li")
    expect(near).to_contain_text("100 m")
    on_map = rizal.page.locator("#map a.mk.cam")
    expect(on_map).to_have_count(0)
    switched(rizal)
    expect(on_map).to_have_attribute("href", picture)
    expect(rizal.page.locator("#map .m-road.main")).to_be_attached()
    if folder := os.environ.get("PICTURES"):
        near.scroll_into_view_if_needed()
        rizal.page.screenshot(path=f"{folder}/board-cameras.png")
    close_ones_part(rizal)
    with rizal.context.expect_page() as opened:
        near.get_by_role("link", name="Simpang Seroja").click()
    assert opened.value.evaluate("window.opener") is None
    opened.value.close()
    switched(rizal)
    expect(on_map.first).to_be_hidden()
    fitriani = people.call_taker("fitriani")
    switched(fitriani)
    expect(fitriani.page.locator("#map a.mk.cam")).to_have_attribute("href", picture)


def close_ones_part(who: Dispatcher) -> None:
    """One mark stands for two cameras until it is looked at from nearer."""
    two = who.page.locator("#map").get_by_role("button", name="Tugu, Pasar")
    expect(two).to_have_text("+1")
    two.click()
    expect(who.page.locator("#map a.mk.cam")).to_have_count(2)


def files_are_read(stack: Stack, folder: Path, picture: str) -> None:
    """A camera near the incident, two side by side further off, and a grid of streets."""
    cameras, roads = folder / "kamera.csv", folder / "jalan.geojson"
    cameras.write_text(
        f"kode,nama,lintang,bujur,tautan\nK-01,Simpang Seroja,-3.9610,122.5301,{picture}\n"
        f"K-02,Tugu,-4.0000,122.5200,{picture}\nK-03,Pasar,-4.0008,122.5200,{picture}\n"
    )
    stack.manage("import_cameras", str(cameras))
    roads.write_text(json.dumps({"type": "FeatureCollection", "features": streets()}))
    stack.manage("import_roads", str(roads))


def streets() -> list[dict[str, Any]]:
    """A grid of streets over the city, every fourth a main one."""
    lines = [[[122.45, -3.93 - n / 200], [122.6, -3.935 - n / 200]] for n in range(20)]
    lines += [[[122.46 + n / 150, -3.93], [122.465 + n / 150, -4.03]] for n in range(20)]
    return [
        {
            "type": "Feature",
            "properties": {"name": f"Jl. Uji {n}", "highway": "residential" if n % 4 else "primary"},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for n, line in enumerate(lines)
    ]


def switched(who: CallTaker | Dispatcher, layer: str = "cameras") -> None:
    """A layer of the map, on or off."""
    who.page.locator("#layers-button").click()
    who.page.locator(f"#layers [data-layer={layer}]").click()
    who.page.keyboard.press("Escape")
