"""How an incident is given another alarm level of its plan."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from incidents.actions.intake import refuse_closed
from incidents.models import Assignment, Incident
from incidents.planning import choose_for
from incidents.plans import Plan
from journal.journal import record


@transaction.atomic
def set_alarm(incident_id: int, level: int, *, actor: User, version: int | None = None) -> Incident:
    """Raise an incident to an alarm level of its plan, or lower it; whom that level adds is recommended, not sent."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "set_alarm")
    refuse_closed(incident)
    old = incident.alarm
    plan = choose_for(incident).plan
    if level == old:
        raise ValidationError(
            _("%(number)s sudah alarm %(level)s."),
            code="unchanged",
            params={"number": incident.short_number, "level": level},
        )
    if level > old:
        refuse_beyond(incident, plan, level)
    incident.alarm = level
    incident.save(update_fields=["alarm"])
    record(incident, "alarm_set", actor=actor, at=now(), alarm=[old, incident.alarm], **edition_of(plan))
    return incident


def refuse_beyond(incident: Incident, plan: Plan | None, level: int) -> None:
    """A level that adds nobody is none."""
    if plan is None:
        raise ValidationError(
            _("Tidak ada rencana pengiriman untuk %(number)s. Tugaskan unit tambahan langsung."),
            code="no_plan",
            params={"number": incident.short_number},
        )
    if level > plan.top:
        raise ValidationError(
            _("Rencana “%(title)s” hanya sampai alarm %(top)s. Tugaskan unit tambahan langsung."),
            code="no_such_level",
            params={"title": plan.title, "top": plan.top},
        )


def edition_of(plan: Plan | None) -> dict[str, Any]:
    """What a plan is called in the journal."""
    return {"plan": plan.code, "edition": plan.edition} if plan else {}


def proposed_by(row: Assignment, plan: Plan | None, alarm: int) -> dict[str, Any]:
    """The edition that asked for whom was assigned; nothing for somebody it did not ask for."""
    if plan is None:
        return {}
    kind = row.unit.capability if row.unit else None
    asked = any(
        need.agency_id == row.agency_id and (kind is None or need.capability in ("", kind))
        for need in plan.needed(alarm)
    )
    return edition_of(plan) if asked else {}
