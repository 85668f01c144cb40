"""Messages to units as cards say them: to the desk how many wait, to an agency and in the journal the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db.models import Q, Window
from django.db.models.functions import RowNumber

from incidents.messages import UnitMessage
from journal.live import Card

SHOWN = 10  # of each agency


def messages_of(ids: Collection[int]) -> dict[int, list[UnitMessage]]:
    """The last messages to each agency of these incidents and all that wait, oldest first, by the incident's id."""
    newest = Window(RowNumber(), partition_by=["incident", "agency"], order_by=["-sent_at", "-pk"])
    rows = UnitMessage.objects.filter(incident__in=ids).annotate(place=newest)
    rows = rows.filter(Q(place__lte=SHOWN) | Q(read_at=None))
    found: dict[int, list[UnitMessage]] = defaultdict(list)
    for row in rows.select_related("agency", "unit", "author", "read_by"):
        found[row.incident_id].append(row)
    return found


def message_card(row: UnitMessage) -> Card:
    """One message: to whom, by whom, and who has read it when."""
    return {
        "id": row.pk,
        "at": row.sent_at,
        "who": row.author.get_full_name(),
        "agency": row.agency.code,
        "unit": row.unit.call_sign if row.unit else None,
        "text": row.text,
        "read_at": row.read_at,
        "read_by": row.read_by.get_full_name() if row.read_by else None,
    }


def unread(rows: Collection[UnitMessage]) -> int:
    """How many of them nobody has read yet."""
    return sum(row.read_at is None for row in rows)
