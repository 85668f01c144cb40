"""The dispatcher of the evening, who works only while nobody sits at the desk."""

from __future__ import annotations

from datetime import datetime, timedelta

from agencies.models import Agency
from demo.evening import Evening, Presence, attempt
from incidents import actions
from incidents.models import Assignment, Escalation, Incident
from incidents.states import Stage, stage_of, states_at_work

ASSIGN = (12, 40)  # seconds after it came in
CLOSE = (60, 240)  # seconds after the last agency finished
ACKNOWLEDGE = (15, 60)


def play(evening: Evening, presence: Presence, moment: datetime) -> None:
    """Assign, acknowledge and close what is due; the visitor's event waits until somebody has taken it on."""
    if presence.desk:
        return
    evening.reserved -= set(Assignment.objects.filter(incident__in=evening.reserved).values_list("incident", flat=True))
    rows = Incident.objects.open().exclude(pk__in=evening.reserved).prefetch_related("assignments")
    for incident in rows:
        stage = stage_of(is_closed=False, states=states_at_work(incident.assignments.all()))
        if stage == Stage.UNASSIGNED:
            assign(evening, incident, moment)
        elif stage == Stage.FINISHED:
            close(evening, incident, moment)
    acknowledge(evening, moment)


def assign(evening: Evening, incident: Incident, moment: datetime) -> None:
    """Tell the agencies that lead in such an event."""
    tried = incident.assignments.count()
    wait = evening.draw(incident.subject, f"assign {tried}").uniform(*ASSIGN)
    since = max([incident.forwarded_at, *(task.ended_at for task in incident.assignments.all() if task.ended_at)])
    if moment - evening.counted_from(since) < timedelta(seconds=wait):
        return
    codes = list(
        Agency.objects.filter(led_categories=incident.category_id, is_active=True).values_list("code", flat=True)
    )
    attempt(lambda: actions.assign(incident.pk, agencies=codes, actor=evening.person))


def close(evening: Evening, incident: Incident, moment: datetime) -> None:
    """Everybody has finished."""
    last = max(task.ended_at for task in incident.assignments.all() if task.ended_at)
    wait = evening.draw(incident.subject, "close").uniform(*CLOSE)
    if moment - evening.counted_from(last) >= timedelta(seconds=wait):
        attempt(lambda: actions.close(incident.pk, "tertangani", actor=evening.person))


def acknowledge(evening: Evening, moment: datetime) -> None:
    """Take on what has run out."""
    waiting = Escalation.objects.filter(acknowledged_at=None, incident__closed_at=None)
    for row in waiting.exclude(incident__in=evening.reserved):
        wait = evening.draw(f"escalation:{row.pk}", "acknowledge").uniform(*ACKNOWLEDGE)
        if moment - row.raised_at >= timedelta(seconds=wait):
            attempt(lambda pk=row.pk: actions.acknowledge(pk, actor=evening.person))  # type: ignore[misc]
