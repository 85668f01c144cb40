"""Official boundaries of the areas, read from GeoJSON polygons over those that were only estimated.

The whole file is checked before anything is written; what is wrong with it is said in Indonesian, as a ValueError.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from agencies.geojson import features_of, kind_of, refuse_elsewhere, shape_of
from agencies.models import Area
from agencies.outlines import DECIMALS, GRID, around
from agencies.places import normal

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that is still read."""

MOST_POINTS = 60_000
"""Corners of all outlines together; every browser loads them."""

FURTHEST = 50_000.0
"""Metres from the point of an area here to its boundary in the file: further away it is another place of that name."""

LISTED = 12
CODES = ("code", "kode", "kdepum", "kdcpum", "kode_desa", "kode_kel", "kode_kec", "kemendagri")
NAMES = ("name", "nama", "wadmkd", "wadmkc", "desa", "kelurahan", "namobj", "kecamatan")
ABOVE = ("parent_name", "wadmkc", "kecamatan")
LEVELS = {"kelurahan": Area.Level.WARD, "kel": Area.Level.WARD, "desa": Area.Level.WARD}
LEVELS |= {"kecamatan": Area.Level.DISTRICT, "kec": Area.Level.DISTRICT}
PREFIX = re.compile(r"^(kelurahan|kel|desa|kecamatan|kec)\b\.?\s+", re.IGNORECASE)


@dataclass(frozen=True)
class Boundary:
    """One feature of the file: how it calls its area, and where that lies (longitude, latitude)."""

    code: str
    name: str
    above: str
    level: str
    outline: BaseGeometry

    def __str__(self) -> str:
        return " ".join(filter(None, [self.name, self.code and f"({self.code})"]))


@dataclass(frozen=True)
class Loaded:
    """How many areas got their boundary from the file, how many kecamatan from their kelurahan, how many have none."""

    given: int
    joined: int
    approximate: int


def load_boundaries(collection: Any) -> Loaded:
    """Give areas the boundaries of a GeoJSON FeatureCollection; run it inside a transaction.

    A feature names its area by code, or by name and, where that is not enough, level and kecamatan; `CODES`, `NAMES`
    and `ABOVE` are the properties that are read. A kecamatan that is not in the file is made of its kelurahan once all
    of them are official. ValueError says what is wrong; nothing is written then.
    """
    found = list(_boundaries(collection))
    areas = list(Area.objects.select_related("parent"))
    given = _matched(found, areas)
    if sum(shapely.get_num_coordinates(one.outline) for _area, one in given) > MOST_POINTS:
        raise ValueError(
            _("terlalu rinci: lebih dari %(most)d titik. Sederhanakan dulu garisnya") % {"most": MOST_POINTS}
        )
    for area, one in given:
        _draw(area, one.outline)
    joined = list(_joined({area.pk for area, _one in given}, areas))
    Area.objects.bulk_update([*(area for area, _one in given), *joined], ["outline", "is_approximate"])
    return Loaded(len(given), len(joined), sum(area.is_approximate for area in areas))


def _draw(area: Area, outline: BaseGeometry) -> None:
    area.outline, area.is_approximate = mapping(outline), False


def _joined(given: set[int], areas: list[Area]) -> Iterator[Area]:
    """The kecamatan that changed with their kelurahan, drawn as all of these together."""
    parts: dict[int | None, list[Area]] = defaultdict(list)
    for area in areas:
        parts[area.parent_id].append(area)
    for area in areas:
        wards = parts[area.pk]
        is_touched = area.pk not in given and any(ward.pk in given for ward in wards)
        if is_touched and not any(ward.is_approximate for ward in wards):
            _draw(area, shapely.union_all([shape(ward.outline or {}) for ward in wards], grid_size=GRID))
            yield area


# --- what the file says ---------------------------------------------------------------------------------------------


def _boundaries(collection: Any) -> Iterator[Boundary]:
    features = features_of(collection)
    if not features:
        raise ValueError(_("tidak ada satu wilayah pun di dalamnya"))
    for number, feature in enumerate(features, 1):
        yield _boundary(number, feature)


def _boundary(number: int, feature: Any) -> Boundary:
    properties = feature.get("properties") if isinstance(feature, dict) else None
    if not isinstance(properties, dict):
        raise ValueError(_("wilayah ke-%(n)d tidak punya properties") % {"n": number})
    said = {str(key).lower(): str(value).strip()[:120] for key, value in properties.items() if value is not None}
    name, code = _first(said, NAMES), _first(said, CODES)
    where = name or code or _("wilayah ke-%(n)d") % {"n": number}
    if not name and not code:
        raise ValueError(_("wilayah ke-%(n)d tidak punya nama atau kode") % {"n": number})
    prefix = PREFIX.match(name)
    level = LEVELS.get((said.get("level") or (prefix[1] if prefix else "")).lower(), "")
    bare = PREFIX.sub("", name)
    above = PREFIX.sub("", _first(said, ABOVE))
    return Boundary(code, bare, "" if level == Area.Level.DISTRICT else above, level, _outline(where, feature))


