"""What another system reports with a point, over HTTP."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from shapely.geometry import box, mapping

from agencies.models import Area
from incidents.models import Incident
from tests.factories import WARD, browser, post

BODY = {"source": "radio", "category": "kebakaran_rumah", "place_text": "Jl. Bunga Seroja 17"}
INSIDE, AT_SEA = {"lat": -3.9, "lng": 122.5}, {"lat": -4.4, "lng": 123.3}
PARIS = {"lat": 48.8, "lng": 2.3}


@pytest.mark.parametrize(
    ("said", "ward"),
    [(INSIDE, WARD), ({**INSIDE, "area": ""}, None), (AT_SEA, None), ({}, None)],
    ids=["inside", "said to be unknown", "outside", "no point"],
)
def test_it_is_counted_in_its_kelurahan_unless_it_says_otherwise(
    dispatcher: User, said: dict[str, object], ward: str | None
) -> None:
    Area.objects.filter(code=WARD).update(outline=mapping(box(122.4, -4.0, 122.6, -3.8)))
    status, answer = post(browser(dispatcher), "incidents/", {**BODY, **said})
    row = Incident.objects.get(pk=answer["incident"]["id"])
    assert (status, row.area.code if row.area else None) == (201, ward)


def test_a_point_that_moves_takes_its_kelurahan_along_unless_it_is_said(dispatcher: User) -> None:
    Area.objects.filter(code=WARD).update(outline=mapping(box(122.4, -4.0, 122.6, -3.8)))
    desk = browser(dispatcher)
    pk = post(desk, "incidents/", {**BODY, **AT_SEA})[1]["incident"]["id"]
    for said, ward in (({**INSIDE, "area": ""}, None), ({"lat": -3.91, "lng": 122.5}, WARD), (AT_SEA, WARD)):
        assert post(desk, f"incidents/{pk}/change/", said)[0] == 200
        row = Incident.objects.get(pk=pk)
        assert (row.area.code if row.area else None) == ward


def test_a_point_moved_outside_indonesia_is_a_slip_and_is_refused(dispatcher: User) -> None:
    desk = browser(dispatcher)
    pk = post(desk, "incidents/", {**BODY, **INSIDE})[1]["incident"]["id"]
    status, answer = post(desk, f"incidents/{pk}/change/", PARIS)
    assert status == 400
    assert answer["fields"] == {"lat": ["Titik ini di luar Indonesia. Periksa lintang dan bujurnya."]}
    assert Incident.objects.get().lat == INSIDE["lat"]


def test_half_a_point_moves_nothing(dispatcher: User) -> None:
    desk = browser(dispatcher)
    pk = post(desk, "incidents/", {**BODY, **INSIDE})[1]["incident"]["id"]
    status, answer = post(desk, f"incidents/{pk}/change/", {"lat": -3.8})
    assert (status, answer["fields"]) == (400, {"lat": ["Titik di peta perlu lintang dan bujur."]})


def test_a_report_goes_on_with_any_point_and_can_be_changed_otherwise(dispatcher: User) -> None:
    desk = browser(dispatcher)
    status, answer = post(desk, "incidents/", {**BODY, **PARIS})
    assert status == 201
    assert post(desk, f"incidents/{answer['incident']['id']}/change/", {"landmark": "Kedutaan"})[0] == 200
