"""Ringing back who rang in vain: one takes it on and alone has the number, writes what came of it, or closes it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.callbacks import gave_up, holder_of, waiting
from calls.ends import CallBackReason, CallBackResult
from calls.identity import grouped
from calls.models import Call, CallBack, Report
from incidents.actions.response import UNDO, UNDO_GRACE
from incidents.models import Source
from journal.journal import record

# What a person may close a call-back with; the rest follows from a result.
CLOSING = [
    CallBackReason.SURGE,
    CallBackReason.TRIED,
    CallBackReason.PRANK,
    CallBackReason.NO_NUMBER,
    CallBackReason.CALLED,
]
# Results after which there is nothing left to ring.
FINAL = {CallBackResult.CONNECTED: CallBackReason.CONNECTED, CallBackResult.WRONG_NUMBER: CallBackReason.WRONG_NUMBER}


@transaction.atomic
def take_call_back(call_id: int, *, actor: User, version: int | None = None) -> Call:
    """Take a call-back on: the number is this person's to see and to ring. Of two the later is told who has it."""
    call: Call = Call.objects.locked(call_id)
    permit(actor, "call_back")
    at = now()
    check_waiting(call, at)
    if call.caller is None or not call.caller.can_be_called:
        raise ValidationError(_("Penelepon ini tidak bisa ditelepon balik."), code="cannot_call")
    check_free(call, actor, at)
    refuse_unseen(call, version, at)  # last: who comes second is told who was first, not that something changed
    row = row_of(call)
    row.taken_by, row.taken_at = actor, at
    row.save(update_fields=["taken_by", "taken_at"])
    record(call, "callback_taken", actor=actor, at=at)
    return call


def refuse_unseen(call: Call, version: int | None, at: datetime) -> None:
    """Refuses with `changed` if the caller saw another card; that of a call-back counts further tries too."""
    if version is None:
        return
    shown = waiting(at).get(call.pk)
    call.refuse_unseen(version - (shown.version - call.version if shown else 0))


def row_of(call: Call) -> CallBack:
    """What was done about this call so far; begun by whoever does something first."""
    row, _created = CallBack.objects.get_or_create(call=call)
    return row


def check_waiting(call: Call, at: datetime) -> None:
    """There is nothing to do about a call whose caller has been served, or whose call-back is closed."""
    if not gave_up(call):
        raise ValidationError(_("Panggilan ini tidak menunggu telepon balik."), code="not_waiting")
    row = CallBack.objects.filter(call=call).select_related("closed_by").first()
    if row and row.closed_at and row.closed_by:
        raise ValidationError(
            _("Telepon balik ini sudah ditutup %(who)s pukul %(time)s."),
            code="already_closed",
            params={"who": row.closed_by.get_full_name(), "time": f"{localtime(row.closed_at):%H:%M:%S}"},
        )
    one = waiting(at).get(call.pk)
    if one is None or one.served:
        raise ValidationError(_("Penelepon ini sudah dilayani."), code="already_served")


def check_free(call: Call, actor: User, at: datetime) -> None:
    """Two never ring the same number: a call-back is in the hands of whoever took it on."""
    row = CallBack.objects.filter(call=call).select_related("taken_by").first()
    holder = holder_of(row, at)
    if row and row.taken_at and holder and holder != actor:
        raise ValidationError(
            _("Nomor ini sedang ditelepon balik %(who)s sejak pukul %(time)s."),
            code="already_taken",
            params={"who": holder.get_full_name(), "time": f"{localtime(row.taken_at):%H:%M:%S}"},
        )


def own_row(call: Call, actor: User) -> CallBack:
    """The call-back this person has in hand; that his time is up does not matter until another has taken it."""
    row = CallBack.objects.filter(call=call, closed_at=None).select_related("taken_by").first()
    if row is None or row.taken_by is None:
        raise ValidationError(_("Ambil telepon balik ini lebih dulu."), code="not_taken")
    if row.taken_by != actor:
        raise ValidationError(
            _("Telepon balik ini sudah diambil %(who)s."),
            code="already_taken",
            params={"who": row.taken_by.get_full_name()},
        )
    return row


@transaction.atomic
def release_call_back(call_id: int, *, actor: User, version: int | None = None) -> Call:
    """Give a call-back back without having rung; it is anybody's again."""
    call: Call = Call.objects.locked(call_id)
    permit(actor, "call_back")
    row = own_row(call, actor)
    at = now()
    refuse_unseen(call, version, at)
    row.taken_by, row.taken_at = None, None
    row.save(update_fields=["taken_by", "taken_at"])
    record(call, "callback_released", actor=actor, at=at)
    return call


