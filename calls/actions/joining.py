"""A report of an event that is already open is attached to it; every report keeps its own caller and words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.actions.calling import renew_called
from calls.actions.following import Held, held, settle_followers, with_followers
from calls.actions.overtaking import keep_overtaken
from calls.actions.reporting import Bases, locked_draft, write
from calls.actions.tracking import code_by_track
from calls.actions.writing_down import tell_lines
from calls.models import CallOutcome, Report
from calls.protocols import told
from incidents.actions import join, part
from incidents.actions.intake import add_note
from incidents.actions.response import UNDO, UNDO_GRACE
from journal.journal import record


@transaction.atomic
def attach(
    report_id: int, incident_id: int, *, actor: User, version: int | None = None, bases: Bases = None, **fields: Any
) -> Report:
    """Save the draft and make it one more report of an open incident.

    Refuses a report that was marked as closed for an incident that is not: who reported would be open to all.
    """
    call, waiting = with_followers(report_id)
    draft = locked_draft(report_id, actor, version=version)
    keep_overtaken(draft, fields, bases, now())
    changed = write(draft, fields)
    incident = join(incident_id, draft.words, actor=actor)
    tell_lines(draft, incident)
    if line := add_note(incident, told(draft), actor=actor, at=now()):
        record(incident, "noted", actor=actor, at=line.written_at, note=line.pk)
    if draft.is_closed and not incident.is_confidential:
        raise ValidationError(
            _("Laporan tertutup tidak digabung ke kejadian terbuka. Teruskan sebagai kejadian sendiri."),
            code="confidential",
        )
    at = now()
    draft.incident, draft.attached_at, draft.follows = incident, at, None
    draft.save(update_fields=[*changed, *draft.want(), "incident", "attached_at", "follows"])
    renew_called(incident)
    if call:
        code_by_track(call, incident.track, actor, at=at)
    settle_followers(draft.pk, waiting, incident, at)
    record(draft, "attached", actor=actor, at=at, incident=incident.pk)
    return draft


@transaction.atomic
def detach(report_id: int, *, actor: User, version: int | None = None) -> Report:
    """Take an attaching back within five seconds: report, call and incident are as they were, the line stays.

    Reports that had waited for this one and joined with it wait for it again: they are of its event, whichever that is.
    """
    rows = {one.report.pk: one for one in held([report_id, *joined_with(report_id)])}
    leader = rows.pop(report_id)
    report = leader.report
    report.refuse_unseen(version)
    permit(actor, "join")
    at = now()
    if report.taken_by_id != actor.pk or report.attached_at is None or report.incident_id is None:
        raise ValidationError(_("Laporan ini tidak sedang digabung."), code="not_attached")
    if at > report.attached_at + UNDO + UNDO_GRACE:
        raise ValidationError(_("Sudah terlambat untuk dibatalkan."), code="too_late")
    incident_id = report.incident_id
    for one in rows.values():
        if one.report.incident_id == incident_id and one.report.follows_id == report_id:  # not taken back meanwhile
            take_out(one, actor, at, follows=report)
            record(one.report, "detached", actor=actor, at=at, incident=incident_id)
    take_out(leader, actor, at)
    record(report, "detached", actor=actor, at=at, incident=incident_id)
    return report


def joined_with(report_id: int) -> list[int]:
    """The reports that waited for this one and became part of its incident with it."""
    row = Report.objects.get(pk=report_id)
    return list(row.followers.filter(incident__isnull=False, incident=row.incident_id).values_list("pk", flat=True))


def take_out(one: Held, actor: User, at: datetime, *, follows: Report | None = None) -> None:
    """A report is of the incident no more, its call as it was before; a draft again, that waits if it did."""
    report, call = one.report, one.call
    assert report.incident_id is not None
    incident = part(report.incident_id, actor=actor)
    if call and call.outcome_at == report.attached_at:  # coded by the attaching, not by a person
        call.outcome, call.outcome_at = CallOutcome.PENDING, None
        call.save(update_fields=["outcome", "outcome_at"])
        record(call, "undone", actor=actor, at=at, undid="coded")
    report.incident, report.attached_at, report.follows = None, None, follows
    report.save(update_fields=["incident", "attached_at", "follows"])
    renew_called(incident)
