"""What a call-taker does with a call: answer it, end it, look at who called."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from agencies.models import Watch
from agencies.permissions import INTAKE, permit, standing
from calls.actions.climbing import wind_ring
from calls.actions.handing import take_over
from calls.actions.hearing import begin_draft, picked_up
from calls.models import Call, Report
from calls.secrecy import refuse_unconcerned
from journal.journal import record

# Why somebody looked at a caller's number: codes, because the journal holds no personal data (UU 27/2022 art. 31).
REASONS = ("callback", "verification", "legal", "quality")


@transaction.atomic
def answer(call_id: int, *, actor: User, version: int | None = None) -> Call:
    """Take a ringing call, or a conversation whose call-taker has gone home. Of two who press at once one wins."""
    call: Call = Call.objects.locked(call_id)
    permit(actor, "answer")
    if call.picked_up_at and not call.waits_again and not is_left(call):
        raise ValidationError(
            _("Panggilan ini sudah dijawab %(who)s pukul %(time)s."),
            code="already_answered",
            params={"who": name_of(call), "time": f"{localtime(call.picked_up_at):%H:%M:%S}"},
        )
    if call.ended_at:
        raise ValidationError(_("Penelepon sudah menutup telepon."), code="already_ended")
    call.refuse_unseen(version)  # last: who comes second is told who was first, not that something changed
    at = now()
    watch = Watch.objects.open().filter(member__user=actor, seat__isnull=False).order_by("-started_at").first()
    changed = picked_up(call, at)
    call.answered_by, call.seat = actor, watch.seat if watch else None
    call.save(update_fields=[*changed, "answered_by", "seat"])
    take_over(begin_draft(call, actor, at=at), actor, at=at)
    wind_ring(call, at)
    record(call, "answered", actor=actor, at=at, seat=call.seat_id)
    return call


def is_left(call: Call) -> bool:
    """Whether somebody wrote to a call-taker who has ended his watch; a telephone call ends with its line."""
    if call.is_voice or call.ended_at or call.answered_by_id is None:
        return False
    return not Watch.objects.open().filter(member__user_id=call.answered_by_id).exists()


@transaction.atomic
def take_in_hand(call_id: int, *, actor: User, version: int | None = None) -> Call:
    """Go on with a call that was answered, has no outcome, and that nobody on watch has in hand.

    It was picked up at a telephone where nobody sits, or by somebody who has gone home; whether its line is open still
    makes no difference. Of two who press at once one wins.
    """
    call: Call = Call.objects.locked(call_id)
    permit(actor, "answer")
    if call.is_unanswered:
        raise ValidationError(_("Jawab panggilan ini lebih dulu."), code="not_answered")
    if call.outcome:
        raise ValidationError(_("Panggilan ini sudah diberi hasil."), code="already_coded")
    if is_in_hand(call):
        raise ValidationError(
            _("Panggilan ini sedang ditangani %(who)s."), code="already_answered", params={"who": name_of(call)}
        )
    call.refuse_unseen(version)
    at = now()
    watch = Watch.objects.open().filter(member__user=actor, seat__isnull=False).order_by("-started_at").first()
    call.answered_by, call.seat = actor, watch.seat if watch else None
    call.save(update_fields=["answered_by", "seat"])
    draft = begin_draft(call, actor, at=at)
    if draft.discarded_at:  # put aside without saying what the call was
        draft.save(update_fields=draft.want())
    take_over(draft, actor, at=at)
    record(call, "taken_in_hand", actor=actor, at=at, seat=call.seat_id)
    return call


def is_in_hand(call: Call) -> bool:
    """Whether somebody who is on watch where calls are taken has answered it: one of those whom consoles show."""
    watches = Watch.objects.open().filter(roles__overlap=list(INTAKE), member__user=call.answered_by)
    return call.answered_by is not None and watches.exists()


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
    if call.is_unanswered:
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
        refuse_unconcerned(report, actor)
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
    if report and report.incident and report.incident.is_confidential:
        refuse_uncleared(actor)


def refuse_uncleared(actor: User) -> None:
    """Whoever is not cleared sees nobody who reported a confidential case."""
    if not standing(actor).is_cleared:
        raise ValidationError(_("Pelapor kejadian tertutup hanya dibuka petugas berwenang."), code="not_cleared")
