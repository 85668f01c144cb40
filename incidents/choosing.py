"""Which response plan holds for an event: the most specific that fits its kind, place and hour. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Protocol, TypeVar

EVERY_DAY = range(7)
ASPECTS = ("kind", "area", "hours")
"""What a plan is chosen by, in the order in which it counts."""


@dataclass(frozen=True)
class Event:
    """What a plan is chosen by. `areas` are the ids of the kelurahan and of the kecamatan it lies in, the smaller
    first; `at` is a moment in the centre's zone.
    """

    category_id: int
    group: str
    areas: tuple[int, ...]
    at: datetime


class Scope(Protocol):
    """When a plan holds: one kind or a whole group, one area or everywhere, some hours or always.

    Hours run from `starts` up to, not including, `ends`, past midnight where `ends` is the earlier, and belong to the
    day on which they begin; days count from Monday, which is 0, and none named means every day.
    """

    pk: int
    category_id: int | None
    group: str
    area_id: int | None
    starts: time | None
    ends: time | None
    weekdays: list[int]


P = TypeVar("P", bound=Scope)


def ranked(plans: Iterable[P], event: Event) -> list[P]:
    """The plans that fit, the one that holds first.

    Kind before place before hour: a plan of the kind goes before one of its group, then a plan of the kelurahan before
    one of the kecamatan before one for everywhere, then a plan of hours and days before one of either before one for
    always. So what a fire needs is never decided by a plan that was only written for a night.
    """
    fitting = [plan for plan in plans if fits(plan, event)]
    return sorted(fitting, key=lambda plan: (*specificity(plan, event), -plan.pk), reverse=True)


def fits(plan: Scope, event: Event) -> bool:
    """Whether the plan was written for such an event."""
    return not misfits(plan, event)


def misfits(plan: Scope, event: Event) -> list[str]:
    """The aspects in which the plan was not written for such an event."""
    is_of_kind = plan.category_id == event.category_id if plan.category_id else plan.group == event.group
    is_there = plan.area_id is None or plan.area_id in event.areas
    fitting = zip(ASPECTS, (is_of_kind, is_there, holds(plan, event.at)), strict=True)
    return [name for name, is_fitting in fitting if not is_fitting]


def specificity(plan: Scope, event: Event) -> tuple[int, int, int]:
    """How narrowly the plan was written: by kind, by place, by hour."""
    nearness = len(event.areas) - event.areas.index(plan.area_id) if plan.area_id in event.areas else 0
    return int(plan.category_id is not None), nearness, narrowness(plan)


def narrowness(plan: Scope) -> int:
    """2 for hours on some days, 1 for either, 0 for always."""
    return int(plan.starts is not None) + int(bool(plan.weekdays))


def holds(plan: Scope, at: datetime) -> bool:
    """Whether the plan's hours hold at this moment of the centre's clock."""
    return covers(plan, at.weekday(), at.time())


def covers(plan: Scope, day: int, hour: time) -> bool:
    """Whether the plan's hours hold on this weekday at this time."""
    days: Collection[int] = plan.weekdays or EVERY_DAY
    if plan.starts is None or plan.ends is None:
        return day in days
    if plan.starts < plan.ends:
        return day in days and plan.starts <= hour < plan.ends
    return (day in days and hour >= plan.starts) or ((day - 1) % 7 in days and hour < plan.ends)


def is_same_ground(one: Scope, other: Scope) -> bool:
    """Whether two plans are for the same kind and place, equally narrow in hours, and hold at a common moment.

    No rule could tell which of them is meant.
    """
    if (one.category_id, one.group, one.area_id) != (other.category_id, other.group, other.area_id):
        return False
    # Two spans of hours meet where one of them begins, if anywhere.
    edges = {time(0), *(plan.starts for plan in (one, other) if plan.starts)}
    meets = any(covers(one, day, edge) and covers(other, day, edge) for day in EVERY_DAY for edge in edges)
    return narrowness(one) == narrowness(other) and meets
