"""Which other incidents one belongs to, by their numbers alone: merged into or from which, part or whole of which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q

from incidents.models import Incident
from journal.live import Card


def ties_of(rows: Collection[Incident]) -> dict[int, list[Card]]:
    """The ties of these incidents, by their ids; those without any are left out.

    An area event may have thousands of parts: the card of its surge counts them.
    """
    ids = {row.pk for row in rows}
    wholes = {row.pk for row in rows if not row.is_area_event}
    others = {pk for row in rows for pk in (row.merged_into_id, row.parent_id) if pk}
    near = Incident.objects.filter(Q(merged_into__in=ids) | Q(parent__in=wholes) | Q(pk__in=others)).order_by("pk")
    known = {row.pk: row for row in near.only("number", "track", "merged_into_id", "parent_id")}
    found: dict[int, list[Card]] = defaultdict(list)
    for row in rows:
        for kind, pk in (("into", row.merged_into_id), ("parent", row.parent_id)):
            if pk:
                found[row.pk].append(tie(kind, known[pk]))
    for other in known.values():
        for kind, pk in (("from", other.merged_into_id), ("part", other.parent_id)):
            if pk in (wholes if kind == "part" else ids):
                found[pk].append(tie(kind, other))
    return dict(found)


def tie(kind: str, other: Incident) -> Card:
    """One of them."""
    return {"kind": kind, "id": other.pk, "short": other.short_number}
