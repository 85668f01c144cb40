"""How a unit looks on a screen: who, from where, and what it is at; its state is derived from its assignments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from agencies.models import Unit
from incidents.models import Assignment
from incidents.states import ACTIVE
from journal.live import Card, Cards


def versions() -> dict[int, int]:
    """For the hub: every unit of an active agency."""
    return dict(Unit.objects.filter(agency__is_active=True).values_list("pk", "version"))


def read(ids: Collection[int]) -> dict[int, Cards]:
    """For the hub: these units' cards, for the desk and for their own agency."""
    rows = Unit.objects.filter(pk__in=ids, agency__is_active=True).select_related("agency", "post")
    busy: dict[int, list[Assignment]] = defaultdict(list)
    for one in Assignment.objects.active().filter(unit__in=ids).select_related("incident"):
        busy[one.unit_id or 0].append(one)
    made = {}
    for row in rows:
        card = unit_card(row, busy[row.pk])
        made[row.pk] = {"desk": card, "desk+closed": card, f"agency:{row.agency_id}": card}
    return made


def card_for(unit_id: int) -> Card | None:
    """One unit as the desk sees it."""
    return read([unit_id]).get(unit_id, {}).get("desk")


def unit_card(row: Unit, assignments: Collection[Assignment]) -> Card:
    """One unit; a version of 0 is one nobody has touched yet."""
    furthest = max((ACTIVE.index(one.state) for one in assignments), default=None)  # type: ignore[arg-type]
    idle = "ready" if row.is_on_duty else "off"
    return {
        "kind": "unit",
        "id": row.pk,
        "version": row.version,
        "call_sign": row.call_sign,
        "agency": row.agency.code,
        "capability": row.capability,
        "post": row.post.name if row.post else "",
        "is_on_duty": row.is_on_duty,
        "reason": row.off_duty_reason,
        "lat": row.lat,
        "lng": row.lng,
        "state": idle if furthest is None else ACTIVE[furthest],
        "incidents": [
            {"id": one.incident_id, "short": one.incident.short_number, "state": one.state} for one in assignments
        ],
    }
