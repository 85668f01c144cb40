"""Which place does this text mean, and which area is this point in. Both only propose: a person decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shapely.geometry import shape

from agencies import pluscodes, words
from agencies.candidates import Candidate, named, spelt
from agencies.coordinates import typed_point
from agencies.models import Area, Centre
from agencies.outlines import around

NEAR = 1500.0
"""Metres: a point outside every outline still belongs to the nearest one within this; outlines are not surveyed."""

HOUSE_NUMBER = re.compile(r"\b(?:(?:no|nomor|rt|rw|blok|km)\s+)?[a-z]?\d+[a-z]?\b")


@dataclass(frozen=True)
class Hit:
    """A place that a text may mean; approximate if only its area is known and the point is the area's middle.

    `is_point`: it was written as a point or a plus code, not as a name.
    """

    name: str
    type: str
    lat: float
    lng: float
    area: Area | None
    is_approximate: bool
    is_point: bool = False


def matching(text: str, limit: int = 8) -> list[Hit]:
    """The places and areas that a text may mean, the likeliest first: a typed point or plus code, else names that have
    each word, in any order, begun or whole, else names spelt nearly so, else the areas it names among other words.
    """
    if point := typed_point(text):
        return [_point_hit(f"{point[0]:.5f}, {point[1]:.5f}", "koordinat", point)]
    if coded := pluscodes.split(text):
        return _coded(*coded)
    plain = normal(text)
    if len(plain) < 2:
        return []
    meant = " ".join(HOUSE_NUMBER.sub(" ", plain).split()) or plain
    rows: list[Candidate] = []
    for asked in dict.fromkeys((plain, meant)):
        rows = named(asked, words.all_of([part] for part in asked.split()))
        if hits := _named(asked, rows, limit):
            return hits
    return _alike(meant, [row for row in rows if row.level], limit) or _mentioned(plain)[:limit]


def normal(text: str) -> str:
    """A text as it is compared: small letters without accents, single blanks for the rest, `wua2` as `wua wua`."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    words = re.sub(r"[^a-z0-9]+", " ", plain).strip()
    return re.sub(r"\b([a-z]{3,})2\b", r"\1 \1", words)


def searchable(name: str, aliases: Iterable[str], area: Area | None) -> str:
    """What of a place is searched: its names, and its area's so that `masjid poasia` finds the mosques of Poasia."""
    around_it = [area.name, area.parent.name if area.parent else ""] if area else []
    return " ".join(filter(None, map(normal, [name, *aliases, *around_it])))[:400]


def area_at(lat: float, lng: float) -> tuple[Area | None, bool]:
    """The ward a point lies in, or the nearest within NEAR, and whether that is approximate; None outside them all."""
    return AreaMap.read().at(lat, lng)


class AreaMap:
    """The outlines of the wards on a flat map, read once for as many questions as you like."""

    def __init__(self, wards: Iterable[Area]) -> None:
        """Wards without an outline are left out."""
        drawn = [(ward, shape(ward.outline)) for ward in wards if ward.outline]
        self._plane = around([(ward.lat, ward.lng) for ward, _outline in drawn]) if drawn else None
        self._outlines = [(ward, self._plane.flat(outline)) for ward, outline in drawn if self._plane]

    @classmethod
    def read(cls) -> AreaMap:
        """The map of the wards as they stand in the database."""
        wards = Area.objects.filter(level=Area.Level.WARD).select_related("parent")
        return cls(wards.defer("parent__outline"))

    def at(self, lat: float, lng: float) -> tuple[Area | None, bool]:
        """See `area_at`."""
        if self._plane is None:
            return None, True
        point = self._plane.point(lat, lng)
        distance, ward = min(
            ((outline.distance(point), ward) for ward, outline in self._outlines), key=lambda found: found[0]
        )
        return (ward, ward.is_approximate or distance > 0) if distance <= NEAR else (None, True)


def _point_hit(name: str, kind: str, point: tuple[float, float]) -> Hit:
    """A point with the kelurahan it lies in, if it lies in one."""
    area, is_approximate = area_at(*point)
    return Hit(name, kind, *point, area, is_approximate, is_point=True)


def _coded(code: str, locality: str) -> list[Hit]:
    """The place of a plus code; a short one lies near the place said with it, near the centre where none is."""
    known = matching(locality, 1) if locality and not pluscodes.is_whole(code) else []
    centre = Centre.objects.get()
    point = pluscodes.near(code, (known[0].lat, known[0].lng) if known else (centre.lat, centre.lng))
    return [_point_hit(pluscodes.encode(*point), "kode plus", point)]


def _named(plain: str, rows: list[Candidate], limit: int) -> list[Hit]:
    """Names that have every word, begun or whole; those that begin as the text does come first."""
    fitting = [row for row in rows if not row.level or _has(row, plain.split())]
    return _hits([row._replace(likeness=float(row.search.startswith(plain))) for row in fitting], plain, limit)


def _alike(meant: str, areas: list[Candidate], limit: int) -> list[Hit]:
    """Names that have something spelt much like the text, without its house number, which no name has."""
    for wanted in words.spelt_like(meant):
        if found := spelt(meant, wanted):
            return _hits([*areas, *found], meant, limit)
    return _hits(areas, meant, limit)


def _mentioned(plain: str) -> list[Hit]:
    """Of an address that nobody knows at least the kelurahan, before the kecamatan."""
    areas = Area.objects.select_related("parent").defer("outline", "parent__outline").order_by("-level", "name")
    names = {area: map(normal, [area.name, *area.aliases]) for area in areas}
    found = [area for area in areas if any(f" {name} " in f" {plain} " for name in names[area])]
    return [Hit(area.name, area.get_level_display(), area.lat, area.lng, area, is_approximate=True) for area in found]


def _has(row: Candidate, parts: list[str]) -> bool:
    """Whether each of these begins a word of it."""
    return all(f" {part}" in f" {row.search}" for part in parts)


def _hits(rows: list[Candidate], plain: str, limit: int) -> list[Hit]:
    """The likeliest first, with their areas."""
    rows = sorted(rows, key=lambda row: _order(row, plain))[:limit]
    known = Area.objects.select_related("parent").defer("outline", "parent__outline")
    areas = known.in_bulk({row.area_id for row in rows if row.area_id})
    return [_hit(row, areas.get(row.area_id or 0)) for row in rows]


def _order(row: Candidate, plain: str) -> tuple[Any, ...]:
    """What is called exactly so comes first, what is called nearly so before what lies there, and an area before both;
    of two areas of one name the kelurahan, because it says more.
    """
    is_another = plain not in map(normal, [row.name, *row.aliases])
    is_wide = row.level == Area.Level.DISTRICT
    return is_another, -row.likeness - row.own, not row.level, len(row.name), is_wide, row.name


def _hit(row: Candidate, area: Area | None) -> Hit:
    """A place put in the middle of its area is known no better than that."""
    stands_for_area = area is not None and (row.lat, row.lng) == (area.lat, area.lng)
    kind = area.get_level_display() if area and row.level else row.type
    return Hit(row.name, kind, row.lat, row.lng, area, stands_for_area)
