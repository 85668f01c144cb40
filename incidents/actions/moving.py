"""How a unit is sent from one incident to another, or takes another's place, in one step, and how that is undone."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from incidents.actions.alarms import proposed_by
from incidents.actions.clockwork import wind
from incidents.actions.holding import free_units, revive
from incidents.actions.intake import refuse_closed
from incidents.actions.response import HERE_AND_NOW, UNDO, UNDO_GRACE, check_free, check_step, codes, give, locked_units
from incidents.actions.undoing import refuse_second, refuse_units_elsewhere, state_by_stamps
from incidents.models import Assignment, Incident
from incidents.planning import choose_for
from incidents.reservations import Reservation
from incidents.states import STEPS, State
from journal.journal import record
from journal.models import Entry, Timer
from journal.timers import cancel, promise


@transaction.atomic
def reassign(
    assignment_id: int, *, into: int | None = None, unit: str = "", actor: User, version: int | None = None
) -> Assignment:
    """Take a unit from its incident and send it to another, or send another unit in its place; all of it or nothing.

    `into` is the incident it goes to, else its own; `unit` who goes, else itself. The unit is recalled where it was,
    and where it goes somebody is told anew, with a ladder of his own.
    """
    row, source, target, holders = locked_for_move(assignment_id, into, unit, version=version)
    permit(actor, "recall")
    permit(actor, "assign")
    refuse_closed(target)
    sign = check_move(row, source, target, unit)
    at = now()
    end_row(row, source, at=at)
    (taken,) = locked_units([sign])
    made = give(target, taken.agency, taken, at=at)
    promise(target.subject, "deliver", at, assignment_id=made.pk)
    held = free_units(target, [taken], holders, actor=actor, at=at).get(taken.pk)
    for incident in dict.fromkeys((source, target)):
        wind(incident, at=at)
    plan = proposed_by(made, choose_for(target).plan, target.alarm)
    gone, come = told_as(row, source, target, sign)
    record(source, "recalled", actor=actor, at=at, **codes(row), **gone)
    come |= {"reserved_for": held} if held else {}
    come |= {"is_neighbour": True} if taken.agency.is_neighbour else {}
    record(target, "assigned", actor=actor, at=at, **codes(made), **plan, instead=row.pk, **come)
    return made


def locked_for_move(
    assignment_id: int, into: int | None, unit: str, *, version: int | None
) -> tuple[Assignment, Incident, Incident, dict[int, Incident]]:
    """The assignment, both incidents and those that keep the unit in reserve, the lower id first.

    Merging, or taking it back, may have moved the assignment while we waited for the locks: then nothing is done.
    """
    row = Assignment.objects.select_related("agency", "unit").get(pk=assignment_id)
    ids = {row.incident_id, into or row.incident_id}
    sign = unit or (row.unit.call_sign if row.unit else "")
    holders = set(Reservation.objects.standing().filter(unit__call_sign=sign).values_list("incident_id", flat=True))
    rows: dict[int, Incident] = {pk: Incident.objects.locked(pk) for pk in sorted(ids | holders)}
    source, target = rows[row.incident_id], rows[into or row.incident_id]
    source.refuse_unseen(version)
    row = Assignment.objects.select_related("agency", "unit").get(pk=assignment_id)
    if row.incident_id != source.pk:
        refuse_closed(source)
        source.refuse_unseen(0)
    return row, source, target, {pk: one for pk, one in rows.items() if pk != target.pk}


def check_move(row: Assignment, source: Incident, target: Incident, unit: str) -> str:
    """Who goes, by his call sign; refuses what is no move, and a unit that has moved on meanwhile, by where it is."""
    if row.unit is None:
        raise ValidationError(_("Hanya unit yang dipindahkan atau diganti. Pilih unitnya."), code="no_unit")
    sign = unit or row.unit.call_sign
    if source.pk == target.pk and sign == row.unit.call_sign:
        raise ValidationError(
            _("%(who)s sudah bertugas di %(number)s."),
            code="already_assigned",
            params={"who": sign, "number": source.short_number},
        )
    if row.ended_at:
        check_free(row.unit)
    check_step(row, STEPS["recall"], HERE_AND_NOW)
    return sign


def end_row(row: Assignment, incident: Incident, *, at: datetime) -> None:
    """It has nothing more to do there."""
    row.state, row.ended_at = State.RECALLED, at
    row.save(update_fields=["state", "ended_at"])
    cancel(incident.subject, "deliver", at=at, assignment_id=row.pk)


def told_as(row: Assignment, source: Incident, target: Incident, sign: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What both entries say of each other: where the unit went and came from, who goes for whom."""
    before = row.unit.call_sign if row.unit else ""
    gone: dict[str, Any] = {} if source.pk == target.pk else {"into": target.pk, "short": target.short_number}
    come: dict[str, Any] = {} if source.pk == target.pk else {"of": source.pk, "short": source.short_number}
    if sign != before:
        gone["by"], come["for"] = sign, before
    return gone, come


