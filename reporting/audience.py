"""Who reads how much of a report: the centre all of it, the head of an agency his agency's figures."""

from __future__ import annotations

from typing import Any

from agencies.models import Agency, Role
from agencies.permissions import Standing

# What concerns no agency in particular and is printed with any figure.
FRAME = ("month", "from", "until", "as_of", "is_final", "standards")


def seen_by(stand: Standing, figures: dict[str, Any]) -> dict[str, Any]:
    """The figures as this reader may see them."""
    if stand.agency_id is None or stand.roles - {Role.HEAD, Role.RESPONDER}:
        return figures
    code = Agency.objects.values_list("code", flat=True).get(pk=stand.agency_id)
    return of_agency(code, figures)


def of_agency(code: str, figures: dict[str, Any]) -> dict[str, Any]:
    """One agency's own figures and how they came about over the months."""
    trend = [
        {"month": past["month"], "agencies": {code: past["agencies"][code]} if code in past["agencies"] else {}}
        for past in figures.get("trend", [])
    ]
    return {
        **{key: figures[key] for key in FRAME},
        "agency": code,
        "agencies": [row for row in figures["agencies"] if row["code"] == code],
        "definitions": [row for row in figures["definitions"] if row["name"] in ("agencies", "within_limit")],
        "trend": trend,
    }
