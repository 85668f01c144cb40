"""The open incidents and the drafts of colleagues that a draft may be about, as the console lists them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from agencies.permissions import standing
from agencies.places import normal
from calls.matching import Event, Match, ranked, words_of
from calls.models import Report
from incidents.models import Incident, Note, Track

MOST = 200
AROUND = 0.03  # degrees, some three kilometres
Row = Incident | Report


def matches_of(draft: Report, user: User) -> list[dict[str, Any]]:
    """Likeliest first; confidential cases only for the cleared, and a colleague's confidential draft for nobody."""
    incidents = Incident.objects.open().filter(is_area_event=False)
    if not standing(user).is_cleared:
        incidents = incidents.filter(is_confidential=False)
    if draft.lat is not None and draft.lng is not None:
        lat, lng = (draft.lat - AROUND, draft.lat + AROUND), (draft.lng - AROUND, draft.lng + AROUND)
        incidents = incidents.filter(Q(lat=None) | Q(lat__range=lat, lng__range=lng))
    open_now = list(incidents.select_related("category").order_by("-pk")[:MOST])
    others = Report.objects.drafts().exclude(taken_by=draft.taken_by_id).filter(is_confidential=False)
    others = others.exclude(category__is_confidential=True).filter(follows=None)
    beside = ("category", "taken_by", "call__seat")
    written = list(others.select_related(*beside).prefetch_related("lines").order_by("-pk")[:MOST])
    notes: dict[int, list[str]] = defaultdict(list)
    for incident_id, text in Note.objects.filter(incident__in=open_now).values_list("incident_id", "text"):
        notes[incident_id].append(text)
    known: list[tuple[Row, Event]] = [(row, event_of(row, row.reported_at, notes[row.pk])) for row in open_now]
    known += [(row, event_of(row, row.started_at, said(row))) for row in written]
    return [shown(match) for match in ranked(event_of(draft, draft.started_at, said(draft)), known)]


def said(draft: Report) -> list[str]:
    """What its reporter said so far."""
    return [draft.words, *(line.text for line in draft.lines.all())]


def event_of(row: Row, at: Any, texts: Iterable[str]) -> Event:
    """What is known of an incident or a draft."""
    place = words_of(normal(row.place_text), normal(row.landmark))
    category = row.category
    return Event(
        at=at,
        point=(row.lat, row.lng) if row.lat is not None and row.lng is not None else None,
        category=category.code if category else "",
        group=category.group if category else "",
        is_emergency=category is None or category.track == Track.EMERGENCY,
        place=place,
        words=place | words_of(*map(normal, texts)),
    )


def shown(match: Match[Row]) -> dict[str, Any]:
    """One line of the list; nothing of who reported."""
    row = match.of
    is_incident = isinstance(row, Incident)
    return {
        "kind": "incident" if is_incident else "draft",
        "id": row.pk,
        "short": row.short_number if isinstance(row, Incident) else "",
        "title": row.category.name if row.category else "",
        "place": row.place_text,
        "priority": row.priority or (row.category.priority if row.category else None),
        "since": row.reported_at if isinstance(row, Incident) else row.started_at,
        "reports": row.report_count if isinstance(row, Incident) else 0,
        "taker": "" if isinstance(row, Incident) else row.taken_by.get_full_name(),
        "seat": seat_of(row),
        "metres": match.metres,
        "level": match.level,
    }


def seat_of(row: Row) -> str:
    """The desk at which a colleague's draft is written, if its call tells."""
    return row.call.seat.name if isinstance(row, Report) and row.call and row.call.seat else ""
