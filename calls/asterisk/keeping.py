"""What the listener reads from and writes to the database; on one thread, in the order in which things were said."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError, connection

from calls.actions import exchange_lost, hear
from calls.actions.exchange import ONLY
from calls.actions.hearing import SwitchEvent
from calls.asterisk.following import Caller, Follower
from calls.models import Call, Exchange

log = logging.getLogger(__name__)


class DatabaseAway(Exception):
    """The database does not answer or a row is held too long: what was to be kept must be tried again."""


def begin(queues: frozenset[str]) -> Follower:
    """A follower who knows the calls that have not ended; an exchange never heard before is lost until it speaks."""
    if not Exchange.objects.filter(pk=ONLY).exists():
        exchange_lost(actor=None)
    follower = Follower(queues, ONLY)
    for uid, caller in unended():
        follower.know(uid, caller)
    return follower


def unended() -> Iterator[tuple[str, Caller]]:
    """The exchange's calls that have not ended, waiting or in talk; one that nobody has after an answer waits again."""
    for call in Call.objects.filter(exchange=ONLY, ended_at=None):
        is_taken = call.answered_by_id is not None or call.hold_s is not None
        is_talking = call.answered_at is not None and is_taken
        since = call.answered_at or call.offered_at
        yield call.switch_id, Caller(since, is_talking=is_talking, has_talked=call.answered_at is not None)


def keep(event: SwitchEvent) -> None:
    """Keep one event. What can never be kept is said in a line, without the caller, and left; the rest goes on."""
    try:
        hear(event, actor=None)
    except (OperationalError, InterfaceError) as error:
        connection.close()
        raise DatabaseAway(str(error).strip().partition("\n")[0]) from None
    except Exception as error:
        log.error("exchange: %s of %s cannot be kept: %s", event.event, event.call_id, type(error).__name__)
