"""What a reporter said: begun, saved field by field, sent on as an incident, or put aside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from agencies.plain import plain
from calls.actions.answering import check_cleared, check_reason
from calls.actions.asking import keep_answers, number_of
from calls.actions.calling import propose_called, renew_called
from calls.actions.following import drop, settle_followers, with_followers
from calls.actions.handing import refuse_others
from calls.actions.numbers import keep_number
from calls.actions.overtaking import keep_overtaken, refuse_overtaken
from calls.actions.tracking import code_by_track
from calls.actions.writing_down import keep_lines, tell_lines
from calls.calling import called_codes
from calls.models import MOST_VICTIMS, VICTIMS, Call, Report
from calls.protocols import suggestion, told
from calls.relations import Relation
from calls.secrecy import refuse_unconcerned
from incidents.actions import open_incident
from incidents.actions.intake import Facts, add_note, area_of, category_of
from incidents.models import Incident, Source
from journal.journal import record

PLACE_FIELDS = {"place_text", "landmark", "area", "lat", "lng"}
KIND_FIELDS = {"category", "priority"}
TEXT_LENGTHS = {"place_text": 200, "landmark": 200, "reporter_name": 80, "relation": 40, "callback": 40, "words": 4000}
PROPOSED = re.compile(r"-|(?:[A-Z0-9]{1,5}(?:,[A-Z0-9]{1,5}){0,12})?")
DRAFT_FIELDS = (
    PLACE_FIELDS | KIND_FIELDS | set(TEXT_LENGTHS) | set(VICTIMS) | {"is_confidential", "hides_reporter", "proposed"}
)


Bases = Mapping[str, Any] | None


@transaction.atomic
def start_report(source: str, *, actor: User) -> Report:
    """Begin a report without a call: radio, face to face, the operator's own telephone."""
    permit(actor, "report")
    if source not in (Source.RADIO, Source.WALK_IN, Source.PHONE):
        raise ValidationError({"source": _("Pilih sumber laporan.")})
    at = now()
    draft = Report.objects.create(source=source, taken_by=actor, started_at=at)
    record(draft, "started", actor=actor, at=at, source=source)
    return draft


@transaction.atomic
def save_draft(
    report_id: int, *, actor: User, version: int | None = None, bases: Bases = None, **fields: Any
) -> Report:
    """Keep what was typed so far, field by field; a draft may be as incomplete as the caller's first words.

    `bases` has what the writer saw in the fields; what somebody else wrote there since is not written over.
    """
    draft = locked_draft(report_id, actor, version=version)
    refuse_overtaken(draft, fields, bases)
    is_answered = bool(fields.get("answers"))
    before = called_codes(draft) if is_answered else set()
    changed = write(draft, fields)
    if changed:
        draft.save(update_fields=changed)
        if is_answered:
            propose_called(draft, before)
        record(draft, "drafted", actor=actor, at=now(), fields=sorted(fields), **asked(fields))
    return draft


def asked(fields: dict[str, Any]) -> dict[str, list[int]]:
    """The questions that were answered, by their ids; what was answered is for the row alone."""
    return {"questions": sorted(number_of(key) for key in fields["answers"])} if fields.get("answers") else {}


def locked_draft(report_id: int, actor: User, *, version: int | None) -> Report:
    """The unsent report under its lock, in the hands of whoever takes it."""
    draft: Report = Report.objects.locked(report_id)
    permit(actor, "report")
    refuse_others(draft, actor)
    if draft.incident_id:
        number = Incident.objects.get(pk=draft.incident_id).short_number
        raise ValidationError(
            _("Laporan ini sudah diteruskan sebagai %(number)s."), code="already_forwarded", params={"number": number}
        )
    draft.refuse_unseen(version)
    return draft


def write(draft: Report, fields: dict[str, Any]) -> list[str]:
    """Put the fields on the row and stamp when place and kind were last settled; answers the columns touched."""
    changed = []
    typed = {name: value for name, value in fields.items() if name not in ("answers", "lines")}
    for name, value in typed.items():
        new = value_of(name, value)
        if name == "relation":
            check_relation(new, draft.relation)
        if getattr(draft, name) != new:
            setattr(draft, name, new)
            changed.append(name)
    if "callback" in changed and keep_number(draft):
        changed.append("number")
    at = now()
    touched = set(changed)
    for moved, column in ((PLACE_FIELDS, "located_at"), (KIND_FIELDS, "classified_at"), (DRAFT_FIELDS, "saved_at")):
        if moved & touched:
            setattr(draft, column, at)
            changed.append(column)
    is_answered = keep_answers(draft, fields.get("answers") or {}, at)
    is_written = keep_lines(draft, fields.get("lines") or (), at)
    if (is_answered or is_written) and "saved_at" not in changed:
        draft.saved_at = at
        changed.append("saved_at")
    return changed


