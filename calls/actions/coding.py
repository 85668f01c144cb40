"""What a call was: said with one key, with what its short end adds, and taken back within five seconds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.actions.answering import check_mine
from calls.actions.following import drop
from calls.actions.hearing import begin_draft
from calls.actions.putting_down import leave_the_line, promise_to_put_down
from calls.actions.tracking import CODED
from calls.book import Contact
from calls.ends import CONTACTS_OF, GIVES_CLUES, NEEDS_RECEIPT, REASONS, Clue
from calls.models import CODABLE, REPORTING, Call, CallOutcome, Report
from incidents.actions.response import UNDO, UNDO_GRACE
from journal.journal import record


@transaction.atomic
def set_outcome(
    call_id: int,
    outcome: str,
    *,
    actor: User,
    version: int | None = None,
    clues: Collection[str] = (),
    contact: int | None = None,
    receipt: str = "",
) -> Call:
    """Say what the call was, and what its short end adds: what was heard, whom the caller was pointed to, who took it.

    Emergency and complaint keep their report, unless the complaint is another's to handle; all else ends the call,
    puts the draft aside and, once that cannot be undone, the line down.
    """
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "classify")
    check_mine(call, actor)
    if outcome not in CODABLE:
        raise ValidationError({"outcome": _("Pilih hasil panggilan dari daftar.")})
    referred_to = contact_of(outcome, contact)
    receipt = receipt_of(outcome, referred_to, receipt.strip())
    keeps_report = outcome in REPORTING and referred_to is None
    draft = Report.objects.filter(call=call).first()
    if draft and draft.incident_id and not keeps_report:
        raise ValidationError(_("Laporan panggilan ini sudah diteruskan."), code="already_forwarded")
    at = now()
    call.outcome, call.outcome_at = outcome, at
    call.outcome_reason, call.clues, call.referred_to = "", clues_of(outcome, clues), referred_to
    call.receipt = receipt
    if keeps_report:
        leave_the_line(call)
    elif call.ended_at is None:
        call.ended_at = at
        promise_to_put_down(call)
    call.save(update_fields=CODED)
    settle_draft(call, draft, actor, keeps_report=keeps_report)
    record(call, "coded", actor=actor, at=at, outcome=outcome, **details_of(call))
    return call


def clues_of(outcome: str, clues: Collection[str]) -> list[str]:
    """What was heard, in the order of the list, for the outcome on which nobody spoke."""
    if clues and (outcome != GIVES_CLUES or set(clues) - set(Clue.values)):
        raise ValidationError({"clues": _("Pilih tanda dari daftar.")})
    return [clue for clue in Clue.values if clue in clues]


def contact_of(outcome: str, contact_id: int | None) -> Contact | None:
    """A row of the contact book that is in use and of the outcome's kind."""
    if contact_id is None:
        return None
    row = Contact.objects.filter(pk=contact_id, kind=CONTACTS_OF.get(outcome, ""), is_active=True).first()
    if row is None:
        raise ValidationError({"contact": _("Pilih kontak dari daftar.")})
    return row


def receipt_of(outcome: str, referred_to: Contact | None, said: str) -> str:
    """Who took over another region's call, or why nobody did; wanted where the book has whom to tell and nobody was."""
    if outcome != NEEDS_RECEIPT:
        return ""
    book = Contact.objects.filter(kind=CONTACTS_OF[outcome], is_active=True)
    if referred_to is None and not said and book.exists():
        raise ValidationError(_("Pilih wilayah yang menerima, atau tulis siapa yang menerima."), code="nobody_told")
    return said


def details_of(call: Call) -> dict[str, Any]:
    """What the short end added, in codes and ids; nothing where it added nothing."""
    details = {"clues": call.clues, "contact": call.referred_to_id, "receipt": bool(call.receipt)}
    return {name: value for name, value in details.items() if value}


def settle_draft(call: Call, draft: Report | None, actor: User, *, keeps_report: bool) -> None:
    """The draft follows the outcome: wanted again, or put aside (never deleted: a wrong key can be undone)."""
    if keeps_report:
        draft = draft or begin_draft(call, actor, at=now())
    if draft and draft.incident_id is None:
        changed = draft.want()
        draft.discarded_at = None if keeps_report else call.outcome_at
        draft.save(update_fields=changed)
        if draft.discarded_at:
            draft.follows = None  # what it waited for may be gone when it is wanted again
            draft.save(update_fields=["follows"])
            drop(draft, draft.discarded_at)


def refuse_if_writing_again(call: Call) -> None:
    """Of one sender there is one open conversation: who has begun the next is answered there."""
    others = Call.objects.filter(channel=call.channel, caller=call.caller_id, ended_at=None)
    if not call.is_voice and others.exists():
        raise writes_again()


def writes_again() -> ValidationError:
    """The refusal that sends the call-taker to the sender's new conversation."""
    return ValidationError(_("Pelapor sudah menulis lagi: jawab percakapan barunya di antrean."), code="too_late")


@transaction.atomic
def give_reason(call_id: int, reason: str, *, actor: User, version: int | None = None) -> Call:
    """Say afterwards why the call was a prank, or about what it asked: one more key that nobody has to press."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "classify")
    check_mine(call, actor)
    if call.outcome not in REASONS or reason not in REASONS[call.outcome].values:
        raise ValidationError({"reason": _("Pilih alasan dari daftar.")})
    call.outcome_reason = reason
    call.save(update_fields=["outcome_reason"])
    record(call, "explained", actor=actor, at=now(), reason=reason)
    return call


@transaction.atomic
def undo_outcome(call_id: int, *, actor: User, version: int | None = None) -> Call:
    """Take an outcome back within five seconds; the draft is there again, the line is as the exchange says."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "classify")
    check_mine(call, actor)
    at = now()
    draft = Report.objects.filter(call=call).first()
    is_forwarded = draft is not None and draft.incident_id is not None
    if not call.outcome_at or at > call.outcome_at + UNDO + UNDO_GRACE or is_forwarded:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan."), code="too_late")
    if call.ended_at == call.outcome_at:
        refuse_if_writing_again(call)
        call.ended_at = call.hung_up_at
    leave_the_line(call)
    call.outcome, call.outcome_at = CallOutcome.PENDING, None
    call.outcome_reason, call.clues, call.referred_to, call.receipt = "", [], None, ""
    try:
        with transaction.atomic():
            call.save(update_fields=CODED)
    except IntegrityError:  # he began the next between our look and now
        raise writes_again() from None
    settle_draft(call, draft, actor, keeps_report=True)
    record(call, "undone", actor=actor, at=at, undid="coded")
    return call
