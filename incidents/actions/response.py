"""How agencies are given an incident, and how they answer it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.fixes import CLOCK_AHEAD
from agencies.models import Agency, Unit
from agencies.permissions import permit
from agencies.typed import not_yet
from incidents.actions.alarms import proposed_by
from incidents.actions.clockwork import wind
from incidents.actions.holding import free_units, fulfil, locked_with_holders
from incidents.actions.intake import refuse_closed
from incidents.models import Assignment, Incident
from incidents.planning import choose_for
from incidents.states import STEPS, State, Step
from journal.journal import record
from journal.rows import asked, columns, parted
from journal.timers import cancel, promise

UNDO = timedelta(seconds=5)
# A click at 4.9 s must not be refused because of the way to the server.
UNDO_GRACE = timedelta(seconds=2)
WITH_WHO = f"""
SELECT {columns(Assignment)}, {columns(Agency)}, {columns(Unit)} FROM incidents_assignment
JOIN agencies_agency ON agencies_agency.id = incidents_assignment.agency_id
LEFT JOIN agencies_unit ON agencies_unit.id = incidents_assignment.unit_id WHERE incidents_assignment.id = %s
"""
STAMPS = ("accepted_at", "departed_at", "arrived_at", "controlled_at", "ended_at")


@transaction.atomic
def assign(
    incident_id: int,
    *,
    agencies: Collection[str] = (),
    units: Collection[str] = (),
    actor: User,
    version: int | None = None,
) -> list[Assignment]:
    """Give an incident to whole agencies and to single units; each is told at once, and its ladder starts.

    Who was kept in reserve for it is so no longer, and a unit kept for another incident is lost to that one.
    """
    incident, holders = locked_with_holders(incident_id, units, version=version)
    permit(actor, "assign")
    refuse_closed(incident)
    whole = agencies_of(agencies)
    single = locked_units(units)
    if not whole and not single:
        raise ValidationError(_("Pilih instansi atau unit yang ditugaskan."), code="nobody_chosen")
    at = now()
    rows = [give(incident, agency, None, at=at) for agency in whole]
    rows += [give(incident, unit.agency, unit, at=at) for unit in single]
    for row in rows:
        promise(incident.subject, "deliver", at, assignment_id=row.pk)
    kept = {agency.pk for agency in whole if fulfil(incident, agency, None, at=at)}
    freed = free_units(incident, single, holders, actor=actor, at=at)
    wind(incident, at=at)
    plan = choose_for(incident).plan
    for row in rows:
        more: dict[str, Any] = {"is_neighbour": True} if row.agency.is_neighbour else {}
        held = freed.get(row.unit_id) if row.unit_id else row.agency_id in kept and incident.short_number
        more |= {"reserved_for": held} if held else {}
        record(incident, "assigned", actor=actor, at=at, **codes(row), **proposed_by(row, plan, incident.alarm), **more)
    return rows


def give(incident: Incident, agency: Agency, unit: Unit | None, *, at: datetime) -> Assignment:
    """One row; the database decides who was first, the code only says it well."""
    try:
        with transaction.atomic():
            return Assignment.objects.create(incident=incident, agency=agency, unit=unit, notified_at=at)
    except IntegrityError as error:
        who = unit.call_sign if unit else agency.code
        raise ValidationError(
            _("%(who)s sudah ditugaskan ke %(number)s."),
            code="already_assigned",
            params={"who": who, "number": incident.short_number},
        ) from error


def codes(row: Assignment) -> dict[str, str | int | None]:
    """What an assignment is called in the journal."""
    return {"assignment": row.pk, "agency": row.agency.code, "unit": row.unit.call_sign if row.unit else None}


def agencies_of(wanted: Collection[str]) -> list[Agency]:
    """The active agencies of these codes; refuses unknown ones by name."""
    found = {agency.code: agency for agency in Agency.objects.filter(code__in=wanted, is_active=True)}
    missing = [code for code in dict.fromkeys(wanted) if code not in found]
    if missing:
        raise ValidationError(
            _("Instansi %(codes)s tidak ada atau tidak aktif. Pilih instansi lain."),
            code="unknown_agency",
            params={"codes": ", ".join(missing)},
        )
    return [found[code] for code in dict.fromkeys(wanted)]


def locked_units(wanted: Collection[str]) -> list[Unit]:
    """These units, locked in one order, each on duty and free; a busy one is refused with what it is busy at."""
    rows = Unit.objects.filter(call_sign__in=wanted, agency__is_active=True)
    found: list[Unit] = list(rows.select_related("agency").select_for_update(no_key=True, of=("self",)).order_by("pk"))
    missing = set(wanted) - {unit.call_sign for unit in found}
    if missing:
        raise ValidationError(
            _("Unit %(units)s tidak ada atau tidak dipakai lagi. Pilih unit lain."),
            code="unknown_unit",
            params={"units": ", ".join(sorted(missing))},
        )
    for unit in found:
        check_free(unit)
    return found


def check_free(unit: Unit) -> None:
    """Refuses a unit that is off duty or at another emergency, and says where; a service waits, it never holds one."""
    if not unit.is_on_duty:
        raise ValidationError(
            _("%(unit)s tidak siaga (%(reason)s). Pilih unit lain."),
            code="unit_off_duty",
            params={"unit": unit.call_sign, "reason": unit.off_duty_reason or "-"},
        )
    busy = Assignment.objects.holding().filter(unit=unit).select_related("incident").first()
    if busy:
        raise ValidationError(
            _("%(unit)s baru saja ke %(number)s. Pilih unit lain."),
            code="unit_busy",
            params={"unit": unit.call_sign, "number": busy.incident.short_number},
        )


@dataclass(frozen=True)
class Told:
    """How a step was reported: `at` is its own moment (None: now), `via` app, radio or simulation."""

    at: datetime | None = None
    via: str = "app"
    reason: str = ""
    unit: str = ""


HERE_AND_NOW = Told()


@transaction.atomic
def progress(
    assignment_id: int, verb: str, *, actor: User | None, told: Told = HERE_AND_NOW, version: int | None = None
) -> Assignment:
    """Record one step of an assignment, by the agency itself or by the desk on its behalf."""
    incident, holders, row = locked_for_step(assignment_id, told.unit, version=version)
    permit(actor, verb, agency_id=row.agency_id)
    step = STEPS[verb]
    check_step(row, step, told)
    at = moment(incident, row, told)
    row.state, row.finding = step.end, step.finding
    setattr(row, step.stamps, at)
    row.reason = told.reason.strip()[:200] if verb == "decline" else row.reason
    if told.unit:
        row.unit = named_unit(row, told.unit)
        free_units(incident, [row.unit], holders, actor=actor, at=now())
    is_all = verb == "accept" and row.unit is None and only_acknowledges(row.agency, incident)
    if is_all:
        row.state, row.ended_at = State.DONE, at
    row.save(update_fields=["state", step.stamps, "ended_at", "reason", "unit", "finding"])
    cancel(incident.subject, "deliver", at=now(), assignment_id=row.pk)
    wind(incident, at=now())
    record(incident, step.past, actor=actor, at=at, via=told.via, **codes(row), **({"is_all": True} if is_all else {}))
    return row


def only_acknowledges(agency: Agency, incident: Incident) -> bool:
    """Whether nothing more than an answer is asked of it here, as of a utility that switches off at a fire."""
    return agency.only_acknowledges and not incident.category.leads.filter(pk=agency.pk).exists()


def locked_with(assignment_id: int, *, version: int | None = None) -> tuple[Incident, Assignment]:
    """An assignment and its incident under the lock; merging may take it to another while we wait for the first."""
    incident, _holders, row = locked_for_step(assignment_id, "", version=version)
    return incident, row


def locked_for_step(
    assignment_id: int, unit: str, *, version: int | None = None
) -> tuple[Incident, dict[int, Incident], Assignment]:
    """The same, with the incidents that keep the unit in reserve that the step names."""
    incident_id = assignment_with_who(assignment_id).incident_id
    incident, holders = locked_with_holders(incident_id, [unit] if unit else [], version=version)
    row = assignment_with_who(assignment_id)
    while row.incident_id != incident.pk:
        incident = Incident.objects.locked(row.incident_id)
        row = assignment_with_who(assignment_id)
    return incident, holders, row


def assignment_with_who(assignment_id: int) -> Assignment:
    """An assignment as it stands now, with its agency and its unit."""
    found = asked(WITH_WHO, [assignment_id])
    if not found:
        raise Assignment.DoesNotExist
    row: Assignment
    row, row.agency, row.unit = parted(found[0], Assignment, Agency, Unit)
    return row


def check_step(row: Assignment, step: Step, told: Told) -> None:
    """Refuses a step that does not follow from where the assignment stands; says where it stands."""
    if row.state not in step.start:
        raise ValidationError(
            _("%(who)s berstatus %(state)s; langkah ini tidak berlaku lagi."),
            code=f"already_{row.state}",
            params={"who": row.unit.call_sign if row.unit else row.agency.code, "state": State(row.state).label},
        )
    if step.verb == "decline" and not told.reason.strip():
        raise ValidationError({"reason": _("Beri alasan menolak, supaya dispatcher tahu apa yang harus dicari.")})


def moment(incident: Incident, row: Assignment, told: Told) -> datetime:
    """When the step happened; refuses what is yet to come.

    A phone's clock that is a little off is bent into what is possible; a time typed by a person must be right.
    An app answers nothing before it was told, or a slow clock would better the figure; by radio that may have been so.
    """
    present = now()
    if told.at is None:
        return present
    stamps: list[datetime] = [getattr(row, name) for name in STAMPS if getattr(row, name)]
    earliest = max([incident.reported_at, *stamps])
    is_bent = told.via == "app"
    if told.at > present + (CLOCK_AHEAD if is_bent else timedelta(0)):
        raise ValidationError({"at": not_yet()})
    if is_bent:
        return min(max(told.at, earliest, row.notified_at), present)
    if told.at < earliest:
        raise ValidationError({"at": _("Jam ini sebelum langkah sebelumnya. Periksa jamnya.")})
    return told.at


def named_unit(row: Assignment, call_sign: str) -> Unit:
    """The unit with which an agency answers what it was given as a whole."""
    unit = locked_units([call_sign])[0] if row.unit is None or row.unit.call_sign != call_sign else row.unit
    if unit.agency_id != row.agency_id or row.unit not in (None, unit):
        raise ValidationError(_("%(unit)s bukan unit penugasan ini."), code="unknown_unit", params={"unit": call_sign})
    return unit
