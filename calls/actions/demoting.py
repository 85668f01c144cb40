"""A number that only plays: proposed by whoever takes its call, approved by a supervisor, over by itself after a day.

Its calls ring on as before; they only stand below the others.
"""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.ends import DEMOTION_LASTS, MARK_LASTS
from calls.models import Call, CallOutcome, Demotion, PhoneNumber
from journal.journal import record


@transaction.atomic
def propose_demotion(call_id: int, *, actor: User, version: int | None = None) -> Demotion:
    """Propose that the number of this call stands below the others for a day; its pranks are the reason."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "propose_demotion")
    if call.caller_id is None:
        raise ValidationError(_("Panggilan ini tanpa identitas."), code="no_number")
    number = PhoneNumber.objects.select_for_update(no_key=True).get(pk=call.caller_id)
    at = now()
    refuse_without_pranks(number, at)
    if Demotion.objects.alive(at).filter(number=number).exists():
        raise ValidationError(_("Nomor ini sudah diusulkan atau sudah diturunkan."), code="already_proposed")
    row = Demotion.objects.create(number=number, call=call, proposed_by=actor, proposed_at=at)
    record(row, "proposed", actor=actor, at=at, call=call.pk, number=number.pk)
    return row


def refuse_without_pranks(number: PhoneNumber, at: datetime) -> None:
    """Only a number that carries a mark may be put below the others."""
    pranks = Call.objects.filter(caller=number, outcome=CallOutcome.PRANK, outcome_at__gt=at - MARK_LASTS)
    if not pranks.exists():
        raise ValidationError(_("Nomor ini tidak punya panggilan iseng dalam 30 hari terakhir."), code="no_pranks")


@transaction.atomic
def approve_demotion(demotion_id: int, *, actor: User, version: int | None = None) -> Demotion:
    """A supervisor agrees: for a day from now."""
    row = undecided(demotion_id, actor, version)
    row.decided_by, row.decided_at = actor, now()
    row.ends_at = row.decided_at + DEMOTION_LASTS
    row.save(update_fields=["decided_by", "decided_at", "ends_at"])
    record(row, "approved", actor=actor, at=row.decided_at, number=row.number_id)
    return row


@transaction.atomic
def refuse_demotion(demotion_id: int, *, actor: User, version: int | None = None) -> Demotion:
    """A supervisor does not agree; the number stays where it is."""
    row = undecided(demotion_id, actor, version)
    row.decided_by, row.decided_at = actor, now()
    row.save(update_fields=["decided_by", "decided_at"])
    record(row, "refused", actor=actor, at=row.decided_at, number=row.number_id)
    return row


def undecided(demotion_id: int, actor: User, version: int | None) -> Demotion:
    """The proposal under its lock; nobody decides twice, and nobody decides his own."""
    row: Demotion = Demotion.objects.locked(demotion_id, version=version)
    permit(actor, "decide_demotion")
    if row.decided_at:
        raise ValidationError(_("Usulan ini sudah diputuskan."), code="already_decided")
    if row.proposed_by_id == actor.pk:
        raise ValidationError(_("Usulan sendiri diputuskan supervisor lain."), code="own_proposal")
    return row


@transaction.atomic
def lift_demotion(demotion_id: int, *, actor: User, version: int | None = None) -> Demotion:
    """A supervisor ends it before its day is over."""
    row: Demotion = Demotion.objects.locked(demotion_id, version=version)
    permit(actor, "decide_demotion")
    at = now()
    if row.ends_at is None or row.ends_at <= at:
        raise ValidationError(_("Penurunan nomor ini sudah berakhir."), code="already_over")
    row.ends_at = at
    row.save(update_fields=["ends_at"])
    record(row, "lifted", actor=actor, at=at, number=row.number_id)
    return row