@transaction.atomic
def undo_reassign(assignment_id: int, *, actor: User, version: int | None = None) -> Assignment:
    """Take a move back within five seconds, as long as who was sent has not answered: everybody is where he was."""
    permit(actor, "assign")
    made, row, source, target = locked_pair_of(assignment_id, version=version)
    at = now()
    is_late = made.state != State.NOTIFIED or at > made.notified_at + UNDO + UNDO_GRACE
    if is_late or row.state != State.RECALLED or row.ended_at != made.notified_at:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan. Pindahkan kembali."), code="too_late")
    for incident in (source, target):
        refuse_closed(incident)
    end_row(made, target, at=at)
    revive(target.reservations.filter(agency=made.agency_id, unit=made.unit_id, ended_at=made.notified_at))
    refuse_second(source, row)
    refuse_units_elsewhere([row.unit_id] if row.unit_id else [])
    recalled_at, row.state, row.ended_at = row.ended_at, state_by_stamps(row), None
    unsent = Timer.objects.filter(subject=source.subject, kind="deliver", cancelled_at=recalled_at)
    for timer in unsent.filter(assignment_id=row.pk) if row.state == State.NOTIFIED else ():
        promise(source.subject, "deliver", timer.due_at, assignment_id=row.pk)
    row.save(update_fields=["state", "ended_at"])
    for incident in dict.fromkeys((source, target)):
        wind(incident, at=at)
    record(target, "undone", actor=actor, at=at, undid="assigned", **codes(made))
    record(source, "undone", actor=actor, at=at, undid="recalled", **codes(row))
    return row


def locked_pair_of(assignment_id: int, *, version: int | None) -> tuple[Assignment, Assignment, Incident, Incident]:
    """Who was sent, who was recalled for it, and both their incidents under their locks, the lower id first."""
    made = Assignment.objects.get(pk=assignment_id)
    told = Entry.objects.filter(subject=f"{Incident.kind}:{made.incident_id}", verb="assigned")
    entry = told.filter(facts__assignment=made.pk).first()
    old = Assignment.objects.filter(pk=entry.facts["instead"]).first() if entry and "instead" in entry.facts else None
    if old is None:
        Incident.objects.locked(made.incident_id, version=version)
        raise ValidationError(_("Penugasan ini bukan pemindahan."), code="not_moved")
    rows: dict[int, Incident] = {pk: Incident.objects.locked(pk) for pk in sorted({made.incident_id, old.incident_id})}
    rows[made.incident_id].refuse_unseen(version)
    found = Assignment.objects.select_related("agency", "unit").in_bulk([made.pk, old.pk])
    if any(one.incident_id not in rows for one in found.values()):  # merged meanwhile
        raise ValidationError(_("Sudah terlambat untuk dibatalkan. Pindahkan kembali."), code="too_late")
    return found[made.pk], found[old.pk], rows[old.incident_id], rows[made.incident_id]
