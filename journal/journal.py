"""How a change is written down and announced: one call, inside the change's own transaction."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.utils.timezone import now

from journal.models import Entry, Journaled

CHANNEL = "ntpd112"
# One statement instead of three: every change of every row passes here, under its lock.
RECORD = """
WITH raised AS (UPDATE {rows} SET version = %(version)s WHERE id = %(id)s),
entry AS (
    INSERT INTO journal_entry (subject, number, happened_at, recorded_at, actor_id, verb, facts)
    VALUES (%(subject)s, %(version)s, %(happened_at)s, %(recorded_at)s, %(actor)s, %(verb)s, %(facts)s)
    RETURNING id
)
SELECT id, pg_notify(%(channel)s, %(hint)s) FROM entry
"""


def record(row: Journaled, verb: str, *, actor: User | None, at: datetime, **facts: Any) -> Entry:
    """Raise the row's version, append its entry and hint the screens; all three happen or none does.

    `at` is when it happened; the entry adds when it was written down. `facts` are ids and codes, never personal data.
    Raises TransactionManagementError outside a transaction: the row's lock is what keeps the numbers gapless.
    """
    if not connection.in_atomic_block:
        raise TransactionManagementError("record() belongs inside the transaction of an action")
    row.version += 1
    entry = Entry(
        subject=row.subject,
        number=row.version,
        happened_at=at,
        recorded_at=now(),
        actor=actor,
        verb=verb,
        facts=facts,
    )
    with connection.cursor() as cursor:
        cursor.execute(RECORD.format(rows=row._meta.db_table), said(row, entry))
        entry.pk, _told = cursor.fetchone()
    entry._state.adding = False
    return entry


def said(row: Journaled, entry: Entry) -> dict[str, Any]:
    """What `RECORD` writes."""
    return {
        "id": row.pk,
        "version": row.version,
        "subject": entry.subject,
        "happened_at": entry.happened_at,
        "recorded_at": entry.recorded_at,
        "actor": entry.actor_id,
        "verb": entry.verb,
        "facts": json.dumps(entry.facts),
        "channel": CHANNEL,
        "hint": f"{entry.subject}:{entry.number}",
    }
