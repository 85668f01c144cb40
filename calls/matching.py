"""Is a caller speaking of an event that is known already? By distance, time, kind and words. Pure ranking."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import exp
from typing import Generic, TypeVar

from incidents.suggest import Point, kilometres

T = TypeVar("T")

SCALE_M = 500.0
"""Metres at which two points are worth a third of the same point: callers name the nearest corner, not the spot."""
FAR_M = 2000.0
FADES = {True: timedelta(hours=1), False: timedelta(days=2)}
"""How fast an event grows old for this purpose: an emergency within the hour, a service within days."""
LISTED = 0.15
LEVELS = ((0.6, "high"), (0.35, "medium"), (0.0, "low"))
COMMON = frozenset({"jalan", "jln", "dekat", "depan", "samping", "belakang", "yang", "dan", "ada", "dari", "lorong"})


@dataclass(frozen=True)
class Event:
    """What is known of one event; words are those of place, landmark and notes, in small letters."""

    at: datetime
    point: Point | None = None
    category: str = ""
    group: str = ""
    is_emergency: bool = True
    place: frozenset[str] = field(default_factory=frozenset)
    words: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True)
class Match(Generic[T]):
    """A known event that may be the same; `metres` is None when one of them has no point."""

    of: T
    score: float
    level: str
    metres: int | None


def ranked(event: Event, known: Iterable[tuple[T, Event]], limit: int = 4) -> list[Match[T]]:
    """The likeliest first; what is too far or too unlike is left out."""
    found = [match for of, other in known if (match := compared(event, other, of)).score >= LISTED]
    return sorted(found, key=lambda match: -match.score)[:limit]


def compared(event: Event, other: Event, of: T) -> Match[T]:
    """How alike two events are, from 0 to 1. Nearness weighs on everything: what is elsewhere is another event."""
    metres = kilometres(event.point, other.point) * 1000 if event.point and other.point else None
    age = abs(event.at - other.at) / FADES[other.is_emergency]
    score = near(metres, event, other) * (
        0.4 + 0.2 * exp(-age) + 0.3 * kinship(event, other) + 0.1 * overlap(event.words, other.words)
    )
    level = next(name for least, name in LEVELS if score >= least)
    return Match(of, score, level, None if metres is None else round(metres))


def near(metres: float | None, event: Event, other: Event) -> float:
    """By the points where both have one, else by the words of the place."""
    if metres is None:
        return overlap(event.place, other.place)
    return exp(-metres / SCALE_M) if metres <= FAR_M else 0.0


def kinship(event: Event, other: Event) -> float:
    """The same kind, the same family, unknown yet, or another."""
    if not event.category or not other.category:
        return 0.5
    if event.category == other.category:
        return 1.0
    return 0.7 if event.group == other.group else 0.1


def overlap(some: frozenset[str], others: frozenset[str]) -> float:
    """The share of the shorter text that the longer one has too."""
    return len(some & others) / min(len(some), len(others)) if some and others else 0.0


def words_of(*texts: str) -> frozenset[str]:
    """The words that tell places and events apart; give texts in small letters."""
    return frozenset(word for text in texts for word in text.split() if len(word) > 2 and word not in COMMON)
