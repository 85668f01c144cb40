"""The units of some agencies as they stand now, what keeps each from being sent, and how soon it is at an event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import now

from agencies.models import Centre, Unit
from agencies.positions import UNSURE, Position
from incidents.filling import Rostered
from incidents.models import Assignment, Incident, Track
from incidents.reservations import Reservation
from incidents.routing import MOST_POINTS, legs
from incidents.states import State
from incidents.suggest import Candidate, Point, Trip, kilometres
from incidents.travel import estimated


def roster(codes: Collection[str], *, incident_id: int | None = None) -> list[Rostered]:
    """Every unit of these agencies; one that never told where it is stands where it starts from.

    Who is kept in reserve for the incident that is asked for is free for it.
    """
    units = list(Unit.objects.filter(agency__code__in=codes).select_related("agency", "position"))
    busy: dict[int, list[str]] = defaultdict(list)
    holding = Q(incident__track=Track.EMERGENCY) | Q(incident=incident_id)  # a service waits, it holds nobody
    for row in Assignment.objects.active().filter(holding, unit__in=units).select_related("incident"):
        busy[row.unit_id or 0].append(row.incident.short_number)
    kept = Reservation.objects.standing().filter(unit__in=units).exclude(incident=incident_id)
    held = {row.unit_id: row.incident.short_number for row in kept.select_related("incident")}
    declined = declined_by(units, incident_id) if incident_id else {}
    at = now()
    return [
        Rostered(candidate(unit), *obstacle(unit, busy[unit.pk], at, held.get(unit.pk, ""), declined.get(unit.pk)))
        for unit in units
    ]


def declined_by(units: Collection[Unit], incident_id: int) -> dict[int | None, str]:
    """Which of these units said no to the incident when they were asked last, and why."""
    rows = Assignment.objects.filter(incident=incident_id, unit__in=units).order_by("notified_at", "pk")
    last = {row.unit_id: row for row in rows.only("unit_id", "state", "reason")}
    return {pk: row.reason for pk, row in last.items() if row.state == State.DECLINED}


def candidate(unit: Unit) -> Candidate:
    """The unit as it is weighed."""
    at = known(unit) or unit
    point = (at.lat, at.lng) if at.lat is not None and at.lng is not None else None
    return Candidate(unit.agency.code, unit.call_sign, unit.pk, point, unit.capability)


def known(unit: Unit) -> Position | None:
    """Where it was last, if anything tells; read it with its `position`."""
    return getattr(unit, "position", None)


def obstacle(
    unit: Unit, incidents: Collection[str], at: datetime, held: str = "", declined: str | None = None
) -> tuple[str, str]:
    """Why it cannot be sent, and the particulars; two empty texts if it can."""
    if incidents:
        return "busy", ", ".join(incidents)
    if not unit.is_on_duty:
        return "off", unit.off_duty_reason
    if declined is not None:
        return "declined", declined
    if held:
        return "reserved", held
    last = known(unit)
    if last is None or last.age(at) <= UNSURE:
        return "", ""
    return "stale", str(int(last.age(at).total_seconds() // 60))  # it may be anywhere


def ways_to(incident: Incident, signs: Collection[str]) -> dict[str, Trip]:
    """The way of each of these units to the incident, by its call sign; none where either is nowhere known."""
    rows = Unit.objects.filter(call_sign__in=signs, agency__is_active=True).select_related("agency", "position")
    units = [candidate(unit) for unit in rows]
    at = (incident.lat, incident.lng) if incident.lat is not None and incident.lng is not None else None
    found = trips_to(at, units)
    return {one.unit: found[one.unit_id] for one in units if one.unit_id in found}


def trips_to(at: Point | None, units: Iterable[Candidate], *, moment: datetime | None = None) -> dict[int, Trip]:
    """The way of each unit to the event, by the unit's id; none where it or the event is nowhere known.

    By road where an engine answers for the nearest, as the crow flies and estimated for all others.
    """
    if at is None:
        return {}
    placed = sorted(
        ((kilometres(one.point, at), one.unit_id, one) for one in units if one.point), key=lambda row: row[:2]
    )
    if not placed:
        return {}
    hour = (moment or now()).astimezone(Centre.objects.get().zone).time()
    found = {pk: Trip(km, estimated(km, one.kind, hour)) for km, pk, one in placed}
    asked = [one for _km, _pk, one in placed][:MOST_POINTS]
    for one, leg in zip(asked, legs([one.point for one in asked if one.point], at), strict=True):
        if leg is not None:
            found[one.unit_id] = Trip(leg[0], max(1, round(leg[1])), is_estimate=False)
    return found
