"""Months are the centre's own; what is stored is UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from reporting import periods
from reporting.periods import Month
from tests.reporting.rows import JANUARY, WITA


def test_a_month_in_wita_begins_eight_hours_before_the_month_in_utc() -> None:
    assert JANUARY.start == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert JANUARY.end == datetime(2026, 1, 31, 16, tzinfo=UTC)


def test_a_month_ends_where_the_next_begins() -> None:
    assert JANUARY.end == JANUARY.next.start
    assert Month(2025, 12, WITA).next == JANUARY
    assert JANUARY.previous == Month(2025, 12, WITA)


def test_the_last_second_of_a_month_belongs_to_it_and_the_next_does_not() -> None:
    assert periods.month_at(JANUARY.end - timedelta(microseconds=1), WITA) == JANUARY
    assert periods.month_at(JANUARY.end, WITA) == JANUARY.next


def test_a_month_knows_its_days() -> None:
    february = Month(2028, 2, WITA)
    assert (february.first, february.last, february.days) == (date(2028, 2, 1), date(2028, 2, 29), 29)


def test_a_key_is_read_back_as_the_month_it_names() -> None:
    assert periods.parse("2026-01", WITA) == JANUARY
    assert str(JANUARY) == "2026-01"


@pytest.mark.parametrize("key", ["2026-13", "2026-1", "januari", "2026-01-01", ""])
def test_a_key_that_names_no_month_is_refused(key: str) -> None:
    with pytest.raises(ValueError):
        periods.parse(key, WITA)


def test_a_month_is_full_only_an_hour_after_its_end() -> None:
    assert periods.last_full(JANUARY.end + timedelta(minutes=59), WITA) == JANUARY.previous
    assert periods.last_full(JANUARY.end + timedelta(minutes=60), WITA) == JANUARY


def test_the_months_between_two_include_both() -> None:
    keys = [str(month) for month in periods.between(Month(2025, 11, WITA), JANUARY)]
    assert keys == ["2025-11", "2025-12", "2026-01"]
