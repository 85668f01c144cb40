"""Which standard is in force, and when the rungs of a ladder are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from incidents.clocks import CLOCKS, applying, rung_due

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
AT = datetime(2026, 1, 10, tzinfo=UTC)


@dataclass
class Row:
    """A standard without a table."""

    name: str
    clock: str = "arrive"
    track: str = ""
    priority: int | None = None
    category_id: int | None = None
    limit: timedelta = timedelta(minutes=7)
    percentile: int = 80
    valid_from: datetime = NEW_YEAR


def in_force(
    *rows: Row, clock: str = "arrive", track: str = "emergency", priority: int = 1, at: datetime = AT
) -> str | None:
    """The name of the row that holds for a P1 emergency of category 5."""
    found = applying(rows, clock, track=track, priority=priority, category_id=5, at=at)
    return found.name if isinstance(found, Row) else None


ANY = Row("any")
TRACK = Row("track", track="emergency")
PRIORITY = Row("priority", priority=1)
CATEGORY = Row("category", category_id=5)


@pytest.mark.parametrize("rows", list(permutations([ANY, TRACK, PRIORITY, CATEGORY])))
def test_a_category_beats_a_priority_beats_a_track_in_any_order_of_rows(rows: tuple[Row, ...]) -> None:
    assert in_force(*rows) == "category"
    assert in_force(*(row for row in rows if row is not CATEGORY)) == "priority"
    assert in_force(*(row for row in rows if row not in (CATEGORY, PRIORITY))) == "track"


def test_a_category_beats_a_row_that_names_both_track_and_priority() -> None:
    assert in_force(Row("both", track="emergency", priority=1), CATEGORY) == "category"


def test_more_that_fits_is_more_specific() -> None:
    assert in_force(CATEGORY, Row("both", category_id=5, priority=1)) == "both"


@pytest.mark.parametrize(
    "row",
    [
        Row("another clock", clock="accept"),
        Row("another track", track="service"),
        Row("another priority", priority=2),
        Row("another category", category_id=6),
        Row("not yet", valid_from=AT + timedelta(microseconds=1)),
    ],
)
def test_a_row_that_speaks_of_something_else_does_not_hold(row: Row) -> None:
    assert in_force(row) is None
    assert in_force(row, ANY) == "any"


def test_of_equals_the_latest_holds_from_its_very_moment() -> None:
    newer = Row("newer", valid_from=AT)
    assert in_force(newer, ANY) == "newer"
    assert in_force(newer, ANY, at=AT - timedelta(microseconds=1)) == "any"


def test_no_row_means_the_clock_does_not_run() -> None:
    assert in_force() is None


@pytest.mark.parametrize(
    ("limit", "after", "told"),
    [
        (timedelta(minutes=1), 1, timedelta(minutes=1)),
        (timedelta(minutes=1), 2, timedelta(minutes=2)),
        (timedelta(minutes=1), 4, timedelta(minutes=4)),
        (timedelta(minutes=3), 4, timedelta(minutes=12)),
        (timedelta(hours=4), 1, timedelta(hours=4)),
        (timedelta(hours=4), 4, timedelta(hours=16)),
        (timedelta(minutes=1), 0, timedelta()),
    ],
)
def test_a_ladder_is_stretched_so_that_its_first_rung_meets_the_limit(
    limit: timedelta, after: int, told: timedelta
) -> None:
    due = rung_due(AT, limit, timedelta(minutes=after), timedelta(minutes=1))
    assert due - AT == told


def test_a_ladder_may_begin_later_than_a_minute() -> None:
    due = rung_due(AT, timedelta(minutes=1), timedelta(minutes=10), timedelta(minutes=5))
    assert due - AT == timedelta(minutes=2)


def test_only_clocks_of_incidents_and_assignments_escalate() -> None:
    assert {clock.row for clock in CLOCKS.values() if clock.escalates} == {"incident", "assignment"}
    assert {clock.name for clock in CLOCKS.values() if not clock.escalates} == {"answer", "forward", "still"}
