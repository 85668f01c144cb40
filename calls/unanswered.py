"""Calls that ring at nobody, as supervisors see them on console and board: since when, in whose hands; no caller."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from calls.models import Call, CallQuerySet

Card = dict[str, Any]
KIND = "ring"
AUDIENCES = ("calls", "desk", "desk+closed")


def scope() -> CallQuerySet:
    """Climbed, and ringing still."""
    rows: CallQuerySet = Call.objects.ringing().filter(climbed_at__isnull=False)
    return rows


def versions() -> dict[int, int]:
    """For the hub: which of them there are."""
    return dict(scope().values_list("pk", "version"))


def read(ids: Collection[int]) -> dict[int, dict[str, Card]]:
    """For the hub: the same card for all who may watch calls or board."""
    rows = scope().filter(pk__in=ids).select_related("seen_by")
    return {row.pk: dict.fromkeys(AUDIENCES, card(row)) for row in rows}


def card(row: Call) -> Card:
    """One call that rings at nobody."""
    return {
        "kind": KIND,
        "id": row.pk,
        "version": row.version,
        "since": row.waits_since,
        "climbed_at": row.climbed_at,
        "seen_by": row.seen_by.get_full_name() if row.seen_by else None,
    }
