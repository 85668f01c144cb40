"""Who of the desk has which incident open: a row for each watch, said anew every few seconds, over when it is not.

No journal and no version of the incident: whoever clicks through the list changes nothing. The hub compares versions
once a second, so boards hear of it within a second, and a closed tab is gone within seconds.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.timezone import now

from agencies.models import Watch
from incidents.models import Incident
from journal.live import Card, Cards

KIND = "presence"
# A board says it every 5 s (static/js/board/presence.js).
KEPT = timedelta(seconds=12)


class Presence(models.Model):
    """What lies open on the board of one watch."""

    watch = models.OneToOneField(Watch, models.CASCADE, primary_key=True, related_name="+")
    incident = models.ForeignKey(Incident, models.CASCADE, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.watch_id} {self.incident_id}"


def present() -> Any:
    """The rows that hold now."""
    return Presence.objects.filter(seen_at__gt=now() - KEPT, incident__isnull=False, watch__ended_at=None)


def versions() -> dict[int, int]:
    """For the hub: the watches that have something open."""
    return dict(present().values_list("pk", "version"))


def read(ids: Collection[int]) -> dict[int, Cards]:
    """For the hub: who has what open; that somebody looks at a confidential incident tells nothing of it."""
    rows = present().filter(pk__in=ids).select_related("watch__member__user", "watch__seat")
    return {row.pk: dict.fromkeys(("desk+closed", "desk"), presence_card(row)) for row in rows}


def presence_card(row: Presence) -> Card:
    """Somebody of the desk and what he looks at."""
    name = str(row.watch.member)
    return {
        "kind": KIND,
        "id": row.pk,
        "version": row.version,
        "user_id": row.watch.member.user_id,
        "name": name,
        "initials": initials_of(name),
        "seat": row.watch.seat.name if row.watch.seat else None,
        "incident": row.incident_id,
    }


def initials_of(name: str) -> str:
    """The first letters of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys([*words[:1], *words[-1:]])).upper()
