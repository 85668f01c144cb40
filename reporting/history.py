"""Riwayat: every incident and every call this reader may know of, searchable, fifty to a page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.pages import PageRequest, only_for
from agencies.permissions import Standing, standing
from calls.models import Call
from calls.recordings import Recording
from calls.secrecy import hides_caller
from incidents.clocks import applying
from incidents.looks import LOOKS
from incidents.models import Assignment, Incident, Standard
from incidents.states import chip_of, stage_of, states_at_work
from reporting.search import CallSearch, IncidentSearch
from reporting.verdict import clock_of, judged

ROWS = 50


@require_safe
@never_cache
@only_for("history")
def incidents(request: PageRequest) -> HttpResponse:
    """The list of incidents, the latest first."""
    stand = standing(request.user)
    form = IncidentSearch(request.GET)
    parts = Assignment.objects.select_related("agency", "unit")
    if not (stand.is_desk or stand.is_call_taker or stand.is_centre_head):
        form.for_one_agency()
        parts = parts.filter(agency_id=stand.agency_id or 0)
    rows = Incident.objects.visible_to(request.user)
    rows = form.narrowed(rows, stand) if form.is_valid() else rows.none()
    rows = rows.select_related("category", "area__parent", "disposition").order_by("-reported_at", "-pk")
    page = page_of(request, rows.prefetch_related(Prefetch("assignments", parts)))
    standards = list(Standard.objects.all())
    listed = [described(row, stand, standards) for row in page]
    return render(request, "reporting/history.html", {**listing(request, form, page), "rows": listed})


def described(row: Incident, stand: Standing, standards: list[Standard]) -> dict[str, Any]:
    """One incident of the list."""
    parts = list(row.assignments.all())
    is_own = any(part.agency_id == stand.agency_id for part in parts)
    standard = applying(
        standards,
        clock_of(row),
        track=row.track,
        priority=row.priority,
        category_id=row.category_id,
        at=row.reported_at,
    )
    limit: timedelta | None = standard.limit if standard else None
    return {
        "incident": row,
        "is_whole": not row.is_confidential or stand.is_cleared or is_own,
        "agencies": chips(parts),
        "stage": stage_of(is_closed=bool(row.closed_at), states=states_at_work(parts), is_area_event=row.is_area_event),
        "verdict": judged(row, parts, limit),
    }


def chips(parts: list[Assignment]) -> list[dict[str, Any]]:
    """One chip per agency: its code and where it stands."""
    rows: dict[str, list[Assignment]] = {}
    for part in parts:
        rows.setdefault(part.agency.code, []).append(part)
    found = []
    for code, own in rows.items():
        state = chip_of(part.state for part in own)
        found.append({"code": code, "name": own[0].agency.short_name, "state": state, "glyph": LOOKS[state][1]})
    return found


@require_safe
@never_cache
@only_for("history")
def calls(request: PageRequest) -> HttpResponse:
    """The list of calls, the latest first; numbers stay masked."""
    stand = standing(request.user)
    if not (stand.is_call_taker or stand.is_desk):
        raise PermissionDenied(_("Daftar panggilan hanya untuk penerima panggilan, dispatcher, dan supervisor."))
    form = CallSearch(request.GET)
    rows = Call.objects.visible_to(request.user)
    rows = form.narrowed(rows, stand) if form.is_valid() else rows.none()
    rows = rows.select_related("caller", "answered_by", "seat", "report__incident", "call_back__report")
    rows = rows.annotate(is_recorded=Exists(Recording.objects.kept().filter(call=OuterRef("pk"))))
    page = page_of(request, rows.order_by("-offered_at", "-pk"))
    known = Incident.objects.visible_to(request.user).filter(reports__call__in=[row.pk for row in page])
    listed = [
        {
            "call": row,
            "is_hidden": hides_caller(row),
            "waited": span(row.offered_at, row.answered_at),
            "talked": span(row.answered_at, row.ended_at),
        }
        for row in page
    ]
    context = {**listing(request, form, page), "rows": listed, "known": set(known.values_list("pk", flat=True))}
    return render(request, "reporting/history_calls.html", context)


def span(start: datetime | None, end: datetime | None) -> timedelta | None:
    """From one moment to the other, when both were recorded."""
    return end - start if start and end else None


def page_of(request: PageRequest, rows: QuerySet[Any]) -> Page[Any]:
    """The page that was asked for; one beyond the end is the last."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def listing(request: PageRequest, form: IncidentSearch | CallSearch, page: Page[Any]) -> dict[str, Any]:
    """What both lists show around their rows; `query` keeps the search while turning pages."""
    query = request.GET.copy()
    query.pop("page", None)
    return {"form": form, "page": page, "query": query.urlencode(), "is_search": bool(query), "as_of": now()}
