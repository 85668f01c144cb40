"""Asking the exchange: a command is written down, taken by one listener, sent once, and its answer kept."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Agency, Seat, Watch
from agencies.permissions import permit
from calls.actions.answering import check_mine
from calls.actions.calling_back import own_row
from calls.actions.conferring import check_alone, check_not_passed_on, ending_of
from calls.actions.exchange import ONLY, is_heard
from calls.book import Contact
from calls.commanding import FAILED, LIVES, OF_A_DESK, TO_ANOTHER, TWICE, ExchangeCommand, Result, Third, Verb
from calls.ends import ContactKind
from calls.models import Call, Exchange
from journal.journal import record
from journal.models import Entry

DIALLED = re.compile(r"[+0-9][0-9 ().-]*")


@transaction.atomic
def command_exchange(
    call_id: int, verb: str, *, actor: User, to: tuple[str, int] | None = None, version: int | None = None
) -> ExchangeCommand:
    """Ask the exchange to do something for a call; pressed twice it is one command.

    `to` is where a transfer goes or who is brought in: the id of an `agency`, a `contact` or a `seat`. To hang up while
    a third person talks along is to leave. Refuses at once while the exchange is not heard, so that the operator takes
    the telephone on the desk.
    """
    call: Call = Call.objects.locked(call_id)
    permit(actor, "command_exchange")
    check_verb(verb)
    check_call(call, verb, actor)
    check_heard()
    at = now()
    verb, extension = ending_of(call, at) if verb in (Verb.HANG_UP, Verb.LEAVE) else (verb, "")
    if twin := asked_already(call, verb, at):
        return twin
    check_not_passed_on(call, verb)
    check_alone(call, verb, at)
    call.refuse_unseen(version)  # last: a second press finds the command it gave, which has changed the call
    extension = telephone_of(actor) if verb in OF_A_DESK else extension
    target, name = destination(to, actor, verb) if verb in TO_ANOTHER else ("", "")
    third = Third.RINGING if verb == Verb.CONFER else ""
    details = {"extension": extension, "target": target, "target_name": name, "third": third}
    row = write_down(call, verb, at, asked_by=actor, **details)
    record(row, "asked", actor=actor, at=at)
    record(call, "commanded", actor=actor, at=at, command=row.pk, asked=verb)
    return row


def write_down(call: Call, verb: str, at: datetime, **details: Any) -> ExchangeCommand:
    """The row a listener sends; of a verb one is under way, so an earlier one that was not heard of is closed."""
    before = ExchangeCommand.objects.under_way().filter(call=call, verb=verb)
    for old in before.select_for_update(no_key=True):  # a listener may be settling it
        close(old, end_of(old))
        record(old, "settled", actor=None, at=at, result=old.result)
        if is_news(old, call):
            record(call, "still_up", actor=None, at=at, command=old.pk, result=old.result)
    row: ExchangeCommand = ExchangeCommand.objects.create(
        call=call, verb=verb, asked_at=at, expires_at=at + LIVES, **details
    )
    return row


def asked_already(call: Call, verb: str, at: datetime) -> ExchangeCommand | None:
    """The same command, if it is under way or was done a moment ago: a second press of the same key."""
    last: ExchangeCommand | None = ExchangeCommand.objects.filter(call=call).order_by("-pk").first()
    if last is None or last.verb != verb or last.result not in ("", Result.DONE):
        return None
    if last.third not in ("", Third.RINGING):
        return None  # something came of it since: to ask again is meant
    return last if at < (last.asked_at + TWICE if last.result else last.expires_at) else None


def check_verb(verb: str) -> None:
    """One of the things an exchange can be asked to do."""
    if verb not in Verb.values:
        raise ValidationError({"verb": _("Pilih perintah dari daftar.")})


def check_call(call: Call, verb: str, actor: User) -> None:
    """The call is the exchange's and in this person's hands; a call-back is in the hands of whoever took it on."""
    if verb == Verb.CALL_BACK:
        if not is_rung_again(call, actor):
            own_row(call, actor)
        return
    check_mine(call, actor)
    if call.exchange_id is None:
        raise ValidationError(_("Panggilan ini tidak lewat sentral; pakai telepon meja."), code="not_on_exchange")
    if call.hung_up_at:
        raise ValidationError(_("Penelepon sudah menutup telepon."), code="already_ended")


def is_rung_again(call: Call, actor: User) -> bool:
    """Whether this person's own talk has ended, as by a wrong key, without an outcome, and its caller can be rung."""
    is_over = call.ended_at is not None and not call.outcome and call.answered_by_id == actor.pk
    return is_over and call.is_voice and call.caller is not None and call.caller.can_be_called


def check_heard() -> None:
    """A lost exchange is asked nothing: the answer would come too late."""
    if not settings.ASTERISK_URL:
        raise ValidationError(_("Tidak ada sentral yang tersambung; pakai telepon meja."), code="no_exchange")
    if not is_heard(Exchange.objects.filter(pk=ONLY).first(), now()):
        raise ValidationError(_("Sentral telepon sedang terputus; kerjakan lewat telepon meja."), code="exchange_lost")


