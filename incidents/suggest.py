"""Which agencies and units to propose for an incident, nearest first, each with its reason. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
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
    kind: str = ""


@dataclass(frozen=True)
class Trip:
    """How far a unit has to go and how long that takes; an estimate unless an engine knew the roads."""

    km: float
    minutes: int
    is_estimate: bool = True


@dataclass(frozen=True)
class Called:
    """An agency that an answer calls for, by its code and short name: why, and whether it was answered so."""

    agency: str
    name: str
    why: str
    is_called: bool


@dataclass(frozen=True)
class Base:
    """A post of an agency without a free unit; `is_of_area` when it is named after the area of the event."""

    agency: str
    name: str
    point: Point | None
    is_of_area: bool = False


@dataclass(frozen=True)
class Proposal:
    """Somebody to send: a unit, or the agency as a whole when no unit of it is free, by its nearest post if it has any.

    Minutes are for units only: who waits at a post is not known. `need` says which need of a plan it meets.
    `is_unsure`: it has free units, but where they are is not known well enough.
    """

    agency: str
    unit: str | None
    unit_id: int | None
    is_lead: bool
    km: float | None
    minutes: int | None
    post: str | None = None
    is_estimate: bool = True
    need: str = ""
    is_unsure: bool = False


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
    bases: Collection[Base] = (),
    trips: Mapping[int, Trip] | None = None,
) -> list[Proposal]:
    """Lead agencies first, then those also told; nearest free units of each, the agency itself where none is free."""
    by_agency: dict[str, list[Proposal]] = {}
    for one in units:
        trip = (trips or {}).get(one.unit_id) or straight(one, at)
        by_agency.setdefault(one.agency, []).append(by_trip(one, trip, is_lead=one.agency in leads))
    found: list[Proposal] = []
    for code in dict.fromkeys([*leads, *also]):
        if code in assigned:
            continue
        near = sorted(by_agency.get(code, []), key=nearness)
        found += near[:per_agency] or [whole(code, code in leads, bases, at)]
    return found


def straight(one: Candidate, at: Point | None) -> Trip | None:
    """The trip at the usual speed; None where it or the event is nowhere known."""
    km = kilometres(one.point, at) if one.point and at else None
    return None if km is None else Trip(km, minutes_for(km))


def by_trip(one: Candidate, trip: Trip | None, *, is_lead: bool, need: str = "") -> Proposal:
    """A unit, with its way."""
    if trip is None:
        return Proposal(one.agency, one.unit, one.unit_id, is_lead, None, None, need=need)
    return Proposal(
        one.agency, one.unit, one.unit_id, is_lead, trip.km, trip.minutes, is_estimate=trip.is_estimate, need=need
    )


def nearness(one: Proposal) -> tuple[bool, int, float, str]:
    """Who is there first; who is nowhere known comes last."""
    return one.minutes is None, one.minutes or 0, one.km or 0.0, one.unit or ""


def called_forward(found: Collection[Proposal], called: Iterable[Called]) -> list[Proposal]:
    """The first of each agency that leads, then of each that an answer calls for, then the others as they were.

    A board shows the first few: whom an answer calls for is not to stand behind the second unit of another.
    """
    urgent = {one.agency for one in called if one.is_called}
    first: list[Proposal] = []
    rest: list[Proposal] = []
    for one in found:
        is_first = one.agency not in {other.agency for other in first}
        (first if is_first and (one.is_lead or one.agency in urgent) else rest).append(one)
    return [*first, *rest] if urgent else [*found]


def whole(code: str, is_lead: bool, bases: Iterable[Base], at: Point | None) -> Proposal:
    """An agency without a free unit: the post of the event's own area, else its nearest; else by its name alone."""
    own = [(one, kilometres(one.point, at) if one.point and at else None) for one in bases if one.agency == code]
    told = [(one, km) for one, km in own if one.is_of_area or km is not None]
    if not told:
        return Proposal(code, None, None, is_lead, None, None)
    post, km = min(told, key=lambda row: (not row[0].is_of_area, row[1] is None, row[1] or 0.0, row[0].name))
    return Proposal(code, None, None, is_lead, km, None, post.name)
