"""A caller's telephone says where he is: it is on the console at once, moves nothing, and F6 puts the report there."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import People
from tests.journeys.people import appears
from tests.journeys.stack import Stack
from tests.journeys.telephony import a_new_number

pytestmark = pytest.mark.journey

POINT = "−4,01130 · 122,53010"


class Gateway:
    """The exchange and the gateway of locations in one program."""

    def __init__(self, stack: Stack, number: str) -> None:
        """A key of its own, and the telephone it speaks of."""
        self.stack, self.number = stack, number
        scopes = ("--scope", "telephony", "--scope", "location")
        self.token = stack.manage("issue_token", "gerbang", *scopes).split()[-1]

    def says(self, path: str, **body: Any) -> None:
        """Post it."""
        headers = {"Content-Type": "application/json", "Authorization": f"Token {self.token}"}
        request = Request(self.stack.url(f"/api/v1/{path}"), json.dumps(body).encode(), headers)
        with urlopen(request, timeout=10) as answer:
            assert answer.status == 200

    def rings(self, **more: Any) -> None:
        """A call of it."""
        self.call_id = f"aml-{datetime.now(UTC).isoformat()}"
        self.tells("ringing", number=self.number, dialled="112", **more)

    def tells(self, event: str, **more: Any) -> None:
        """The exchange's word about that call."""
        self.says("telephony/events/", event=event, call_id=self.call_id, at=datetime.now(UTC).isoformat(), **more)

    def finds(self, lat: float, lng: float, metres: int, **more: Any) -> None:
        """The telephone's own message."""
        self.says(
            "locations/aml/",
            device_number=self.number,
            location_latitude=lat,
            location_longitude=lng,
            location_accuracy=metres,
            location_source="WIFI",
            **more,
            location_time=round(datetime.now(UTC).timestamp() * 1000),
        )


def test_the_cell_gives_way_to_the_telephones_own_word_and_neither_places_the_report(
    people: People, stack: Stack
) -> None:
    """Both are drawn as what they are; the form stays as it was typed."""
    gateway = Gateway(stack, a_new_number())
    fitriani = people.call_taker("fitriani")
    page, line = fitriani.page, fitriani.page.locator("#caller-place")
    gateway.rings(cell_lat=-4.005, cell_lng=122.52, cell_radius_m=2200, cell_azimuth=120, cell_opening=70)
    fitriani.answers()
    fitriani.types("depan gerbang kampus")
    appears(line)
    expect(line).to_contain_text("Area sel ± 2,2 km")
    appears(page.locator(".caller-area.cell"))

    gateway.finds(-4.0113, 122.5301, 60, cell_home_mcc="525", cell_home_mnc="01")
    expect(line).to_contain_text("AML ± 60 m (WiFi)")
    expect(page.locator("#strip-where")).to_have_text("Area sel ± 2,2 km · AML ± 60 m")
    page.locator("#reporter_name").fill("Ibu Nurhayati")
    expect(page.locator("#strip")).to_contain_text("Ibu Nurhayati")
    expect(page.locator("#caller-foreign")).to_have_text("kartu SIM luar negeri (MCC 525)")
    expect(page.locator(".caller-area.cell")).to_have_count(0)
    appears(page.locator(".caller-area"))
    expect(page.locator("#point")).to_have_value("")
    expect(page.locator("#place_text")).to_have_value("depan gerbang kampus")
    page.locator("#place_text").fill("kendari beach")
    expect(page.locator("#places [role=option]").first).to_contain_text("km dari penelepon")
    fitriani.presses("Alt+2")
    expect(page.locator("#form")).to_be_hidden()


def test_one_key_takes_the_place_over_and_the_next_one_moves_it_no_more(people: People, stack: Stack) -> None:
    """The dispatcher sees where the caller is beside the incident's place."""
    gateway = Gateway(stack, a_new_number())
    gateway.finds(-4.0113, 122.5301, 60)
    fitriani = people.call_taker("fitriani")
    rizal = people.dispatcher("rizal.asrun")
    point, line = fitriani.page.locator("#point"), fitriani.page.locator("#caller-place")
    gateway.rings()
    fitriani.answers()
    fitriani.types("depan gerbang kampus")
    appears(line)
    fitriani.presses("F6")
    expect(point).to_have_value(POINT)
    expect(fitriani.page.locator("#place_text")).to_have_value("depan gerbang kampus")
    expect(fitriani.page.locator("#area option:checked")).to_contain_text("Kambu")

    gateway.finds(-4.0151, 122.5341, 10)
    expect(line).to_contain_text("AML ± 10 m")
    expect(point).to_have_value(POINT)
    fitriani.hears_what("kll mtr", "Kecelakaan motor")
    fitriani.hands_over()
    rizal.row(fitriani.handed_over()).click()
    expect(rizal.page.locator(".mk.lab.caller")).to_contain_text("Penelepon ± 10 m")
    fitriani.hangs_up()


def test_a_cells_area_that_comes_later_stands_beside_the_telephones_own_word(people: People, stack: Stack) -> None:
    """The exchange knows the cell only when the call is put through; what the telephone said stays what is drawn."""
    gateway = Gateway(stack, a_new_number())
    gateway.finds(-4.0113, 122.5301, 60)
    fitriani = people.call_taker("fitriani")
    short = fitriani.page.locator("#strip-where")
    gateway.rings()
    fitriani.answers()
    expect(short).to_have_text("AML ± 60 m")
    gateway.tells("answered", cell_lat=-4.005, cell_lng=122.52, cell_radius_m=2200)
    expect(short).to_have_text("Area sel ± 2,2 km · AML ± 60 m")
    expect(fitriani.page.locator("#caller-place")).to_contain_text("AML ± 60 m")
    fitriani.presses("Alt+2")
    expect(fitriani.page.locator("#form")).to_be_hidden()