def _first(said: dict[str, str], keys: Iterable[str]) -> str:
    return next((said[key] for key in keys if said.get(key)), "")


def _outline(where: str, feature: dict[str, Any]) -> BaseGeometry:
    """A polygon in degrees on the grid of about a metre, sound before and after it was put there."""
    if kind_of(feature) not in ("Polygon", "MultiPolygon"):
        raise ValueError(_("%(area)s bukan Polygon atau MultiPolygon") % {"area": where})
    outline = shape_of(feature, where)
    refuse_elsewhere(outline, where)
    if not outline.is_valid:
        raise ValueError(_unsound(where, shapely.is_valid_reason(outline)))
    tidy = shapely.set_precision(outline, GRID)
    if tidy.is_empty or tidy.geom_type not in ("Polygon", "MultiPolygon"):
        raise ValueError(_("%(area)s tidak punya luas") % {"area": where})
    return shapely.transform(shapely.normalize(tidy), lambda at: at.round(DECIMALS))


def _unsound(where: str, reason: str) -> str:
    """Shapely says `Self-intersection[122.5 -3.9]`."""
    told = re.match(r"(.*)\[(\S+) (\S+)\]", reason)
    if told and "elf-intersection" in told[1]:
        words = {"area": where, "lat": f"{float(told[3]):.5f}", "lng": f"{float(told[2]):.5f}"}
        return _("garis %(area)s memotong dirinya sendiri di dekat %(lat)s, %(lng)s") % words
    return _("bentuk %(area)s tidak sah (%(reason)s)") % {"area": where, "reason": reason}


# --- which area it means --------------------------------------------------------------------------------------------


def _matched(found: list[Boundary], areas: list[Area]) -> list[tuple[Area, Boundary]]:
    """Each boundary with its area; all that have none, or more than one, are named in the refusal."""
    pairs = [(one, _candidates(one, areas)) for one in found]
    if unknown := [str(one) for one, fitting in pairs if not fitting]:
        raise ValueError(_("wilayah ini tidak dikenal di sini: %(names)s") % {"names": _listed(unknown)})
    if vague := [str(one) for one, fitting in pairs if len(fitting) > 1]:
        words = {"names": _listed(vague)}
        raise ValueError(_("nama ini cocok dengan lebih dari satu wilayah: %(names)s. Tambahkan kode") % words)
    given = [(fitting[0], one) for one, fitting in pairs]
    seen: set[int] = set()
    for area, one in given:
        if area.pk in seen:
            raise ValueError(_("%(area)s ada dua kali di dalamnya; satukan menjadi MultiPolygon") % {"area": one})
        seen.add(area.pk)
        _refuse_far(area, one)
    return given


def _candidates(one: Boundary, areas: list[Area]) -> list[Area]:
    """By code, unless the name speaks against it: other registers number the same areas otherwise."""
    digits = re.sub(r"\D", "", one.code)
    coded = [area for area in areas if digits and re.sub(r"\D", "", area.code) == digits]
    if coded and (not one.name or _is_called(coded[0], one.name)):
        return coded
    named = [area for area in areas if one.name and _is_called(area, one.name)]
    fitting = [area for area in named if not one.level or area.level == one.level]
    if len(fitting) > 1 and one.above:
        fitting = [area for area in fitting if area.parent and _is_called(area.parent, one.above)]
    return fitting


def _is_called(area: Area, name: str) -> bool:
    return _plain(name) in map(_plain, [area.name, *area.aliases])


def _plain(name: str) -> str:
    """`Wawo Mbalata`, `Wawombalata` and `Wawo-Mbalata` are one."""
    return normal(name).replace(" ", "")


def _refuse_far(area: Area, one: Boundary) -> None:
    plane = around([(area.lat, area.lng)])
    metres = plane.flat(one.outline).distance(plane.point(area.lat, area.lng))
    if metres > FURTHEST:
        words = {"area": one, "km": round(metres / 1000)}
        raise ValueError(_("%(area)s terletak %(km)d km dari wilayah bernama itu di sini") % words)


def _listed(names: list[str]) -> str:
    more = len(names) - LISTED
    return ", ".join(names[:LISTED]) + (_(" dan %(n)d lagi") % {"n": more} if more > 0 else "")
