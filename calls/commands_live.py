"""Commands to the exchange on a console: their result is said there, and a call on hold is shown as such."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.timezone import now

from calls.commanding import ExchangeCommand, ExchangeCommandQuerySet, Result

Card = dict[str, Any]
KIND = "command"
AUDIENCE = "calls"
SAID_FOR = timedelta(seconds=15)
TALK_LASTS = timedelta(hours=2)


def scope() -> ExchangeCommandQuerySet:
    """What was asked just now, and whatever was asked for calls that go on."""
    at = now()
    rows: ExchangeCommandQuerySet = ExchangeCommand.objects.filter(asked_at__gt=at - TALK_LASTS)
    is_live = Q(call__ended_at=None, call__hung_up_at=None)
    is_failed = Q(is_promised=True, settled_at__gt=at - SAID_FOR)
    return rows.filter(Q(asked_at__gt=at - SAID_FOR) | is_live | is_failed)


def versions() -> dict[int, int]:
    """For the hub: which commands the consoles know of; none where no exchange is listened to."""
    return dict(scope().values_list("pk", "version")) if settings.ASTERISK_URL else {}


def read(ids: Collection[int]) -> dict[int, dict[str, Card]]:
    """For the hub: these commands."""
    return {row.pk: {AUDIENCE: card(row)} for row in scope().filter(pk__in=ids)}


def card(row: ExchangeCommand) -> Card:
    """One command as a console knows it."""
    return {
        "kind": KIND,
        "id": row.pk,
        "version": row.version,
        "call_id": row.call_id,
        "verb": row.verb,
        "asked_by_id": row.asked_by_id,
        "asked_at": row.asked_at,
        "target_name": row.target_name,
        "result": row.result,
        "is_promised": row.is_promised,
        "third": "" if row.result not in ("", Result.DONE) else row.third,
    }
