"""Whether the exchange is heard: a pulse in one row, written by the process that listens, read by all others."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import now

from agencies.permissions import permit
from calls.models import Exchange

ONLY = 1  # a centre listens to one exchange
SILENT_AFTER = timedelta(seconds=15)  # three pulses: then whoever listened is gone too


@transaction.atomic
def exchange_heard(*, actor: User | None) -> Exchange:
    """The exchange is connected and speaks."""
    permit(actor, "hear")
    row, _created = Exchange.objects.update_or_create(pk=ONLY, defaults={"heard_at": now(), "lost_at": None})
    return row


@transaction.atomic
def exchange_lost(*, actor: User | None) -> Exchange:
    """The exchange cannot be heard; it is lost from the first moment of that, however often it is said."""
    permit(actor, "hear")
    row, _created = Exchange.objects.select_for_update().get_or_create(pk=ONLY)
    if row.lost_at is None:
        row.lost_at = last_heard(row, now())
        row.save(update_fields=["lost_at"])
    return row


def last_heard(row: Exchange, at: datetime) -> datetime:
    """The moment from which nothing was heard: now, unless the pulse had stopped long before."""
    return row.heard_at if row.heard_at and at - row.heard_at > SILENT_AFTER else at
