"""What the dispatcher sees before a report is sent: place and kind, while the caller still talks (pra-kirim)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from calls.calling import called_by, calling
from calls.models import Report, ReportQuerySet
from calls.protocols import alarms, fitting
from incidents.proposing import called_for
from journal.live import Card, Cards

KIND = "draft"


def shown() -> ReportQuerySet:
    """Unsent reports that say where and what."""
    placed = ~Q(place_text="") | Q(lat__isnull=False)
    rows: ReportQuerySet = Report.objects.drafts().filter(placed, category__isnull=False)
    return rows


def versions() -> dict[int, int]:
    """For the hub: what the boards should show."""
    return dict(shown().values_list("pk", "version"))


def read(ids: Collection[int]) -> dict[int, Cards]:
    """For the hub: a card for the desk; of a confidential case only that somebody writes it, unless one is cleared."""
    rows = shown().filter(pk__in=ids).select_related("category", "area__parent", "taken_by", "call__seat")
    rows = rows.defer("area__outline", "area__parent__outline")
    rows = rows.prefetch_related("sights__seen_by", "category__leads", "category__also_told", fitting(), calling())
    return {row.pk: cards(row) for row in rows}


def cards(row: Report) -> Cards:
    """Who sees what of one draft."""
    whole = card(row)
    return {"desk+closed": whole, "desk": masked(whole) if row.is_closed else whole, "calls": seen_card(whole)}


def card(row: Report) -> Card:
    """Where, what, whom it calls for and who writes; nothing of who reports, and none of his words."""
    assert row.category is not None
    seat = row.call.seat.name if row.call and row.call.seat else ""
    return {
        "kind": KIND,
        "id": row.pk,
        "version": row.version,
        "track": row.category.track,
        "priority": row.priority or row.category.priority,
        "title": row.category.name,
        "place": row.place_text,
        "area": str(row.area) if row.area else "",
        "since": row.started_at,
        "taker": row.taken_by.get_full_name(),
        "seat": seat,
        "is_talking": bool(row.call and row.call.ended_at is None),
        "lat": row.lat,
        "lng": row.lng,
        "agencies": list(called_for(row.category, row.proposed, called_by(row)).values()),
        "alarms": alarms(row),
        "seen": [{"who": one.seen_by.get_full_name(), "at": one.seen_at} for one in row.sights.all()],
    }


def masked(whole: Card) -> Card:
    """That somebody writes a confidential case, and where about."""
    hidden: dict[str, Any] = {"title": _("Kejadian tertutup"), "place": "", "priority": None, "lat": None, "lng": None}
    hidden |= {"agencies": [], "alarms": []}
    return {**whole, **hidden}


def seen_card(whole: Card) -> Card:
    """What the console is told of a draft: who at the desk has seen it, and when; its writer knows the rest."""
    return {key: whole[key] for key in ("kind", "id", "version", "seen")}
