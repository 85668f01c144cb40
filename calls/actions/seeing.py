"""A dispatcher says that he has seen a report while it is still being written."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.models import Report, Sight
from journal.journal import record


@transaction.atomic
def see_draft(report_id: int, *, actor: User, version: int | None = None) -> Report:
    """Once for each dispatcher: its call-taker is told who and when. Seeing it again changes nothing."""
    draft: Report = Report.objects.locked(report_id)
    permit(actor, "see_draft")
    if draft.incident_id or draft.discarded_at:
        raise ValidationError(_("Laporan ini sudah diteruskan atau ditutup. Lihat daftar kejadian."), code="no_draft")
    if draft.sights.filter(seen_by=actor).exists():
        return draft
    draft.refuse_unseen(version)
    at = now()
    Sight.objects.create(report=draft, seen_by=actor, seen_at=at)
    record(draft, "seen", actor=actor, at=at)
    return draft
