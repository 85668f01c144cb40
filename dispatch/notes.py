"""Notes as cards say them: the last lines of an incident, each with who said it and whose word it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from agencies.models import Agency, Member
from agencies.permissions import DESK
from incidents.models import Note
from journal.live import Card
from journal.rows import asked, columns, parted

LAST_NOTES = 5

LAST = f"""
SELECT {columns(Note)}, {columns(Agency)}, {columns(User)}, {columns(Member)}, {columns(Note, "correction")} FROM (
    SELECT *, row_number() OVER (PARTITION BY incident_id ORDER BY written_at DESC, id DESC) AS place
    FROM incidents_note WHERE incident_id = ANY(%s)
) incidents_note
LEFT JOIN agencies_agency ON agencies_agency.id = incidents_note.agency_id
LEFT JOIN auth_user ON auth_user.id = incidents_note.author_id
LEFT JOIN agencies_member ON agencies_member.user_id = incidents_note.author_id
LEFT JOIN incidents_note correction ON correction.corrects_id = incidents_note.id
WHERE place <= %s ORDER BY incidents_note.written_at, incidents_note.id
"""


def last_notes(ids: Collection[int]) -> dict[int, list[Note]]:
    """The last lines of each of these incidents, oldest first."""
    found: dict[int, list[Note]] = defaultdict(list)
    for values in asked(LAST, [list(ids), LAST_NOTES]):
        note = note_with_who(values)
        found[note.incident_id].append(note)
    return found


def note_with_who(values: Sequence[Any]) -> Note:
    """A line of `LAST` with what `note_card` asks of it: whose it is, and which line corrects it."""
    note: Note
    note, note.agency, note.author, member, correction = parted(values, Note, Agency, User, Member, Note)
    # Who points to them, or that nobody does, so that it is not asked again.
    note._state.fields_cache["correction"] = correction
    if note.author:
        note.author._state.fields_cache["member"] = member
    return note


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
