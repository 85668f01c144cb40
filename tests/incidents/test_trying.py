"""For which event a plan holds: now if it may be, else when its hours begin; in what another goes before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

import pytest

from incidents.choosing import Event, misfits
from incidents.trying import ahead, events_of

FIRE, SHIP = 1, 2
KINDS = [(FIRE, "Kebakaran"), (SHIP, "Kebakaran")]
WARD, DISTRICT = 10, 11
SATURDAY_NOON = datetime.fromisoformat("2026-01-10T12:00+08:00")


@dataclass
class Plan:
    """A plan as far as it is chosen by."""

    pk: int
    category_id: int | None = FIRE
    group: str = ""
    area_id: int | None = None
    starts: time | None = None
    ends: time | None = None
    weekdays: list[int] = field(default_factory=list)


ALWAYS = Plan(1)
NIGHT = Plan(2, starts=time(22), ends=time(5))
OTHERS = Plan(3, None, "Kebakaran")


def shown(plan: Plan, *others: Plan, areas: tuple[int, ...] = ()) -> tuple[int, str] | None:
    """The soonest event by which the plan is the one that holds: its kind, and when."""
    kinds = [(plan.category_id, "Kebakaran")] if plan.category_id else KINDS
    found = events_of(plan, [plan, *others], kinds, areas, SATURDAY_NOON)
    return next(((event.category_id, f"{event.at:%a %H:%M}") for event, best in found if best is plan), None)


def test_a_plan_that_holds_now_is_shown_by_this_moment() -> None:
    assert shown(ALWAYS, NIGHT) == (FIRE, "Sat 12:00")


def test_a_plan_for_hours_or_days_is_shown_when_they_begin() -> None:
    assert shown(NIGHT, ALWAYS) == (FIRE, "Sat 22:00")
    assert shown(Plan(4, weekdays=[3]), ALWAYS) == (FIRE, "Thu 00:00")
    assert shown(Plan(4, starts=time(11), ends=time(12), weekdays=[5]), ALWAYS) == (FIRE, "Sat 11:00"), "in a week"
    assert shown(Plan(4, starts=time(23), ends=time(1), weekdays=[4]), ALWAYS) == (FIRE, "Fri 23:00")


def test_a_plan_is_shown_beside_the_hours_of_one_that_goes_before_it() -> None:
    day = Plan(4, starts=time(5), ends=time(22))
    assert shown(ALWAYS, day) == (FIRE, "Sat 22:00")
    assert shown(ALWAYS, day, NIGHT) is None, "together they leave it nothing"


def test_a_plan_of_a_group_is_shown_by_a_kind_that_has_none_of_its_own() -> None:
    assert shown(OTHERS, ALWAYS) == (SHIP, "Sat 12:00")
    assert shown(OTHERS, NIGHT) == (FIRE, "Sat 12:00")
    assert shown(OTHERS, ALWAYS, Plan(5, SHIP)) is None


def test_a_plan_for_a_place_is_shown_there() -> None:
    ward = Plan(6, area_id=WARD)
    assert shown(ward, ALWAYS, areas=(WARD, DISTRICT)) == (FIRE, "Sat 12:00")
    assert shown(ward, ALWAYS) is None


@pytest.mark.parametrize(
    ("plan", "aspects"),
    [
        (ALWAYS, []),
        (NIGHT, ["hours"]),
        (Plan(7, SHIP, area_id=WARD, weekdays=[0]), ["kind", "area", "hours"]),
        (Plan(8, None, "Banjir"), ["kind"]),
    ],
)
def test_a_plan_that_does_not_fit_tells_in_what(plan: Plan, aspects: list[str]) -> None:
    assert misfits(plan, Event(FIRE, "Kebakaran", (), SATURDAY_NOON)) == aspects


@pytest.mark.parametrize(
    ("first", "second", "aspect"),
    [
        (ALWAYS, OTHERS, "kind"),
        (Plan(4, area_id=WARD), NIGHT, "area"),
        (Plan(4, area_id=WARD), Plan(5, area_id=DISTRICT), "area"),
        (NIGHT, ALWAYS, "hours"),
    ],
)
def test_of_two_plans_that_fit_it_is_told_in_what_the_first_goes_before(first: Plan, second: Plan, aspect: str) -> None:
    assert ahead(first, second, Event(FIRE, "Kebakaran", (WARD, DISTRICT), SATURDAY_NOON)) == aspect
