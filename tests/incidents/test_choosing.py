"""Which plan holds: kind before place before hour, hours past midnight, and no two that are equally specific."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time

import pytest

from incidents.choosing import Event, covers, holds, is_same_ground, ranked

FIRE, ROBBERY = 1, 2
WARD, DISTRICT, ELSEWHERE = 10, 11, 12
SATURDAY_NIGHT = datetime.fromisoformat("2026-01-10T02:00+08:00")
SATURDAY_NOON = datetime.fromisoformat("2026-01-10T12:00+08:00")
NIGHT = (time(22), time(5))


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


def chosen(*plans: Plan, at: datetime = SATURDAY_NIGHT, areas: tuple[int, ...] = (WARD, DISTRICT)) -> list[int]:
    """The plans that fit a fire, the one that holds first."""
    return [plan.pk for plan in ranked(plans, Event(FIRE, "Kebakaran", areas, at))]


def test_a_plan_of_the_kind_goes_before_one_of_its_group() -> None:
    assert chosen(Plan(1, None, "Kebakaran", WARD, *NIGHT), Plan(2)) == [2, 1]


def test_the_kelurahan_goes_before_the_kecamatan_before_everywhere() -> None:
    assert chosen(Plan(1), Plan(2, area_id=DISTRICT), Plan(3, area_id=WARD), Plan(4, area_id=ELSEWHERE)) == [3, 2, 1]
    assert chosen(Plan(1), Plan(2, area_id=DISTRICT), areas=(DISTRICT,)) == [2, 1]
    assert chosen(Plan(1), Plan(2, area_id=DISTRICT), areas=()) == [1]


def test_a_place_goes_before_hours_and_hours_on_days_before_either() -> None:
    plans = (
        Plan(1, starts=time(22), ends=time(5)),
        Plan(2, weekdays=[4]),
        Plan(3, starts=time(22), ends=time(5), weekdays=[4]),
        Plan(4, area_id=DISTRICT),
        Plan(5),
    )
    assert chosen(*plans) == [4, 3, 1, 5]
    assert chosen(*plans, at=SATURDAY_NOON) == [4, 5]


def test_what_is_of_another_kind_or_group_does_not_fit() -> None:
    assert chosen(Plan(1, ROBBERY), Plan(2, None, "Keamanan")) == []


def test_of_two_that_are_equal_the_older_holds() -> None:
    assert chosen(Plan(7), Plan(3)) == [3, 7]


@pytest.mark.parametrize(
    ("day", "hour", "is_in"),
    [(4, time(22), True), (4, time(21, 59), False), (5, time(4, 59), True), (5, time(5), False), (4, time(3), False)],
)
def test_hours_past_midnight_belong_to_the_day_on_which_they_begin(day: int, hour: time, is_in: bool) -> None:
    assert covers(Plan(1, starts=time(22), ends=time(5), weekdays=[4]), day, hour) == is_in


def test_sunday_night_reaches_into_monday() -> None:
    assert covers(Plan(1, starts=time(22), ends=time(5), weekdays=[6]), 0, time(1))


def test_hours_by_day_end_before_their_last_minute() -> None:
    plan = Plan(1, starts=time(7), ends=time(12))
    assert not holds(plan, SATURDAY_NOON) and holds(plan, SATURDAY_NOON.replace(hour=7))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (Plan(1), Plan(2), True),
        (Plan(1), Plan(2, area_id=WARD), False),
        (Plan(1), Plan(2, starts=time(22), ends=time(5)), False),
        (Plan(1, starts=time(22), ends=time(5)), Plan(2, starts=time(4), ends=time(6)), True),
        (Plan(1, starts=time(22), ends=time(5)), Plan(2, starts=time(5), ends=time(22)), False),
        (Plan(1, starts=time(8), ends=time(9)), Plan(2, starts=time(7), ends=time(10)), True),
        (Plan(1, weekdays=[0, 1]), Plan(2, weekdays=[1, 2]), True),
        (Plan(1, weekdays=[0]), Plan(2, weekdays=[2]), False),
        (
            Plan(1, starts=time(22), ends=time(5), weekdays=[6]),
            Plan(2, starts=time(1), ends=time(2), weekdays=[0]),
            True,
        ),
        (Plan(1, weekdays=[0]), Plan(2, starts=time(1), ends=time(2)), True),
    ],
)
def test_two_plans_are_for_the_same_ground_where_no_rule_could_tell_them_apart(
    one: Plan, other: Plan, is_same: bool
) -> None:
    assert is_same_ground(one, other) == is_same_ground(other, one) == is_same
