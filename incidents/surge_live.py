"""How a surge looks on a screen: what is proposed, what is on, since when and by whom, and the last words of counts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce

from agencies.models import Agency
from incidents.surges import Alert, Surge, SurgeCount, SurgeQuerySet, SurgeStage
from journal.live import Card, Cards

KIND = "surge"
# What those see who do not lead it: no names, no typed words, nothing that nobody has decided yet.
OUTSIDE = ("kind", "id", "version", "stage", "title", "glyph", "alert", "alert_label", "where", "since")


def versions() -> dict[int, int]:
    """For the hub: the version of each that is shown and of its area event, so that an attachment is news of it too."""
    both = F("version") + Coalesce("incident__version", Value(0))
    return dict(Surge.objects.shown().order_by().values_list("pk", both))


def read(ids: Collection[int]) -> dict[int, Cards]:
    """For the hub: these surges' cards by audience, in a constant number of queries."""
    if not ids:
        return {}
    agencies = list(Agency.objects.filter(is_active=True).values_list("pk", flat=True))
    return {row.pk: cards(row, agencies) for row in whole(Surge.objects.shown().filter(pk__in=ids))}


def whole(rows: SurgeQuerySet) -> SurgeQuerySet:
    """With all that a card says."""
    rows = rows.select_related("area", "incident__category", "started_by").defer("area__outline")
    rows = rows.prefetch_related("areas__parent", "counts")
    found: SurgeQuerySet = rows.annotate(
        attached=Count("incident__parts", distinct=True),
        attached_openly=Count("incident__parts", filter=Q(incident__parts__is_confidential=False), distinct=True),
    )
    return found


def cards(row: Any, agencies: Collection[int]) -> Cards:
    """Who sees what of one that comes from `whole`: the desk all; call-takers, agencies and the wall that it is on."""
    made = card(row)
    seen = {"desk": made, "desk+closed": made}
    if row.stage == SurgeStage.ON and row.incident and not row.incident.is_confidential:
        # A part that nobody outside may know of is not counted there either.
        seen["wall"] = {key: made[key] for key in OUTSIDE} | {"attached": row.attached_openly}
        told = {**seen["wall"], "incident": made["incident"]}
        seen |= dict.fromkeys(["calls", *(f"agency:{pk}" for pk in agencies)], told)
    return seen


def card(row: Any) -> Card:
    """One surge for the desk; `row` comes from `whole`."""
    event = row.incident
    return {
        "kind": KIND,
        "id": row.pk,
        "version": row.version + (event.version if event else 0),
        "stage": row.stage,
        "where": row.where_text if event else (row.area.name if row.area else row.where_text),
        "areas": [str(area) for area in row.areas.all()],
        "area_code": row.area.code if row.area else "",
        "title": event.category.name if event else "",
        "glyph": event.category.glyph if event else "",
        "incident": {"id": event.pk, "short": event.short_number} if event else None,
        "alert": row.alert,
        "alert_label": str(Alert(row.alert).label) if row.alert else "",
        "alert_reason": row.alert_reason,
        "since": row.started_at or row.proposed_at,
        "by": row.started_by.get_full_name() if row.started_by else "",
        "counted": row.counted,
        "window_min": row.window_min,
        "attached": row.attached,
        "counts": [count_card(one) for one in row.last_words()],
    }


def count_card(row: SurgeCount) -> Card:
    """One count, from whom, and when that was told."""
    return {
        "what": row.what,
        "label": str(row.get_what_display()),
        "value": row.value,
        "source": row.source,
        "at": row.counted_at,
    }


def card_for(surge_id: int) -> Card | None:
    """The present card for the desk, also of one that is settled."""
    row = whole(Surge.objects.filter(pk=surge_id)).first()
    return card(row) if row else None
