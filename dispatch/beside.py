"""Incidents as cards begin with them, and what there is beside them: most have little, and only that is asked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from dispatch.handling import HANDLERS
from incidents.models import Incident
from journal.rows import asked, columns, made, width


class Beside(NamedTuple):
    """Whether any of these incidents has such rows."""

    assignments: bool = False
    escalations: bool = False
    notes: bool = False
    messages: bool = False
    reservations: bool = False
    ties: bool = False


Handlers = dict[int, list[int]]
READ = f"""
SELECT {columns(Incident)}, {HANDLERS},
    EXISTS (SELECT FROM incidents_assignment WHERE incident_id = ANY(%(ids)s)),
    EXISTS (SELECT FROM incidents_escalation WHERE incident_id = ANY(%(ids)s)),
    EXISTS (SELECT FROM incidents_note WHERE incident_id = ANY(%(ids)s)),
    EXISTS (SELECT FROM incidents_unitmessage WHERE incident_id = ANY(%(ids)s)),
    EXISTS (SELECT FROM incidents_reservation WHERE incident_id = ANY(%(ids)s) AND ended_at IS NULL),
    EXISTS (SELECT FROM incidents_incident WHERE merged_into_id = ANY(%(ids)s) OR parent_id = ANY(%(ids)s))
        OR merged_into_id IS NOT NULL OR parent_id IS NOT NULL
FROM incidents_incident WHERE id = ANY(%(ids)s) AND (closed_at IS NULL OR closed_at > %(closed_after)s)
"""


def incidents_of(ids: Collection[int], *, closed_after: datetime) -> tuple[list[Incident], Handlers, Beside]:
    """These incidents but those that were closed before; who has them in hand, and what is beside any of them."""
    found = asked(READ, {"ids": list(ids), "closed_after": closed_after})
    rows, own = [made(Incident, row) for row in found], width(Incident)
    handlers = {row.pk: values[own] for row, values in zip(rows, found, strict=True)}
    return rows, handlers, Beside(*map(any, zip(*(values[own + 1 :] for values in found), strict=True)))
