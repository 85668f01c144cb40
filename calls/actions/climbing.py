"""A call that rings at nobody climbs to the supervisors: promised when it begins to ring, taken on by name."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Centre, Role, Watch
from agencies.permissions import permit
from calls.models import Call, CallOutcome
from journal.journal import record
from journal.models import Entry, Timer
from journal.timers import NotNow, promise, withdraw

KIND = "ring"
USUAL_S = 30
# Nobody lets it ring for so long: an exchange that says no end has lost it.
RINGS_AT_MOST = timedelta(minutes=30)


def wind_ring(call: Call, at: datetime) -> None:
    """A call that rings has one promise to climb; any other, and one that has climbed already, has none."""
    is_pending = Timer.objects.pending().filter(subject=call.subject, kind=KIND).exists()
    wants = call.is_ringing and call.climbed_at is None
    if wants and not is_pending:
        promise(call.subject, KIND, climbs_at(call, at))
    elif is_pending and not wants:
        withdraw(call.subject, KIND)


def climbs_at(call: Call, at: datetime) -> datetime:
    """After the centre's seconds; at once when there is nobody to whom it rings."""
    if not somebody_is_ready():
        return at
    limit_s = Centre.objects.values_list("climbs_after_s", flat=True).first()
    return call.waits_since + timedelta(seconds=USUAL_S if limit_s is None else limit_s)


def somebody_is_ready() -> bool:
    """Whether a call-taker is on watch and not away."""
    return Watch.objects.open().filter(roles__contains=[Role.CALL_TAKER], paused_at=None).exists()


@transaction.atomic
def climb_ring(seen: Timer) -> None:
    """Nobody has picked up in time: the supervisors are told. Raises NotNow while somebody else holds the call.

    The promise is not kept as a row: there is one for every call that rings, and the journal says what came of it.
    """
    call: Call | None = Call.objects.locked_if_free(int(seen.subject.partition(":")[2]))
    if call is None or not withdraw(seen.subject, KIND):
        raise NotNow
    call.climbed_at = seen.due_at
    call.save(update_fields=["climbed_at"])
    record(call, "climbed", actor=None, at=seen.due_at)


@transaction.atomic
def end_unheard(call_id: int) -> Call:
    """A call that has rung for longer than anybody rings was given up, though its exchange never said so.

    One that an exchange of ours is listened to for is left to the list of its channels.
    """
    call: Call = Call.objects.locked(call_id)
    at = now()
    if not call.is_ringing or not call.is_voice or call.exchange_id or told_at(call) > at - RINGS_AT_MOST:
        raise ValidationError(_("Panggilan ini sudah diangkat atau sudah berakhir."), code="already_over")
    call.ended_at = at
    call.save(update_fields=["ended_at", *given_up(call)])
    wind_ring(call, at)
    record(call, "unheard", actor=None, at=at)
    return call


def given_up(call: Call) -> list[str]:
    """A call that ended while nobody had it in hand, unless a person has said what it was."""
    if call.outcome or not call.is_unanswered:
        return []
    call.outcome = CallOutcome.TEST if call.is_test else CallOutcome.ABANDONED
    call.outcome_at = call.ended_at
    return ["outcome", "outcome_at"]


def told_at(call: Call) -> datetime:
    """When we were told that it rings, first or again, by our own clock: that of an exchange may be an hour behind."""
    entries = Entry.objects.filter(subject=call.subject)
    again = entries.filter(verb="requeued").last() if call.requeued_at else None
    told = again or entries.first()
    return max(call.waits_since, told.recorded_at) if told else call.waits_since


@transaction.atomic
def take_ring_on(call_id: int, *, actor: User, version: int | None = None) -> Call:
    """A supervisor has seen that a call rings at nobody and sees to it, by name; it rings on until it is answered."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "take_ring_on")
    if call.climbed_at is None or not call.is_ringing:
        raise ValidationError(_("Panggilan ini sudah diangkat atau sudah berakhir."), code="already_over")
    if call.seen_by:
        who = call.seen_by.get_full_name()
        raise ValidationError(
            _("Panggilan ini sudah diurus %(who)s."), code="already_acknowledged", params={"who": who}
        )
    call.seen_by, call.seen_at = actor, now()
    call.save(update_fields=["seen_by", "seen_at"])
    record(call, "taken_on", actor=actor, at=call.seen_at)
    return call
