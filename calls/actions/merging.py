"""The reports of incidents that were one event, or two after all: they go along, or get an incident of their own."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.actions.reporting import facts_of
from calls.actions.writing_down import tell_lines
from calls.models import Report
from calls.protocols import told
from incidents.actions import merge, open_incident, unmerge
from incidents.actions.intake import Facts, add_note, check_clearance, refuse_closed
from incidents.models import Incident, Merger
from journal.journal import record


@transaction.atomic
def merge_incidents(source_id: int, target_id: int, *, actor: User, version: int | None = None) -> Merger:
    """Merge, and let the source's reports with their callers go along."""
    ids = reports_of(source_id)
    rows: list[Report] = [Report.objects.locked(pk) for pk in ids]
    merger = merge(source_id, target_id, actor=actor, version=version, reports=ids)
    if reports_of(source_id) != ids:  # a caller was joined, or taken back, while the incidents' locks were awaited
        raise ValidationError(_("Laporan kejadian ini baru saja berubah. Periksa, lalu gabung lagi."), code="reports")
    for row in rows:
        row.incident = merger.target
        row.save(update_fields=["incident"])
        record(row, "moved", actor=actor, at=merger.merged_at, incident=merger.target_id, was=source_id)
    return merger


def reports_of(incident_id: int) -> list[int]:
    """The reports of an incident, in the order in which they are locked."""
    return list(Report.objects.filter(incident=incident_id).order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def unmerge_incidents(source_id: int, *, actor: User, version: int | None = None) -> Merger:
    """Take a merging back, with the reports that had gone along and are still there."""
    known = Merger.objects.filter(source_id=source_id, undone_at=None).first()
    rows: list[Report] = [Report.objects.locked(pk) for pk in known.moved["reports"]] if known else []
    merger = unmerge(source_id, actor=actor, version=version)
    assert merger.undone_at is not None
    source = Incident.objects.get(pk=source_id)
    for row in rows:
        if row.incident_id == merger.target_id:
            row.incident = source
            row.save(update_fields=["incident"])
            record(row, "moved", actor=actor, at=merger.undone_at, incident=source_id, was=merger.target_id)
    return merger


@transaction.atomic
def split_report(report_id: int, *, actor: User, version: int | None = None) -> Report:
    """A report turns out to be of another event: it gets an incident of its own, whose clocks run since that report.

    What its reporter said is written down there; its lines stay on the old incident too, for they were read, and so
    does the old incident's start. `version` is the old incident's. Merging is the way back.
    """
    report: Report = Report.objects.locked(report_id)
    if report.incident_id is None:
        raise ValidationError(_("Laporan ini belum menjadi bagian kejadian."), code="not_attached")
    old: Incident = Incident.objects.locked(report.incident_id, version=version)
    permit(actor, "split")
    refuse_closed(old)
    check_clearance(old, actor)
    if len(reports_of(old.pk)) < 2:
        raise ValidationError(
            _("Ini satu-satunya laporan kejadian ini; tidak ada yang dipisahkan."), code="only_report"
        )
    new = open_incident(facts_beside(report, old), actor=actor)
    at = new.opened_at
    tell_lines(report, new)
    if line := add_note(new, told(report), actor=actor, at=at):
        record(new, "noted", actor=actor, at=at, note=line.pk)
    report.incident, report.attached_at = new, None
    report.save(update_fields=["incident", "attached_at"])
    old.report_count = max(1, old.report_count - 1)
    old.save(update_fields=["report_count"])
    facts = {"short": new.short_number, "report": report.pk, "reports": old.report_count}
    record(old, "split", actor=actor, at=at, into=new.pk, **facts)
    record(new, "split_off", actor=actor, at=at, of=old.pk, short=old.short_number)
    record(report, "moved", actor=actor, at=at, incident=new.pk, was=old.pk)
    return report


def facts_beside(report: Report, old: Incident) -> Facts:
    """A report as an incident of its own; where it says no kind or place itself, those of the old one."""
    if report.category is None:
        report.category, report.priority = old.category, report.priority or old.priority
    if not report.place_text.strip() and report.lat is None:
        report.place_text, report.landmark = old.place_text, old.landmark
        report.lat, report.lng = old.lat, old.lng
    facts = facts_of(report, report.call)
    area = facts.area or (old.area.code if old.area else "")
    is_closed = facts.is_confidential or old.is_confidential
    return replace(facts, area=area, is_confidential=is_closed, is_simulated=old.is_simulated)
