"""The shapes of the page as numbers: steps of the heat map, bars, the trend line, outlines of the city. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from shapely.geometry import shape

STEPS = 7  # tones of the blue ramp
MAP_WIDTH = 1000
TREND_LEFT, TREND_STEP, TREND_BAR, TREND_FLOOR, TREND_TOP = 66, 118, 56, 138, 20


@dataclass(frozen=True)
class Cell:
    """One number with its tone, 0 the lightest."""

    value: int
    step: int


def step_of(value: int, most: int) -> int:
    """The tone of a value beside the greatest of its kind."""
    return min(STEPS - 1, int(value / most * (STEPS - 0.001))) if most else 0


def heat(rows: Sequence[Sequence[int]]) -> list[list[Cell]]:
    """The table with tones."""
    most = max((value for row in rows for value in row), default=0)
    return [[Cell(value, step_of(value, most)) for value in row] for row in rows]


def length(value: float, most: float) -> float:
    """How long a bar is, in percent of the longest."""
    return round(100 * value / most, 1) if most else 0


@dataclass(frozen=True)
class Trend:
    """One month of the trend: its bar and its point on the line, none where nothing was measured."""

    month: str
    x: int
    middle: int
    label: int
    height: float
    top: float
    value: int
    share: str
    y: float | None
    is_last: bool


def trend(months: Sequence[tuple[str, int, float | None, str]], target: float) -> list[Trend]:
    """Bars of counts and a line of shares around the target, oldest first."""
    most = max((value for _month, value, _share, _words in months), default=0)
    return [
        Trend(
            month=month,
            x=TREND_LEFT + place * TREND_STEP,
            middle=TREND_LEFT + place * TREND_STEP + TREND_BAR // 2,
            label=TREND_LEFT + place * TREND_STEP + TREND_BAR + 6,
            height=round(value / most * 52, 1) if most else 0,
            top=round(TREND_FLOOR - (value / most * 52 if most else 0), 1),
            value=value,
            share=words,
            y=None if share is None else round(min(max(TREND_TOP + (target - share) * 0.9, 6), 80), 1),
            is_last=place == len(months) - 1,
        )
        for place, (month, value, share, words) in enumerate(months)
    ]


@dataclass(frozen=True)
class Sheet:
    """A flat drawing of a small piece of the earth: where west and north end, and the scale."""

    west: float
    north: float
    scale: float
    stretch: float
    height: int

    def xy(self, lng: float, lat: float) -> tuple[int, int]:
        """A point on the drawing."""
        return round((lng - self.west) * self.stretch * self.scale), round((self.north - lat) * self.scale)

    def path(self, geometry: dict[str, Any] | None) -> str:
        """A GeoJSON outline as the `d` of an SVG path."""
        return "".join(
            "M" + "L".join("{},{}".format(*self.xy(*point[:2])) for point in ring) + "Z" for ring in rings(geometry)
        )


def sheet(outlines: Iterable[dict[str, Any] | None]) -> Sheet:
    """The drawing on which all of these outlines fit."""
    points = [point for outline in outlines for ring in rings(outline) for point in ring]
    if not points:
        return Sheet(0, 0, 1, 1, 1)
    lngs, lats = [point[0] for point in points], [point[1] for point in points]
    stretch = cos(radians((min(lats) + max(lats)) / 2))
    scale = MAP_WIDTH / ((max(lngs) - min(lngs)) * stretch)
    return Sheet(min(lngs), max(lats), scale, stretch, round((max(lats) - min(lats)) * scale))


def rings(geometry: dict[str, Any] | None) -> list[list[list[float]]]:
    """Every closed line of a polygon or of several."""
    if geometry is None:
        return []
    parts = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for part in parts for ring in part]


def middle(geometry: dict[str, Any] | None, lng: float, lat: float) -> tuple[float, float]:
    """Where a name stands on an outline: well inside its largest part; the given point where nothing is outlined."""
    if geometry is None:
        return lng, lat
    outline = shape(geometry)
    largest = max(getattr(outline, "geoms", [outline]), key=lambda part: part.area)
    point = largest.centroid if largest.contains(largest.centroid) else largest.representative_point()
    return point.x, point.y
