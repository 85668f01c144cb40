"""Which calls wait to be called back: asked of the calls themselves, so nothing has to be remembered or tidied up.

A caller who rang in vain waits until he is served: by a conversation with him that ended no earlier than he rang, or by
somebody who closed his call-back. What he rang in vain before that is one call-back, kept at the first of those calls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Q

from calls.models import Call, CallBack, CallOutcome

# Longer ago than a watch lasts nobody expects to be called back.
WINDOW = timedelta(hours=12)
# Whoever takes a call-back on has it to himself for so long.
HELD_FOR = timedelta(minutes=10)
# One that resolved itself is still shown for so long.
SHOWN_FOR = timedelta(minutes=10)
# A conversation whose end the exchange never told is over after this.
TALKS_AT_MOST = timedelta(minutes=15)


@dataclass(frozen=True)
class Lost:
    """A call that nobody answered; `closed_at` is when its call-back was closed by a person, after it had ended."""

    call: int
    version: int
    caller: int | None
    offered_at: datetime
    ended_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True)
class Served:
    """A conversation with a caller: since when, until when, with whom, and the incident it led to."""

    at: datetime
    until: datetime
    by: str
    seat: str
    incident: int | None
    short: str


@dataclass(frozen=True)
class Waiting:
    """A call-back: how often and when last the caller rang in vain; `served` once it has resolved itself."""

    call: int
    version: int
    calls: int
    last_at: datetime
    served: Served | None


def waiting(at: datetime) -> dict[int, Waiting]:
    """The call-backs a screen shows now, by the call they are kept at."""
    rows = list(lost_since(at - WINDOW))
    served = served_since(at - WINDOW, {row.caller for row in rows if row.caller})
    by_caller: dict[tuple[str, int], list[Lost]] = defaultdict(list)
    for row in rows:
        by_caller[("caller", row.caller) if row.caller else ("call", row.call)].append(row)
    found = [one for mine in by_caller.values() for one in of_caller(mine, served.get(mine[0].caller or 0, []), at)]
    return {one.call: one for one in found}


def lost_since(since: datetime) -> Iterable[Lost]:
    """The calls nobody answered since then, oldest first, with older ones that were closed since then."""
    columns = ("pk", "version", "caller_id", "offered_at", "ended_at", "call_back__closed_at")
    rows = Call.objects.filter(outcome=CallOutcome.ABANDONED, is_test=False).filter(
        Q(offered_at__gte=since) | Q(call_back__closed_at__gte=since)
    )
    return (Lost(*row) for row in rows.order_by("offered_at", "pk").values_list(*columns))


def served_since(since: datetime, callers: Collection[int]) -> dict[int, list[Served]]:
    """The conversations with these callers that were going on then or later."""
    found: dict[int, list[Served]] = defaultdict(list)
    if not callers:
        return found
    rows = Call.objects.filter(caller_id__in=callers, answered_at__isnull=False).filter(
        Q(ended_at__gte=since) | Q(ended_at=None, answered_at__gte=since - TALKS_AT_MOST)
    )
    for row in rows.select_related("answered_by", "seat", "report__incident"):
        assert row.caller_id is not None and row.answered_at is not None
        report = getattr(row, "report", None)
        incident = report.incident if report and not (report.incident and report.incident.is_confidential) else None
        found[row.caller_id].append(
            Served(
                at=row.answered_at,
                until=row.ended_at or row.answered_at + TALKS_AT_MOST,
                by=row.answered_by.get_full_name() if row.answered_by else "",
                seat=row.seat.name if row.seat else "",
                incident=incident.pk if incident else None,
                short=incident.short_number if incident else "",
            )
        )
    return found


def is_end(end: tuple[datetime, Served | None], row: Lost) -> bool:
    """Whether this ends the wait: a conversation that went on when he rang, or a person who saw him give up."""
    until, served = end
    return until >= (row.offered_at if served else row.ended_at)


def of_caller(rows: list[Lost], served: list[Served], at: datetime) -> list[Waiting]:
    """The call-backs of one caller: his lost calls, each put to whatever ended the wait for it. Pure."""
    ends: list[tuple[datetime, Served | None]] = [(one.until, one) for one in served]
    ends += [(row.closed_at, None) for row in rows if row.closed_at]
    ends.sort(key=lambda end: end[0])
    groups: dict[int | None, list[Lost]] = defaultdict(list)
    for row in rows:
        groups[next((place for place, end in enumerate(ends) if is_end(end, row)), None)].append(row)
    found = []
    for place, mine in groups.items():
        by = ends[place][1] if place is not None else None
        is_shown = place is None or (by is not None and max(by.at, mine[-1].offered_at) >= at - SHOWN_FOR)
        if is_shown:
            found.append(called_back(mine, by))
    return found


def called_back(rows: list[Lost], served: Served | None) -> Waiting:
    """Some lost calls as one call-back; its version rises with everything that changes how it looks."""
    first = rows[0]
    rise = len(rows) - 1 + (0 if served is None else 2 if served.incident else 1)
    return Waiting(first.call, first.version + rise, len(rows), rows[-1].offered_at, served)


def holder_of(row: CallBack | None, at: datetime) -> User | None:
    """Who has taken the call-back on and still has it to himself."""
    if row is None or row.closed_at or row.taken_at is None or row.taken_at + HELD_FOR <= at:
        return None
    return row.taken_by
