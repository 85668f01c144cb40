"""The city a scenario plays in, as plain data: where people live, what happens to them, who can come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians
from zoneinfo import ZoneInfo

KM_PER_DEGREE = 111.2


@dataclass(frozen=True)
class Spot:
    """A named point: a kelurahan, a landmark or the post of a unit."""

    code: str
    name: str
    lat: float
    lng: float


@dataclass(frozen=True)
class Kind:
    """A kind of event: its track, how urgent it is, who leads and who is told too."""

    code: str
    name: str
    track: str
    priority: int
    leads: tuple[str, ...]
    also_told: tuple[str, ...]


@dataclass(frozen=True)
class City:
    """Everything a scenario needs to know."""

    zone: ZoneInfo
    wards: Sequence[Spot]
    landmarks: Sequence[Spot]
    kinds: dict[str, Kind]
    units: dict[str, tuple[Spot, ...]]


def kilometres(lat: float, lng: float, spot: Spot) -> float:
    """As the crow flies; the city is small enough for a flat earth."""
    east = (lng - spot.lng) * cos(radians(lat)) * KM_PER_DEGREE
    return hypot((lat - spot.lat) * KM_PER_DEGREE, east)
