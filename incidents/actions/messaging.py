"""How the desk tells an agency or a unit something about an incident, and how that is acknowledged there."""

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
from agencies.plain import plain
from incidents.actions.intake import refuse_closed
from incidents.actions.response import agencies_of
from incidents.messages import LONGEST, UnitMessage
from incidents.models import Incident
from journal.journal import record


@transaction.atomic
def send_message(
    incident_id: int,
    text: str,
    *,
    agencies: Collection[str] = (),
    units: Collection[str] = (),
    actor: User,
    version: int | None = None,
) -> list[UnitMessage]:
    """Tell agencies and units that are at an incident something about it; each acknowledges for itself."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "send_message")
    refuse_closed(incident)
    words = worded(text)
    whom = addressees(incident, agencies, units)
    at = now()
    rows = [
        UnitMessage.objects.create(incident=incident, agency=agency, unit=unit, author=actor, sent_at=at, text=words)
        for agency, unit in whom
    ]
    for row in rows:
        record(incident, "messaged", actor=actor, at=at, **row.codes)
    return rows


def worded(text: str) -> str:
    """The words, short enough to be read on the way."""
    words = plain(text).strip()
    if not words:
        raise ValidationError({"text": _("Tulis pesannya lebih dulu.")})
    if len(words) > LONGEST:
        raise ValidationError(
            {"text": _("Pesan paling panjang %(most)s huruf. Bagi menjadi dua pesan.") % {"most": LONGEST}}
        )
    return words


def addressees(
    incident: Incident, agencies: Collection[str], units: Collection[str]
) -> list[tuple[Agency, Unit | None]]:
    """Whole agencies and single units, each at the incident now; whoever was not given it may learn nothing of it."""
    given = set(incident.assignments.active().values_list("agency_id", "unit_id"))
    told = {agency_id for agency_id, _unit_id in given}
    named = {unit.call_sign: unit for unit in Unit.objects.filter(call_sign__in=units).select_related("agency")}
    whole = agencies_of(agencies)
    away = [agency.code for agency in whole if agency.pk not in told]
    for sign in units:
        unit = named.get(sign)
        if unit is None or not {(unit.agency_id, unit.pk), (unit.agency_id, None)} & given:
            away.append(sign)
    if away:
        raise ValidationError(
            _("%(who)s tidak bertugas di %(number)s. Pesan hanya untuk yang bertugas di sana."),
            code="not_assigned",
            params={"who": ", ".join(away), "number": incident.short_number},
        )
    if not whole and not named:
        raise ValidationError(_("Pilih instansi atau unit yang dikirimi pesan."), code="nobody_chosen")
    single = [named[sign] for sign in dict.fromkeys(units)]
    return [(agency, None) for agency in whole] + [(unit.agency, unit) for unit in single]


@transaction.atomic
def read_message(
    message_id: int, *, actor: User, at: datetime | None = None, version: int | None = None
) -> UnitMessage:
    """Somebody of the agency has read it, by name; of two the first counts. `at`: the moment on his own telephone.

    Merging may take the message to another incident while we wait for the first.
    """
    row = UnitMessage.objects.select_related("agency", "unit").get(pk=message_id)
    incident: Incident = Incident.objects.locked(row.incident_id, version=version)
    row.refresh_from_db(fields=["incident", "read_at"])
    while row.incident_id != incident.pk:
        incident = Incident.objects.locked(row.incident_id)
        row.refresh_from_db(fields=["incident", "read_at"])
    permit(actor, "read_message", agency_id=row.agency_id)
    if row.read_at:
        return row
    row.read_at = moment = min(max(at or now(), row.sent_at), now())
    row.read_by = actor
    row.save(update_fields=["read_at", "read_by"])
    record(incident, "message_read", actor=actor, at=moment, **row.codes)
    return row
