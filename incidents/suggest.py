"""Which agencies and units to propose for an incident, nearest first, each with its reason. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
DETOUR = 1.4  # road kilometres per straight kilometre in a hilly bay city; an estimate until a routing engine is asked
SPEED_KMH = 35.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Candidate:
    """A free unit on duty; `point` is (lat, lng) of its last position or its post."""

    agency: str
    unit: str
    unit_id: int
    point: Point | None


@dataclass(frozen=True)
class Proposal:
    """Somebody to send: a unit, or the agency as a whole when no unit of it is free. Minutes are an estimate."""

    agency: str
    unit: str | None
    unit_id: int | None
    is_lead: bool
    km: float | None
    minutes: int | None


def kilometres(a: Point, b: Point) -> float:
    """Great-circle distance of two (lat, lng) points."""
    lat_a, lat_b = radians(a[0]), radians(b[0])
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b[1] - a[1]) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def minutes_for(km: float) -> int:
    """How long a unit needs for a straight distance, at least a minute."""
    return max(1, round(km * DETOUR / SPEED_KMH * 60))


def proposals(
    leads: Collection[str],
    also: Collection[str],
    units: Iterable[Candidate],
    *,
    at: Point | None,
    assigned: Collection[str],
    per_agency: int = 2,
) -> list[Proposal]:
    """Lead agencies first, then those also told; nearest free units of each, the agency itself where none is free."""
    by_agency: dict[str, list[Proposal]] = {}
    for one in units:
        km = kilometres(one.point, at) if one.point and at else None
        minutes = None if km is None else minutes_for(km)
        by_agency.setdefault(one.agency, []).append(
            Proposal(one.agency, one.unit, one.unit_id, one.agency in leads, km, minutes)
        )
    found: list[Proposal] = []
    for code in dict.fromkeys([*leads, *also]):
        if code in assigned:
            continue
        near = sorted(by_agency.get(code, []), key=lambda one: (one.km is None, one.km or 0.0, one.unit or ""))
        found += near[:per_agency] or [Proposal(code, None, None, code in leads, None, None)]
    return found
