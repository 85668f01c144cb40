"""How reservations end by what else happens: an assignment, here or elsewhere, a closing, a merging; and come back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.models import Agency, Unit
from incidents.actions.clockwork import wind
from incidents.models import Assignment, Incident
from incidents.reservations import Reservation
from journal.journal import record

NEVER = datetime.max.replace(tzinfo=UTC)


def locked_with_holders(
    incident_id: int, units: Collection[str], *, version: int | None = None
) -> tuple[Incident, dict[int, Incident]]:
    """An incident under its lock, and those that keep one of these units for themselves; the lower id first."""
    kept = Reservation.objects.standing().filter(unit__call_sign__in=units)
    holders = set(kept.values_list("incident_id", flat=True)) if units else set()
    rows: dict[int, Incident] = {pk: Incident.objects.locked(pk) for pk in sorted({incident_id, *holders})}
    incident = rows.pop(incident_id)
    incident.refuse_unseen(version)
    return incident, rows


def free_units(
    incident: Incident, units: Collection[Unit], holders: Mapping[int, Incident], *, actor: User | None, at: datetime
) -> dict[int, str]:
    """End what keeps these units, which are locked, because they are sent to this incident.

    Answers by the unit's id which incident it was kept for; each other than this one is told in its journal.
    """
    kept = Reservation.objects.standing().filter(unit__in=units).select_related("incident", "agency", "unit")
    found = {}
    for row in kept if units else ():
        if row.incident_id != incident.pk and row.incident_id not in holders:
            raise ValidationError(
                _("%(who)s baru saja dicadangkan untuk %(number)s. Ulangi bila tetap ditugaskan."),
                code="just_reserved",
                params={"who": row.who, "number": row.incident.short_number},
            )
        end([row], at=at)
        found[row.unit_id or 0] = row.incident.short_number
        if row.incident_id != incident.pk:
            wind(holders[row.incident_id], at=at)
            facts = {"into": incident.pk, "short": incident.short_number}
            record(holders[row.incident_id], "unreserved", actor=actor, at=at, **row.codes, **facts)
    return found


def fulfil(incident: Incident, agency: Agency, unit: Unit | None, *, at: datetime) -> bool:
    """End the incident's own reservation of who is assigned to it now; whether there was one."""
    rows = list(incident.reservations.standing().filter(agency=agency, unit=unit))
    end(rows, at=at)
    return bool(rows)


def end(rows: Iterable[Reservation], *, at: datetime) -> None:
    """These stand no longer."""
    for row in rows:
        row.ended_at = at
        row.save(update_fields=["ended_at"])


def end_all(incident: Incident, *, actor: User | None, at: datetime) -> None:
    """Let everybody go who was kept for an incident that is over; each is journalled."""
    for row in incident.reservations.standing().select_related("agency", "unit"):
        end([row], at=at)
        record(incident, "unreserved", actor=actor, at=at, via="closing", **row.codes)


def revive(rows: Iterable[Reservation]) -> None:
    """Bring back what ended with a step that is taken back, except who has been taken elsewhere since."""
    found = list(rows)
    list(Unit.objects.filter(pk__in=[row.unit_id for row in found]).order_by("pk").select_for_update(no_key=True))
    for row in found:
        active = Assignment.objects.active()
        is_given = active.filter(incident=row.incident_id, agency=row.agency_id, unit=row.unit_id).exists()
        if is_given or is_taken(row):
            continue
        row.ended_at = None
        row.save(update_fields=["ended_at"])


def is_taken(row: Reservation) -> bool:
    """Whether another reservation stands in its place, or its unit was sent somewhere."""
    standing = Reservation.objects.standing()
    if row.unit_id is None:
        return standing.filter(incident=row.incident_id, agency=row.agency_id, unit=None).exists()
    return (
        standing.filter(unit=row.unit_id).exists()
        or Assignment.objects.active().filter(unit=row.unit_id, notified_at__gte=row.reserved_at).exists()
    )


def carry_reservations(source: Incident, target: Incident, *, at: datetime) -> tuple[list[int], list[Reservation]]:
    """What the source keeps goes along with its assignments, which have gone before: ids of those that went, and rows
    that ended because the target has the same already. Of two of an agency that stands which reminds first.
    """
    own = list(source.reservations.standing().select_related("agency", "unit"))
    there = list(target.reservations.standing().select_related("agency", "unit"))
    whole = {row.agency_id: row for row in there if row.unit_id is None}
    given = set(target.assignments.active().values_list("agency_id", "unit_id"))
    pairs = [(row, whole[row.agency_id]) for row in own if row.unit_id is None and row.agency_id in whole]
    twins = [max(pair, key=lambda row: row.remind_at or NEVER) for pair in pairs]
    met = [row for row in [*own, *there] if (row.agency_id, row.unit_id) in given and row not in twins]
    end([*twins, *met], at=at)
    Reservation.objects.filter(pk__in=[row.pk for row in own]).update(incident=target)
    return [row.pk for row in own], [*twins, *met]
