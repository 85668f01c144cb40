"""Whether the exchange and its telephones are there: pulses in rows that the listener writes and all others read."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import now

from agencies.models import Seat
from agencies.permissions import permit
from calls.listened import Exchange, Telephone, TelephoneWord

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


@transaction.atomic
def telephone_heard(word: TelephoneWord, *, actor: User | None) -> Telephone | None:
    """How a desk's telephone stands in a queue; None for no desk's. Words older than the last are let go."""
    permit(actor, "hear")
    by_name = Seat.objects.filter(name__iexact=word.member) if word.member else Seat.objects.none()
    seat = Seat.objects.filter(extension=word.extension).first() if word.extension else None
    seat = seat or by_name.first()
    if seat is None:
        return None
    at = min(word.at, now())
    row, _created = Telephone.objects.select_for_update().get_or_create(
        seat=seat, queue=word.queue, defaults={"standing": word.standing, "since": at}
    )
    if row.standing != word.standing and at >= row.since:
        row.standing, row.since = word.standing, at
        row.save(update_fields=["standing", "since"])
    return row


def is_heard(row: Exchange | None, at: datetime) -> bool:
    """Whether somebody listens to the exchange and hears it."""
    return bool(row and row.lost_at is None and row.heard_at and at - row.heard_at <= SILENT_AFTER)


def last_heard(row: Exchange, at: datetime) -> datetime:
    """The moment from which nothing was heard: now, unless the pulse had stopped long before."""
    return row.heard_at if row.heard_at and at - row.heard_at > SILENT_AFTER else at
