"""The line of a call that was closed by its outcome: promised to be put down once nobody can take the outcome back."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import now

from calls.actions.commanding import asked_already, write_down
from calls.actions.conferring import ending_of, is_with_another
from calls.actions.exchange import ONLY, is_heard
from calls.commanding import ExchangeCommand
from calls.models import Call, Exchange
from incidents.actions.response import UNDO, UNDO_GRACE
from journal.journal import record
from journal.models import Entry, Timer
from journal.timers import NotNow, promise, withdraw

KIND = "put_down"
# A line that stays up is asked for again after so long, and for so long at most: then it is a matter of the exchange.
AGAIN = timedelta(seconds=15)
GIVES_UP = timedelta(minutes=5)


def promise_to_put_down(call: Call) -> None:
    """The call was closed by its outcome this moment: its line goes as soon as that cannot be taken back."""
    if call.outcome_at and is_up(call):
        promise(call.subject, KIND, call.outcome_at + UNDO + UNDO_GRACE)


def leave_the_line(call: Call) -> None:
    """The outcome was taken back, or the call has a report again: its line stays as the exchange has it."""
    if is_up(call):
        withdraw(call.subject, KIND)


def is_up(call: Call) -> bool:
    """Whether the exchange we speak to may still hold the caller; it has said nothing of his end."""
    return bool(settings.ASTERISK_URL) and call.exchange_id is not None and call.hung_up_at is None


@transaction.atomic
def put_down(seen: Timer) -> ExchangeCommand | None:
    """Ask the exchange to hang up, and look again later whether it did; raises NotNow while the call is held.

    The promise is not kept as a row, like that of a ring. While the exchange is away nothing is asked and it is tried
    later: what it lost meanwhile it says when it is back.
    """
    call: Call | None = Call.objects.locked_if_free(int(seen.subject.partition(":")[2]))
    if call is None or not withdraw(seen.subject, KIND):
        raise NotNow
    at = now()
    coded = Entry.objects.filter(subject=call.subject, verb="coded").order_by("-number").first()
    if not is_up(call) or is_with_another(call) or coded is None or coded.actor is None:
        return None
    if at < coded.happened_at + GIVES_UP:
        promise(call.subject, KIND, at + AGAIN)
    else:
        record(call, "left_up", actor=None, at=at)
    if not is_heard(Exchange.objects.filter(pk=ONLY).first(), at):
        return None
    verb, extension = ending_of(call, at)
    if twin := asked_already(call, verb, at):
        return twin
    # What F10 asks of the exchange, asked for whoever said what the call was.
    row = write_down(call, verb, at, asked_by=coded.actor, extension=extension, is_promised=True)
    record(row, "asked", actor=None, at=at)
    record(call, "commanded", actor=None, at=at, command=row.pk, asked=verb)
    return row
