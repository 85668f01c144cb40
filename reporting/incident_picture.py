"""What the incident's page shows beside its journal: milestones, the verdict on its clock, who reported it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from calls.identity import grouped, masked
from calls.models import Call, ProtocolAnswer, Report
from calls.recordings import Recording
from calls.secrecy import may_see
from incidents.looks import LOOKS
from incidents.models import Assignment, Incident
from incidents.states import State
from reporting.recording_rows import described
from reporting.verdict import clock_of, first


@dataclass(frozen=True)
class Milestone:
    """One recorded moment, the time since the one before, and where on the way between them the limit lay (percent)."""

    label: str
    at: datetime | None
    gap: timedelta | None = None
    limit: float | None = None

    @property
    def is_amid(self) -> bool:
        """Whether the limit lies in the middle of its way, where the span is written."""
        return self.limit is not None and 20 < self.limit < 80


def milestones(
    incident: Incident, call: Call | None, rows: Sequence[Assignment], limit: timedelta | None
) -> list[Milestone]:
    """From the ringing telephone to the closing; what was not recorded has no moment."""
    moments: list[tuple[str, datetime | None]] = []
    if call:
        came = _("Panggilan masuk") if call.is_voice else _("Pesan masuk")
        moments += [(came, call.offered_at), (_("Dijawab"), call.answered_at)]
    else:
        moments += [(_("Dilaporkan"), incident.reported_at)]
    moments += [
        (_("Kejadian dibuka"), incident.opened_at),
        (_("Ditugaskan"), first(row.notified_at for row in rows)),
        (accepted_label(rows), first(row.accepted_at for row in rows)),
        (_("Unit pertama tiba"), first(row.arrived_at for row in rows)),
        (str(incident.get_outcome_display()) if incident.outcome else _("Ditutup"), incident.closed_at),
    ]
    due = incident.reported_at + limit if limit else None
    return list(with_gaps(moments, due))


def accepted_label(rows: Sequence[Assignment]) -> str:
    """Who accepted first."""
    accepted = sorted((row for row in rows if row.accepted_at), key=lambda row: row.accepted_at or row.notified_at)
    return _("Diterima %(who)s") % {"who": called(accepted[0])} if accepted else _("Diterima")


def called(row: Assignment) -> str:
    """An assignment's unit, else its agency."""
    return row.unit.call_sign if row.unit else row.agency.short_name


def with_gaps(moments: Sequence[tuple[str, datetime | None]], due: datetime | None) -> Iterable[Milestone]:
    """Each recorded moment with the time since the one before, and the limit where it was passed in between."""
    last: datetime | None = None
    for label, at in moments:
        if at is None or last is None:
            yield Milestone(label, at)
        else:
            span = at - last
            passed = due is not None and last < due <= at
            yield Milestone(label, at, span, round((due - last) / span * 100, 1) if due and passed else None)
        last = at or last


def assignment_rows(row: Incident, parts: Sequence[Assignment], limit: timedelta | None) -> list[dict[str, Any]]:
    """Each assignment with the time of each step since it was told, and of its arrival since the report."""
    measured = limit if clock_of(row) == "arrive" else None
    rows = []
    for part in parts:
        took = part.arrived_at - row.reported_at if part.arrived_at else None
        rows.append(
            {
                "row": part,
                "accepted": part.accepted_at - part.notified_at if part.accepted_at else None,
                "departed": part.departed_at - part.notified_at if part.departed_at else None,
                "took": took,
                "is_kept": took is not None and measured is not None and took <= measured,
                "is_missed": took is not None and measured is not None and took > measured,
                "tone": LOOKS[State(part.state)],
            }
        )
    return rows


def reporters(
    reports: Iterable[Report],
    revealed: dict[int, dict[str, str]],
    recordings: dict[int, list[Recording]],
    reader: User,
) -> list[dict[str, Any]]:
    """Who reported it, masked unless just revealed, and where the recordings of each call stand.

    Who asked that his identity be kept is left out altogether until he is revealed.
    """
    rows = []
    for report in reports:
        shown = revealed.get(report.pk, {})
        is_hidden = report.hides_reporter and report.pk not in revealed
        rows.append(
            {
                "report": report,
                "is_hidden": is_hidden,
                "may_reveal": may_see(report, reader),
                "name": shown.get("name") or masked_name(report.reporter_name),
                "number": "" if is_hidden else grouped(shown.get("caller", "")) or caller_of(report),
                "callback": "" if is_hidden else grouped(shown.get("callback", "")) or masked_number(report.callback),
                "can_be_called": bool(report.call and report.call.caller and report.call.caller.can_be_called),
                "is_revealed": report.pk in revealed,
                "recordings": [described(one) for one in recordings.get(report.call_id or 0, ())],
            }
        )
    return rows


def answers_of(incident: Incident) -> list[dict[str, Any]]:
    """What was answered by protocol, by report and by the edition that asked; as readable as the reporter's words."""
    rows = ProtocolAnswer.objects.filter(report__incident=incident).select_related("question__protocol")
    groups: dict[tuple[int, int], dict[str, Any]] = {}
    for row in rows.order_by("report__started_at", "report_id", "question__protocol_id", "question__order"):
        protocol = row.question.protocol
        group = groups.setdefault((row.report_id, protocol.pk), {"protocol": protocol, "rows": []})
        group["rows"].append(row)
    return list(groups.values())


def masked_name(name: str) -> str:
    """`S•••••`: the first letter of a name."""
    return f"{name[0]}•••••" if name else ""


def caller_of(report: Report) -> str:
    """The caller's number, masked; empty when there was no call or no number."""
    return masked_number(report.call.caller.value) if report.call and report.call.caller else ""


def masked_number(value: str) -> str:
    """A number that tells two callers apart and cannot be rung; empty for none."""
    return masked(value) if value else ""


def visible_reports(incident: Incident, user: User) -> list[Report]:
    """What reporters said, for those who may read it; the first report first."""
    rows = Report.objects.visible_to(user).filter(incident=incident)
    return list(rows.select_related("call__caller", "call__call_back__report", "taken_by").order_by("started_at", "pk"))
