"""Notes as cards say them: the last lines of an incident, each with who said it and whose word it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _

from agencies.permissions import DESK
from incidents.models import Note
from journal.live import Card

LAST_NOTES = 5


def last_notes(ids: Collection[int]) -> dict[int, list[Note]]:
    """The last lines of each of these incidents, oldest first."""
    newest = Window(RowNumber(), partition_by="incident", order_by=["-written_at", "-pk"])
    rows = Note.objects.filter(incident__in=ids).annotate(place=newest).filter(place__lte=LAST_NOTES)
    found: dict[int, list[Note]] = defaultdict(list)
    for row in rows.select_related("author__member", "agency", "correction"):
        found[row.incident_id].append(row)
    return found


def note_card(note: Note) -> Card:
    """A line somebody added, and who."""
    return {
        "at": note.written_at,
        "who": author_of(note),
        "origin": origin_of(note),
        "text": note.text,
        "is_struck": note.is_struck,
        "is_correction": note.corrects_id is not None,
    }


def author_of(note: Note) -> str:
    """The agency's short name for its people, the person's name for ours."""
    if note.agency:
        return note.agency.short_name
    return note.author.get_full_name() if note.author else _("Sistem")


def origin_of(note: Note) -> str:
    """Where a line comes from: a unit's agency, the desk, nobody, else a caller by way of who takes calls."""
    if note.agency_id or not note.author:
        return "unit" if note.agency_id else "system"
    member = getattr(note.author, "member", None)
    return "desk" if member and DESK & set(member.roles) else "caller"
