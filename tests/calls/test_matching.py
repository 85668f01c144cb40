"""Is a caller speaking of an event that is known already?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from calls.matching import Event, compared, ranked, words_of

NOW = datetime(2026, 1, 10, 18, 0, tzinfo=UTC)
GATE = (-4.0045, 122.5244)
METRE = 1 / 111_320


def event(north_m: float = 0, minutes_ago: float = 0, **known: Any) -> Event:
    """A crash at the gate, so many metres to the north and so long ago."""
    known = {"category": "kll_motor", "group": "kecelakaan", **known}
    at = NOW - timedelta(minutes=minutes_ago)
    return Event(**{"at": at, "point": (GATE[0] + north_m * METRE, GATE[1]), **known})


def level(one: Event, other: Event) -> str:
    return compared(one, other, None).level


def test_the_same_kind_at_the_same_corner_a_minute_ago_is_very_likely_the_same() -> None:
    assert level(event(), event(80, 1)) == "high"


def test_another_kind_four_hundred_metres_away_half_an_hour_ago_is_hardly_the_same() -> None:
    assert level(event(), event(430, 32, category="mogok", group="fasilitas")) == "low"


def test_a_relative_of_the_kind_nearby_may_be_the_same() -> None:
    assert level(event(), event(250, 5, category="kll_beruntun")) == "medium"


def test_an_event_whose_kind_nobody_knows_yet_is_judged_by_place_and_time() -> None:
    assert level(event(category="", group=""), event(50, 1)) == "high"


def test_what_is_two_kilometres_away_is_another_event_whatever_was_said() -> None:
    words = words_of("motor tabrak mobil")
    assert ranked(event(words=words), [("far", event(2100, words=words))]) == []


def test_without_a_point_the_words_of_the_place_decide() -> None:
    here = event(point=None, place=words_of("gerbang uho mokodompit"))
    same = event(point=None, minutes_ago=2, place=words_of("jalan mokodompit gerbang uho"))
    other = event(point=None, minutes_ago=2, place=words_of("pasar baruga"))
    assert [match.of for match in ranked(here, [("same", same), ("other", other)])] == ["same"]
    assert compared(here, same, None).metres is None


def test_a_service_of_yesterday_counts_an_emergency_of_yesterday_hardly() -> None:
    lamp = event(0, 24 * 60, is_emergency=False)
    crash = event(0, 24 * 60)
    assert compared(event(), lamp, None).score > compared(event(), crash, None).score


def test_the_likeliest_comes_first_and_four_are_listed() -> None:
    known = [(metres, event(metres, 1)) for metres in (300, 20, 200, 100, 400, 50)]
    assert [match.of for match in ranked(event(), known)] == [20, 50, 100, 200]


def test_words_of_every_address_say_nothing() -> None:
    assert words_of("jalan di dekat pasar baruga") == {"pasar", "baruga"}
