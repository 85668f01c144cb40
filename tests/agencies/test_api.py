"""The ground over HTTP: places and areas to find, posts to draw."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agencies.models import Agency, Area, Place, Post
from tests.factories import WARD, agency, browser, get

pytestmark = pytest.mark.django_db

SQUARE = {
    "type": "Polygon",
    "coordinates": [[[122.52, -3.97], [122.54, -3.97], [122.54, -3.95], [122.52, -3.95], [122.52, -3.97]]],
}


@pytest.fixture
def console(call_taker: User) -> Client:
    """A browser at the console; Kemaraya has an outline."""
    Area.objects.filter(code=WARD).update(outline=SQUARE)
    return browser(call_taker)


def test_a_text_finds_the_places_it_may_mean(console: Client) -> None:
    status, answer = get(console, "places/?q=kemaraya")
    assert status == 200
    assert answer["results"][0] == {
        "name": "Kemaraya",
        "type": "kelurahan",
        "lat": -3.96,
        "lng": 122.53,
        "area": WARD,
        "area_name": "Kemaraya · Kendari Barat",
        "approximate": True,
        "is_point": False,
    }
    assert get(console, "places/?q=")[1] == {"results": []}
    assert get(console, f"places/?q={'x' * 5000}")[0] == 200


@pytest.mark.parametrize("typed", ["3°57'36\"S 122°31'48\"E", "https://maps.google.com/?q=-3.96,122.53", "6Q842GRJ+22"])
def test_what_is_written_as_a_point_is_told_from_a_name(console: Client, typed: str) -> None:
    [first] = get(console, f"places/?q={quote(typed)}")[1]["results"]
    assert (first["is_point"], first["area"]) == (True, WARD)
    assert (first["lat"], first["lng"]) == pytest.approx((-3.96, 122.53), abs=0.002)


def test_a_point_proposes_its_kelurahan(console: Client) -> None:
    status, answer = get(console, "places/at/?lat=-3.96&lng=122.53")
    assert (status, answer["area"], answer["area_name"], answer["inside"]) == (
        200,
        WARD,
        "Kemaraya · Kendari Barat",
        True,
    )


def test_a_point_far_away_proposes_none(console: Client) -> None:
    status, answer = get(console, "places/at/?lat=-6.2&lng=106.8")
    assert (status, answer["area"], answer["area_name"], answer["inside"]) == (200, "", "", False)


@pytest.mark.parametrize(
    ("query", "fields"), [("", ["lat", "lng"]), ("lat=91&lng=122", ["lat"]), ("lat=x&lng=1", ["lat"])]
)
def test_what_is_no_point_is_named(console: Client, query: str, fields: list[str]) -> None:
    status, answer = get(console, f"places/at/?{query}")
    assert (status, answer["code"], list(answer["fields"])) == (400, "invalid", fields)


def test_the_outlines_are_a_collection_that_browsers_may_keep(console: Client) -> None:
    answer = console.get("/api/v1/areas/")
    assert answer["Cache-Control"] == "private, max-age=3600"
    (feature,) = answer.json()["features"]
    assert (answer.json()["type"], feature["geometry"]) == ("FeatureCollection", SQUARE)
    assert feature["properties"] == {
        "code": WARD,
        "name": "Kemaraya",
        "parent_name": "Kendari Barat",
        "level": "kelurahan",
        "is_approximate": True,
        "lat": -3.96,
        "lng": 122.53,
    }


def test_posts_are_shown_where_they_stand_while_their_agency_is_open(console: Client) -> None:
    for code in ("DMK", "POL"):
        Post.objects.create(agency=agency(code), name=f"Mako {code}", lat=-3.97, lng=122.52)
    Post.objects.create(agency=agency("DMK"), name="Pos tanpa tempat")
    Agency.objects.filter(code="POL").update(is_active=False)
    post = {"agency": "DMK", "glyph": agency("DMK").glyph, "name": "Mako DMK", "lat": -3.97, "lng": 122.52}
    assert get(console, "posts/")[1] == {"posts": [post], "hospitals": []}


def test_hospitals_are_shown_and_what_is_also_a_post_is_not_shown_twice(console: Client) -> None:
    Post.objects.create(agency=agency("DMK"), name="RS Santa Anna", lat=-3.97, lng=122.52)
    for name, kind in (("RS Santa Anna", "rumah sakit"), ("Puskesmas Mata", "puskesmas"), ("Masjid Mata", "masjid")):
        Place.objects.create(name=name, type=kind, search=name.lower(), lat=-3.97, lng=122.52)
    answer = get(console, "posts/")[1]
    assert answer["posts"] == []
    assert [row["name"] for row in answer["hospitals"]] == ["Puskesmas Mata", "RS Santa Anna"]


EDGES = "south=-3.98&west=122.51&north=-3.96&east=122.53"


def test_the_landmarks_of_a_part_of_the_map_are_told_without_what_is_drawn_otherwise(console: Client) -> None:
    near = (
        ("Tugu", "tugu"),
        ("RS Mata", "rumah sakit"),
        ("Jl. Mata", "jalan"),
        ("Jl. Mata simpang Jl. Kaki", "simpang"),
    )
    for name, kind, lat in [*((*one, -3.97) for one in near), ("Jauh", "tugu", -3.99)]:
        Place.objects.create(name=name, type=kind, search=name.lower(), lat=lat, lng=122.52)
    assert get(console, f"places/within/?{EDGES}")[1] == {"places": [{"name": "Tugu", "lat": -3.97, "lng": 122.52}]}
    assert get(console, "places/within/?south=-3.98")[0] == 400


GROUND = ["places/?q=kemaraya", "places/at/?lat=-3.96&lng=122.53", f"places/within/?{EDGES}", "areas/", "posts/"]


@pytest.mark.parametrize("path", GROUND)
def test_the_ground_is_for_those_who_have_signed_in(centre: object, path: str) -> None:
    status, answer = get(Client(), path)
    assert (status, answer["code"]) == (401, "not_authenticated")