@transaction.atomic
def note_try(call_id: int, result: str, *, actor: User, version: int | None = None) -> tuple[Call, Report | None]:
    """Write down what came of ringing: who was reached begins a report, a wrong number ends it, else it is free."""
    call: Call = Call.objects.locked(call_id)
    permit(actor, "call_back")
    row = own_row(call, actor)
    if result not in CallBackResult.values:
        raise ValidationError({"result": _("Pilih hasil telepon balik dari daftar.")})
    at = now()
    refuse_unseen(call, version, at)
    row.tries, row.last_result, row.last_try_at = row.tries + 1, result, at
    row.taken_by, row.taken_at = None, None
    row.report = begin_report(call, actor, at) if result == CallBackResult.CONNECTED else None
    if result in FINAL:
        row.closed_at, row.closed_by, row.reason = at, actor, FINAL[CallBackResult(result)]
    row.save(
        update_fields=[
            *("tries", "last_result", "last_try_at", "taken_by", "taken_at", "report"),
            *("closed_at", "closed_by", "reason"),
        ]
    )
    record(call, "callback_tried", actor=actor, at=at, result=result, report=row.report_id)
    return call, row.report


def begin_report(call: Call, actor: User, at: datetime) -> Report:
    """The report of whoever was reached, with the number he was reached at."""
    number = grouped(call.caller.value) if call.caller else ""
    report = Report.objects.create(source=Source.PHONE, taken_by=actor, started_at=at, callback=number)
    record(report, "started", actor=actor, at=at, source=Source.PHONE, call=call.pk)
    return report


@transaction.atomic
def close_call_back(call_id: int, reason: str, *, actor: User, version: int | None = None) -> Call:
    """Close a call-back without having reached anybody, with the reason."""
    call: Call = Call.objects.locked(call_id)
    permit(actor, "call_back")
    check_reason(reason)
    at = now()
    check_waiting(call, at)
    check_free(call, actor, at)
    refuse_unseen(call, version, at)
    shut(call, reason, actor, at)
    record(call, "callback_closed", actor=actor, at=at, reason=reason)
    return call


def check_reason(reason: str) -> None:
    """Closing without an answer needs one of the centre's reasons."""
    if reason not in CLOSING:
        raise ValidationError({"reason": _("Pilih alasan menutup telepon balik.")})


def shut(call: Call, reason: str, actor: User, at: datetime) -> None:
    """Put the end on the row."""
    row = row_of(call)
    row.closed_at, row.closed_by, row.reason = at, actor, reason
    row.taken_by, row.taken_at = None, None
    row.save(update_fields=["closed_at", "closed_by", "reason", "taken_by", "taken_at"])


@transaction.atomic
def close_call_backs(call_ids: Collection[int], reason: str, *, actor: User) -> list[Call]:
    """Close many with one reason, as after a surge; what a colleague has in hand or is over already stays as it is."""
    permit(actor, "call_back")
    check_reason(reason)
    calls: list[Call] = [Call.objects.locked(call_id) for call_id in sorted(set(call_ids))]
    at = now()
    open_ones = {pk for pk, one in waiting(at).items() if one.served is None}
    held = held_by_others(calls, actor, at)
    closing = [call for call in calls if call.pk in open_ones and call.pk not in held]
    if not closing:
        raise ValidationError(
            _("Tidak ada telepon balik yang bisa ditutup: semua sudah selesai atau sedang diambil."),
            code="already_closed",
        )
    for call in closing:
        shut(call, reason, actor, at)
        record(call, "callback_closed", actor=actor, at=at, reason=reason)
    return closing


@transaction.atomic
def reopen_call_backs(call_ids: Collection[int], *, actor: User) -> list[Call]:
    """Take the closing of call-backs back within five seconds: those this person closed, as many as still can be."""
    permit(actor, "call_back")
    calls: list[Call] = [Call.objects.locked(call_id) for call_id in sorted(set(call_ids))]
    at = now()
    rows = CallBack.objects.filter(
        call__in=calls, closed_by=actor, reason__in=CLOSING, closed_at__gte=at - UNDO - UNDO_GRACE
    )
    undone = {row.call_id: row for row in rows}
    reopened = [call for call in calls if call.pk in undone]
    if not reopened:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan."), code="too_late")
    for call in reopened:
        row = undone[call.pk]
        row.closed_at, row.closed_by, row.reason = None, None, ""
        row.save(update_fields=["closed_at", "closed_by", "reason"])
        record(call, "callback_reopened", actor=actor, at=at)
    return reopened


def held_by_others(calls: Collection[Call], actor: User, at: datetime) -> set[int]:
    """Which of these calls a colleague is calling back."""
    rows = CallBack.objects.filter(call__in=calls).select_related("taken_by")
    return {row.call_id for row in rows if holder_of(row, at) not in (None, actor)}
