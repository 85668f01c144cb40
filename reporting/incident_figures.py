"""What a month says about incidents as a whole; counts and subtractions over the books, no queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from incidents.models import Track
from reporting.arithmetic import kept, spread, whole
from reporting.books import Books, Case

# Fewer than this many confidential incidents of a kind could point at a person.
SMALL = 3
CONFIDENTIAL = "tertutup"
REST = "lain"


def totals(books: Books) -> dict[str, int]:
    """How many events were reported, on which track, how many were called off, and how many incidents were merged."""
    emergencies = len(books.emergencies)
    return {
        "total": len(books.events),
        "emergency": emergencies,
        "service": len(books.events) - emergencies,
        "cancelled": sum(case.is_cancelled for case in books.events),
        "merged": sum(case.is_merged for case in books.cases),
    }


def by_category(books: Books) -> list[dict[str, Any]]:
    """How many of each category, most frequent first; confidential kinds become one row when any of them is rare."""
    counts = Counter(case.category_id for case in books.events)
    closed = {pk: count for pk, count in counts.items() if books.categories[pk].is_confidential}
    joined = any(count < SMALL for count in closed.values())
    rows = [
        {"code": category.code, "name": category.name, "track": category.track, "count": counts[pk]}
        for pk, category in books.categories.items()
        if counts[pk] and not (joined and category.is_confidential)
    ]
    if joined:
        rows.append({"code": CONFIDENTIAL, "name": "", "track": Track.EMERGENCY, "count": sum(closed.values())})
    return sorted(rows, key=lambda row: (-row["count"], row["code"]))


def by_district(books: Books) -> list[dict[str, Any]]:
    """How many emergencies and tickets in each kecamatan; the last row holds those without a known one."""
    counts = Counter((case.district, case.track) for case in books.events)
    places = [(area.code, area.name) for area in books.districts]
    known = {code for code, _name in places}
    rows = [row_of(code, name, counts) for code, name in places]
    rows.append(row_of("", "", Counter({("", track): 0 for track in Track.values})))
    for (district, track), count in counts.items():
        if district not in known:
            rows[-1][track] += count
    return rows


def row_of(code: str, name: str, counts: Counter[tuple[str, str]]) -> dict[str, Any]:
    """One kecamatan's line."""
    return {"code": code, "name": name, **{track: counts[code, track] for track in Track.values}}


def by_district_and_category(books: Books) -> list[dict[str, Any]]:
    """Categories within a kecamatan, confidential incidents left out; rare ones are summed up as the rest."""
    counts = Counter(
        (case.district, books.categories[case.category_id].code)
        for case in books.events
        if not case.is_confidential and not books.categories[case.category_id].is_confidential
    )
    gathered: Counter[tuple[str, str]] = Counter()
    for (district, code), count in counts.items():
        gathered[district, code if count >= SMALL else REST] += count
    return [
        {"district": district, "category": code, "count": count} for (district, code), count in sorted(gathered.items())
    ]


def response(books: Books) -> dict[str, Any]:
    """Median and 90th percentile from report to the first arrival of any unit, emergencies of priority 1 to 3."""
    return spread(
        case.first_arrived_at - case.reported_at
        for case in measured(books)
        if case.first_arrived_at and not case.called_off_before(case.first_arrived_at)
    )


def forwarding(books: Books) -> dict[str, Any]:
    """Median and 90th percentile from report to the first agency told, emergencies of priority 1 to 3."""
    return spread(case.tasks[0].notified_at - case.reported_at for case in measured(books) if case.tasks)


def within_limit(books: Books) -> dict[str, Any]:
    """The seven minutes of all agencies together."""
    return judged(books, ((case, case.first_arrived_at) for case in measured(books)))


def judged(books: Books, arrivals: Iterable[tuple[Case, datetime | None]]) -> dict[str, Any]:
    """Which arrivals kept their limit: not arrived is missed; called off before arrival is excluded and counted."""
    rows = list(arrivals)
    valid = [(case, arrived) for case, arrived in rows if not case.called_off_before(arrived)]
    in_time = sum(is_within(arrived, case, books.arrive_limit(case)) for case, arrived in valid)
    return {
        **kept(in_time, len(valid)),
        "not_arrived": sum(arrived is None for _case, arrived in valid),
        "excluded": len(rows) - len(valid),
    }


def is_within(arrived_at: datetime | None, case: Case, limit: timedelta | None) -> bool:
    """Whether this arrival came no later than the limit after the report."""
    return arrived_at is not None and limit is not None and arrived_at - case.reported_at <= limit


def measured(books: Books) -> list[Case]:
    """The incidents the seven minutes are asked of."""
    return [case for case in books.cases if books.arrive_limit(case) is not None]


def service(books: Books) -> dict[str, Any]:
    """Tickets received, finished of those, and every ticket still open at the end, with the age of the oldest."""
    tickets = books.tickets
    finished = sum(case.closed_before(books.as_of) for case in tickets)
    ages = [books.as_of - case.reported_at for case in books.backlog]
    return {
        "received": len(tickets),
        "finished": finished,
        "open": len(ages),
        "oldest_s": whole(max(ages).total_seconds()) if ages else None,
    }
