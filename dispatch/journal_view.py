"""The right side of the board: an incident's journal in sentences, its notes, and whom to send."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import Agency, Unit
from agencies.permissions import Standing
from dispatch.board import note_card
from incidents.models import Assignment, Incident
from incidents.naming import names_of
from incidents.sentences import is_late, sentence
from incidents.suggest import Candidate, Proposal, proposals
from journal.models import Entry

LAST = 200


def picture(incident: Incident, stand: Standing) -> dict[str, Any]:
    """What one person may read of it; words of a confidential case only for the cleared and for its own agencies."""
    return {
        "entries": list(entries(incident, stand)),
        "notes": [note_card(note) for note in notes_of(incident, stand)],
        "suggestions": proposed(suggestions(incident)) if stand.is_desk else [],
    }


def may_read(incident: Incident, stand: Standing) -> bool:
    """Whether the words are for this person: an agency knows of an incident only if it was given it."""
    is_own = stand.agency_id is not None and not stand.is_desk
    return not incident.is_confidential or stand.is_cleared or is_own


def notes_of(incident: Incident, stand: Standing) -> list[Any]:
    """The lines people added."""
    if not may_read(incident, stand):
        return []
    return list(incident.notes.select_related("author", "agency"))


def entries(incident: Incident, stand: Standing) -> Iterator[dict[str, Any]]:
    """The journal, newest first."""
    rows = list(Entry.objects.filter(subject=incident.subject).order_by("-number")[:LAST])
    names = names_of(rows, with_content=may_read(incident, stand))
    for row in rows:
        said = sentence(row, names)
        yield {
            "number": row.number,
            "happened_at": row.happened_at,
            "recorded_at": row.recorded_at,
            "who": names.people.get(row.actor_id or 0, _("Sistem")),
            "icon": said.icon,
            "text": said.text,
            "verb": row.verb,
            "is_late": is_late(row),
        }


def suggestions(incident: Incident) -> list[Proposal]:
    """Whom the category calls for, nearest free unit first."""
    category = incident.category
    leads = list(category.leads.filter(is_active=True).values_list("code", flat=True))
    also = list(category.also_told.filter(is_active=True).values_list("code", flat=True))
    busy = Assignment.objects.active().filter(unit__isnull=False).values("unit")
    free = Unit.objects.filter(agency__code__in=[*leads, *also], is_on_duty=True).exclude(pk__in=busy)
    candidates = [
        Candidate(unit.agency.code, unit.call_sign, unit.pk, (unit.lat, unit.lng) if unit.lat and unit.lng else None)
        for unit in free.select_related("agency")
    ]
    at = (incident.lat, incident.lng) if incident.lat is not None and incident.lng is not None else None
    assigned = incident.assignments.active().values_list("agency__code", flat=True)
    return proposals(leads, also, candidates, at=at, assigned=list(assigned))


def proposed(found: Collection[Proposal]) -> list[dict[str, Any]]:
    """Proposals with their reasons in words; minutes are an estimate and are shown as one."""
    names = dict(Agency.objects.values_list("code", "short_name"))
    return [
        {
            "agency": one.agency,
            "name": names.get(one.agency, one.agency),
            "unit": one.unit,
            "unit_id": one.unit_id,
            "km": round(one.km, 1) if one.km is not None else None,
            "minutes": one.minutes,
            "reason": _("instansi utama") if one.is_lead else _("ikut diberi tahu"),
        }
        for one in found
    ]
