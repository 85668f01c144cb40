"""What a surge comes to: how long, how many incidents, who is counted, how soon help was there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, Sum

from incidents.models import Incident, IncidentQuerySet
from incidents.surges import Surge, figure_of


def within(surge: Surge, until: datetime) -> IncidentQuerySet:
    """What was reported from its areas while it was on; the area event itself and what was merged away apart."""
    rows: IncidentQuerySet = Incident.objects.filter(surge.ground, is_area_event=False, merged_into=None)
    return rows.filter(reported_at__gte=since_of(surge), reported_at__lte=until)


def since_of(surge: Surge) -> datetime:
    """From when what happens belongs to it: its start, and what made it be proposed."""
    assert surge.started_at is not None
    return surge.started_at - timedelta(minutes=surge.window_min or 0)


def figures_of(surge: Surge, *, until: datetime, calls: int | None = None) -> dict[str, Any]:
    """Numbers only, so that the journal may keep them. `calls`: what the caller counted; seconds are whole."""
    assert surge.started_at is not None
    counts = within(surge, until).aggregate(all=Count("pk"), reports=Sum("report_count"))
    parts = Incident.objects.filter(parent=surge.incident_id).annotate(arrived=Min("assignments__arrived_at"))
    attached = parts.aggregate(all=Count("pk"), open=Count("pk", filter=Q(closed_at=None)))
    spans = [row.arrived - row.reported_at for row in parts.exclude(arrived=None).only("reported_at")]
    return {
        "duration_s": round((until - surge.started_at).total_seconds()),
        "calls": calls,
        "incidents": counts["all"],
        "reports": counts["reports"] or 0,
        "attached": attached["all"],
        "attached_open": attached["open"],
        "counts": figure_of(surge.last_words()),
        **response(spans),
    }


def response(spans: list[timedelta]) -> dict[str, int | None]:
    """Median and 90th percentile from report to the first unit there, of the attached incidents that were reached."""
    seconds = sorted(span.total_seconds() for span in spans)
    return {"median_s": percentile(seconds, 50), "p90_s": percentile(seconds, 90), "reached": len(seconds)}


def percentile(ordered: list[float], percent: int) -> int | None:
    """The value below which so many percent lie, interpolated as a month's report does; None without any."""
    if not ordered:
        return None
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return round(ordered[low] + (ordered[high] - ordered[low]) * (place - low))
