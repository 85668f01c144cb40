"""Threads as screens show them: in a word on the card of the queue, whole to whoever may read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Case, CharField, Count, F, Max, Min, Q, Value, When
from django.db.models.functions import Left

from agencies.models import Role
from agencies.permissions import standing
from calls.book import Script
from calls.models import Call, Report
from calls.recordings import CLOSED
from calls.thread import Delivery, Direction, Message

Card = dict[str, Any]
# What a card of the queue carries of the first line, and how many lines of a thread are shown.
FIRST_WORDS = 120
SHOWN = 200

# The script whose lines are offered as answers with one click.
QUICK = "pesan"

COUNTS = {
    "count": Count("pk"),
    "first": Min("pk", filter=Q(direction=Direction.IN)),
    "last_in": Max("pk", filter=Q(direction=Direction.IN)),
    "last_out": Max("pk", filter=Q(direction=Direction.OUT)),
    "failed": Count("pk", filter=Q(state=Delivery.FAILED)),
}


def summaries(calls: Iterable[Call]) -> dict[int, Card]:
    """What the queue shows of the conversations among these calls: the first words, and whether an answer is owed.

    Every call-taker gets these cards, so of a closed case they carry no words.
    """
    ids = [call.pk for call in calls if not call.is_voice]
    if not ids:
        return {}
    counted: Any = Message.objects.filter(call__in=ids).order_by().values("call_id").annotate(**COUNTS)
    rows: dict[int, Card] = {row.pop("call_id"): row for row in counted}
    firsts: Any = Message.objects.filter(pk__in=[row["first"] for row in rows.values()])
    words = Case(When(CLOSED, then=Value("")), default=Left("text", FIRST_WORDS), output_field=CharField())
    beginnings = {row["call_id"]: row for row in firsts.values("call_id", "attachments", words=words)}
    return {call_id: summary(row, beginnings.get(call_id)) for call_id, row in rows.items()}


def summary(row: Card, beginning: Card | None) -> Card:
    """One conversation in a word."""
    return {
        "count": row["count"],
        "last_in": row["last_in"],
        "is_owed": (row["last_in"] or 0) > (row["last_out"] or 0),
        "failed": row["failed"],
        "words": beginning["words"] if beginning else "",
        "attachments": beginning["attachments"] if beginning else 0,
    }


def quick_replies(scripts: Iterable[Script]) -> list[str]:
    """Short sentences in plain Indonesian, for people to whom it is a second language: many of the deaf."""
    return [parts[0] for script in scripts if script.code == QUICK for parts in script.parts]


def may_read(call: Call, user: User) -> bool:
    """Whoever has the conversation in hand; of one that is over, those who may see its caller; supervisors."""
    is_taker = call.answered_by_id == user.pk
    if is_taker and call.ended_at is None:
        return True
    stand = standing(user)
    if not (stand.is_call_taker or stand.is_desk):
        return False
    report = Report.objects.filter(call=call).select_related("incident", "category").first()
    if report and not stand.is_cleared and is_closed(report):
        return is_taker and report.incident_id is None
    is_sent = report is not None and report.incident_id is not None
    return is_sent or call.ended_at is not None or Role.SUPERVISOR in stand.roles


def is_closed(report: Report) -> bool:
    """Whether what was written belongs to a confidential case."""
    return report.incident.is_confidential if report.incident else report.is_closed


def thread_of(call: Call, user: User) -> Card:
    """The whole thread with the one it follows, as far as this reader may see that, and whether it can be answered."""
    before = call.follows if call.follows and may_read(call.follows, user) else None
    return {
        "lines": [line_card(row) for row in lines_of(call)],
        "earlier": [line_card(row) for row in lines_of(before)] if before else [],
        "can_reply": bool(settings.NOTIFY_URL) and call.ended_at is None and call.answered_by_id == user.pk,
        "has_gateway": bool(settings.NOTIFY_URL),
    }


def threads_of(reports: Iterable[Report], user: User) -> list[Card]:
    """The conversations behind the reports of an incident, for whoever may see their callers; the earlier before."""
    calls = [report.call for report in reports if report.call and not report.call.is_voice]
    return [{"call": call, "lines": lines_of(call)} for call in calls if may_read(call, user)]


def lines_of(call: Call) -> list[Message]:
    """The latest lines, oldest first."""
    rows = Message.objects.filter(call=call).select_related("by").order_by(F("pk").desc())[:SHOWN]
    return list(reversed(rows))


def line_card(row: Message) -> Card:
    """One line."""
    return {
        "id": row.pk,
        "direction": row.direction,
        "text": row.text,
        "at": row.at,
        "sent_at": row.sent_at,
        "by": row.by.get_full_name() if row.by else "",
        "name": row.sender_name,
        "attachments": row.attachments,
        "lat": row.lat,
        "lng": row.lng,
        "accuracy": row.accuracy,
        "state": row.state,
    }
