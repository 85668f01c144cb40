"""Another reporter of an event that is already open: counted, his words a line of it; and taking that back."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit, standing
from incidents.actions.intake import add_note, refuse_closed
from incidents.models import Incident
from journal.journal import record


@transaction.atomic
def join(incident_id: int, words: str, *, actor: User, version: int | None = None) -> Incident:
    """Count one more report of an open incident; place, category and clocks stay as they are."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "join")
    if incident.is_confidential and not standing(actor).is_cleared:
        raise ValidationError(
            _("Kejadian tertutup: teruskan laporan ini sebagai kejadian sendiri."), code="not_cleared"
        )
    refuse_closed(incident)
    at = now()
    incident.report_count += 1
    incident.save(update_fields=["report_count"])
    line = add_note(incident, words, actor=actor, at=at)
    facts = {"note": line.pk} if line else {}
    record(incident, "joined", actor=actor, at=at, reports=incident.report_count, **facts)
    return incident


@transaction.atomic
def part(incident_id: int, *, actor: User, version: int | None = None) -> Incident:
    """A report turned out to be of another event; its line stays, for it may have been read, and is disowned."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "join")
    incident.report_count = max(1, incident.report_count - 1)
    incident.save(update_fields=["report_count"])
    record(incident, "parted", actor=actor, at=now(), reports=incident.report_count)
    return incident
