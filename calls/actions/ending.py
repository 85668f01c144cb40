"""A report that needs nobody is ended with its reason, with the call it came by; taken back within five seconds."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.plain import plain
from calls.actions.answering import check_mine
from calls.actions.following import drop, held
from calls.actions.putting_down import promise_to_put_down
from calls.actions.reporting import locked_draft
from calls.actions.tracking import CODED
from calls.ends import NoAction
from calls.models import REPORTING, Call, CallOutcome, Report
from incidents.actions.response import UNDO, UNDO_GRACE
from incidents.models import Track
from journal.journal import record

LONGEST_WORD = 80


@transaction.atomic
def end_report(report_id: int, reason: str, *, actor: User, word: str = "", version: int | None = None) -> Report:
    """End a report that needs nobody: by a call, which is coded and over then, or written without one.

    The month counts the call by what it was about, whatever became of it: see `outcome_of`. What was heard of it is
    kept; the call's outcome is taken back with `undo_outcome`, a report without a call with `resume_report`.
    """
    calls = [one.call for one in held([report_id]) if one.call]
    draft = locked_draft(report_id, actor, version=version)
    said = checked(reason, word)
    if draft.discarded_at:
        raise ValidationError(_("Laporan ini sudah ditutup."), code="already_closed")
    at = now()
    for call in calls:
        check_mine(call, actor)
        close(call, outcome_of(call, draft, reason), at)
    draft.discarded_at, draft.follows = at, None
    draft.no_action, draft.no_action_word = reason, said
    draft.save(update_fields=["discarded_at", "follows", "no_action", "no_action_word"])
    drop(draft, at)
    for call in calls:
        record(call, "coded", actor=actor, at=at, outcome=call.outcome, no_action=reason)
    if not calls:
        record(draft, "ended", actor=actor, at=at, reason=reason)
    return draft


def checked(reason: str, word: str) -> str:
    """The word that goes with a reason of the list: only the last needs one, and only that keeps it."""
    said = " ".join(plain(word).split())
    if reason not in NoAction.values:
        raise ValidationError({"reason": _("Pilih alasannya dari daftar.")})
    if reason != NoAction.OTHER:
        return ""
    if not 0 < len(said) <= LONGEST_WORD:
        raise ValidationError({"word": _("Tulis alasannya, paling panjang %(most)d huruf.") % {"most": LONGEST_WORD}})
    return said


def outcome_of(call: Call, draft: Report, reason: str) -> str:
    """What a call is counted as whose report needed nobody, so that no emergency is lost in the month's figures.

    What was coded as an emergency or a complaint stays one: that it was handled already, called off or told twice does
    not make it less. Uncoded it is what its kind of event makes it, and without a kind an emergency, as 112 is for one.
    Only what was no emergency by its reason is information, unless it is a complaint.
    """
    is_complaint = bool(draft.category and draft.category.track == Track.SERVICE)
    kind = CallOutcome.COMPLAINT if is_complaint else CallOutcome.EMERGENCY
    found = call.outcome if call.outcome in REPORTING else kind
    is_none = reason == NoAction.NOT_EMERGENCY and found == CallOutcome.EMERGENCY
    return CallOutcome.INFORMATION if is_none else found


def close(call: Call, outcome: str, at: datetime) -> None:
    """As with an outcome that has no report: coded, over, its line put down once nobody can take that back."""
    call.outcome, call.outcome_at = outcome, at
    call.outcome_reason, call.clues, call.referred_to, call.receipt = "", [], None, ""
    if call.ended_at is None:
        call.ended_at = at
        promise_to_put_down(call)
    call.save(update_fields=CODED)


@transaction.atomic
def resume_report(report_id: int, *, actor: User, version: int | None = None) -> Report:
    """Take the ending of a report without a call back within five seconds: it is on its desk again."""
    draft = locked_draft(report_id, actor, version=version)
    at = now()
    if draft.call_id:
        raise ValidationError(_("Laporan ini milik sebuah panggilan. Batalkan hasil panggilannya."), code="of_a_call")
    if not draft.no_action or draft.discarded_at is None or at > draft.discarded_at + UNDO + UNDO_GRACE:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan."), code="too_late")
    draft.save(update_fields=draft.want())
    record(draft, "resumed", actor=actor, at=at)
    return draft
