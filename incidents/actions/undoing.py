"""Five seconds to take back an assignment, a step, an alarm or a closing; each is an action like any other."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Unit
from agencies.permissions import permit
from incidents.actions.clockwork import wind
from incidents.actions.closing import open_again
from incidents.actions.holding import fulfil, revive
from incidents.actions.intake import refuse_closed, refuse_merged
from incidents.actions.response import UNDO, UNDO_GRACE, codes, locked_with
from incidents.models import Assignment, Incident
from incidents.states import AGENCY_VERBS, ENDED, STEPS, State
from journal.journal import record
from journal.models import Entry, Timer
from journal.timers import cancel, promise

OWN_STEPS = [STEPS[verb] for verb in AGENCY_VERBS]


@transaction.atomic
def undo_assign(assignment_id: int, *, actor: User, version: int | None = None) -> Assignment:
    """Take an assignment back within five seconds, as long as the agency has not answered."""
    incident, row = locked_with(assignment_id, version=version)
    permit(actor, "assign")
    at = now()
    if row.state != State.NOTIFIED or at > row.notified_at + UNDO + UNDO_GRACE:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan. Pakai Tarik."), code="too_late")
    row.state, row.ended_at = State.RECALLED, at
    row.save(update_fields=["state", "ended_at"])
    cancel(incident.subject, "deliver", at=at, assignment_id=row.pk)
    revive(incident.reservations.filter(agency=row.agency_id, unit=row.unit_id, ended_at=row.notified_at))
    wind(incident, at=at)
    record(incident, "undone", actor=actor, at=at, undid="assigned", **codes(row))
    return row


@transaction.atomic
def undo_step(assignment_id: int, *, actor: User, version: int | None = None) -> Assignment:
    """Take the last step of an assignment back within five seconds: a thumb in a glove slips. A recall stays."""
    incident, row = locked_with(assignment_id, version=version)
    step = next((one for one in OWN_STEPS if (one.end, one.finding) == (row.state, row.finding)), None)
    permit(actor, step.verb if step else "assign", agency_id=row.agency_id)
    refuse_closed(incident)
    at = now()
    written = written_at(incident, row)
    if step is None or written is None or at > written + UNDO + UNDO_GRACE:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan."), code="too_late")
    if row.state in ENDED:
        refuse_second(incident, row)
        refuse_units_elsewhere([row.unit_id] if row.unit_id else [])
        fulfil(incident, row.agency, row.unit, at=at)
    # What was over with its answer is unanswered again.
    stamps = ["accepted_at", "ended_at"] if row.ended_at and row.ended_at == row.accepted_at else [step.stamps]
    for name in stamps:
        setattr(row, name, None)
    row.state, row.reason, row.finding = state_by_stamps(row), "", ""
    row.save(update_fields=["state", "reason", "finding", *stamps])
    wind(incident, at=at)
    record(incident, "undone", actor=actor, at=at, undid=step.past, **codes(row))
    return row


def written_at(incident: Incident, row: Assignment) -> datetime | None:
    """When the last step came into the incident's books; one that is entered afterwards happened before that."""
    pasts = [step.past for step in OWN_STEPS]
    said = Entry.objects.filter(subject=incident.subject, verb__in=pasts, facts__assignment=row.pk)
    return said.order_by("-number").values_list("recorded_at", flat=True).first()


@transaction.atomic
def undo_alarm(incident_id: int, *, actor: User, version: int | None = None) -> Incident:
    """Take the last alarm level back within five seconds; whoever was assigned since stays."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "set_alarm")
    refuse_closed(incident)
    at = now()
    last = Entry.objects.filter(subject=incident.subject, verb="alarm_set").order_by("-number").first()
    if last is None or last.facts["alarm"][1] != incident.alarm or at > last.happened_at + UNDO + UNDO_GRACE:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan. Pilih alarm lain."), code="too_late")
    old, new = last.facts["alarm"]
    incident.alarm = old
    incident.save(update_fields=["alarm"])
    record(incident, "undone", actor=actor, at=at, undid="alarm_set", alarm=[new, old])
    return incident


@transaction.atomic
def undo_close(incident_id: int, *, actor: User, version: int | None = None) -> Incident:
    """Take a closing back within five seconds; the agencies it released are where they were."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "close")
    at = now()
    refuse_merged(incident)
    if not incident.closed_at or at > incident.closed_at + UNDO + UNDO_GRACE:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan. Pakai Buka kembali."), code="too_late")
    released = list(incident.assignments.filter(ended_at=incident.closed_at, state__in=ENDED))
    refuse_units_elsewhere([row.unit_id for row in released if row.unit_id])
    for row in released:
        row.state, row.ended_at = state_by_stamps(row), None
        row.save(update_fields=["state", "ended_at"])
    for unsent in Timer.objects.filter(subject=incident.subject, kind="deliver", cancelled_at=incident.closed_at):
        promise(incident.subject, "deliver", unsent.due_at, assignment_id=unsent.assignment_id)
    revive(incident.reservations.filter(ended_at=incident.closed_at))
    open_again(incident)
    wind(incident, at=at)
    record(incident, "undone", actor=actor, at=at, undid="closed")
    return incident


def refuse_second(incident: Incident, row: Assignment) -> None:
    """An agency stands once on an incident: if it was assigned anew since, that row is the one that counts."""
    if incident.assignments.active().filter(agency_id=row.agency_id, unit=row.unit).exists():
        raise ValidationError(
            _("%(who)s sudah ditugaskan ke %(number)s."),
            code="already_assigned",
            params={"who": row.unit.call_sign if row.unit else row.agency.code, "number": incident.short_number},
        )


def refuse_units_elsewhere(ids: Collection[int]) -> None:
    """A unit that was let go may have been sent elsewhere since; it cannot be at two places."""
    list(Unit.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
    emergencies = Assignment.objects.holding().filter(unit__in=ids)
    busy = emergencies.select_related("incident", "unit").first()
    if busy:
        raise ValidationError(
            _("%(unit)s baru saja ke %(number)s. Ini tidak dapat dibatalkan lagi."),
            code="unit_busy",
            params={"unit": str(busy.unit), "number": busy.incident.short_number},
        )


def state_by_stamps(row: Assignment) -> State:
    """Where an assignment stands by its stamps: the furthest step it has a time for."""
    steps = (
        (row.controlled_at, State.CONTROLLED),
        (row.arrived_at, State.ON_SCENE),
        (row.departed_at, State.EN_ROUTE),
        (row.accepted_at, State.ACCEPTED),
    )
    return next((state for at, state in steps if at), State.NOTIFIED)
