"""What changes reports: building a month, publishing it, building whatever is missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Centre
from agencies.permissions import permit
from calls.models import Call
from incidents.models import Incident
from journal.journal import record
from reporting.measures import TREND, compute, with_trend
from reporting.models import Report
from reporting.periods import Month, between, last_full, month_at, parse

BUILDING = 112_001  # our name among PostgreSQL's advisory locks


@transaction.atomic
def build(key: str, *, actor: User | None) -> Report:
    """Compute a month that is over; a published report is followed by a revision, an unpublished one made anew."""
    month = parse(key, Centre.objects.get().zone)
    lock(month)
    permit(actor, "build_report")
    at = now()
    if month > last_full(at, month.zone):
        raise ValidationError(_("Bulan ini belum selesai. Laporan disusun setelah bulan berakhir."), code="not_over")
    latest = Report.objects.filter(month=month.first).order_by("-revision").first()
    report = latest if latest and not latest.published_at else following(month, latest)
    report.built_at = at
    report.figures = with_trend(compute(month, at), earlier(month))
    report.save()
    record(report, "built", actor=actor, at=at, revision=report.revision)
    return report


def following(month: Month, latest: Report | None) -> Report:
    """An empty report after the latest revision."""
    return Report(month=month.first, revision=latest.revision + 1 if latest else 1)


def lock(month: Month) -> None:
    """Let one builder of a month at a time through, until the transaction ends; there may be no row to lock yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [BUILDING, month.year * 100 + month.number])


def earlier(month: Month) -> list[dict[str, Any]]:
    """The figures of the months before, oldest first, as last reported; a month without a report is left out."""
    since = month.moved(1 - TREND).first
    rows = Report.objects.current().filter(month__gte=since, month__lt=month.first)
    return [row.figures for row in reversed(rows)]


@transaction.atomic
def publish(report_id: int, *, actor: User) -> Report:
    """Fix a report: from now on its figures never change, they can only be followed by a revision."""
    report: Report = Report.objects.locked(report_id)
    permit(actor, "build_report")
    if report.published_at:
        raise ValidationError(_("Laporan ini sudah diterbitkan."), code="already_published")
    report.published_at = at = now()
    report.save(update_fields=["published_at"])
    record(report, "published", actor=actor, at=at, revision=report.revision)
    return report


def build_missing() -> list[Report]:
    """Build every full month that has calls or incidents but no report, oldest first."""
    return [build(str(month), actor=None) for month in missing(now())]


def missing(moment: datetime) -> list[Month]:
    """The full months of which something is on record but no report exists."""
    zone = Centre.objects.get().zone
    moments = [first_of(Call, "offered_at"), first_of(Incident, "reported_at")]
    known = [found for found in moments if found is not None]
    if not known:
        return []
    reported = set(Report.objects.values_list("month", flat=True))
    months = between(month_at(min(known), zone), last_full(moment, zone))
    return [month for month in months if month.first not in reported and is_on_record(month)]


def first_of(model: type[Call] | type[Incident], column: str) -> datetime | None:
    """The earliest moment in this column."""
    found: datetime | None = model.objects.order_by(column).values_list(column, flat=True).first()
    return found


def is_on_record(month: Month) -> bool:
    """Whether anything happened in it."""
    span = (month.start, month.end)
    calls = Call.objects.filter(offered_at__gte=span[0], offered_at__lt=span[1])
    incidents = Incident.objects.filter(reported_at__gte=span[0], reported_at__lt=span[1])
    return calls.exists() or incidents.exists()
