"""The monthly report on a page: the centre's figures, or for the head of an agency his own."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.models import Centre
from agencies.pages import PageRequest, only_for
from agencies.permissions import MAY, permit, standing
from reporting import actions
from reporting.audience import seen_by
from reporting.measures import compute, with_trend
from reporting.models import Report
from reporting.month_page import agency_picture, picture
from reporting.periods import Month, month_at, month_of, parse
from reporting.wording import month_name


@require_safe
@never_cache
@only_for("month")
def month(request: PageRequest, key: str = "") -> HttpResponse:
    """The month asked for; without one the latest report, and while there is none the running month."""
    permit(request.user, "read_report")
    running = month_at(now(), Centre.objects.get().zone)
    if request.GET.get("bulan"):
        return redirect("month", key=str(named(request.GET["bulan"], running)))
    reports = Report.objects.visible_to(request.user).current()
    chosen = chosen_month(key, reports.first(), running)
    report = reports.filter(month=chosen.first).first()
    if report is None and chosen != running:
        raise Http404
    figures = report.figures if report else unfinished(running)
    return render(request, "reporting/month.html", shown(request, chosen, report, figures))


def chosen_month(key: str, latest: Report | None, running: Month) -> Month:
    """The month of an address; without one the latest reported."""
    if key:
        return named(key, running)
    return month_of(latest.month, running.zone) if latest else running


def named(key: str, running: Month) -> Month:
    """The month of a key such as `2026-01`; raises Http404 for anything else."""
    try:
        return parse(key, running.zone)
    except ValueError as error:
        raise Http404 from error


def unfinished(running: Month) -> dict[str, Any]:
    """The running month as far as it has come; computed for this one look and kept nowhere."""
    return with_trend(compute(running, now()), actions.earlier(running))


def shown(request: PageRequest, chosen: Month, report: Report | None, figures: dict[str, Any]) -> dict[str, Any]:
    """What the template needs, no more of the figures than this reader may see."""
    stand = standing(request.user)
    visible = seen_by(stand, figures)
    is_agency = "agency" in visible
    page = agency_picture(visible, chosen.zone) if is_agency else picture(visible, chosen.zone)
    return {
        **page,
        "report": report,
        "key": str(chosen),
        "months": months(request, chosen.zone),
        "is_agency": is_agency,
        "is_empty": not is_agency and not figures["calls"]["offered"] and not figures["incidents"]["total"],
        "may_build": bool(stand.roles & MAY["build_report"]) and report is not None,
    }


def months(request: PageRequest, zone: ZoneInfo) -> list[dict[str, str]]:
    """The months to choose from, newest first; the running one is always there."""
    running = month_at(now(), zone)
    reported = Report.objects.visible_to(request.user).current().values_list("month", flat=True)
    full = [month_of(day, zone) for day in reported]
    return [{"key": str(one), "name": month_name(one.first)} for one in [running, *full]]


@require_POST
@only_for("month")
def build(request: PageRequest, key: str) -> HttpResponse:
    """Compute the month anew."""
    try:
        actions.build(key, actor=request.user)
    except ValueError as error:
        raise Http404 from error
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("month", key=key)


@require_POST
@only_for("month")
def publish(request: PageRequest, pk: int) -> HttpResponse:
    """Fix a report for good."""
    report = get_object_or_404(Report.objects.visible_to(request.user), pk=pk)
    try:
        actions.publish(report.pk, actor=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return redirect("month", key=f"{report.month:%Y-%m}")
