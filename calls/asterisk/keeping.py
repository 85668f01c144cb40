"""What the listener reads from and writes to the database; on one thread, in the order in which things were said."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.db.models import Q
from django.utils.timezone import now

from calls.actions import (
    exchange_lost,
    hear,
    room_heard,
    rooms_listed,
    settle_command,
    take_command,
    telephone_heard,
)
from calls.actions.commanding import digits
from calls.actions.exchange import ONLY
from calls.actions.hearing import SwitchEvent
from calls.asterisk.asking import Asked
from calls.asterisk.following import Caller, Follower
from calls.commanding import Result, Verb
from calls.listened import RoomsListed, RoomWord, TelephoneWord
from calls.models import Call, Exchange

log = logging.getLogger(__name__)

LATELY = timedelta(days=1)  # a caller whose call a console has ended may still be in the exchange's queue


class DatabaseAway(Exception):
    """The database does not answer or a row is held too long: what was to be kept must be tried again."""


def begin(queues: frozenset[str]) -> Follower:
    """A follower who knows the calls that have not ended; an exchange never heard before is lost until it speaks."""
    if not Exchange.objects.filter(pk=ONLY).exists():
        exchange_lost(actor=None)
    follower = Follower(queues, ONLY, settings.PSEUDO_NUMBERS)
    for uid, caller in unended():
        follower.know(uid, caller)
    return follower


def unended() -> Iterator[tuple[str, Caller]]:
    """The exchange's calls of which it has not said that they are over: waiting, in talk, or waiting again."""
    lately = Q(ended_at=None) | Q(offered_at__gt=now() - LATELY)
    for call in Call.objects.filter(lately, exchange=ONLY, hung_up_at=None):
        since = (call.requeued_at if call.waits_again else call.picked_up_at) or call.offered_at
        yield call.switch_id, Caller(since, is_talking=not call.is_unanswered, has_talked=call.answered_at is not None)


def next_command() -> Asked | None:
    """The next command, which from now on is this listener's to send; None when there is none."""
    row = take_command(actor=None)
    if row is None:
        return None
    caller = row.call.caller
    number = digits(caller.value) if row.verb == Verb.CALL_BACK and caller else row.target
    before = row.call.commands.filter(verb=Verb.CONFER, result=Result.DONE).exclude(pk=row.pk).order_by("-pk").first()
    # The desk that went into a room is put down in it.
    extension = row.extension or (before.extension if before else "")
    return Asked(row.pk, row.verb, row.call.switch_id, extension, number, before is not None)


def settle(pk: int, result: Result) -> None:
    """Keep what became of a command."""
    settle_command(pk, result, actor=None)


def keep(said: SwitchEvent | TelephoneWord | RoomWord | RoomsListed) -> None:
    """Keep one thing that was said. What can never be kept is told in a line, without the caller; the rest goes on."""
    try:
        if isinstance(said, TelephoneWord):
            telephone_heard(said, actor=None)
        elif isinstance(said, RoomWord):
            room_heard(said, actor=None)
        elif isinstance(said, RoomsListed):
            rooms_listed(said, actor=None)
        else:
            hear(said, actor=None)
    except (OperationalError, InterfaceError) as error:
        connection.close()
        raise DatabaseAway(str(error).strip().partition("\n")[0]) from None
    except Exception as error:
        log.error("exchange: %s cannot be kept: %s", name_of(said), type(error).__name__)


def name_of(said: SwitchEvent | TelephoneWord | RoomWord | RoomsListed) -> str:
    """What was said, without who."""
    if isinstance(said, SwitchEvent):
        return f"{said.event} of {said.call_id}"
    return said.queue if isinstance(said, TelephoneWord) else type(said).__name__
