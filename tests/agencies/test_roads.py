"""Streets from a file, found by name, by kelurahan and by what they cross."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from agencies import ground
from agencies.models import Place
from agencies.places import matching

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
    assert imported(file) == "3 jalan dan 1 simpang ditambahkan."
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
    assert imported(file) == "0 jalan dan 0 simpang ditambahkan."
    assert crossing.get().aliases == ["Simpang empat Mandonga"]


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"features": 1}',
        {"features": []},
        {"features": [line("Jl. Satu", (9000.0, 1.0), (9001.0, 1.0))]},
        {"features": [line("Jl. Satu", (122.5, -3.9))]},
        {"features": [{"properties": {"name": "x"}, "geometry": {"type": "LineString", "coordinates": "y"}}]},
        {"features": [None]},
    ],
)
def test_another_file_is_refused_and_nothing_is_added(tmp_path: Path, content: Any) -> None:
    with pytest.raises(CommandError, match="bukan GeoJSON jalan"):
        imported(written(tmp_path, content))
    assert not Place.objects.exists()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        imported(tmp_path / "tidak-ada.geojson")
