"""What becomes of the reports that wait for another: they join its incident, or are let go.

Locks are taken in one order everywhere: calls by their ids, then reports by their ids, then the incident.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from calls.actions.calling import renew_called
from calls.actions.tracking import code_by_track
from calls.actions.writing_down import tell_lines
from calls.models import Call, LetGo, Report
from calls.protocols import told
from incidents.actions.intake import add_note
from incidents.actions.joining import count_in
from incidents.models import Incident
from journal.journal import record


@dataclass(frozen=True)
class Held:
    """A report under its lock, with its call's."""

    report: Report
    call: Call | None


def held(ids: Iterable[int]) -> list[Held]:
    """These reports and their calls under their locks."""
    of_calls = dict(Report.objects.filter(pk__in=list(ids)).values_list("pk", "call_id"))
    calls: dict[int, Call] = {pk: Call.objects.locked(pk) for pk in sorted(filter(None, of_calls.values()))}
    rows: list[Report] = [Report.objects.locked(pk) for pk in sorted(of_calls)]
    return [Held(row, calls.get(row.call_id or 0)) for row in rows]


def followers_of(leader_id: int) -> list[int]:
    """The drafts that wait for this one."""
    return list(Report.objects.drafts().filter(follows_id=leader_id).order_by("pk").values_list("pk", flat=True))


def with_followers(leader_id: int) -> tuple[Call | None, list[Held]]:
    """A report that is about to be sent, and those that wait for it, under their locks: its call, and the others."""
    rows = {one.report.pk: one for one in held([leader_id, *followers_of(leader_id)])}
    leader = rows.pop(leader_id, None)
    return (leader.call if leader else None), list(rows.values())


def settle_followers(leader_id: int, waiting: Iterable[Held], incident: Incident, at: datetime) -> None:
    """The report was sent: who waited for it joins, also who began to wait before its lock was taken."""
    still = set(followers_of(leader_id))
    known = [one for one in waiting if one.report.pk in still]
    late = held(still - {one.report.pk for one in known}) if len(still) > len(known) else []
    settle([*known, *late], incident, at)


def settle(waiting: Iterable[Held], incident: Incident, at: datetime) -> None:
    """Let each report that waited join the incident; where one of both is closed, the report stands alone."""
    for one in waiting:
        draft = one.report
        if draft.is_closed or incident.is_confidential or incident.closed_at:
            let_go(draft, LetGo.CLOSED, at)
            continue
        # Whose report it joined with stays known: if he takes that back, this one waits for it again.
        draft.incident, draft.attached_at = incident, at
        draft.save(update_fields=["incident", "attached_at"])
        renew_called(incident)
        record(incident, "joined", actor=draft.taken_by, at=at, **count_in(incident, draft.words, draft.taken_by, at))
        tell_lines(draft, incident)
        if line := add_note(incident, told(draft), actor=draft.taken_by, at=at):
            record(incident, "noted", actor=draft.taken_by, at=at, note=line.pk)
        if one.call:
            code_by_track(one.call, incident.track, draft.taken_by, at=at)
        record(draft, "attached", actor=draft.taken_by, at=at, incident=incident.pk)


def let_go(draft: Report, reason: LetGo, at: datetime) -> None:
    """The report it waited for is no more, or not for everybody: it stands alone, and its writer is told why."""
    leader_id = draft.follows_id
    draft.follows, draft.let_go = None, reason
    draft.save(update_fields=["follows", "let_go"])
    record(draft, "let_go", actor=None, at=at, report=leader_id, reason=reason.value)


def drop(leader: Report, at: datetime) -> None:
    """The report others waited for was put aside; its own lock and its call's are held."""
    for row in Report.objects.drafts().filter(follows=leader).order_by("pk"):
        let_go(Report.objects.locked(row.pk), LetGo.DROPPED, at)
