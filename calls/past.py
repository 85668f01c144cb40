"""What a number did before: its last calls and what became of them, and whether it stands lower in the queue."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.timezone import now

from calls.ends import reason_words
from calls.models import Call, CallOutcome, Demotion, Report

SHOWN = 8

Card = dict[str, Any]


def past_of(call: Call, user: User) -> Card:
    """The calls before this one of the same caller, the latest first, as far as this reader may know of them."""
    if call.caller_id is None:
        return {"calls": [], "demotion": None}
    rows = Call.objects.filter(caller_id=call.caller_id, offered_at__lte=call.offered_at).exclude(pk=call.pk)
    latest = list(rows.select_related("answered_by", "report").order_by("-offered_at", "-pk")[:SHOWN])
    told = Q(hides_reporter=False) | Q(taken_by=user)  # what a hidden reporter said is not to be found by his number
    sent = Report.objects.visible_to(user).filter(told, call__in=latest, incident__isnull=False)
    incidents = {report.call_id: report.incident for report in sent.select_related("incident__category")}
    return {
        "calls": [line(row, incidents.get(row.pk)) for row in latest],
        "demotion": demotion_of(call.caller_id),
    }


def line(row: Call, incident: Any) -> Card:
    """One earlier call."""
    return {
        "id": row.pk,
        "at": row.offered_at,
        "outcome": row.outcome,
        "label": str(CallOutcome(row.outcome).label),
        "reason": reason_of(row),
        "answered_by": row.answered_by.get_full_name() if row.answered_by else "",
        "incident": incident and {"id": incident.pk, "short": incident.short_number, "title": incident.category.name},
    }


def reason_of(row: Call) -> str:
    """What was added to its outcome, or why its report needed nobody."""
    report = getattr(row, "report", None)
    return str(report.get_no_action_display()) if report and report.no_action else reason_words(row.outcome_reason)


def demotion_of(caller_id: int) -> Card | None:
    """What was proposed for this number and is waiting, or in force and until when."""
    row = Demotion.objects.alive(now()).filter(number_id=caller_id).first()
    return row and {"state": "in_force" if row.decided_at else "waiting", "ends_at": row.ends_at}
