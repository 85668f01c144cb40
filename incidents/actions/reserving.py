"""How an agency or a unit is kept for an incident that does not need it yet, and let go again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Agency, Unit
from agencies.permissions import permit
from incidents.actions.clockwork import incident_keeping, wind
from incidents.actions.holding import end
from incidents.actions.intake import refuse_closed
from incidents.actions.response import agencies_of, locked_units
from incidents.models import Incident
from incidents.reservations import Reservation
from journal.journal import record
from journal.models import Timer

LONGEST = timedelta(hours=24)


@transaction.atomic
def reserve(
    incident_id: int,
    *,
    agencies: Collection[str] = (),
    units: Collection[str] = (),
    remind_at: datetime | None = None,
    actor: User,
    version: int | None = None,
) -> list[Reservation]:
    """Keep whole agencies and single units for an incident. A unit is kept for one incident only; nobody is told.

    `remind_at`: when the desk wants to be reminded of them.
    """
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "reserve")
    refuse_closed(incident)
    whole = agencies_of(agencies)
    single = locked_units(units)
    if not whole and not single:
        raise ValidationError(_("Pilih instansi atau unit yang dicadangkan."), code="nobody_chosen")
    at = now()
    check_reminder(remind_at, at)
    chosen = [(agency, None) for agency in whole] + [(unit.agency, unit) for unit in single]
    rows = [keep(incident, agency, unit, actor=actor, at=at, remind_at=remind_at) for agency, unit in chosen]
    wind(incident, at=at)
    for row in rows:
        record(incident, "reserved", actor=actor, at=at, **row.codes)
    return rows


def check_reminder(remind_at: datetime | None, at: datetime) -> None:
    """A reminder is of a moment that comes, and soon enough that somebody still knows what it was for."""
    if remind_at and not at < remind_at <= at + LONGEST:
        raise ValidationError({"remind_at": _("Pilih jam pengingat dalam 24 jam mendatang.")})


def keep(
    incident: Incident, agency: Agency, unit: Unit | None, *, actor: User, at: datetime, remind_at: datetime | None
) -> Reservation:
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
    return Reservation.objects.create(
        incident=incident, agency=agency, unit=unit, reserved_by=actor, reserved_at=at, remind_at=remind_at
    )


@transaction.atomic
def release_reservation(reservation_id: int, *, actor: User, version: int | None = None) -> Reservation:
    """Let go who was kept; merging may take the reservation to another incident while we wait for the first."""
    permit(actor, "reserve")
    row, incident = locked_reservation(reservation_id, version=version)
    at = now()
    end([row], at=at)
    wind(incident, at=at)
    record(incident, "unreserved", actor=actor, at=at, **row.codes)
    return row


def locked_reservation(reservation_id: int, *, version: int | None) -> tuple[Reservation, Incident]:
    """A reservation that stands, and its incident under the lock; refuses one that has ended meanwhile."""
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
    return row, incident


@transaction.atomic
def set_reminder(
    reservation_id: int, remind_at: datetime | None, *, actor: User, version: int | None = None
) -> Reservation:
    """Ask to be reminded of who is kept, at another moment, once more, or no more at all."""
    permit(actor, "reserve")
    row, incident = locked_reservation(reservation_id, version=version)
    at = now()
    check_reminder(remind_at, at)
    row.remind_at, row.reminded_at = remind_at, None
    row.save(update_fields=["remind_at", "reminded_at"])
    wind(incident, at=at)
    record(incident, "reminder_set", actor=actor, at=at, is_off=remind_at is None, **row.codes)
    return row


@transaction.atomic
def remind(seen: Timer) -> None:
    """It is time: the boards say who is kept for the incident, until somebody sends him, lets him go or puts it off."""
    incident = incident_keeping(seen)
    at = now()
    rows = list(incident.reservations.to_be_reminded().filter(remind_at__lte=at).select_related("agency", "unit"))
    for row in rows:
        row.reminded_at = at
        row.save(update_fields=["reminded_at"])
    wind(incident, at=at)
    for row in rows:
        record(incident, "reminded", actor=None, at=row.remind_at or at, **row.codes)
