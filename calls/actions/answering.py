"""What a call-taker does with a call: answer it, end it, look at who called."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from agencies.models import Watch
from agencies.permissions import permit, standing
from calls.actions.hearing import begin_draft
from calls.models import Call, Report
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
def reveal_caller(call_id: int, reason: str, *, actor: User, version: int | None = None) -> str:
    """The caller's number, shown once and written down: who looked, and why."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "reveal_caller")
    check_reason(reason)
    told = Report.objects.filter(Q(call=call) | Q(call_back__call=call)).select_related("incident")
    for report in told:
        check_cleared(report, actor)
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
