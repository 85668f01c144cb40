"""Approximate outlines of areas, made from their centres alone, for a region whose official boundaries are not at hand.

Geometry only: no query, no file. Lengths are metres; points come and go as latitude and longitude in degrees.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry import MultiPoint, Point, mapping
from shapely.geometry.base import BaseGeometry

REACH = 2500.0
"""Metres: no outline goes further from its centre than this."""

DECIMALS = 5
GRID = 10.0**-DECIMALS
"""About one metre, in degrees: a finer figure would promise more than a centre can hold."""

METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True)
class Plane:
    """A flat map around one point, in metres: exact enough for a city (0.1 % within 50 km), and distances are plain."""

    lat: float
    lng: float

    def point(self, lat: float, lng: float) -> Point:
        """A place on this map."""
        return Point((lng - self.lng) * self._east, (lat - self.lat) * METRES_PER_DEGREE)

    def flat(self, outline: BaseGeometry) -> BaseGeometry:
        """A GeoJSON geometry (longitude, latitude) on this map."""
        return shapely.transform(outline, lambda at: (at - self._origin) * self._scale)

    def world(self, flat: BaseGeometry) -> BaseGeometry:
        """A geometry of this map as longitude and latitude, on the grid of GRID degrees."""
        return shapely.set_precision(shapely.transform(flat, lambda at: at / self._scale + self._origin), GRID)

    @property
    def _east(self) -> float:
        return METRES_PER_DEGREE * math.cos(math.radians(self.lat))

    @property
    def _scale(self) -> Any:
        return np.array([self._east, METRES_PER_DEGREE])

    @property
    def _origin(self) -> Any:
        return np.array([self.lng, self.lat])


def around(centres: Iterable[tuple[float, float]]) -> Plane:
    """The flat map in the middle of these points."""
    lats, lngs = zip(*centres, strict=True)
    return Plane((min(lats) + max(lats)) / 2, (min(lngs) + max(lngs)) / 2)


def outlines(wards: Mapping[str, tuple[float, float]], districts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """GeoJSON geometries by code: for each ward what lies nearest to its centre and within REACH, for each district
    the union of its wards. `wards` gives centres as (latitude, longitude), `districts` the district of each ward.
    """
    plane = around(wards.values())
    flat = _cells({code: plane.point(*centre) for code, centre in wards.items()})
    cells = {code: plane.world(cell) for code, cell in flat.items()}
    unions = {
        district: shapely.union_all([cells[ward] for ward in wards if districts[ward] == district], grid_size=GRID)
        for district in set(districts.values())
    }
    return {code: _geojson(shape) for code, shape in sorted((cells | unions).items())}


def _cells(centres: dict[str, Point]) -> dict[str, BaseGeometry]:
    """Voronoi cells cut at REACH. The frame is wide enough to cut none of them before the circle does."""
    points = MultiPoint(list(centres.values()))
    cells = list(shapely.voronoi_polygons(points, extend_to=points.buffer(3 * REACH)).geoms)
    tree = shapely.STRtree(cells)
    return {
        code: shapely.intersection(cells[int(tree.nearest(centre))], centre.buffer(REACH))
        for code, centre in centres.items()
    }


def _geojson(shape: BaseGeometry) -> dict[str, Any]:
    """A normalised geometry, so that the same centres always make the same text."""
    tidy = shapely.transform(shapely.normalize(shape), lambda at: np.round(at, DECIMALS))
    geometry: dict[str, Any] = mapping(tidy)
    return geometry
