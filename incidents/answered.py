"""Who meets the needs of an incident: whoever is at it, and whoever has done there what was asked of him."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from incidents.filling import Given
from incidents.models import Assignment, Incident
from incidents.states import State
from journal.models import Entry


def given_to(incident: Incident) -> list[Given]:
    """The assignments that are active or were finished; who was recalled or declined helped nobody.

    What was finished before the incident was opened again does not count: who is needed then is needed anew.
    """
    alive = Q(ended_at=None) | Q(state=State.DONE)
    rows = list(incident.assignments.filter(alive).select_related("agency"))
    if all(row.ended_at is None for row in rows):
        return [Given(row.agency.code, row.unit_id) for row in rows]
    turns = list(
        Entry.objects.filter(Q(verb="reopened") | Q(facts__has_key="alarm"), subject=incident.subject).order_by(
            "number"
        )
    )
    reopened = max((one.recorded_at for one in turns if one.verb == "reopened"), default=None)
    return [
        stand(row, level_at(row.ended_at, turns) or incident.alarm)
        for row in rows
        if row.ended_at is None or reopened is None or max(row.notified_at, row.ended_at) > reopened
    ]


def stand(row: Assignment, level: int) -> Given:
    """Who stands there, or has done what was asked at this alarm level."""
    return Given(row.agency.code, row.unit_id, is_over=row.ended_at is not None, level=level)


def level_at(at: datetime | None, turns: Iterable[Entry]) -> int | None:
    """The alarm level at that moment: what the next change started from; None if none followed."""
    later = (one.facts["alarm"][0] for one in turns if at and "alarm" in one.facts and one.recorded_at > at)
    return next(later, None)
