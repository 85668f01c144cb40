"""Which place does this text mean, and which area is this point in. Both only propose: a person decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, CharField, Expression, F, FloatField, Func, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Concat, Length, Lower, Replace
from shapely.geometry import shape

from agencies.models import Area, Place
from agencies.outlines import around

NEAR = 1500.0
"""Metres: a point outside every outline still belongs to the nearest one within this; outlines are not surveyed."""

ALIKE = 0.42
"""Share of common trigrams from which a word is taken for a misspelling of another."""

COORDINATES = re.compile(r"\s*([-−+]?\d{1,3}[.,]\d+)\s*[,;·\s]\s*([-−+]?\d{1,3}[.,]\d+)\s*")


@dataclass(frozen=True)
class Hit:
    """A place that a text may mean; approximate if only its area is known and the point is the area's middle."""

    name: str
    type: str
    lat: float
    lng: float
    area: Area | None
    is_approximate: bool


def matching(text: str, limit: int = 8) -> list[Hit]:
    """The places and areas that a text may mean, the likeliest first: typed coordinates, else names that have each
    word, in any order, begun or whole, else names spelt nearly so.
    """
    point = typed_point(text)
    if point:
        area, is_approximate = area_at(*point)
        return [Hit(f"{point[0]:.5f}, {point[1]:.5f}", "koordinat", *point, area, is_approximate)]
    plain = normal(text)
    if len(plain) < 2:
        return []
    return _with_words(plain, limit) or _alike(plain, limit)


def typed_point(text: str) -> tuple[float, float] | None:
    """Latitude and longitude if the text is a pair of coordinates, with point or comma, in either order."""
    match = COORDINATES.fullmatch(text)
    if not match:
        return None
    lat, lng = (float(figure.replace(",", ".").replace("−", "-")) for figure in match.groups())
    if abs(lat) > 90:
        lat, lng = lng, lat
    return (lat, lng) if abs(lat) <= 90 and abs(lng) <= 180 else None


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


def inside_service_area(lat: float, lng: float) -> bool:
    """Whether the centre serves this point, as far as its outlines tell."""
    return area_at(lat, lng)[0] is not None


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
        return cls(Area.objects.filter(level=Area.Level.WARD).select_related("parent"))

    def at(self, lat: float, lng: float) -> tuple[Area | None, bool]:
        """See `area_at`."""
        if self._plane is None:
            return None, True
        point = self._plane.point(lat, lng)
        distance, ward = min(
            ((outline.distance(point), ward) for ward, outline in self._outlines), key=lambda found: found[0]
        )
        return (ward, ward.is_approximate or distance > 0) if distance <= NEAR else (None, True)


def _with_words(plain: str, limit: int) -> list[Hit]:
    """Names that have every word; those that begin as the text does come first."""
    wanted = Q()
    for word in plain.split():
        wanted &= Q(search__startswith=word) | Q(search__contains=f" {word}")
    starts = Case(When(search__startswith=plain, then=1.0), default=0.0, output_field=FloatField())
    return _likeliest(wanted, starts, plain, limit)


def _alike(plain: str, limit: int) -> list[Hit]:
    """Names that have something spelt much like the text."""
    return _likeliest(Q(likeness__gte=ALIKE), TrigramWordSimilarity(plain, "search"), plain, limit)


def _likeliest(wanted: Q, likeness: Expression, plain: str, limit: int) -> list[Hit]:
    """Places and areas in one list: the likeliest first, then those named so before those that lie there."""
    found: list[Any] = []
    for rows in (_searchable_areas(), Place.objects.select_related("area__parent")):
        found += rows.annotate(likeness=likeness).filter(wanted).order_by("-likeness", Length("name"))[: 5 * limit]
    found.sort(key=lambda row: _order(row, plain))
    return [_area_hit(row) if isinstance(row, Area) else _place_hit(row) for row in found[:limit]]


def _order(row: Any, plain: str) -> tuple[Any, ...]:
    """What is called exactly so comes first; of two areas of one name the kelurahan, because it says more."""
    is_another = plain not in map(normal, [row.name, *row.aliases])
    lies_there = plain.partition(" ")[0] not in normal(row.name)
    is_wide = isinstance(row, Area) and row.level == Area.Level.DISTRICT
    return is_another, -row.likeness, lies_there, len(row.name), is_wide, row.name


def _searchable_areas() -> QuerySet[Area]:
    """The areas with what of them is searched, made on the spot: they are few."""
    spellings = Func(F("aliases"), Value(" "), function="array_to_string", output_field=CharField())
    above = Coalesce("parent__name", Value(""))
    words = Concat("name", Value(" "), spellings, Value(" "), above, output_field=CharField())
    return Area.objects.select_related("parent").annotate(search=Replace(Lower(words), Value("-"), Value(" ")))


def _area_hit(area: Area) -> Hit:
    return Hit(area.name, area.get_level_display(), area.lat, area.lng, area, is_approximate=True)


def _place_hit(place: Place) -> Hit:
    """A place put in the middle of its area is known no better than that."""
    area = place.area
    stands_for_area = area is not None and (place.lat, place.lng) == (area.lat, area.lng)
    return Hit(place.name, place.type, place.lat, place.lng, area, stands_for_area)
