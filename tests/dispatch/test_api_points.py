"""What another system reports with a point, over HTTP."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from shapely.geometry import box, mapping

from agencies.models import Area
from incidents.models import Incident
from tests.factories import WARD, browser, post

BODY = {"source": "radio", "category": "kebakaran_rumah", "place_text": "Jl. Bunga Seroja 17"}
INSIDE, LONDON = {"lat": -3.9, "lng": 122.5}, {"lat": 51.5, "lng": -0.1}


@pytest.mark.parametrize(
    ("said", "ward"),
    [(INSIDE, WARD), ({**INSIDE, "area": ""}, None), (LONDON, None), ({}, None)],
    ids=["inside", "said to be unknown", "outside", "no point"],
)
def test_it_is_counted_in_its_kelurahan_unless_it_says_otherwise(
    dispatcher: User, said: dict[str, object], ward: str | None
) -> None:
    Area.objects.filter(code=WARD).update(outline=mapping(box(122.4, -4.0, 122.6, -3.8)))
    status, answer = post(browser(dispatcher), "incidents/", {**BODY, **said})
    row = Incident.objects.get(pk=answer["incident"]["id"])
    assert (status, row.area.code if row.area else None) == (201, ward)