def telephone_of(actor: User) -> str:
    """The telephone of the desk this person sits at."""
    watches = Watch.objects.open().filter(member__user=actor, seat__isnull=False).select_related("seat")
    watch = watches.order_by("-started_at").first()
    if watch is None or watch.seat is None:
        raise ValidationError(
            _("Anda tidak duduk di meja bertelepon. Masuk lagi dan pilih meja, atau pakai telepon meja."),
            code="no_seat",
        )
    return watch.seat.extension


def destination(to: tuple[str, int] | None, actor: User, verb: str) -> tuple[str, str]:
    """The number a transfer goes to or a third is rung at, as the exchange dials it, and whose it is."""
    kind, pk = to or ("", 0)
    number, name = "", ""
    if kind == "agency" and (agency := Agency.objects.filter(pk=pk, is_active=True).first()):
        number, name = agency.phone, agency.short_name
    if kind == "contact" and (contact := contacts_for(verb).filter(pk=pk).first()):
        number, name = contact.phone, contact.name
    if kind == "seat" and verb == Verb.TRANSFER and (seat := Seat.objects.filter(pk=pk).first()):
        number, name = seat.extension, seat.name
    dialled = digits(number)
    if not dialled:
        raise ValidationError({"to": _("Pilih tujuan yang bernomor telepon dari daftar.")})
    if kind == "seat" and dialled == telephone_of(actor):
        raise ValidationError({"to": _("Itu pesawat Anda sendiri; pilih meja lain.")})
    return dialled, name[:80]


def contacts_for(verb: str) -> QuerySet[Contact]:
    """Neighbours take a call over; anybody of the contact book may be brought into a talk."""
    rows = Contact.objects.filter(is_active=True)
    return rows if verb == Verb.CONFER else rows.filter(kind=ContactKind.NEIGHBOUR)


def digits(number: str) -> str:
    """The first number of a text as it is dialled; nothing else ever reaches the exchange."""
    found = DIALLED.search(number)
    return re.sub(r"[^+0-9]", "", found[0])[:40] if found else ""


@transaction.atomic
def take_command(*, actor: User | None) -> ExchangeCommand | None:
    """The next command to send, for the one listener that gets it: whoever else asks meanwhile is given another."""
    permit(actor, "hear")
    at = now()
    row: ExchangeCommand | None = ExchangeCommand.objects.to_send(at).select_for_update(skip_locked=True).first()
    if row is None:
        return None
    row.sent_at = at
    row.save(update_fields=["sent_at"])
    record(row, "sent", actor=actor, at=at)
    return row


@transaction.atomic
def settle_command(command_id: int, result: str, *, actor: User | None) -> ExchangeCommand:
    """Keep what became of a command; what is known already stays. A line that was not put down is told of its call."""
    call: Call = Call.objects.locked(ExchangeCommand.objects.values_list("call_id", flat=True).get(pk=command_id))
    row: ExchangeCommand = ExchangeCommand.objects.locked(command_id)
    permit(actor, "hear")
    if not row.result:
        at = now()
        close(row, result)
        record(row, "settled", actor=actor, at=at, result=result)
        if is_news(row, call):
            record(call, "still_up", actor=actor, at=at, command=row.pk, result=result)
    return row


def is_news(row: ExchangeCommand, call: Call) -> bool:
    """Whether a line that no key was to put down is found to be up still, for the first time since the outcome."""
    if not row.is_promised or row.result not in FAILED:
        return False
    told = Entry.objects.filter(subject=call.subject, verb="still_up")
    return not told.filter(happened_at__gte=call.outcome_at or call.offered_at).exists()


def close(row: ExchangeCommand, result: str) -> None:
    """Put the result on the row."""
    row.result, row.settled_at = result, now()
    row.save(update_fields=["result", "settled_at"])


@transaction.atomic
def give_up_commands(*, actor: User | None) -> int:
    """Say of commands that nobody sends or answers any more that they are over; answers how many."""
    permit(actor, "hear")
    settled = 0
    for pk, call_id in list(ExchangeCommand.objects.left_over(now()).values_list("pk", "call_id")):
        call: Call = Call.objects.locked(call_id)
        row: ExchangeCommand = ExchangeCommand.objects.locked(pk)
        if row.result:
            continue  # settled since
        at, result = now(), end_of(row)
        close(row, result)
        record(row, "settled", actor=actor, at=at, result=result)
        if is_news(row, call):
            record(call, "still_up", actor=actor, at=at, command=pk, result=result)
        settled += 1
    return settled


def end_of(row: ExchangeCommand) -> Result:
    """Sent: nobody knows what came of it; not sent: it never will be."""
    return Result.LOST if row.sent_at else Result.EXPIRED
