"""A person at the desk who does not wait for the ladder: the next rung is told now, with his name and his reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from agencies.plain import plain
from incidents.actions.clockwork import next_rung, wind
from incidents.actions.intake import refuse_closed
from incidents.models import Assignment, Escalation, Incident
from incidents.states import State
from journal.journal import record
from journal.timers import cancel, promise

LONGEST = 200


@transaction.atomic
def escalate(
    incident_id: int, reason: str, *, agencies: Collection[str] = (), actor: User, version: int | None = None
) -> list[Escalation]:
    """Tell the next rung of every agency that has not answered, or of the named ones; each is to be acknowledged.

    The rung after it is told at the ladder's own moment, not sooner. The reason stays in the rows; the journal knows
    that there was one.
    """
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "escalate")
    refuse_closed(incident)
    words = " ".join(plain(reason).split()) or (_("belum menjawab") if agencies else "")
    if not words or len(words) > LONGEST:
        raise ValidationError({"reason": _("Tulis alasannya, paling panjang %(most)d huruf.") % {"most": LONGEST}})
    waiting = list(incident.assignments.filter(state=State.NOTIFIED).select_related("agency"))
    refuse_answered(incident, waiting)
    waiting = only_named(incident, waiting, agencies)
    at = now()
    raised = [one for row in waiting if (one := raise_by_hand(incident, row, words, actor=actor, at=at))]
    if not raised:
        raise ValidationError(
            _("Tangga eskalasi %(number)s sudah sampai puncaknya. Hubungi lewat Telepon OPD."),
            code="at_the_top",
            params={"number": incident.short_number},
        )
    wind(incident, at=at)
    for one in raised:
        row = next(row for row in waiting if row.pk == one.assignment_id)
        facts = {"clock": "accept", "escalation": one.pk, "assignment": row.pk, "level": one.level}
        record(incident, "escalated", actor=actor, at=at, agency=row.agency.code, by_hand=True, **facts)
    return raised


def refuse_answered(incident: Incident, waiting: list[Assignment]) -> None:
    """Nobody is left to be reminded: what to do instead depends on whether anybody was asked at all."""
    if waiting:
        return
    number = {"number": incident.short_number}
    if incident.assignments.active().exists():
        words = _("Semua instansi di %(number)s sudah menjawab. Hubungi atasannya lewat Telepon OPD.")
        raise ValidationError(words, code="all_answered", params=number)
    raise ValidationError(_("%(number)s belum ditugaskan. Tugaskan instansi dulu."), code="nobody_told", params=number)


def only_named(incident: Incident, waiting: list[Assignment], wanted: Collection[str]) -> list[Assignment]:
    """Those of the named agencies, all when none is named; refuses a name from which no answer is awaited."""
    missing = set(wanted) - {row.agency.code for row in waiting}
    if missing:
        raise ValidationError(
            _("%(codes)s tidak sedang ditunggu jawabannya di %(number)s. Sebut instansi yang belum menjawab."),
            code="not_awaited",
            params={"codes": ", ".join(sorted(missing)), "number": incident.short_number},
        )
    return [row for row in waiting if not wanted or row.agency.code in wanted]


def raise_by_hand(incident: Incident, row: Assignment, reason: str, *, actor: User, at: datetime) -> Escalation | None:
    """The next rung of one assignment's ladder; None at its top."""
    step = next_rung(row)
    if step is None:
        return None
    row.level = step.level
    row.save(update_fields=["level"])
    # What was promised was this rung; `wind` promises the one above it.
    cancel(incident.subject, "ladder", at=at, assignment_id=row.pk)
    promise(incident.subject, "deliver", at, assignment_id=row.pk)
    return Escalation.objects.create(
        incident=incident,
        assignment=row,
        clock="accept",
        level=step.level,
        raised_at=at,
        told=step.title,
        raised_by=actor,
        reason=reason,
    )
