"""Official boundaries from a file: what they change, and that a broken file changes nothing."""

from __future__ import annotations

import json
import math
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import Point, shape

from agencies import boundaries, ground
from agencies.management.commands import import_areas
from agencies.models import Area
from agencies.places import area_at

pytestmark = pytest.mark.django_db

MANDONGA, KORUMBA = "74.71.01.1005", "74.71.01.1006"


def box(west: float, south: float, size: float = 0.004) -> dict[str, Any]:
    """A square with this corner."""
    east, north = west + size, south + size
    return {
        "type": "Polygon",
        "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
    }


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    """An area of the file."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def near(area: Area) -> dict[str, Any]:
    """A square round the point of an area."""
    return box(area.lng - 0.002, area.lat - 0.002)


def written(folder: Path, content: Any) -> Path:
    """A file with this in it; a list is the features of a collection."""
    path = folder / "batas.geojson"
    if isinstance(content, list):
        content = {"type": "FeatureCollection", "features": content}
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def imported(path: Path) -> str:
    """What the command says."""
    said = StringIO()
    call_command("import_areas", str(path), stdout=said)
    return said.getvalue().strip()


@pytest.fixture(autouse=True)
def kendari() -> None:
    """The ground with its estimated outlines."""
    ground.load()


def test_a_boundary_is_found_by_code_with_or_without_dots(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        [
            feature(box(122.51, -3.97), kode=MANDONGA),
            feature(box(122.52, -3.975), KDEPUM="7471011006", WADMKD="Korumba"),
        ],
    )
    said = imported(file)
    assert said.startswith("Batas resmi 2 wilayah dipasang, 0 kecamatan disusun dari kelurahannya;")
    ward = Area.objects.get(code=MANDONGA)
    assert ward.outline and shape(ward.outline).bounds == pytest.approx((122.51, -3.97, 122.514, -3.966))
    assert not ward.is_approximate
    assert Area.objects.get(code="74.71.01").is_approximate, "its other kelurahan are still estimated"
    assert area_at(-3.968, 122.512) == (ward, False)


def test_a_boundary_is_found_by_name_alias_and_kecamatan(tmp_path: Path) -> None:
    names = [
        feature(box(122.51, -3.94), nama="Wawo-Mbalata"),
        feature(box(122.51, -3.97), NAME="Kel. Mandonga"),
        feature(box(122.50, -3.97, 0.03), nama="Mandonga", level="kecamatan"),
        feature(box(122.52, -3.975), WADMKD="Korumba", WADMKC="Mandonga", KDEPUM="7471010999"),
    ]
    assert imported(written(tmp_path, names)).startswith("Batas resmi 4 wilayah")
    official = set(Area.objects.filter(is_approximate=False).values_list("code", flat=True))
    assert official == {"74.71.01", MANDONGA, KORUMBA, "74.71.01.1008"}


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, [feature(box(122.51, -3.97), kode=MANDONGA)])
    first = imported(file)
    before = list(Area.objects.values())
    assert imported(file) == first
    assert list(Area.objects.values()) == before


def test_with_all_its_kelurahan_a_kecamatan_is_official_too(tmp_path: Path) -> None:
    wards = Area.objects.filter(level="kelurahan")
    said = imported(written(tmp_path, [feature(near(ward), kode=ward.code) for ward in wards]))
    districts = Area.objects.filter(level="kecamatan").count()
    assert f"{districts} kecamatan disusun" in said and said.endswith("0 wilayah masih memakai batas perkiraan.")
    assert not Area.objects.filter(is_approximate=True).exists()
    district = Area.objects.get(code="74.71.01")
    assert district.outline
    for ward in wards.filter(parent=district):
        assert shape(district.outline).distance(Point(ward.lng, ward.lat)) == 0


def ring(*points: tuple[float, float]) -> dict[str, Any]:
    """A polygon through these."""
    return {"type": "Polygon", "coordinates": [[list(point) for point in [*points, points[0]]]]}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "bukan GeoJSON"),
        ("[" * 100_000, "bukan GeoJSON"),
        ("[]", "bukan GeoJSON FeatureCollection"),
        ({"type": "FeatureCollection", "features": 1}, "bukan GeoJSON FeatureCollection"),
        ([], "tidak ada satu wilayah"),
        ([None], "wilayah ke-2 tidak punya properties"),
        ([feature(box(122.51, -3.97))], "wilayah ke-2 tidak punya nama atau kode"),
        ([feature(None, nama="Korumba")], "Korumba bukan Polygon"),
        ([feature({"type": "Point", "coordinates": [122.5, -3.9]}, nama="Korumba")], "Korumba bukan Polygon"),
        ([feature({"type": "Polygon", "coordinates": "x"}, nama="Korumba")], "koordinat Korumba tidak dapat dibaca"),
        ([feature({"type": "Polygon", "coordinates": [[[1, 2]]]}, nama="Korumba")], "tidak dapat dibaca"),
        ([feature({"type": "Polygon"}, nama="Korumba")], "tidak dapat dibaca"),
        ([feature({"type": "Polygon", "coordinates": {"a": 1}}, nama="Korumba")], "tidak dapat dibaca"),
        ([feature(ring((122.51, math.nan), (122.52, -3.96), (122.52, -3.97)), nama="Korumba")], "tidak dapat dibaca"),
        ([feature({"type": "Polygon", "coordinates": []}, nama="Korumba")], "Korumba di luar Indonesia"),
        ([feature(box(4.9, 52.3), nama="Korumba")], "Korumba di luar Indonesia"),
        ([feature(box(834_000, 9_560_000, 500), nama="Korumba")], "Korumba di luar Indonesia"),
        ([feature(box(-3.97, 122.51), nama="Korumba")], "lintang dan bujur Korumba tertukar"),
        ([feature(box(122.51, -3.97, 0.000001), nama="Korumba")], "Korumba tidak punya luas"),
        (
            [feature(ring((122.51, -3.97), (122.52, -3.96), (122.52, -3.97), (122.51, -3.96)), nama="Korumba")],
            "memotong dirinya sendiri di dekat -3.96500, 122.51500",
        ),
        ([feature(box(122.51, -3.97), nama="Antah"), feature(box(122.5, -3.9), nama="Berantah")], "Antah, Berantah"),
        ([feature(box(122.51, -3.97), nama="Antah", kode=MANDONGA)], rf"tidak dikenal di sini: Antah \({MANDONGA}\)"),
        ([feature(box(122.51, -3.97), nama="Mandonga")], "lebih dari satu wilayah: Mandonga"),
        ([feature(box(122.51, -3.97), nama="Korumba"), feature(box(122.5, -3.9), kode=KORUMBA)], "dua kali"),
        ([feature(box(106.8, -6.2), nama="Korumba")], r"Korumba terletak 17\d\d km"),
    ],
)
def test_a_broken_file_is_refused_with_its_reason_and_changes_nothing(
    tmp_path: Path, content: Any, reason: str
) -> None:
    before = list(Area.objects.values())
    if isinstance(content, list) and content:
        content = [feature(box(122.51, -3.94), nama="Wawombalata"), *content]
    with pytest.raises(CommandError, match=f"Tidak ada yang diubah: .*{reason}"):
        imported(written(tmp_path, content))
    assert list(Area.objects.values()) == before


def test_too_large_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, [feature(box(122.51, -3.97), kode=MANDONGA)])
    monkeypatch.setattr(boundaries, "MOST_POINTS", 4)
    with pytest.raises(CommandError, match="terlalu rinci: lebih dari 4 titik"):
        imported(file)
    monkeypatch.setattr(import_areas, "LARGEST", 100)
    with pytest.raises(CommandError, match="terlalu besar"):
        imported(file)
    assert not Area.objects.filter(is_approximate=False).exists()


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        imported(tmp_path / "tidak-ada.geojson")
