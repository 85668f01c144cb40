"""How an agency or a unit is kept for an incident that does not need it yet, and let go again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Agency, Unit
from agencies.permissions import permit
from incidents.actions.holding import end
from incidents.actions.intake import refuse_closed
from incidents.actions.response import agencies_of, locked_units
from incidents.models import Incident
from incidents.reservations import Reservation
from journal.journal import record


@transaction.atomic
def reserve(
    incident_id: int,
    *,
    agencies: Collection[str] = (),
    units: Collection[str] = (),
    actor: User,
    version: int | None = None,
) -> list[Reservation]:
    """Keep whole agencies and single units for an incident. A unit is kept for one incident only; nobody is told."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "reserve")
    refuse_closed(incident)
    whole = agencies_of(agencies)
    single = locked_units(units)
    if not whole and not single:
        raise ValidationError(_("Pilih instansi atau unit yang dicadangkan."), code="nobody_chosen")
    at = now()
    rows = [keep(incident, agency, None, actor=actor, at=at) for agency in whole]
    rows += [keep(incident, unit.agency, unit, actor=actor, at=at) for unit in single]
    for row in rows:
        record(incident, "reserved", actor=actor, at=at, **row.codes)
    return rows


def keep(incident: Incident, agency: Agency, unit: Unit | None, *, actor: User, at: datetime) -> Reservation:
    """One row; the locks of the incident and of its unit are held, so what stands already can be told."""
    who = unit.call_sign if unit else agency.code
    if incident.assignments.active().filter(agency=agency, unit=unit).exists():
        raise ValidationError(
            _("%(who)s sudah ditugaskan ke %(number)s."),
            code="already_assigned",
            params={"who": who, "number": incident.short_number},
        )
    standing = Reservation.objects.standing().select_related("incident")
    own = standing.filter(unit=unit) if unit else standing.filter(incident=incident, agency=agency, unit=None)
    held = own.first()
    if held:
        raise ValidationError(
            _("%(who)s sudah dicadangkan untuk %(number)s. Lepas dulu cadangannya, atau pilih yang lain."),
            code="already_reserved",
            params={"who": who, "number": held.incident.short_number},
        )
    return Reservation.objects.create(incident=incident, agency=agency, unit=unit, reserved_by=actor, reserved_at=at)


@transaction.atomic
def release_reservation(reservation_id: int, *, actor: User, version: int | None = None) -> Reservation:
    """Let go who was kept; merging may take the reservation to another incident while we wait for the first."""
    permit(actor, "reserve")
    row = Reservation.objects.select_related("agency", "unit").get(pk=reservation_id)
    incident: Incident = Incident.objects.locked(row.incident_id, version=version)
    row.refresh_from_db(fields=["incident", "ended_at"])
    while row.incident_id != incident.pk:
        incident = Incident.objects.locked(row.incident_id)
        row.refresh_from_db(fields=["incident", "ended_at"])
    if row.ended_at:
        raise ValidationError(
            _("%(who)s tidak dicadangkan lagi untuk %(number)s."),
            code="not_reserved",
            params={"who": row.who, "number": incident.short_number},
        )
    at = now()
    end([row], at=at)
    record(incident, "unreserved", actor=actor, at=at, **row.codes)
    return row
