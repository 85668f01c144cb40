"""Whether the clock of an incident was kept, as one chip says it: the arrival of an emergency, the end of a service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import now
from django.utils.translation import gettext as _

from incidents.models import Assignment, Incident, Standard, Track
from incidents.states import State


@dataclass(frozen=True)
class Verdict:
    """The clock of an incident as a chip: a state of the timer chip, a word, a span or else a moment."""

    state: str
    word: str
    span: timedelta | None = None
    at: datetime | None = None


def verdict(
    *,
    word: str,
    started: datetime,
    stopped: datetime | None,
    limit: timedelta | None,
    present: datetime,
    is_closed: bool,
) -> Verdict | None:
    """Kept, missed, running or overdue; None where no standard speaks. A page stands still: no countdowns."""
    if limit is None:
        return None
    due = started + limit
    if stopped:
        return Verdict("met" if stopped <= due else "miss", word, stopped - started)
    if is_closed:
        return Verdict("miss", _("tidak ada yang %(word)s") % {"word": word})
    if present > due:
        return Verdict("late", _("lewat batas %(word)s") % {"word": word}, at=due)
    return Verdict("hold", _("batas %(word)s") % {"word": word}, at=due)


def limit_of(row: Incident) -> timedelta | None:
    """How long the clock of this incident may run: the arrival of an emergency, the end of a service.

    An area event, which nobody reported, has none.
    """
    if row.is_area_event:
        return None
    standard = Standard.objects.in_force(
        clock_of(row), track=row.track, priority=row.priority, category_id=row.category_id, at=row.reported_at
    )
    return standard.limit if standard else None


def clock_of(row: Incident) -> str:
    """Which clock measures this incident."""
    return "arrive" if row.track == Track.EMERGENCY else "finish"


def judged(row: Incident, parts: Sequence[Assignment], limit: timedelta | None) -> Verdict | None:
    """What became of that clock."""
    if clock_of(row) == "arrive":
        word, stopped = _("tiba"), first(part.arrived_at for part in parts)
    else:
        word, stopped = _("selesai"), first(part.ended_at for part in parts if part.state == State.DONE)
    is_closed = row.closed_at is not None
    return verdict(word=word, started=row.reported_at, stopped=stopped, limit=limit, present=now(), is_closed=is_closed)


def first(moments: Iterable[datetime | None]) -> datetime | None:
    """The earliest recorded moment."""
    return min((moment for moment in moments if moment), default=None)
