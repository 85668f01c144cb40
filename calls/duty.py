"""When somebody is on duty, as an administrator writes it: `Sen-Jum 08:00-16:00; Sab 08:00-12:00`. Pure."""

from __future__ import annotations

import re

DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
DAY_MINUTES = 24 * 60
PART = re.compile(r"(\w{3})(?:\s*-\s*(\w{3}))?\s+(\d{1,2})[:.](\d{2})\s*-\s*(\d{1,2})[:.](\d{2})")

Span = tuple[int, int]


def spans_of(text: str) -> list[Span]:
    """The minutes of the week, from Monday 00:00 on, from and until which somebody is on duty; sorted.

    A span that ends no later than it begins goes on into the next day, the last of a week beyond its end. Raises
    ValueError for what cannot be read.
    """
    found = [span for part in filter(None, map(str.strip, text.split(";"))) for span in spans_of_part(part)]
    return sorted(found)


def spans_of_part(part: str) -> list[Span]:
    """The spans of some days with the same hours."""
    read = PART.fullmatch(part)
    if read is None:
        raise ValueError(part)
    first, last, *clock = read.groups()
    start, end = minute_of(*clock[:2]), minute_of(*clock[2:])
    length = (end - start) % DAY_MINUTES or DAY_MINUTES
    begins = [day * DAY_MINUTES + start for day in days_of(first, last or first)]
    return [(begin, begin + length) for begin in begins]


def days_of(first: str, last: str) -> list[int]:
    """The days from one to another, also over the end of the week; Monday is 0."""
    names = [day.lower() for day in DAYS]
    start, end = names.index(first.lower()), names.index(last.lower())
    return [(start + step) % 7 for step in range((end - start) % 7 + 1)]


def minute_of(hour: str, minute: str) -> int:
    """A time of day in minutes; 24:00 is the end of the day."""
    value = int(hour) * 60 + int(minute)
    if int(minute) > 59 or value > DAY_MINUTES:
        raise ValueError(f"{hour}:{minute}")
    return value % DAY_MINUTES
