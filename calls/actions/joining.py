"""A report of an event that is already open is attached to it; every report keeps its own caller and words."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.actions.reporting import code_by_track, locked_draft, write
from calls.models import Call, CallOutcome, Report
from calls.protocols import told
from incidents.actions import join, part
from incidents.actions.intake import add_note
from incidents.actions.response import UNDO, UNDO_GRACE
from journal.journal import record


@transaction.atomic
def attach(report_id: int, incident_id: int, *, actor: User, version: int | None = None, **fields: Any) -> Report:
    """Save the draft and make it one more report of an open incident.

    Refuses a report that was marked as closed for an incident that is not: who reported would be open to all.
    """
    call_id = Report.objects.values_list("call_id", flat=True).get(pk=report_id)
    call: Call | None = Call.objects.locked(call_id) if call_id else None
    draft = locked_draft(report_id, actor, version=version)
    changed = write(draft, fields)
    incident = join(incident_id, draft.words, actor=actor)
    if line := add_note(incident, told(draft), actor=actor, at=now()):
        record(incident, "noted", actor=actor, at=line.written_at, note=line.pk)
    if draft.is_closed and not incident.is_confidential:
        raise ValidationError(
            _("Laporan tertutup tidak digabung ke kejadian terbuka. Teruskan sebagai kejadian sendiri."),
            code="confidential",
        )
    at = now()
    draft.incident, draft.attached_at, draft.discarded_at = incident, at, None
    draft.save(update_fields=[*changed, "incident", "attached_at", "discarded_at"])
    if call:
        code_by_track(call, incident.track, actor, at=at)
    record(draft, "attached", actor=actor, at=at, incident=incident.pk)
    return draft


@transaction.atomic
def detach(report_id: int, *, actor: User, version: int | None = None) -> Report:
    """Take an attaching back within five seconds: report, call and incident are as they were, the line stays."""
    call_id = Report.objects.values_list("call_id", flat=True).get(pk=report_id)
    call: Call | None = Call.objects.locked(call_id) if call_id else None
    report: Report = Report.objects.locked(report_id, version=version)
    permit(actor, "join")
    at = now()
    if report.taken_by_id != actor.pk or report.attached_at is None or report.incident_id is None:
        raise ValidationError(_("Laporan ini tidak sedang digabung."), code="not_attached")
    if at > report.attached_at + UNDO + UNDO_GRACE:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan."), code="too_late")
    incident = part(report.incident_id, actor=actor)
    if call and call.outcome_at == report.attached_at:  # coded by the attaching, not by a person
        call.outcome, call.outcome_at = CallOutcome.PENDING, None
        call.save(update_fields=["outcome", "outcome_at"])
        record(call, "undone", actor=actor, at=at, undid="coded")
    report.incident, report.attached_at = None, None
    report.save(update_fields=["incident", "attached_at"])
    record(report, "detached", actor=actor, at=at, incident=incident.pk)
    return report
