"""Whether the line to the exchange is up, as every other process sees it: from the row that the listener keeps."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import now

from calls.actions.exchange import ONLY, is_heard
from calls.models import Exchange

Card = dict[str, Any]
KIND = "exchange"
AUDIENCE = "calls"


@dataclass(frozen=True)
class Line:
    """Whether the exchange is heard; if not, since when (None: it never was)."""

    is_up: bool
    lost_since: datetime | None = None


def line() -> Line | None:
    """The line to the exchange, None where none is configured."""
    if not settings.ASTERISK_URL:
        return None
    row = Exchange.objects.filter(pk=ONLY).first()
    if row is None or row.lost_at:
        return Line(is_up=False, lost_since=row.lost_at if row else None)
    is_up = is_heard(row, now())
    return Line(is_up=is_up, lost_since=None if is_up else row.heard_at)


def versions() -> dict[int, int]:
    """For the hub: a lost exchange is on the screens, under the moment from which it was lost."""
    found = line()
    return {} if found is None or found.is_up else {ONLY: version_of(found)}


def version_of(found: Line) -> int:
    """Grows with each loss, so that the next one is news to a screen that saw the last one end."""
    return int(found.lost_since.timestamp() * 1000) if found.lost_since else 1


def read(ids: Collection[int]) -> dict[int, dict[str, Card]]:
    """For the hub: what the console says while the exchange is lost."""
    found = line()
    if found is None or found.is_up or ONLY not in ids:
        return {}
    card = {"kind": KIND, "id": ONLY, "version": version_of(found), "lost_since": found.lost_since}
    return {ONLY: {AUDIENCE: card}}
