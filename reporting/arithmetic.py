"""Shares and percentiles as a report gives them: values in, values out; no queries, no clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any


def share(part: int, whole: int) -> float | None:
    """Percent with one decimal; None when there is nothing to take a share of."""
    return round(100 * part / whole, 1) if whole else None


def kept(part: int, whole: int) -> dict[str, Any]:
    """How many of how many kept a limit, and the percentage."""
    return {"kept": part, "of": whole, "share": share(part, whole)}


def percentile(values: Iterable[float], percent: int) -> float | None:
    """The value below which so many percent lie, interpolated as PostgreSQL's percentile_cont does."""
    ordered = sorted(values)
    if not ordered:
        return None
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def spread(spans: Iterable[timedelta]) -> dict[str, Any]:
    """Median and 90th percentile in whole seconds, and over how many cases."""
    seconds = [span.total_seconds() for span in spans]
    return {"median_s": whole(percentile(seconds, 50)), "p90_s": whole(percentile(seconds, 90)), "of": len(seconds)}


def whole(seconds: float | None) -> int | None:
    """Rounded to the second."""
    return None if seconds is None else round(seconds)


def earliest(moments: Iterable[datetime | None]) -> datetime | None:
    """The first of those that happened."""
    return min((moment for moment in moments if moment is not None), default=None)
