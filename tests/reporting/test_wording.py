"""Numbers and differences as the page says them."""

from __future__ import annotations

from datetime import date

import pytest

from reporting import wording
from reporting.wording import Change


def test_counts_have_dots_and_shares_have_commas() -> None:
    assert wording.count(4388) == "4.388"
    assert wording.percent(64.3) == "64,3%"
    assert wording.percent(100.0) == "100,0%"


@pytest.mark.parametrize(("share", "said"), [(49.6, "50%"), (62.4, "62%"), (0.0, "0%")])
def test_a_share_without_decimals_is_rounded_not_cut(share: float, said: str) -> None:
    assert wording.percent(share, 0) == said


def test_what_did_not_happen_is_a_dash() -> None:
    assert (wording.count(None), wording.percent(None), wording.minutes(None), wording.age(None)) == ("–",) * 4


@pytest.mark.parametrize(
    ("seconds", "said"), [(5, "0:05"), (372, "6:12"), (3599, "59:59"), (3600, "1:00:00"), (3972, "1:06:12")]
)
def test_times_are_minutes_and_seconds_and_over_an_hour_hours(seconds: int, said: str) -> None:
    assert wording.minutes(seconds) == said


@pytest.mark.parametrize(
    ("seconds", "said"), [(3600, "1 jam"), (172799, "47 jam"), (172800, "2 hari"), (2332800, "27 hari")]
)
def test_ages_are_hours_for_two_days_and_then_days(seconds: int, said: str) -> None:
    assert wording.age(seconds) == said


def test_a_count_grows_in_percent_and_is_neither_good_nor_bad() -> None:
    assert wording.grown(150, 100) == Change("up", "50,0%", "")
    assert wording.grown(50, 100) == Change("dn", "50,0%", "")
    assert wording.grown(100, 100) == Change("minus", "0,0%", "")


@pytest.mark.parametrize("before", [None, 0])
def test_growth_from_nothing_is_not_told(before: int | None) -> None:
    assert wording.grown(10, before) is None


def test_a_share_moves_in_points_and_the_figure_says_which_way_is_better() -> None:
    assert wording.moved(64.3, 60.4, is_good=1) == Change("up", "3,9 poin", "ok")
    assert wording.moved(22.8, 31.5, is_good=-1) == Change("dn", "8,7 poin", "ok")
    assert wording.moved(31.5, 22.8, is_good=-1) == Change("up", "8,7 poin", "crit")
    assert wording.moved(50.0, 50.0, is_good=1) == Change("minus", "0,0 poin", "")
    assert wording.moved(None, 50.0, is_good=1) is None


def test_a_shorter_time_is_better() -> None:
    assert wording.quicker(372, 403) == Change("dn", "0:31", "ok")
    assert wording.quicker(403, 372) == Change("up", "0:31", "crit")
    assert wording.quicker(372, None) is None


def test_months_are_named_in_the_readers_language() -> None:
    assert (wording.month_name(date(2026, 1, 1)), wording.short_month(date(2026, 8, 1))) == ("Januari 2026", "Agu")
