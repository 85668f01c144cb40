"""Everything a stretch of time left in the database, without primary keys, so that two ways to it can be compared."""

from __future__ import annotations

from typing import Any

from django.db.models import Model

from calls.models import Call, Report
from dispatch.models import Delivery
from incidents.models import Assignment, Escalation, Incident, Note
from journal.models import Entry, Timer

Rows = dict[Any, dict[str, Any]]


class Names:
    """What each key stands for: a call by its switch id, an incident by its number, and so on."""

    def __init__(self) -> None:
        """Read all rows once."""
        self.calls: dict[int | None, Any] = {row.pk: row.switch_id for row in Call.objects.all()}
        self.incidents: dict[int | None, Any] = {row.pk: row.number for row in Incident.objects.all()}
        self.reports = {row.pk: self.calls[row.call_id] for row in Report.objects.all()}
        self.assignments: dict[int | None, Any] = {
            row.pk: (self.incidents[row.incident_id], row.agency.code)
            for row in Assignment.objects.select_related("agency")
        }
        self.escalations = {
            row.pk: (
                self.incidents[row.incident_id],
                self.assignments.get(row.assignment_id),
                row.clock,
                row.level,
            )
            for row in Escalation.objects.all()
        }
        self.by_kind: dict[str, dict[Any, Any]] = {
            "call": self.calls,
            "incident": self.incidents,
            "report": self.reports,
        }

    def subject(self, text: str) -> tuple[str, Any]:
        """The row of a journal subject."""
        kind, _colon, pk = text.partition(":")
        return kind, self.by_kind[kind][int(pk)] if kind in self.by_kind else pk

    def facts(self, facts: dict[str, Any]) -> dict[str, Any]:
        """An entry's facts with what their keys stand for."""
        tables: dict[str, dict[Any, Any]] = {
            "assignment": self.assignments,
            "escalation": self.escalations,
            "incident": self.incidents,
        }
        return {key: tables[key][value] if key in tables else value for key, value in facts.items()}


def picture() -> dict[str, Rows]:
    """All rows by table and by name."""
    names = Names()
    return {
        "calls": {row.switch_id: plain(row, caller=str(row.caller)) for row in Call.objects.select_related("caller")},
        "reports": {
            names.reports[row.pk]: plain(row, call=None, incident=names.incidents.get(row.incident_id))
            for row in Report.objects.all()
        },
        "incidents": {row.number: plain(row) for row in Incident.objects.all()},
        "notes": {names.incidents[row.incident_id]: plain(row, incident=None) for row in Note.objects.all()},
        "assignments": {names.assignments[row.pk]: plain(row, incident=None) for row in Assignment.objects.all()},
        "escalations": {
            names.escalations[row.pk]: plain(row, incident=None, assignment=None) for row in Escalation.objects.all()
        },
        "deliveries": {
            (names.assignments[row.assignment_id], row.level, row.channel): plain(row, assignment=None)
            for row in Delivery.objects.all()
        },
        "timers": timers(names),
        "entries": {
            (*names.subject(row.subject), row.number): plain(row, subject=None, facts=names.facts(row.facts))
            for row in Entry.objects.all()
        },
    }


def timers(names: Names) -> Rows:
    """Promises by whose they are, of what kind and when they are due; two alike would hide one another, so counted."""
    found: Rows = {}
    for row in Timer.objects.order_by("pk"):
        key = (*names.subject(row.subject), names.assignments.get(row.assignment_id), row.kind, row.due_at)
        same = sum(other[:-1] == key for other in found)
        found[(*key, same)] = plain(row, subject=None, assignment_id=None)
    return found


def plain(row: Model, **instead: Any) -> dict[str, Any]:
    """A row's values, without its key and with some replaced."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    for name, value in instead.items():
        column = row._meta.get_field(name).attname  # type: ignore[union-attr]
        values[column] = value
    return values
