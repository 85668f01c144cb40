"""The exchanges whose clock is surely behind ours: console and /healthz say it until somebody sets it right."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from calls.models import SwitchClock

Card = dict[str, Any]
KIND = "clock"
AUDIENCE = "calls"


def wrong() -> list[SwitchClock]:
    """Of machine accounts that may still speak, the farthest behind first."""
    rows = SwitchClock.objects.filter(account__token__revoked_at=None).order_by("-behind", "pk")
    return [row for row in rows if row.is_sure]


def versions() -> dict[int, int]:
    """For the hub: a clock that goes wrong anew, or by another amount, is news."""
    return {row.pk: version_of(row) for row in wrong()}


def version_of(row: SwitchClock) -> int:
    """Grows with each beginning."""
    return int(row.since.timestamp() * 1000)


def read(ids: Collection[int]) -> dict[int, dict[str, Card]]:
    """For the hub: what the console says while the clock is wrong."""
    return {row.pk: {AUDIENCE: card(row)} for row in wrong() if row.pk in ids}


def card(row: SwitchClock) -> Card:
    """One clock that is wrong."""
    behind_s = int(row.behind.total_seconds())
    return {"kind": KIND, "id": row.pk, "version": version_of(row), "behind_s": behind_s}
