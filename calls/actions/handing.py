"""A report goes on in a colleague's hands: who had it adds what he still knows as lines, and puts it off his desk."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.actions.writing_down import keep_lines
from calls.hands import Hand
from calls.lines import ReportLine
from calls.models import Report
from incidents.actions.intake import add_note
from incidents.models import Incident
from journal.journal import record


def take_over(draft: Report, taker: User, *, at: datetime) -> None:
    """The draft of a call that was queued again goes on in the hands of whoever picked up."""
    row: Report = Report.objects.locked(draft.pk)
    if row.taken_by_id == taker.pk or row.incident_id or row.discarded_at:
        return
    Hand.objects.update_or_create(report=row, user=row.taken_by, defaults={"left_at": at})
    Hand.objects.filter(report=row, user=taker).delete()
    row.taken_by = taker
    row.save(update_fields=["taken_by"])
    record(row, "taken_over", actor=taker, at=at)


def writer_of(draft: Report) -> str:
    """Who writes it, with the desk if known."""
    who = draft.taken_by.get_full_name()
    return f"{who} ({draft.call.seat.name})" if draft.call and draft.call.seat else who


def refuse_others(draft: Report, actor: User) -> None:
    """One writes a report; whoever else tries is told who, and what to do with what he typed."""
    if draft.taken_by_id == actor.pk:
        return
    if draft.hands.filter(user=actor).exists():
        words = _("Laporan ini sekarang ditulis %(who)s. Ketikan Anda tetap di layar ini; kirimkan sebagai catatan.")
    else:
        words = _("Laporan ini ditulis %(who)s. Bila kejadiannya sama, gabungkan laporan Anda sendiri (F5).")
    raise ValidationError(words, code="not_yours", params={"who": writer_of(draft)})


@transaction.atomic
def add_lines(report_id: int, lines: Iterable[dict[str, Any]], *, actor: User, version: int | None = None) -> Report:
    """What somebody typed before the report left his hands becomes lines of it, and of its incident if it was sent."""
    row: Report = Report.objects.locked(report_id, version=version)
    permit(actor, "report")
    check_had(row, actor)
    known = set(row.lines.values_list("pk", flat=True))
    at = now()
    if not keep_lines(row, lines, at, author=actor):
        return row
    fresh = list(row.lines.exclude(pk__in=known))
    if row.incident_id:
        tell(fresh, Incident.objects.locked(row.incident_id), actor, at)
    record(row, "added", actor=actor, at=at, lines=[one.pk for one in fresh])
    return row


def tell(lines: Iterable[ReportLine], incident: Incident, actor: User, at: datetime) -> None:
    """The dispatcher reads them as lines of the incident."""
    for line in lines:
        if note := add_note(incident, line.text, actor=actor, at=line.written_at):
            record(incident, "noted", actor=actor, at=at, note=note.pk)


@transaction.atomic
def let_off(report_id: int, *, actor: User, version: int | None = None) -> Report:
    """Put a report that is in other hands off one's own desk."""
    row: Report = Report.objects.locked(report_id, version=version)
    permit(actor, "report")
    if row.taken_by_id == actor.pk:
        raise ValidationError(_("Laporan ini Anda sendiri yang menulis."), code="own")
    if Hand.objects.filter(report=row, user=actor).delete()[0]:
        record(row, "let_off", actor=actor, at=now())
    return row


def check_had(row: Report, actor: User) -> None:
    """Only who writes a report or has written it adds to it."""
    if row.taken_by_id != actor.pk and not row.hands.filter(user=actor).exists():
        refuse_others(row, actor)
