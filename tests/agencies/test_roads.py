"""Streets from a file, found by name, by kelurahan and by what they cross."""

from __future__ import annotations

import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from agencies import ground, road_lines
from agencies.models import Place
from agencies.places import matching
from agencies.road_lines import RoadLine
from tests.factories import browser, get

pytestmark = pytest.mark.django_db


def line(name: str, *points: tuple[float, float], **more: str) -> dict[str, Any]:
    """A street through these (longitude, latitude)."""
    geometry = {"type": "LineString", "coordinates": [list(point) for point in points]}
    return {"type": "Feature", "properties": {"name": name, "highway": "primary", **more}, "geometry": geometry}


STREETS = [
    line("Jl. MT Haryono", (122.510, -3.9673), (122.515, -3.9673), alt_name="Jalan Haryono;Jl. Letjen MT Haryono"),
    line("Jl. MT Haryono", (122.515, -3.9673), (122.525, -3.9726)),
    line("Jl. Ahmad Yani", (122.5136, -3.960), (122.5136, -3.975)),
    line("", (122.5, -3.96), (122.51, -3.97)),
    {"type": "Feature", "properties": {"name": "Tugu"}, "geometry": {"type": "Point", "coordinates": [122.5, -3.9]}},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The streets as a file, in Kendari."""
    ground.load()
    return written(tmp_path, {"type": "FeatureCollection", "features": STREETS})


def written(folder: Path, content: Any) -> Path:
    """A file with this in it."""
    path = folder / "jalan.geojson"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def imported(path: Path) -> str:
    """What the command says."""
    said = StringIO()
    call_command("import_roads", str(path), stdout=said)
    return said.getvalue().strip()


def test_a_street_is_a_place_once_in_each_kelurahan_it_runs_through(file: Path) -> None:
    assert imported(file) == "3 jalan dan 1 simpang ditambahkan; 4 garis baru di peta."
    streets = Place.objects.filter(type="jalan", name="Jl. MT Haryono")
    assert {row.area.name for row in streets if row.area} == {"Mandonga", "Korumba"}
    hit = matching("haryono korumba")[0]
    assert (hit.name, hit.type, hit.is_approximate) == ("Jl. MT Haryono", "jalan", False)
    assert 122.515 < hit.lng < 122.525


def test_it_is_found_by_its_other_names_and_in_spite_of_a_slip(file: Path) -> None:
    imported(file)
    for typed in ("letjen mt haryono", "mt hariyono", "jl mt haryono no 12"):
        assert matching(typed)[0].name == "Jl. MT Haryono", typed


def test_where_two_streets_cross_is_a_place(file: Path) -> None:
    imported(file)
    for typed in ("mt haryono simpang ahmad yani", "simpang ahmad yani haryono", "ahmad yani simpang mt haryono"):
        hit = matching(typed)[0]
        assert (hit.name, hit.type) == ("Jl. Ahmad Yani simpang Jl. MT Haryono", "simpang"), typed
        assert (hit.lat, hit.lng) == pytest.approx((-3.9673, 122.5136), abs=0.0001)


def test_a_second_time_adds_nothing_and_changes_nothing(file: Path) -> None:
    imported(file)
    crossing = Place.objects.filter(name__contains=" simpang ")
    crossing.update(aliases=["Simpang empat Mandonga"])
    assert imported(file) == "0 jalan dan 0 simpang ditambahkan; 0 garis baru di peta."
    assert crossing.get().aliases == ["Simpang empat Mandonga"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "bukan GeoJSON, atau berkasnya terpotong"),
        ("[]", "bukan GeoJSON FeatureCollection"),
        ('{"features": 1}', "bukan GeoJSON FeatureCollection"),
        ({"features": []}, "bukan GeoJSON FeatureCollection"),
        ([], "tidak ada satu jalan pun yang bernama"),
        ([None], "tidak ada satu jalan pun yang bernama"),
        ([line("Jl. Satu", (9000.0, 1.0), (9001.0, 1.0))], "garis ke-1 di luar Indonesia"),
        ([line("Rue de Rivoli", (2.3, 48.8), (2.4, 48.8))], "garis ke-1 di luar Indonesia"),
        ([line("Jl. Satu", (-3.9, 122.5), (-3.9, 122.6))], "lintang dan bujur garis ke-1 tertukar"),
        ([line("Jl. Satu", (122.5, -3.9))], "koordinat garis ke-1 tidak dapat dibaca"),
        ([{**line("x", (122.5, -3.9), (122.6, -3.9)), "properties": "x"}], "tidak ada satu jalan pun yang bernama"),
        ([{"geometry": {"type": "LineString"}}], "koordinat garis ke-1 tidak dapat dibaca"),
        ([{"properties": {}, "geometry": {"type": "LineString", "coordinates": "y"}}], "tidak dapat dibaca"),
    ],
)
def test_another_file_is_refused_and_nothing_is_added(tmp_path: Path, content: Any, reason: str) -> None:
    if isinstance(content, list):
        content = {"type": "FeatureCollection", "features": content}
    with pytest.raises(CommandError, match=f"Tidak ada yang ditambahkan: .*{reason}"):
        imported(written(tmp_path, content))
    assert not Place.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        imported(tmp_path / "tidak-ada.geojson")


# --- what maps draw -------------------------------------------------------------------------------------------------


def drawn(folder: Path, *features: dict[str, Any]) -> str:
    """Read these lines, beside a street that makes it a file of roads."""
    return imported(written(folder, {"type": "FeatureCollection", "features": [STREETS[0], *features]}))


def test_roads_are_drawn_by_their_class_with_or_without_a_name_and_footpaths_are_not(tmp_path: Path) -> None:
    kinds = ("trunk_link", "secondary", "residential", "footway", "construction")
    lines = [line("", (122.5 + at / 100, -3.9), (122.6, -3.9), highway=kind) for at, kind in enumerate(kinds)]
    drawn(tmp_path, *lines)
    assert list(RoadLine.objects.values_list("rank", flat=True)) == [1, 1, 2, 3]


def test_a_bend_of_a_metre_is_drawn_straight(tmp_path: Path) -> None:
    drawn(tmp_path, line("", (122.5, -3.9), (122.55, -3.90001), (122.6, -3.9), highway="service"))
    assert RoadLine.objects.get(rank=3).line == [-390000, 12250000, -390000, 12260000]


def test_a_browser_gets_steps_packed_and_is_told_when_nothing_is_new(tmp_path: Path, dispatcher: User) -> None:
    drawn(tmp_path, line("", (122.5, -3.9), (122.51, -3.91), (122.6, -3.9), highway="service"))
    desk = browser(dispatcher)
    answer = desk.get("/api/v1/roads/3/", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    lines = json.loads(gzip.decompress(answer.content))["lines"]
    assert lines == [[-390000, 12250000, -1000, 1000, 1000, 9000]]
    assert get(desk, "roads/3/") == (200, {"lines": lines})
    again = desk.get("/api/v1/roads/3/", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    drawn(tmp_path, line("", (122.5, -3.95), (122.6, -3.95), highway="service"))
    assert desk.get("/api/v1/roads/3/", headers={"If-None-Match": answer["ETag"]}).status_code == 200


def test_without_a_file_there_are_none_and_another_rank_is_not_there(dispatcher: User) -> None:
    assert get(browser(dispatcher), "roads/1/") == (200, {"lines": []})
    assert get(browser(dispatcher), "roads/4/")[0] == 404


def test_more_lines_than_browsers_bear_are_refused_and_nothing_is_added(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(road_lines, "MOST_POINTS", 3)
    with pytest.raises(CommandError, match="lebih dari 3 titik"):
        drawn(tmp_path, line("", (122.5, -3.9), (122.6, -3.9)))
    assert not RoadLine.objects.exists()
    assert not Place.objects.exists()
