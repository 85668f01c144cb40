"""The clocks of an incident: which promises must be pending, what happens when one runs out, who acknowledges it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import LadderStep, ladder_among
from agencies.permissions import permit
from incidents.clocks import applying, rung_due
from incidents.models import Assignment, Escalation, Incident, Standard
from incidents.states import State, untold_since
from journal.journal import record
from journal.models import Timer
from journal.rows import asked, select
from journal.timers import NotNow, keep, promise

CLOCK_KINDS = ("tell", "arrive", "finish", "ladder", "remind")
Promises = dict[tuple[str, int | None], datetime]
PENDING = "WHERE subject = %s AND kind = ANY(%s) AND fired_at IS NULL AND cancelled_at IS NULL"
# The clocks of the incident itself that ran out, and when the desk is to be reminded of whom it keeps.
RAN_OUT = """
SELECT ARRAY(
    SELECT clock FROM incidents_escalation WHERE incident_id = %(incident)s AND assignment_id IS NULL
), (
    SELECT min(remind_at) FROM incidents_reservation
    WHERE incident_id = %(incident)s AND ended_at IS NULL AND reminded_at IS NULL
)
"""


def wind(incident: Incident, *, at: datetime, rewind: bool = False) -> None:
    """Make the pending promises what the rows call for; the last thing each action does before it records.

    A promise once made keeps its moment, so that editing a standard never rewrites it; `rewind` (a changed
    priority or category) gives every promise the moment that holds now. A reminder goes with what the desk asked last.
    """
    wanted = dict(promises(incident))
    lapsed = []
    for timer in select(Timer, PENDING, incident.subject, list(CLOCK_KINDS)):
        due = wanted.pop((timer.kind, timer.assignment_id), None)
        if due is None:
            lapsed.append(timer.pk)
        elif (rewind or timer.kind == "remind") and due != timer.due_at:
            timer.due_at = timer.next_try_at = due
            timer.save(update_fields=["due_at", "next_try_at"])
    if lapsed:
        Timer.objects.filter(pk__in=lapsed).update(cancelled_at=at)
    for (kind, assignment_id), due in wanted.items():
        promise(incident.subject, kind, due, assignment_id=assignment_id)


def promises(incident: Incident) -> Iterator[tuple[tuple[str, int | None], datetime]]:
    """Each promise that must be pending for this incident, and when it is due."""
    if incident.closed_at:
        return
    rows = select(Assignment, "WHERE incident_id = %s ORDER BY notified_at, id", incident.pk)
    ((ran_out, reminded_at),) = asked(RAN_OUT, {"incident": incident.pk})
    untold = untold_since(incident.forwarded_at, rows)
    running = {
        "tell": (untold is not None, untold or incident.forwarded_at),
        "arrive": (not any(row.arrived_at for row in rows), incident.reported_at),
        "finish": (not any(row.state == State.DONE for row in rows), incident.reported_at),
    }
    standards = select(Standard)
    for clock, (is_running, start) in running.items() if not incident.is_area_event else ():
        limit = limit_of(clock, incident, start, standards) if is_running and clock not in ran_out else None
        if limit:
            yield (clock, None), start + limit
    unanswered = [row for row in rows if row.state == State.NOTIFIED]
    steps = select(LadderStep, "ORDER BY level") if unanswered else []
    for row in unanswered:
        due = next_rung_due(incident, row, ladder_among(steps, row.agency_id), standards)
        if due:
            yield ("ladder", row.pk), due
    if reminded_at:
        yield ("remind", None), reminded_at


def limit_of(clock: str, incident: Incident, at: datetime, standards: Collection[Standard]) -> timedelta | None:
    """How long this clock may run for this incident; None when no standard speaks of it."""
    standard = applying(
        standards, clock, track=incident.track, priority=incident.priority, category_id=incident.category_id, at=at
    )
    return standard.limit if standard else None


def next_rung(assignment: Assignment) -> LadderStep | None:
    """The next person up the ladder; None at its top."""
    steps = LadderStep.objects.of(assignment.agency_id)
    return next((step for step in steps if step.level == assignment.level + 1), None)


def next_rung_due(
    incident: Incident, assignment: Assignment, ladder: Collection[LadderStep], standards: Collection[Standard]
) -> datetime | None:
    """When the next rung of its ladder is told if the agency goes on not answering."""
    steps = [step for step in ladder if step.level > 0]
    upcoming = next((step for step in steps if step.level == assignment.level + 1), None)
    limit = limit_of("accept", incident, assignment.notified_at, standards)
    if upcoming is None or limit is None:
        return None
    return rung_due(assignment.notified_at, limit, upcoming.after, steps[0].after)


@transaction.atomic
def climb(seen: Timer) -> None:
    """An agency has not accepted in time: tell the next rung, raise an escalation, promise the rung after it."""
    incident = incident_keeping(seen)
    assignment = incident.assignments.select_related("agency").get(pk=seen.assignment_id or 0)
    step = next_rung(assignment)
    if step is None:
        return
    assignment.level = step.level
    assignment.save(update_fields=["level"])
    escalation = Escalation.objects.create(
        incident=incident,
        assignment=assignment,
        clock="accept",
        level=step.level,
        raised_at=seen.due_at,
        told=step.title,
    )
    promise(incident.subject, "deliver", now(), assignment_id=assignment.pk)
    wind(incident, at=now())
    facts = {"clock": "accept", "escalation": escalation.pk, "assignment": assignment.pk, "level": step.level}
    record(incident, "escalated", actor=None, at=seen.due_at, agency=assignment.agency.code, **facts)


@transaction.atomic
def breach(seen: Timer) -> None:
    """A clock of the incident itself ran out (nobody told, nobody there, not finished): dated at its deadline."""
    incident = incident_keeping(seen)
    escalation = Escalation.objects.create(incident=incident, clock=seen.kind, level=1, raised_at=seen.due_at)
    record(incident, "breached", actor=None, at=seen.due_at, clock=seen.kind, escalation=escalation.pk)


def incident_keeping(seen: Timer) -> Incident:
    """The incident under its lock, with this promise to it marked as kept.

    Raises NotNow while somebody else holds the incident: who fires holds the promise's row already and must not wait
    for the incident behind somebody who waits for that row. The promise stays due and the next round asks again.
    """
    incident: Incident | None = Incident.objects.locked_if_free(int(seen.subject.partition(":")[2]))
    if incident is None:
        raise NotNow
    keep(seen, at=now())
    return incident


@transaction.atomic
def acknowledge(escalation_id: int, *, actor: User, version: int | None = None) -> Escalation:
    """Somebody at the desk has seen the escalation and takes it on, by name."""
    incident_id = Escalation.objects.values_list("incident_id", flat=True).get(pk=escalation_id)
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "acknowledge")
    escalation = Escalation.objects.select_related("acknowledged_by").get(pk=escalation_id)
    if escalation.acknowledged_by:
        who = escalation.acknowledged_by.get_full_name()
        raise ValidationError(_("Eskalasi ini sudah diakui %(who)s."), code="already_acknowledged", params={"who": who})
    escalation.acknowledged_at = at = now()
    escalation.acknowledged_by = actor
    escalation.save(update_fields=["acknowledged_at", "acknowledged_by"])
    record(incident, "acknowledged", actor=actor, at=at, escalation=escalation.pk, level=escalation.level)
    return escalation
