"""The parts of a larger event on its page, as far as this reader may know of them."""

from __future__ import annotations

from typing import Any

from agencies.pages import PageRequest
from agencies.permissions import standing
from incidents.models import Incident
from reporting.found import described

MOST = 200


def parts_of(row: Incident, request: PageRequest) -> dict[str, Any]:
    """`parts`, open ones first and the latest first among these, and how many `more_parts` there are."""
    stand = standing(request.user)
    rows = Incident.objects.visible_to(request.user).filter(parent=row)
    own = set(rows.filter(assignments__agency_id=stand.agency_id or 0).values_list("pk", flat=True))
    found = rows.select_related("category", "area__parent", "disposition").order_by("-closed_at", "-reported_at", "-pk")
    shown = [
        described(one, is_whole=not one.is_confidential or stand.is_cleared or one.pk in own) for one in found[:MOST]
    ]
    return {"parts": shown, "more_parts": max(0, rows.count() - MOST)}