def value_of(name: str, value: Any) -> Any:
    """A typed value as the row keeps it; codes become rows, texts too long are refused, never cut."""
    if name not in DRAFT_FIELDS:
        raise ValidationError({name: _("Isian ini tidak dikenal.")})
    if name == "category":
        return category_of(value) if value else None
    if name == "area":
        return area_of(value)
    if name in TEXT_LENGTHS:
        text = plain(str(value))
        if len(text) > TEXT_LENGTHS[name]:
            raise ValidationError({name: _("Paling panjang %(most)d huruf.") % {"most": TEXT_LENGTHS[name]}})
        return text
    if name == "proposed" and not PROPOSED.fullmatch(str(value)):
        raise ValidationError({name: _("Usulan instansi ini tidak dikenal. Muat ulang halaman.")})
    if name in VICTIMS and not (isinstance(value, int) and 0 <= value <= MOST_VICTIMS):
        raise ValidationError({name: _("Jumlah korban antara 0 dan %(most)d.") % {"most": MOST_VICTIMS}})
    return value


def check_relation(code: str, before: str) -> None:
    """A relation is one of the list; what was written before there was a list may stay."""
    if code and code not in Relation.values and code != before:
        raise ValidationError({"relation": _("Pilih hubungan pelapor dari daftar.")})


@transaction.atomic
def discard(report_id: int, *, actor: User, version: int | None = None) -> Report:
    """Put a draft aside: it leaves the console, its row stays."""
    draft = locked_draft(report_id, actor, version=version)
    draft.discarded_at = at = now()
    draft.follows = None
    draft.save(update_fields=["discarded_at", "follows"])
    drop(draft, at)
    record(draft, "discarded", actor=actor, at=at)
    return draft


@transaction.atomic
def forward(report_id: int, *, actor: User, version: int | None = None, bases: Bases = None, **fields: Any) -> Report:
    """Save and hand over: the report becomes an incident with a number, on the board at the commit."""
    call, waiting = with_followers(report_id)
    draft = locked_draft(report_id, actor, version=version)
    keep_overtaken(draft, fields, bases, now())
    changed = write(draft, fields)
    if draft.category is None:
        raise ValidationError({"category": _("Pilih jenis kejadian.")})
    incident = open_incident(facts_of(draft, call), actor=actor)
    tell_lines(draft, incident)
    draft.incident, draft.follows = incident, None
    draft.save(update_fields=[*changed, *draft.want(), "incident", "follows"])
    renew_called(incident)
    at = incident.opened_at
    if call:
        code_by_track(call, incident.track, actor, at=at)
    if line := add_note(incident, told(draft), actor=actor, at=at):
        record(incident, "noted", actor=actor, at=at, note=line.pk)
    settle_followers(draft.pk, waiting, incident, at)
    record(draft, "forwarded", actor=actor, at=at, incident=incident.pk)
    return draft


def facts_of(draft: Report, call: Call | None) -> Facts:
    """A report as the beginning of an incident; the seven minutes start with the answer of the call."""
    assert draft.category is not None
    return Facts(
        source=draft.source,
        category=draft.category.code,
        place_text=draft.place_text,
        landmark=draft.landmark,
        area=draft.area.code if draft.area else "",
        lat=draft.lat,
        lng=draft.lng,
        priority=draft.priority or suggestion(draft),
        is_confidential=draft.is_confidential,
        reported_at=(call.answered_at if call else None) or draft.started_at,
        located_at=draft.located_at,
        classified_at=draft.classified_at,
        is_simulated=bool(call and call.is_simulated),
        words=draft.words,
        proposed=draft.proposed,
    )


@transaction.atomic
def reveal_reporter(report_id: int, reason: str, *, actor: User, version: int | None = None) -> dict[str, str]:
    """Name and numbers of a reporter, shown once and written down: who looked, and why."""
    report: Report = Report.objects.locked(report_id, version=version)
    permit(actor, "reveal_caller")
    check_reason(reason)
    check_cleared(report, actor)
    refuse_unconcerned(report, actor)
    record(report, "revealed", actor=actor, at=now(), reason=reason)
    caller = report.call.caller.value if report.call and report.call.caller else ""
    return {"name": report.reporter_name, "caller": caller, "callback": report.callback}
