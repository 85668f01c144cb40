"""The estimate of a way: slower for heavy vehicles and in the rush, faster at night, never less than a minute."""

from __future__ import annotations

from datetime import time

import pytest

from incidents.suggest import SPEED_KMH
from incidents.travel import estimated, speed

NOON, RUSH, NIGHT = time(12), time(7), time(2)


def test_a_kind_goes_at_its_own_speed_and_an_unknown_one_at_the_usual() -> None:
    assert speed("ambulans gawat darurat", NOON) > speed("pompa", NOON) > speed("alat berat", NOON)
    assert speed("pendampingan", NOON) == speed("", NOON) == SPEED_KMH
    assert speed("Regu motor", NOON) == 45


@pytest.mark.parametrize(
    ("hour", "share"),
    [(time(6, 29), 1), (time(6, 30), 0.7), (time(8, 30), 1), (time(17), 0.7), (time(22), 1.25), (time(5), 1)],
)
def test_the_hour_takes_or_gives(hour: time, share: float) -> None:
    assert speed("", hour) == pytest.approx(SPEED_KMH * share)


def test_minutes_grow_with_the_distance_and_are_never_none() -> None:
    assert [estimated(km, "pompa", NOON) for km in (0, 0.1, 5, 25)] == [1, 1, 12, 60]
    assert estimated(5, "pompa", RUSH) > estimated(5, "pompa", NOON) > estimated(5, "pompa", NIGHT)
