"""Roads as lines under the marks of a map, so that it shows streets where no tile server and no internet is.

A line is kept simplified, as whole numbers of hundred-thousandths of a degree (about a metre); what a browser gets of a
rank is made once for all who ask.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Iterable, Iterator
from threading import Lock
from typing import Any, ClassVar

import shapely
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.geometry.base import BaseGeometry

from journal.live import encoded

ONE = 100_000
"""Parts of a degree."""

COARSE = 0.00004
"""Degrees, about 4 m: a bend smaller than this is drawn straight."""

MOST_POINTS = 600_000
"""Corners of all lines together; a city has a tenth of it."""


class Rank(models.IntegerChoices):
    """How far one zooms in until a road is drawn."""

    MAIN = 1, gettext_lazy("jalan utama")
    MIDDLE = 2, gettext_lazy("jalan penghubung")
    SMALL = 3, gettext_lazy("jalan kecil")


# OpenStreetMap's classes; one that is not named here is small, and a line that tells none is a street like others.
RANKS = {
    **dict.fromkeys(("motorway", "trunk", "primary"), Rank.MAIN),
    **dict.fromkeys(("secondary", "tertiary", ""), Rank.MIDDLE),
}
UNDRAWN = frozenset({"footway", "path", "steps", "cycleway", "bridleway", "corridor", "proposed", "construction"})


class RoadLine(models.Model):
    """One line of a road file: latitude and longitude by turns, in parts of a degree; `digest` is its course's name."""

    rank = models.PositiveSmallIntegerField(choices=Rank, db_index=True)
    line = ArrayField(models.IntegerField())
    digest = models.CharField(max_length=32, unique=True)

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"{self.rank} {self.digest[:8]}"


def keep_lines(roads: Iterable[tuple[dict[str, Any], BaseGeometry]]) -> int:
    """Add the lines that are not drawn yet; how many are new. ValueError where there are more than browsers bear."""
    rows = {row.digest: row for row in _rows(roads)}
    known = set(RoadLine.objects.values_list("digest", flat=True))
    fresh = [row for digest, row in rows.items() if digest not in known]
    if sum(len(row.line) // 2 for row in fresh) > MOST_POINTS:
        raise ValueError(_("lebih dari %(most)d titik; potong berkasnya ke wilayah ini saja") % {"most": MOST_POINTS})
    RoadLine.objects.bulk_create(fresh, batch_size=2000, ignore_conflicts=True)
    return len(fresh)


def _rows(roads: Iterable[tuple[dict[str, Any], BaseGeometry]]) -> Iterator[RoadLine]:
    for properties, geometry in roads:
        kind = str(properties.get("highway") or "").removesuffix("_link")
        if kind in UNDRAWN:
            continue
        simple = shapely.simplify(geometry, COARSE)
        for part in getattr(simple, "geoms", [simple]):
            degrees = shapely.get_coordinates(part)[:, ::-1]
            line = [round(value * ONE) for value in degrees.ravel().tolist()]
            digest = hashlib.md5(repr(line).encode(), usedforsecurity=False).hexdigest()
            yield RoadLine(rank=RANKS.get(kind, Rank.SMALL), line=line, digest=digest)


class Drawings:
    """What browsers get, by rank: made anew only when lines were added."""

    def __init__(self) -> None:
        """Nothing is made yet."""
        self.lock = Lock()
        self.kept: dict[int, tuple[tuple[Any, ...], str, bytes]] = {}

    def get(self, rank: int) -> tuple[str, bytes]:
        """The tag and the gzipped JSON of a rank: each line its first point, then the way from point to point."""
        stand = RoadLine.objects.filter(rank=rank).aggregate(count=Count("pk"), last=Max("pk"))
        signature = (stand["count"], stand["last"])
        with self.lock:
            if rank not in self.kept or self.kept[rank][0] != signature:
                lines = RoadLine.objects.filter(rank=rank).values_list("line", flat=True)
                body = gzip.compress(encoded({"lines": [steps_of(line) for line in lines]}), compresslevel=6, mtime=0)
                tag = hashlib.md5(body, usedforsecurity=False).hexdigest()
                self.kept[rank] = (signature, f'"{tag}"', body)
            return self.kept[rank][1:]


def steps_of(line: list[int]) -> list[int]:
    """A line as its first point and the steps from there, which are small numbers and pack well."""
    return line[:2] + [here - before for before, here in zip(line[:-2], line[2:], strict=True)]


drawings = Drawings()
