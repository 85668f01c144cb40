"""Where units are, for the boards: a card of its own, so that a drive neither changes the unit nor fills the journal.

Nothing hints at these cards. The hub compares versions once a second, so a board hears of all that moved at once, and
of nothing more often than that.
"""

from __future__ import annotations

from collections.abc import Collection

from agencies.models import Position
from incidents.models import Assignment
from journal.live import Card, Cards

KIND = "position"


def versions() -> dict[int, int]:
    """For the hub: the places of all units of active agencies."""
    return dict(Position.objects.filter(unit__agency__is_active=True).values_list("pk", "version"))


def read(ids: Collection[int]) -> dict[int, Cards]:
    """For the hub: places for the desk; of a unit at a confidential incident only for who may know where that is."""
    hidden = set(
        Assignment.objects.active().filter(unit__in=ids, incident__is_confidential=True).values_list("unit", flat=True)
    )
    rows = Position.objects.filter(pk__in=ids, unit__agency__is_active=True)
    made = {}
    for row in rows:
        card = position_card(row)
        made[row.pk] = {"desk+closed": card} if row.pk in hidden else {"desk+closed": card, "desk": card}
    return made


def position_card(row: Position) -> Card:
    """The last place of the unit that has the same id."""
    return {
        "kind": KIND,
        "id": row.pk,
        "version": row.version,
        "lat": round(row.lat, 6),
        "lng": round(row.lng, 6),
        "at": row.at,
        "accuracy": row.accuracy and round(row.accuracy),
        "speed": row.speed if row.speed is None else round(row.speed),
        "heading": row.heading if row.heading is None else round(row.heading),
    }
