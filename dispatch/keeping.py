"""Whom incidents keep in reserve, as their cards say it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from incidents.reservations import Reservation
from journal.live import Card


def kept_for(ids: Collection[int]) -> dict[int, list[Card]]:
    """Who is kept for each of these incidents and since when, by its id; those without any are left out."""
    found: dict[int, list[Card]] = defaultdict(list)
    for row in Reservation.objects.standing().filter(incident__in=ids).select_related("agency", "unit"):
        found[row.incident_id].append(reservation_card(row))
    return dict(found)


def reservation_card(row: Reservation) -> Card:
    """One of them."""
    return {
        "id": row.pk,
        "agency": row.agency.code,
        "unit": row.unit.call_sign if row.unit else None,
        "unit_id": row.unit_id,
        "reserved_at": row.reserved_at,
        "remind_at": row.remind_at,
        "reminded_at": row.reminded_at,
    }
