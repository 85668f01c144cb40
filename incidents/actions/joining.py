"""Another reporter of an event that is already open: counted, his words a line of it; and taking that back."""

from __future__ import annotations

from datetime import datetime

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
    if incident.is_area_event:
        raise ValidationError(
            _("Kejadian wilayah tidak menerima laporan: teruskan sebagai kejadian sendiri, dispatcher mengaitkannya."),
            code="area_event",
        )
    at = now()
    record(incident, "joined", actor=actor, at=at, **count_in(incident, words, actor, at))
    return incident


def count_in(incident: Incident, words: str, actor: User, at: datetime) -> dict[str, int]:
    """One more report, its words a line, as part of another action; answers what its entry tells."""
    incident.report_count += 1
    incident.save(update_fields=["report_count"])
    line = add_note(incident, words, actor=actor, at=at)
    return {"reports": incident.report_count, **({"note": line.pk} if line else {})}


@transaction.atomic
def part(incident_id: int, *, actor: User, version: int | None = None) -> Incident:
    """A report turned out to be of another event; its line stays, for it may have been read, and is disowned."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "join")
    incident.report_count = max(1, incident.report_count - 1)
    incident.save(update_fields=["report_count"])
    record(incident, "parted", actor=actor, at=now(), reports=incident.report_count)
    return incident
