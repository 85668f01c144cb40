"""What the exchange says, in any order and any number of times, becomes one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Seat, Watch
from agencies.permissions import permit
from calls.actions.climbing import given_up, wind_ring
from calls.actions.handing import take_over
from calls.actions.locating import hold_callers, keep_cell, key_of, take_locations
from calls.actions.recording import name_recording
from calls.actions.timing import behind, told_late
from calls.identity import normalised
from calls.models import Call, CallOutcome, Identity, PhoneNumber, Report
from calls.positions import Fix
from incidents.models import Source
from journal.journal import record


@dataclass(frozen=True)
class SwitchEvent:
    """One thing an exchange said of one call; `identity` and `value` are what it knows of the caller.

    Who picked up is an `extension` or, where that is nobody's, a queue's `member` by the name of a desk. `cell` is the
    area in which the network says the caller is.
    """

    event: str
    call_id: str
    at: datetime
    identity: str = Identity.NONE
    value: str = ""
    dialled: str = ""
    transferred_from: str = ""
    transferred_to: str = ""
    extension: str = ""
    member: str = ""
    hold_s: int | None = None
    recording: str = ""
    exchange_id: int | None = None
    is_test: bool = False
    is_simulated: bool = False
    cell: Fix | None = None


@transaction.atomic
def hear(event: SwitchEvent, *, actor: User | None) -> Call:
    """Take one event of the exchange; one that says nothing new changes nothing and leaves no entry."""
    permit(actor, "hear")
    received = now()
    off = behind(actor, event.at, received)
    hold_callers(key_of(event.identity, event.value))
    call = call_of(event, at=min(event.at + off, received), off=off)
    # One whose clock runs ahead must not start clocks in the future; a call keeps the correction that it began with.
    at = min(event.at + call.clock_behind, received)
    verb, apply = EVENTS[event.event]
    changed = begin(call, at) + identify(call, event) + apply(call, event, at)
    changed += told_late(call, at, received, is_again="requeued_at" in changed)
    name_recording(call, event.recording, at=at)
    if changed:
        call.save(update_fields=sorted(set(changed)))
    if changed or not call.version:
        wind_ring(call, at)
        record(call, verb, actor=actor, at=at, extension=event.extension, **facts(call, event))
    if "caller" in changed:
        take_locations(call, actor=actor)
    if event.cell:
        keep_cell(call, event.cell, actor=actor, at=at)
    return call


def facts(call: Call, event: SwitchEvent) -> dict[str, Any]:
    """What else is kept of an event: how long was waited, and what a clock said that is put right."""
    hold = {} if event.hold_s is None else {"hold_s": event.hold_s}
    return hold | ({"said_at": event.at.isoformat()} if call.clock_behind else {})


def call_of(event: SwitchEvent, *, at: datetime, off: timedelta) -> Call:
    """The call of this switch id under its lock; made on the first word of it, whatever that word is."""
    call, _created = Call.objects.get_or_create(
        switch_id=event.call_id,
        defaults={
            "offered_at": at,
            "clock_behind": off,
            "is_test": event.is_test,
            "is_simulated": event.is_simulated,
        },
    )
    locked: Call = Call.objects.locked(call.pk)
    if not locked.is_voice:
        raise ValidationError(
            _("Ini percakapan pesan; sentral telepon tidak mengenalnya."), code="not_a_telephone_call"
        )
    return locked


def begin(call: Call, at: datetime) -> list[str]:
    """A call was offered no later than anything that is said of it, whatever word came first."""
    if at >= call.offered_at:
        return []
    call.offered_at = at
    return ["offered_at"]


def identify(call: Call, event: SwitchEvent) -> list[str]:
    """Keep what the event knows of the call and its caller and is not known yet."""
    changed = []
    for name in ("dialled", "transferred_from", "exchange_id"):
        value = getattr(event, name)
        if value and not getattr(call, name):
            setattr(call, name, value)
            changed.append(name)
    if event.value and call.caller is None:
        value = normalised(event.value) if event.identity == Identity.NUMBER else event.value[:40]
        if value:
            call.caller, _created = PhoneNumber.objects.get_or_create(identity=event.identity, value=value)
            call.received_as = event.value[:40]
            changed += ["caller", "received_as"]
    return changed


def ringing(call: Call, event: SwitchEvent, at: datetime) -> list[str]:
    """Presented to the switch: its moment is all it says."""
    return []


def answered(call: Call, event: SwitchEvent, at: datetime) -> list[str]:
    """Somebody picked up; the console may have said so already. An extension tells who: seat, watch, member."""
    if call.requeued_at and at < call.requeued_at:
        return []  # of before it was put back
    changed = held(call, event) + picked_up(call, at)
    watch = watch_at(event.extension) or watch_of(event.member)
    if call.answered_by is None and watch:
        call.answered_by, call.seat = watch.member.user, watch.seat
        changed += ["answered_by", "seat"]
        take_over(begin_draft(call, watch.member.user, at=at), watch.member.user, at=at)
    return changed


def picked_up(call: Call, at: datetime) -> list[str]:
    """Put the moment of an answer on a call that nobody has: the first, or the one after it was put back."""
    if not call.is_unanswered:
        return []
    is_back = call.ended_at is not None and call.hung_up_at is None  # taken for given up, and it rang on
    if is_back:
        call.ended_at = None
    moment = min(at, call.ended_at or at)  # told after the end, by a clock that went on
    name = "answered_at" if call.answered_at is None else "reanswered_at"
    setattr(call, name, max(moment, call.requeued_at or moment))
    changed = [name, "ended_at"] if is_back else [name]
    if call.outcome != CallOutcome.ABANDONED:
        return changed
    call.outcome, call.outcome_at = CallOutcome.PENDING, None
    return [*changed, "outcome", "outcome_at"]


def held(call: Call, event: SwitchEvent) -> list[str]:
    """How long the caller waited, as the exchange counts it: what it says first, until the call is queued again."""
    if event.hold_s is None or call.hold_s is not None:
        return []
    call.hold_s = event.hold_s
    return ["hold_s"]


def unqueued(call: Call, event: SwitchEvent, at: datetime) -> list[str]:
    """Out of the queue without an answer: given up, as will be said, or sent on to another; how long it was waited."""
    return held(call, event)


def requeued(call: Call, event: SwitchEvent, at: datetime) -> list[str]:
    """Put back into the queue after an answer: nobody has it until somebody picks up again; its first answer stays."""
    if call.picked_up_at is None or at <= max(call.picked_up_at, call.requeued_at or call.picked_up_at):
        return []
    if (call.outcome and call.ended_at) or (call.hung_up_at and call.hung_up_at < at):
        return []
    call.requeued_at, call.answered_by, call.seat, call.hold_s = at, None, None, None
    call.climbed_at, call.seen_by, call.seen_at = None, None, None
    changed = ["requeued_at", "answered_by", "seat", "hold_s", "climbed_at", "seen_by", "seen_at"]
    if call.hung_up_at:  # told after the end
        return changed + given_up(call)
    call.ended_at = None  # a console had ended what goes on
    return [*changed, "ended_at"]


def transferred(call: Call, event: SwitchEvent, at: datetime) -> list[str]:
    """Passed on to another number."""
    if not event.transferred_to or event.transferred_to == call.transferred_to:
        return []
    call.transferred_to = event.transferred_to[:40]
    return ["transferred_to"]


def ended(call: Call, event: SwitchEvent, at: datetime) -> list[str]:
    """Hung up; while nobody had the call it is abandoned, which only the system says."""
    changed = held(call, event)
    if call.hung_up_at is not None:
        return changed
    # The console may have answered by a clock that runs ahead.
    call.hung_up_at = max(at, call.picked_up_at or at, call.requeued_at or at)
    if call.ended_at is not None:
        return [*changed, "hung_up_at"]
    call.ended_at = call.hung_up_at
    return [*changed, "hung_up_at", "ended_at", *given_up(call)]


Apply = Callable[[Call, SwitchEvent, datetime], list[str]]
EVENTS: dict[str, tuple[str, Apply]] = {
    #  event         in the journal   what it changes
    "ringing": ("rang", ringing),
    "answered": ("answered", answered),
    "unqueued": ("unqueued", unqueued),
    "requeued": ("requeued", requeued),
    "transferred": ("transferred", transferred),
    "ended": ("ended", ended),
}


def watch_at(extension: str) -> Watch | None:
    """Who sits at this telephone now."""
    return watch_on(Seat.objects.filter(extension=extension).first() if extension else None)


def watch_of(member: str) -> Watch | None:
    """Who sits at the desk that a queue's member is named after."""
    return watch_on(Seat.objects.filter(name__iexact=member).first() if member else None)


def watch_on(seat: Seat | None) -> Watch | None:
    """Who sat down at this desk last and sits there still."""
    if seat is None:
        return None
    rows = Watch.objects.open().filter(seat=seat).select_related("member__user", "seat")
    return rows.order_by("-started_at").first()


def begin_draft(call: Call, taker: User, *, at: datetime) -> Report:
    """The empty report of an answered call, there before the first key is pressed."""
    source = Source.CALL if call.is_voice else Source.MESSAGE
    draft, _created = Report.objects.get_or_create(
        call=call, defaults={"source": source, "taken_by": taker, "started_at": call.answered_at or at}
    )
    return draft
