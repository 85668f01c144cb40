"""The right side of the board: an incident's journal in sentences, its notes, and whom to send."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agencies.cameras import nearest_lines
from agencies.permissions import Standing
from dispatch.messages import message_card
from dispatch.models import PlaceNote
from dispatch.notes import note_card
from dispatch.place_notes import line_of
from incidents.messages import UnitMessage
from incidents.models import Incident, Note
from incidents.naming import names_of
from incidents.plans import Plan
from incidents.proposing import worded
from incidents.recommending import recommend_for
from incidents.sentences import is_late, sentence
from journal.models import Entry

R = TypeVar("R", Entry, Note, UnitMessage)
# What is told by the lines themselves, to those who may read them.
OF_LINES = ("noted", "messaged", "message_read")
LAST = 200


def picture(incident: Incident, stand: Standing) -> dict[str, Any]:
    """What one person may read of it; words of a confidential case only for the cleared and for its own agencies.

    Of entries, notes and messages the last; `is_cut` where there are older ones, which the incident's page has.
    """
    rows, has_older_rows = last(entries_of(incident, stand))
    notes, has_older_notes = last(notes_of(incident, stand))
    messages, has_older_messages = last(messages_to(incident, stand))
    return {
        "entries": list(lines(rows, may_read(incident, stand))),
        "place_notes": place_notes(incident, stand),
        "cameras": cameras(incident, stand),
        "notes": [note_card(note) for note in reversed(notes)],
        "messages": [message_card(row) for row in reversed(messages)],
        "is_cut": has_older_rows or has_older_notes or has_older_messages,
        **(recommendation(incident, stand) if stand.is_desk else {"suggestions": [], "recommendation": None}),
    }


def may_read(incident: Incident, stand: Standing) -> bool:
    """Whether the words are for this person: an agency knows of an incident only if it was given it."""
    is_own = stand.agency_id is not None and not stand.is_desk
    return not incident.is_confidential or stand.is_cleared or is_own


def notes_of(incident: Incident, stand: Standing) -> QuerySet[Note]:
    """The lines people added, newest first."""
    rows = incident.notes if may_read(incident, stand) else incident.notes.none()
    return rows.select_related("author__member", "agency", "correction").order_by("-written_at", "-pk")


def messages_to(incident: Incident, stand: Standing) -> QuerySet[UnitMessage]:
    """What the desk said to those who are there, newest first: for the desk, and for an agency what was said to it."""
    rows = incident.messages if may_read(incident, stand) else incident.messages.none()
    told = rows.readable_by(stand).select_related("author", "agency", "unit", "read_by")
    return told.order_by("-sent_at", "-pk")


def entries_of(incident: Incident, stand: Standing) -> QuerySet[Entry]:
    """The journal, newest first; what a line says itself where it may be read is left out."""
    rows = Entry.objects.filter(subject=incident.subject).order_by("-number")
    return rows.exclude(verb__in=OF_LINES) if may_read(incident, stand) else rows


def last(rows: QuerySet[R]) -> tuple[list[R], bool]:
    """The first of these rows, and whether there are more."""
    found = list(rows[: LAST + 1])
    return found[:LAST], len(found) > LAST


def place_notes(incident: Incident, stand: Standing) -> list[dict[str, Any]]:
    """What is known of the place: it would tell where a confidential case is, so only to whom its words are told."""
    if incident.lat is None or incident.lng is None or not may_read(incident, stand):
        return []
    return [line_of(row) for row in PlaceNote.objects.near(incident.lat, incident.lng)]


def cameras(incident: Incident, stand: Standing) -> list[dict[str, Any]]:
    """The nearest cameras, for the desk; under the same rule, for they tell the place as well."""
    return nearest_lines(incident.lat, incident.lng) if stand.is_desk and may_read(incident, stand) else []


def lines(rows: Iterable[Entry], is_told: bool) -> Iterator[dict[str, Any]]:
    """Entries in sentences."""
    rows = list(rows)
    names = names_of(rows, with_content=is_told)
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


def recommendation(incident: Incident, stand: Standing) -> dict[str, Any]:
    """Whom to send, and the why of it; the plan is named only to whoever may read what happened."""
    made = recommend_for(incident)
    plan, is_told = made.choice.plan, may_read(incident, stand)
    found = worded(made.found, incident.proposed, called=made.called)
    return {
        "suggestions": found if is_told else [untold(one) for one in found],
        "recommendation": {
            "plan": plan_line(plan) if plan and is_told else None,
            "skipped": [skipped_text(one) for one in made.choice.skipped] if is_told else [],
            "missing": made.missing,
            "passed": made.passed if is_told else [unplaced(one) for one in made.passed],
            "alarm": made.alarm,
            "next_alarm": made.next_alarm,
        },
    }


def untold(proposal: dict[str, Any]) -> dict[str, Any]:
    """Whom to send to a confidential case: three distances would tell where it is, a reason what was answered there."""
    return {**proposal, "km": None, "minutes": None, "reason": _("alasan tertutup")}


def unplaced(passed: dict[str, Any]) -> dict[str, Any]:
    """Who is not sent there: minutes of several units would tell where it is; how old a position is tells nothing."""
    return passed if passed["is_unsure"] else {**passed, "reason": _("alasan tertutup")}


def plan_line(plan: Plan) -> dict[str, Any]:
    """The edition that proposes."""
    return {"id": plan.pk, "title": plan.title, "edition": plan.edition, "is_approved": plan.approved_at is not None}


def skipped_text(plan: Plan) -> str:
    """A plan that would have held, and why it does not."""
    return _("Rencana “%(title)s” dilewati: %(why)s.") % {"title": plan.title, "why": plan.gone_text}
