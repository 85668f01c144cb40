"""The page of one incident: what happened, minute by minute, and a place to add what was missing."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.cameras import nearest_lines
from agencies.pages import PageRequest, only_for
from agencies.permissions import standing
from calls.actions import reveal_reporter
from calls.conversations import threads_of
from calls.models import Report
from calls.sentences import reason_words
from incidents.actions import note
from incidents.models import Assignment, Incident
from incidents.states import stage_of, states_at_work
from incidents.surges import Surge
from reporting.incident_journal import gone_into, journal_of, sight_of
from reporting.incident_parts import parts_of
from reporting.incident_picture import answers_of, assignment_rows, milestones, reporters, visible_reports
from reporting.recording_rows import recordings_of
from reporting.verdict import judged, limit_of

# The spans of a surge's summary, by what its part of the page calls them.
SPANS = {"surge_took": "duration_s", "surge_median": "median_s", "surge_p90": "p90_s"}


@require_safe
@never_cache
@only_for("history")
def incident(request: PageRequest, pk: int) -> HttpResponse:
    """The whole story of an incident, as far as this reader may know it."""
    return page(request, visible(request, pk))


def visible(request: PageRequest, pk: int) -> Incident:
    """The incident with what the page needs of it; 404 for whoever may not know that it exists."""
    rows = Incident.objects.visible_to(request.user).select_related("category", "area__parent", "disposition")
    assignments = Prefetch("assignments", Assignment.objects.select_related("agency", "unit"))
    found: Incident = get_object_or_404(rows.prefetch_related(assignments), pk=pk)
    return found


def page(
    request: PageRequest,
    row: Incident,
    *,
    revealed: dict[int, dict[str, str]] | None = None,
    typed: str = "",
    errors: list[str] | None = None,
) -> HttpResponse:
    """The page, with what was just revealed or refused."""
    assert request.centre is not None
    stand = standing(request.user)
    every = list(row.assignments.all())
    own = [part for part in every if part.agency_id == stand.agency_id]
    sight = sight_of(stand, row, is_own=bool(own))
    reports = visible_reports(row, request.user)
    recordings = recordings_of([report.call for report in reports if report.call]) if sight.may_hear else {}
    context = {
        "incident": row,
        "sight": sight,
        "full_number": row.full_number(request.centre.code),
        "stage": stage_of(is_closed=bool(row.closed_at), states=states_at_work(every), is_area_event=row.is_area_event),
        "assignments": assignment_rows(row, every if sight.is_everyone else own, limit_of(row)),
        "reporters": reporters(reports, revealed or {}, recordings, request.user),
        "threads": threads_of(reports, request.user),
        "answers": answers_of(row) if sight.is_whole else [],
        "cameras": nearest_lines(row.lat, row.lng) if sight.is_whole else [],
        "reasons": reason_words(),
        "gone_into": gone_into(row),
        "typed": typed,
        "errors": errors or [],
        "journal": journal_of(row, reports, sight, chain.from_iterable(recordings.values())),
        **surge_of(row),
        **parts_of(row, request),
        **story(row, reports, every if sight.is_everyone else own),
    }
    return render(request, "reporting/incident.html", context, status=422 if errors else 200)


def surge_of(row: Incident) -> dict[str, Any]:
    """What an area event was opened for: its surge, and what that came to."""
    if not row.is_area_event:
        return {}
    surge = Surge.objects.select_related("started_by", "settled_by").prefetch_related("areas").get(incident=row)
    kept = surge.summary or {}
    seconds = {name: kept.get(key) for name, key in SPANS.items()}
    spans = {name: None if value is None else timedelta(seconds=value) for name, value in seconds.items()}
    return {"surge": surge, "surge_words": surge.last_words(), **spans}


def story(row: Incident, reports: list[Report], parts: list[Assignment]) -> dict[str, Any]:
    """Milestones and verdict."""
    calls = [report.call for report in reports if report.call]
    call = min(calls, key=lambda one: one.offered_at, default=None)
    limit = limit_of(row)
    return {
        "milestones": milestones(row, call, parts, limit),
        "verdict": judged(row, parts, limit),
        "limit": limit,
        "call": call,
    }


@require_POST
@only_for("history")
def add_note(request: PageRequest, pk: int) -> HttpResponse:
    """Add a line to the journal; what was typed stays on the page if it is refused."""
    row = visible(request, pk)
    text = request.POST.get("text", "")
    try:
        note(row.pk, text, actor=request.user)
    except ValidationError as error:
        return page(request, row, typed=text, errors=error.messages)
    messages.success(request, _("Catatan masuk ke jurnal."))
    return redirect("incident", pk)


@never_cache
@require_POST
@only_for("history")
def reveal(request: PageRequest, pk: int, report_id: int) -> HttpResponse:
    """Show a reporter's name and numbers this once; the journal says who looked and why."""
    row = visible(request, pk)
    report = get_object_or_404(Report.objects.visible_to(request.user).filter(incident=row), pk=report_id)
    try:
        found = reveal_reporter(report.pk, request.POST.get("reason", ""), actor=request.user)
    except ValidationError as error:
        return page(request, row, errors=error.messages)
    return page(request, row, revealed={report.pk: found})
