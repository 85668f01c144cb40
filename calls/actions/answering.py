"""What a call-taker does with a call: answer it, end it, say what it was, look at who called."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from agencies.models import Watch
from agencies.permissions import permit, standing
from calls.actions.hearing import begin_draft
from calls.models import CODABLE, REPORTING, Call, CallOutcome, Report
from incidents.actions.response import UNDO, UNDO_GRACE
from journal.journal import record

# Why somebody looked at a caller's number: codes, because the journal holds no personal data (UU 27/2022 art. 31).
REASONS = ("callback", "verification", "legal", "quality")


@transaction.atomic
def answer(call_id: int, *, actor: User, version: int | None = None) -> Call:
    """Take a ringing call. Of two who press at once one wins; the other is told who."""
    call: Call = Call.objects.locked(call_id)
    permit(actor, "answer")
    if call.answered_at:
        raise ValidationError(
            _("Panggilan ini sudah dijawab %(who)s pukul %(time)s."),
            code="already_answered",
            params={"who": name_of(call), "time": f"{localtime(call.answered_at):%H:%M:%S}"},
        )
    if call.ended_at:
        raise ValidationError(_("Penelepon sudah menutup telepon."), code="already_ended")
    call.refuse_unseen(version)  # last: who comes second is told who was first, not that something changed
    at = now()
    watch = Watch.objects.open().filter(member__user=actor, seat__isnull=False).order_by("-started_at").first()
    call.answered_at, call.answered_by, call.seat = at, actor, watch.seat if watch else None
    call.save(update_fields=["answered_at", "answered_by", "seat"])
    begin_draft(call, actor, at=at)
    record(call, "answered", actor=actor, at=at, seat=call.seat_id)
    return call


def name_of(call: Call) -> str:
    """Who has the call, with the desk if known."""
    who = call.answered_by.get_full_name() if call.answered_by else _("petugas lain")
    return f"{who} ({call.seat.name})" if call.seat else who


@transaction.atomic
def hang_up(call_id: int, *, actor: User, version: int | None = None) -> Call:
    """The conversation is over; what the call was may still be said afterwards."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "hang_up")
    check_mine(call, actor)
    if call.ended_at:
        raise ValidationError(_("Panggilan ini sudah berakhir."), code="already_ended")
    at = now()
    call.ended_at = at
    call.save(update_fields=["ended_at"])
    record(call, "ended", actor=actor, at=at)
    return call


def check_mine(call: Call, actor: User) -> None:
    """A call is in the hands of whoever answered it."""
    if call.answered_at is None:
        raise ValidationError(_("Jawab panggilan ini lebih dulu."), code="not_answered")
    if call.answered_by_id not in (None, actor.pk):
        raise ValidationError(
            _("Panggilan ini sedang ditangani %(who)s."), code="already_answered", params={"who": name_of(call)}
        )


@transaction.atomic
def set_outcome(call_id: int, outcome: str, *, actor: User, version: int | None = None) -> Call:
    """Say what the call was. Emergency and complaint keep their report; all else ends the call and drops the draft."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "classify")
    check_mine(call, actor)
    if outcome not in CODABLE:
        raise ValidationError({"outcome": _("Pilih hasil panggilan dari daftar.")})
    draft = Report.objects.filter(call=call).first()
    if draft and draft.incident_id and outcome not in REPORTING:
        raise ValidationError(_("Laporan panggilan ini sudah diteruskan."), code="already_forwarded")
    at = now()
    call.outcome, call.outcome_at = outcome, at
    keeps_report = outcome in REPORTING
    if not keeps_report and call.ended_at is None:
        call.ended_at = at
    call.save(update_fields=["outcome", "outcome_at", "ended_at"])
    settle_draft(call, draft, actor, keeps_report=keeps_report)
    record(call, "coded", actor=actor, at=at, outcome=outcome)
    return call


def settle_draft(call: Call, draft: Report | None, actor: User, *, keeps_report: bool) -> None:
    """The draft follows the outcome: wanted again, or put aside (never deleted: a wrong key can be undone)."""
    if keeps_report:
        draft = draft or begin_draft(call, actor, at=now())
    if draft and draft.incident_id is None:
        draft.discarded_at = None if keeps_report else call.outcome_at
        draft.save(update_fields=["discarded_at"])


@transaction.atomic
def undo_outcome(call_id: int, *, actor: User, version: int | None = None) -> Call:
    """Take an outcome back within five seconds; the draft is there again, the line is as it was."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "classify")
    check_mine(call, actor)
    at = now()
    draft = Report.objects.filter(call=call).first()
    is_forwarded = draft is not None and draft.incident_id is not None
    if not call.outcome_at or at > call.outcome_at + UNDO + UNDO_GRACE or is_forwarded:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan."), code="too_late")
    if call.ended_at == call.outcome_at:
        call.ended_at = None
    call.outcome, call.outcome_at = CallOutcome.PENDING, None
    call.save(update_fields=["outcome", "outcome_at", "ended_at"])
    settle_draft(call, draft, actor, keeps_report=True)
    record(call, "undone", actor=actor, at=at, undid="coded")
    return call


@transaction.atomic
def reveal_caller(call_id: int, reason: str, *, actor: User, version: int | None = None) -> str:
    """The caller's number, shown once and written down: who looked, and why."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "reveal_caller")
    check_reason(reason)
    check_cleared(Report.objects.filter(call=call).select_related("incident").first(), actor)
    if call.caller is None:
        raise ValidationError(_("Jaringan tidak memberi nomor untuk panggilan ini."), code="no_number")
    record(call, "revealed", actor=actor, at=now(), reason=reason)
    return call.caller.value


def check_reason(reason: str) -> None:
    """Looking at personal data needs one of the centre's reasons."""
    if reason not in REASONS:
        raise ValidationError({"reason": _("Pilih alasan melihat data pelapor.")})


def check_cleared(report: Report | None, actor: User) -> None:
    """Who reported a confidential case is for the cleared, by whichever way it is looked at."""
    if report and report.incident and report.incident.is_confidential and not standing(actor).is_cleared:
        raise ValidationError(_("Pelapor kejadian tertutup hanya dibuka petugas berwenang."), code="not_cleared")
