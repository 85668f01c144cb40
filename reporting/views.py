"""The month's page: the newest report, or the one of the month that was asked for."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.models import Centre
from agencies.pages import PageRequest, only_for
from agencies.permissions import standing
from reporting import periods
from reporting.audience import seen_by
from reporting.models import Report, ReportQuerySet


@require_safe
@never_cache
@only_for("month")
def month(request: PageRequest) -> HttpResponse:
    """The latest report."""
    reports = Report.objects.visible_to(request.user).current()
    return page(request, reports.first(), reports)


@require_safe
@never_cache
@only_for("month")
def month_of(request: PageRequest, month: str) -> HttpResponse:
    """The report of one month, at its last revision; 404 where there is none."""
    reports = Report.objects.visible_to(request.user).current()
    return page(request, find(reports, month), reports)


def find(reports: ReportQuerySet, key: str) -> Report:
    """The last revision of a month such as `2026-01`; Http404 for any other word and for a month without a report."""
    try:
        wanted = periods.parse(key, Centre.objects.get().zone)
    except ValueError as error:
        raise Http404(_("Bulan ditulis seperti 2026-01.")) from error
    report = reports.filter(month=wanted.first).first()
    if report is None:
        raise Http404(_("Belum ada laporan untuk bulan ini."))
    return report


def page(request: PageRequest, report: Report | None, reports: ReportQuerySet) -> HttpResponse:
    """One report as this reader may see it, with the other months to choose from."""
    months = list(reports.values_list("month", flat=True))
    figures = seen_by(standing(request.user), report.figures) if report else None
    return render(request, "reporting/month.html", {"report": report, "months": months, "figures": figures})
