"""Roads as places and as lines: each street once per kelurahan, and where two streets cross. Read from GeoJSON lines.

Loading adds what is missing and leaves alone what stands, as the rest of the ground.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from agencies.geojson import features_of, kind_of, refuse_elsewhere, shape_of
from agencies.ground import add_missing
from agencies.models import Area, Place
from agencies.outlines import Plane, around
from agencies.places import AreaMap, normal, searchable
from agencies.road_lines import keep_lines
from agencies.words import learn

LARGEST = 256 * 1024 * 1024
"""Bytes of a file that is still read."""

ROAD, CROSSING = "jalan", "simpang"
APART = 150.0
"""Metres: two streets that meet twice within this meet once, at a roundabout or over a divided road."""

Names = tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """A piece of a named street, on the flat map; its other names are spellings a caller may use."""

    name: str
    aliases: Names
    line: BaseGeometry


def load_roads(collection: Any) -> tuple[int, int, int]:
    """Add the streets, crossings and drawn lines of a GeoJSON FeatureCollection; how many of each are new.

    A street needs `properties.name`; `alt_name`, `old_name`, `official_name` and `ref` are read too, and `highway` for
    how it is drawn, as OpenStreetMap has them. ValueError says in Indonesian what is wrong. Run it in a transaction.
    """
    every = list(_lines(collection))
    lines = [(name, _aliases(properties), line) for properties, line in every if (name := _name(properties))]
    if not lines:
        raise ValueError(_("tidak ada satu jalan pun yang bernama di dalamnya"))
    middle = lines[0][2].centroid
    plane = around([(middle.y, middle.x)])
    stretches = [Stretch(name, aliases, plane.flat(line)) for name, aliases, line in lines]
    areas = AreaMap.read()
    roads = add_missing(list(_roads(stretches, plane, areas)), ("name", "type", "area_id"))
    crossings = add_missing(list(_crossings(stretches, plane, areas)), ("name", "type", "area_id"))
    learn(row.search for row in [*roads, *crossings])
    return len(roads), len(crossings), keep_lines(every)


def _lines(collection: Any) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """The lines of a collection, in degrees, with what the file says of them."""
    for number, feature in enumerate(features_of(collection), 1):
        if kind_of(feature) in ("LineString", "MultiLineString"):
            where = _("garis ke-%(n)d") % {"n": number}
            line = shape_of(feature, where)
            refuse_elsewhere(line, where)
            properties = feature.get("properties")
            yield properties if isinstance(properties, dict) else {}, line


def _name(properties: dict[str, Any]) -> str:
    return str(properties.get("name") or "").strip()[:120]


def _aliases(properties: dict[str, Any]) -> Names:
    """The other names of a street; several are parted by a semicolon."""
    kinds = ("alt_name", "old_name", "official_name", "ref")
    texts = [part.strip()[:120] for kind in kinds for part in str(properties.get(kind) or "").split(";")]
    return tuple(dict.fromkeys(filter(None, texts)))[:4]


def _roads(stretches: Iterable[Stretch], plane: Plane, areas: AreaMap) -> Iterator[Place]:
    """A street once for each kelurahan it runs through, at the point of it nearest to the middle of that part."""
    parts: dict[tuple[str, int | None], list[Stretch]] = defaultdict(list)
    wards: dict[int | None, Area | None] = {}
    for one in stretches:
        ward = areas.at(*_degrees(one.line.interpolate(0.5, normalized=True), plane))[0]
        key = ward.pk if ward else None
        wards[key] = ward
        parts[one.name, key].append(one)
    for (name, key), pieces in parts.items():
        line = shapely.union_all([one.line for one in pieces])
        middle = line.interpolate(line.project(line.centroid)) if line.geom_type == "LineString" else _on(line)
        aliases = list(dict.fromkeys(alias for one in pieces for alias in one.aliases))[:4]
        yield _place(name, ROAD, aliases, _degrees(middle, plane), wards[key])


def _on(lines: BaseGeometry) -> Point:
    """The point of several pieces that is nearest to their common middle."""
    return Point(shapely.shortest_line(lines, lines.centroid).coords[0])


def _crossings(stretches: list[Stretch], plane: Plane, areas: AreaMap) -> Iterator[Place]:
    """Where streets of two names meet; found by `A simpang B` and by the names in either order."""
    tree = shapely.STRtree([one.line for one in stretches])
    met: dict[Names, list[Point]] = defaultdict(list)
    for first, second in zip(*tree.query([one.line for one in stretches], predicate="intersects"), strict=True):
        one, other = stretches[first], stretches[second]
        if normal(one.name) < normal(other.name):
            meeting = one.line.intersection(other.line)
            met[one.name, other.name] += [_on(part) for part in getattr(meeting, "geoms", [meeting])]
    for names, points in met.items():
        for point in _apart(points):
            where = _degrees(point, plane)
            yield _place(_named(names), CROSSING, [_named(names[::-1])], where, areas.at(*where)[0])


def _apart(points: list[Point]) -> list[Point]:
    """One point for all that lie together."""
    kept: list[Point] = []
    for point in points:
        if all(point.distance(other) > APART for other in kept):
            kept.append(point)
    return kept


def _named(names: Names) -> str:
    return " simpang ".join(name[:55] for name in names)


def _place(name: str, kind: str, aliases: list[str], where: tuple[float, float], area: Area | None) -> Place:
    lat, lng = (round(degrees, 6) for degrees in where)
    search = searchable(name, aliases, area)
    return Place(name=name, type=kind, aliases=aliases, search=search, lat=lat, lng=lng, area=area)


def _degrees(point: BaseGeometry, plane: Plane) -> tuple[float, float]:
    lng, lat = plane.world(point).coords[0][:2]
    return lat, lng
