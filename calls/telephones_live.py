"""Telephones that the exchange does not ring, as the consoles see them beside the colleague who sits there."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from calls.line import line
from calls.listened import Standing, Telephone

Card = dict[str, Any]
KIND = "telephone"
AUDIENCE = "calls"


def scope() -> Any:
    """Those that are not ready; none while the exchange is not heard, for nobody knows then."""
    found = line()
    rows = Telephone.objects.exclude(standing=Standing.READY)
    return rows if found and found.is_up else rows.none()


def versions() -> dict[int, int]:
    """For the hub: which of them there are, under the moment since when."""
    return {pk: int(since.timestamp() * 1000) for pk, since in scope().values_list("pk", "since")}


def read(ids: Collection[int]) -> dict[int, dict[str, Card]]:
    """For the hub: these telephones."""
    return {row.pk: {AUDIENCE: card(row)} for row in scope().filter(pk__in=ids).select_related("seat")}


def card(row: Telephone) -> Card:
    """One telephone, by the name of its desk."""
    return {
        "kind": KIND,
        "id": row.pk,
        "version": int(row.since.timestamp() * 1000),
        "seat": row.seat.name,
        "standing": row.standing,
        "since": row.since,
    }
