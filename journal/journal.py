"""How a change is written down and announced: one call, inside the change's own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils.timezone import now

from journal.models import Entry, Journaled

CHANNEL = "ntpd112"


def record(row: Journaled, verb: str, *, actor: User | None, at: datetime, **facts: Any) -> Entry:
    """Raise the row's version, append its entry and hint the screens; all three happen or none does.

    `at` is when it happened; the entry adds when it was written down. `facts` are ids and codes, never personal data.
    Raises TransactionManagementError outside a transaction: the row's lock is what keeps the numbers gapless.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("record() belongs inside the transaction of an action")
    row.version += 1
    row.save(update_fields=["version"])
    entry = Entry.objects.create(
        subject=row.subject,
        number=row.version,
        happened_at=at,
        recorded_at=now(),
        actor=actor,
        verb=verb,
        facts=facts,
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{row.subject}:{row.version}"])
    return entry
