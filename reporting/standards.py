"""The standards a report was measured against, as rows and in words; printed beside the figures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import ngettext

from incidents.clocks import CLOCKS
from incidents.models import Standard
from reporting.books import Books

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# What is measured against where the centre has set nothing: ten seconds and seven minutes, as the SOP says.
USUAL_ANSWER, USUAL_ARRIVAL = timedelta(seconds=10), timedelta(minutes=7)


def in_force(books: Books) -> list[dict[str, Any]]:
    """The latest row of each clock, track, priority and category that was valid when the month ended."""
    rows = sorted(latest(books), key=lambda row: (list(CLOCKS).index(row.clock), row.track, row.priority or 0))
    return [described(books, row) for row in rows]


def latest(books: Books) -> list[Standard]:
    """The rows of what is measured that no later valid row had replaced when the month ended."""
    found: dict[tuple[Any, ...], Standard] = {}
    for row in sorted(books.standards, key=lambda row: row.valid_from):
        if row.valid_from <= books.as_of and CLOCKS[row.clock].is_measured:
            found[row.clock, row.track, row.priority, row.category_id] = row
    return list(found.values())


def described(books: Books, row: Standard) -> dict[str, Any]:
    """One standard as the report keeps it."""
    category = books.categories.get(row.category_id) if row.category_id else None
    return {
        "clock": row.clock,
        "label": str(CLOCKS[row.clock].label),
        "track": row.track,
        "priority": row.priority,
        "category": category.name if category else "",
        "limit_s": round(row.limit.total_seconds()),
        "limit": words(row.limit),
        "percentile": row.percentile,
        "is_example": row.is_example,
    }


def shortest(books: Books, clock: str) -> timedelta:
    """The strictest limit of a clock; what a sentence about it names."""
    return min((row.limit for row in latest(books) if row.clock == clock), default=USUAL_ARRIVAL)


def target(figures: dict[str, Any], clock: str) -> int | None:
    """The share in percent that must keep this clock, as the report's standards say."""
    return next((row["percentile"] for row in figures["standards"] if row["clock"] == clock), None)


def limit(figures: dict[str, Any], clock: str) -> str:
    """The limit of the answer or the arrival, as the report's standards say, in the words of the reader's language."""
    usual = USUAL_ANSWER if clock == "answer" else USUAL_ARRIVAL
    found = next((row["limit_s"] for row in figures["standards"] if row["clock"] == clock), None)
    return words(usual if found is None else timedelta(seconds=found))


def words(span: timedelta) -> str:
    """A limit as people say it: `10 detik`, `7 menit`, `4 jam`, `3 hari`."""
    if span % DAY == timedelta():
        return ngettext("%(count)s hari", "%(count)s hari", span // DAY) % {"count": span // DAY}
    if span % HOUR == timedelta():
        return ngettext("%(count)s jam", "%(count)s jam", span // HOUR) % {"count": span // HOUR}
    if span % MINUTE == timedelta():
        return ngettext("%(count)s menit", "%(count)s menit", span // MINUTE) % {"count": span // MINUTE}
    seconds = round(span.total_seconds())
    return ngettext("%(count)s detik", "%(count)s detik", seconds) % {"count": seconds}
