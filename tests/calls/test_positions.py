"""Which of several locations is shown, and how far a handset's clock is believed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from calls.positions import Seen, believed, is_point, shown_first

AT = datetime(2026, 1, 9, 18, 0, tzinfo=UTC)


def seen(pk: int = 1, *, ago: float = 0, **known: Any) -> Seen:
    """A location found so many seconds before AT, and received at once."""
    at = AT - timedelta(seconds=ago)
    usual = {"has_point": True, "is_cell": False, "is_doubtful": False, "radius_m": 20.0, "positioned_at": at}
    return Seen(pk, **{**usual, "received_at": at, **known})


def shown(*rows: Seen) -> int:
    """The key of the one that is shown, whatever the order."""
    found = {one.pk for one in (shown_first(rows), shown_first(rows[::-1])) if one}
    assert len(found) == 1
    return found.pop()


def test_nothing_is_shown_of_nothing() -> None:
    assert shown_first([]) is None


def test_of_the_last_minute_the_most_precise_is_shown_and_then_the_newest() -> None:
    assert shown(seen(1, ago=50, radius_m=12), seen(2, radius_m=900)) == 1
    assert shown(seen(1, ago=61, radius_m=12), seen(2, radius_m=900)) == 2, "he may be elsewhere by now"
    assert shown(seen(1, ago=5), seen(2)) == 2
    assert shown(seen(1), seen(2)) == 2
    assert shown(seen(1, radius_m=None), seen(2, ago=9, radius_m=900)) == 2


def test_a_telephone_that_found_nothing_hides_no_place() -> None:
    assert shown(seen(1, ago=300), seen(2, has_point=False, radius_m=None)) == 1


def test_the_cell_stands_only_where_the_telephone_said_nothing_of_now() -> None:
    cell = seen(2, is_cell=True, radius_m=5)
    assert shown(seen(1, ago=300, radius_m=4000), cell) == 1
    assert shown(seen(1, has_point=False), cell) == 2
    old = seen(1, positioned_at=AT - timedelta(minutes=11), received_at=AT)
    assert shown(old, cell) == 2


def test_a_damaged_message_stands_behind_a_whole_one_and_before_the_cell() -> None:
    assert shown(seen(1, is_doubtful=True, radius_m=5), seen(2, ago=300, radius_m=500)) == 2
    assert shown(seen(1, is_doubtful=True), seen(2, is_cell=True, radius_m=5)) == 2


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(-7200, AT - timedelta(hours=2)), (0, AT), (59, AT), (61, None), (8 * 3600, None)],
)
def test_a_position_is_never_of_the_future_and_a_clock_far_ahead_tells_nothing(
    ahead: int, expected: datetime | None
) -> None:
    assert believed(AT + timedelta(seconds=ahead), AT) == expected


def test_an_unknown_time_stays_unknown() -> None:
    assert believed(None, AT) is None


def test_what_is_a_point() -> None:
    assert is_point(0, 122.5) and is_point(-90, 180)
    assert not any(is_point(*point) for point in ((0, 0), (91, 0), (1, 181), (float("nan"), 1), (1, float("inf"))))
