"""Which clocks exist, what starts and stops them, what they promise; the minutes are rows (`Standard`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Clock:
    """A pair of timestamps of one row; the same pair drives the countdown, the escalation and the measure."""

    name: str
    row: str
    starts: str
    stops: str
    label: str | Promise
    escalates: bool
    is_measured: bool = True


CLOCKS = {
    clock.name: clock
    for clock in (
        #     name       row           starts          stops                 what it is called          escalates
        Clock("answer", "call", "offered_at", "answered_at", _("angkat"), escalates=False),
        Clock("forward", "call", "answered_at", "forwarded_at", _("teruskan"), escalates=False),
        Clock("tell", "incident", "forwarded_at", "first_notified_at", _("tugaskan"), escalates=True),
        Clock("accept", "assignment", "notified_at", "answered_at", _("terima"), escalates=True),
        Clock("arrive", "incident", "reported_at", "first_arrived_at", _("tiba"), escalates=True),
        Clock("finish", "incident", "reported_at", "finished_at", _("selesai"), escalates=True),
        # From the last step or note of an incident that is being handled; then the board asks whether it is over.
        Clock("still", "incident", "moved_at", "closed_at", _("tanpa kabar"), escalates=False, is_measured=False),
    )
}


class Limit(Protocol):
    """What a standard says, whatever row says it."""

    clock: str
    track: str
    priority: int | None
    category_id: int | None
    limit: timedelta
    percentile: int
    valid_from: datetime


def applying(
    standards: Iterable[Limit], clock: str, *, track: str, priority: int, category_id: int | None, at: datetime
) -> Limit | None:
    """The standard in force: of those that fit the most specific, then the latest; None: the clock does not run."""
    fitting = [
        row
        for row in standards
        if row.clock == clock
        and row.valid_from <= at
        and row.track in ("", track)
        and row.priority in (None, priority)
        and row.category_id in (None, category_id)
    ]
    return max(
        fitting,
        key=lambda row: (row.category_id is not None, row.priority is not None, bool(row.track), row.valid_from),
        default=None,
    )


def rung_due(notified_at: datetime, accept_limit: timedelta, after: timedelta, first_after: timedelta) -> datetime:
    """When a rung of the ladder is told: the ladder's own minutes, stretched so that its first rung meets the limit.

    A ladder of +1, +2, +4 minutes under an acceptance limit of 60 s is told after 1, 2 and 4 minutes; under a limit
    of 4 hours, after 4, 8 and 16 hours.
    """
    return notified_at + accept_limit * (after / first_after)
