"""Promises: how they are made, cancelled and kept; the loop that fires due rows, and the table kind → action."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event

from django.db import connection
from django.db.models import F
from django.utils.timezone import now

from journal.models import Timer

log = logging.getLogger(__name__)

BATCH = 50
LONGEST_SLEEP = timedelta(seconds=1)
LATE = timedelta(seconds=5)
FIRST_RETRY = timedelta(seconds=2)
LAST_RETRY = timedelta(minutes=5)

Action = Callable[[int], object]
ACTIONS: dict[str, Action] = {}


def register(kind: str, action: Action) -> None:
    """Name the action that keeps promises of this kind; called from an app's `ready()`."""
    ACTIONS[kind] = action


def promise(subject: str, kind: str, due_at: datetime, *, assignment_id: int | None = None) -> Timer:
    """Write down that `kind` is to happen to `subject` at `due_at`, even if that moment is past already."""
    return Timer.objects.create(
        subject=subject, kind=kind, due_at=due_at, next_try_at=due_at, assignment_id=assignment_id
    )


def cancel(subject: str, *kinds: str, at: datetime, assignment_id: int | None = None) -> int:
    """Withdraw the pending promises of these kinds (of one assignment, if named); answers how many."""
    rows = Timer.objects.pending().filter(subject=subject, kind__in=kinds)
    if assignment_id is not None:
        rows = rows.filter(assignment_id=assignment_id)
    return rows.update(cancelled_at=at)


def still_pending(timer_id: int) -> Timer | None:
    """The promise, looked at again under the subject's lock; None if it was kept or withdrawn meanwhile."""
    return Timer.objects.pending().filter(pk=timer_id).first()


def kept(timer: Timer, *, at: datetime) -> None:
    """Mark the promise as kept; part of the action that kept it."""
    timer.fired_at = at
    timer.save(update_fields=["fired_at"])


def overdue(moment: datetime) -> timedelta:
    """How late the latest pending promise is; zero when none is late."""
    oldest = Timer.objects.pending().order_by("due_at").values_list("due_at", flat=True).first()
    return max(moment - oldest, timedelta()) if oldest else timedelta()


def fire_due(moment: datetime | None = None) -> int:
    """Fire up to a batch of due promises; answers how many were tried. Errors of one never stop the others."""
    due = list(Timer.objects.due(moment or now()).values_list("pk", "kind", "attempts")[:BATCH])
    for pk, kind, attempts in due:
        try:
            ACTIONS[kind](pk)
        except Exception:
            if not connection.is_usable():
                # The database is gone, not this promise: end the round, the row is still due.
                raise
            log.exception("timer %s of kind %s failed", pk, kind)
            postpone(pk, attempts)
    return len(due)


def postpone(timer_id: int, attempts: int) -> None:
    """Push a failing promise forward with growing steps, so that it cannot starve the others."""
    step = min(FIRST_RETRY * 2**attempts, LAST_RETRY)
    Timer.objects.filter(pk=timer_id).update(next_try_at=now() + step, attempts=F("attempts") + 1)


class Loop:
    """Fires due promises until stopped; sleeps to the next one, at most a second."""

    def __init__(self) -> None:
        """A loop that has not started."""
        self.stop = Event()

    def run(self) -> None:
        """Round after round; every error is survived with a fresh connection."""
        while not self.stop.is_set():
            try:
                wait = self.round()
            except Exception:
                log.exception("round of timers failed")
                connection.close()
                wait = 0.2
            if wait > 0:
                self.stop.wait(wait)
        connection.close()

    def round(self) -> float:
        """Fire what is due; answers the seconds to sleep, 0 when a full batch says there may be more."""
        if fire_due() == BATCH:
            return 0
        upcoming = Timer.objects.pending().order_by("next_try_at").values_list("next_try_at", flat=True).first()
        if upcoming is None:
            return LONGEST_SLEEP.total_seconds()
        return min(max((upcoming - now()).total_seconds(), 0.005), LONGEST_SLEEP.total_seconds())
