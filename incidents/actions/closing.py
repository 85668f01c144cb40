"""How an incident ends, and how it is opened again."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from incidents.actions.clockwork import wind
from incidents.actions.holding import end_all
from incidents.actions.intake import add_note, refuse_closed, refuse_merged
from incidents.actions.response import codes
from incidents.models import Disposition, Incident, Outcome
from incidents.states import Finding, State
from incidents.surges import Surge
from journal.journal import record
from journal.models import Entry
from journal.timers import cancel

ARRIVED = (State.ON_SCENE, State.CONTROLLED)
# What clocks and messages do; none of it changes how an incident ended.
BY_ITSELF = ("told", "escalated", "breached")
# Endings that only who was there can know, by their APCO code.
FOUND_CODES = {"14": Finding.NIL, "17": Finding.FALSE}


@transaction.atomic
def close(
    incident_id: int, disposition: str, *, actor: User | None, words: str = "", version: int | None = None
) -> Incident:
    """Close an incident; agencies still at it are released in the same step.

    What the system has done by itself since the card was looked at does not stand in the way.
    """
    incident: Incident = Incident.objects.locked(incident_id)
    permit(actor, "close")
    refuse_moved(incident, version)
    refuse_closed(incident)
    refuse_surging(incident)
    ending = Disposition.objects.filter(code=disposition, is_active=True).first()
    if ending is None:
        raise ValidationError({"disposition": _("Pilih hasil akhir dari daftar.")})
    check_found(incident, ending)
    incident.closed_at = at = now()
    incident.outcome = Outcome.CLOSED
    incident.disposition = ending
    incident.save(update_fields=["closed_at", "outcome", "disposition"])
    add_note(incident, words, actor=actor, at=at)
    release(incident, actor=actor, at=at)
    end_all(incident, actor=actor, at=at)
    cancel(incident.subject, "deliver", at=at)
    wind(incident, at=at)
    record(incident, "closed", actor=actor, at=at, disposition=ending.code)
    return incident


def refuse_moved(incident: Incident, version: int | None) -> None:
    """Refuses with `changed` once a person did anything since this version; None: the caller does not say."""
    if version is None or version == incident.version:
        return
    since = Entry.objects.filter(subject=incident.subject, number__gt=version)
    if version > incident.version or since.exclude(actor=None, verb__in=BY_ITSELF).exists():
        incident.refuse_unseen(version)


def refuse_surging(incident: Incident) -> None:
    """The area event of a surge that is on is what others are attached to: the surge is switched off first."""
    if incident.is_area_event and Surge.objects.on().filter(incident=incident).exists():
        raise ValidationError(
            _("%(number)s memimpin mode lonjakan. Matikan mode lonjakan lebih dulu."),
            code="surging",
            params={"number": incident.short_number},
        )


def check_found(incident: Incident, ending: Disposition) -> None:
    """That nothing was there, or that it was a lie, is the word of a crew on scene, never the desk's own."""
    finding = FOUND_CODES.get(ending.apco_code)
    if finding and not incident.assignments.filter(finding=finding).exists():
        raise ValidationError(
            _("%(ending)s adalah kata petugas di lokasi. Catat dulu pada unitnya, atau pilih hasil akhir lain."),
            code="not_found_on_scene",
            params={"ending": ending.name},
        )


def release(incident: Incident, *, actor: User | None, at: datetime) -> None:
    """Let every agency go: who is there has finished, who is not is recalled; each is journalled."""
    for row in incident.assignments.active().select_related("agency", "unit"):
        row.state, past = (State.DONE, "finished") if row.state in ARRIVED else (State.RECALLED, "recalled")
        row.ended_at = at
        row.save(update_fields=["state", "ended_at"])
        record(incident, past, actor=actor, at=at, via="closing", **codes(row))


@transaction.atomic
def reopen(incident_id: int, reason: str, *, actor: User, version: int | None = None) -> Incident:
    """Open a closed incident again, with the reason; its agencies stay released until they are assigned anew."""
    incident: Incident = Incident.objects.locked(incident_id, version=version)
    permit(actor, "reopen")
    refuse_merged(incident)
    if not incident.closed_at:
        raise ValidationError(
            _("%(number)s masih terbuka."), code="already_open", params={"number": incident.short_number}
        )
    at = now()
    if add_note(incident, reason, actor=actor, at=at) is None:
        raise ValidationError({"reason": _("Beri alasan membuka kembali.")})
    open_again(incident)
    wind(incident, at=at)
    record(incident, "reopened", actor=actor, at=at)
    return incident


def open_again(incident: Incident) -> None:
    """Take back what closing or merging wrote on the incident itself."""
    incident.closed_at, incident.outcome, incident.disposition, incident.merged_into = None, Outcome.OPEN, None, None
    incident.save(update_fields=["closed_at", "outcome", "disposition", "merged_into"])
