"""Promises: how they are made, cancelled and kept; the loop that fires due rows, and the table kind → action."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from threading import Event

from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import now

from journal.models import Timer

log = logging.getLogger(__name__)

BATCH = 50
LONGEST_SLEEP = timedelta(seconds=1)
BREATH = timedelta(milliseconds=5)
LATE = timedelta(seconds=5)
FIRST_RETRY = timedelta(seconds=2)
LAST_RETRY = timedelta(minutes=5)


class NotNow(Exception):
    """The promise no longer stands as it was seen, or its subject is in other hands: nothing is done this round."""


Action = Callable[[Timer], object]
ACTIONS: dict[str, Action] = {}


def register(kind: str, action: Action) -> None:
    """Name the action that keeps promises of this kind; it runs inside the transaction of `fire_next`."""
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


def withdraw(subject: str, kind: str) -> int:
    """Take back the pending promises of a kind that leaves no trace, kept or not; answers how many."""
    count, _of_each = Timer.objects.pending().filter(subject=subject, kind=kind).delete()
    return count


def keep(seen: Timer, *, at: datetime) -> None:
    """Mark the promise as kept, under its subject's lock, as part of the action that keeps it; raises NotNow."""
    if not Timer.objects.pending().filter(pk=seen.pk, due_at=seen.due_at).update(fired_at=at):
        raise NotNow


def overdue(moment: datetime) -> timedelta:
    """How late the latest pending promise is; zero when none is late."""
    oldest = Timer.objects.pending().order_by("due_at").values_list("due_at", flat=True).first()
    return max(moment - oldest, timedelta()) if oldest else timedelta()


def fire_due(moment: datetime | None = None) -> int:
    """Fire up to a batch of due promises; answers how many were tried. Errors of one never stop the others."""
    tried: set[int] = set()
    while len(tried) < BATCH and (timer := fire_next(moment or now(), besides=tried)):
        tried.add(timer.pk)
    return len(tried)


def fire_next(moment: datetime, *, besides: Collection[int]) -> Timer | None:
    """Fire the earliest due promise that no other worker has in hand; answers which, None if there is none.

    The row's own lock keeps two workers from the same promise and ends with the transaction: no claim to recover.
    """
    timer = None
    try:
        with transaction.atomic():
            free = Timer.objects.due(moment).exclude(pk__in=besides).select_for_update(skip_locked=True)
            timer = free.first()
            if timer:
                ACTIONS[timer.kind](timer)
    except NotNow:
        pass
    except Exception:
        if timer is None or not connection.is_usable():
            # The database is gone, not this promise: end the round, the row is still due.
            raise
        log.exception("timer %s of kind %s failed", timer.pk, timer.kind)
        postpone(timer)
    return timer


def postpone(timer: Timer) -> None:
    """Push a failing promise forward with growing steps, so that it cannot starve the others."""
    step = min(FIRST_RETRY * 2**timer.attempts, LAST_RETRY)
    Timer.objects.filter(pk=timer.pk).update(next_try_at=now() + step, attempts=F("attempts") + 1)


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
        """Fire what is due; answers the seconds to sleep: none after a full batch, a breath after any other."""
        if fired := fire_due():
            return 0 if fired == BATCH else BREATH.total_seconds()
        upcoming = Timer.objects.pending().order_by("next_try_at").values_list("next_try_at", flat=True).first()
        if upcoming is None:
            return LONGEST_SLEEP.total_seconds()
        return min(max(upcoming - now(), BREATH), LONGEST_SLEEP).total_seconds()
