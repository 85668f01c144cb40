"""One incident going through its life in memory, leaving the rows and entries the actions would have left.

This mirrors `incidents.actions` and `dispatch.actions.deliver`; a test plays the same plans through both and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Any

from agencies.models import Agency, LadderStep, Unit
from demo.writing import Ids, Line, Sketch
from dispatch.actions import channels_of
from dispatch.models import Channel, Delivery
from incidents.actions.closing import ARRIVED
from incidents.clocks import Limit, applying, rung_due
from incidents.models import Assignment, Disposition, Escalation, Incident, Outcome
from incidents.states import STEPS, State, untold_since
from journal.models import Journaled, Timer

Promise = tuple[str, int | None]


@dataclass(frozen=True)
class Rules:
    """What the actions would look up: limits, ladders, agencies, units, endings."""

    standards: list[Limit]
    ladders: dict[int, list[LadderStep]]
    agencies: dict[str, Agency]
    units: dict[str, Unit]
    dispositions: dict[str, Disposition]
    leads: set[tuple[int, int]]
    """Category and agency, wherever the agency leads."""


@dataclass(frozen=True)
class Keys:
    """Where the primary keys come from."""

    assignment: Ids
    escalation: Ids
    timer: Ids
    delivery: Ids


@dataclass
class Ledger:
    """One incident and everything that hangs on it."""

    incident: Incident
    rules: Rules
    keys: Keys
    acknowledge_after: timedelta
    desk_id: int
    rows: list[Assignment] = field(default_factory=list)
    timers: list[Timer] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    deliveries: list[Delivery] = field(default_factory=list)
    entries: list[Line] = field(default_factory=list)
    agenda: list[tuple[datetime, int, Callable[[datetime], None]]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)
    last_at: datetime | None = None

    # --- the passing of time ---

    def plan(self, at: datetime, deed: Callable[[datetime], None]) -> None:
        """Something that somebody will do at this moment."""
        heappush(self.agenda, (at, next(self.order), deed))

    def run(self, until: datetime) -> None:
        """Let time pass: what is planned is done, what was promised is kept, the earliest first."""
        while True:
            timer = min(self.pending(), key=lambda timer: (timer.due_at, timer.pk), default=None)
            deed_at = self.agenda[0][0] if self.agenda else until
            if timer and timer.due_at <= min(deed_at, until):
                self.last_at = timer.due_at
                self.fire(timer)
            elif self.agenda and deed_at <= until:
                _at, _order, deed = heappop(self.agenda)
                self.last_at = deed_at
                deed(deed_at)
            else:
                return

    # --- what people do ---

    def open(self, at: datetime, *, actor_id: int) -> None:
        """The incident stands on the board."""
        self.wind(at)
        row = self.incident
        facts = {
            "category": row.category.code,
            "priority": row.priority,
            "area": row.area.code if row.area else "",
            "confidential": row.is_confidential,
            "source": row.source,
        }
        self.record("opened", at, actor_id, facts)

    def assign(self, at: datetime, codes: list[str]) -> None:
        """The desk gives it to whole agencies."""
        given = [self.give(self.rules.agencies[code], at) for code in codes]
        for row in given:
            self.promise("deliver", at, row.pk)
        self.wind(at)
        for row in given:
            self.record("assigned", at, self.desk_id, names(row))

    def give(self, agency: Agency, at: datetime) -> Assignment:
        """One row."""
        row = Assignment(pk=self.keys.assignment.next(), incident=self.incident, agency=agency, notified_at=at)
        self.rows.append(row)
        return row

    def progress(self, at: datetime, code: str, verb: str, *, actor_id: int, via: str, unit: str, reason: str) -> None:
        """One step of an agency."""
        row = next(row for row in reversed(self.rows) if row.agency.code == code)
        step = STEPS[verb]
        if self.incident.closed_at or row.state not in step.start:
            return
        row.state = step.end
        setattr(row, step.stamps, at)
        row.reason = reason or row.reason
        if unit:
            row.unit = self.rules.units[unit]
        is_all = verb == "accept" and row.unit is None and self.only_acknowledges(row.agency)
        if is_all:
            row.state, row.ended_at = State.DONE, at
        self.cancel(at, "deliver", row.pk)
        self.wind(at)
        self.record(step.past, at, actor_id, {"via": via, **names(row), **({"is_all": True} if is_all else {})})

    def only_acknowledges(self, agency: Agency) -> bool:
        """Whether nothing more than an answer is asked of it here."""
        return agency.only_acknowledges and (self.incident.category_id, agency.pk) not in self.rules.leads

    def acknowledge(self, at: datetime, escalation: Escalation) -> None:
        """Somebody at the desk takes the escalation on."""
        escalation.acknowledged_at, escalation.acknowledged_by_id = at, self.desk_id
        self.record("acknowledged", at, self.desk_id, {"escalation": escalation.pk, "level": escalation.level})

    def close(self, at: datetime, disposition: str) -> None:
        """The desk closes it; whoever is still at it is released."""
        row = self.incident
        row.closed_at, row.outcome = at, Outcome.CLOSED
        row.disposition = self.rules.dispositions[disposition]
        for task in [task for task in self.rows if task.ended_at is None]:
            task.state, past = (State.DONE, "finished") if task.state in ARRIVED else (State.RECALLED, "recalled")
            task.ended_at = at
            self.record(past, at, self.desk_id, {"via": "closing", **names(task)})
        self.cancel(at, "deliver")
        self.wind(at)
        self.record("closed", at, self.desk_id, {"disposition": disposition})

    # --- what happens when time runs out ---

    def fire(self, timer: Timer) -> None:
        """Keep a promise, dated at its deadline."""
        timer.fired_at = timer.due_at
        task = next((row for row in self.rows if row.pk == timer.assignment_id), None)
        if timer.kind == "deliver" and task:
            self.deliver(task, timer.due_at)
        elif timer.kind == "ladder" and task:
            self.climb(task, timer.due_at)
        else:
            raised = self.escalate(timer.due_at, clock=timer.kind, level=1)
            self.record("breached", timer.due_at, None, {"clock": timer.kind, "escalation": raised.pk})

    def deliver(self, row: Assignment, at: datetime) -> None:
        """The receipts of telling one rung."""
        if row.state != State.NOTIFIED:
            return
        step = next((step for step in self.ladder(row) if step.level == row.level), None)
        channels = channels_of(step, is_simulated=True)
        for channel in channels:
            self.deliveries.append(
                Delivery(
                    pk=self.keys.delivery.next(),
                    assignment=row,
                    level=row.level,
                    channel=channel,
                    title=step.title if step else row.agency.short_name,
                    phone=step.phone if step else row.agency.phone,
                    created_at=at,
                    sent_at=at if channel == Channel.APP else None,
                )
            )
        facts = {"channels": channels, "assignment": row.pk, "agency": row.agency.code, "level": row.level}
        self.record("told", at, None, facts)

    def climb(self, row: Assignment, at: datetime) -> None:
        """The next rung of the ladder."""
        step = next((step for step in self.ladder(row) if step.level == row.level + 1), None)
        if step is None:
            return
        row.level = step.level
        raised = self.escalate(at, clock="accept", level=step.level, row=row, told=step.title)
        self.promise("deliver", at, row.pk)
        self.wind(at)
        facts = {"clock": "accept", "escalation": raised.pk, "assignment": row.pk, "level": step.level}
        self.record("escalated", at, None, {"agency": row.agency.code, **facts})

    def escalate(
        self, at: datetime, *, clock: str, level: int, row: Assignment | None = None, told: str = ""
    ) -> Escalation:
        """A clock that ran out, to be acknowledged by name."""
        raised = Escalation(
            pk=self.keys.escalation.next(),
            incident=self.incident,
            assignment=row,
            clock=clock,
            level=level,
            raised_at=at,
            told=told,
        )
        self.escalations.append(raised)
        self.plan(at + self.acknowledge_after, lambda moment: self.acknowledge(moment, raised))
        return raised

    # --- the clocks ---

    def wind(self, at: datetime) -> None:
        """Make the pending promises what the rows call for."""
        wanted = dict(self.promises())
        for timer in self.pending():
            if timer.kind != "deliver" and wanted.pop((timer.kind, timer.assignment_id), None) is None:
                timer.cancelled_at = at
        for (kind, assignment_id), due in wanted.items():
            self.promise(kind, due, assignment_id)

    def promises(self) -> Iterator[tuple[Promise, datetime]]:
        """Each promise that must be pending, and when it is due."""
        row = self.incident
        if row.closed_at:
            return
        ran_out = {raised.clock for raised in self.escalations if raised.assignment_id is None}
        untold = untold_since(row.forwarded_at, self.rows)
        running = {
            "tell": (untold is not None, untold or row.forwarded_at),
            "arrive": (not any(task.arrived_at for task in self.rows), row.reported_at),
            "finish": (not any(task.state == State.DONE for task in self.rows), row.reported_at),
        }
        for clock, (is_running, start) in running.items():
            limit = self.limit(clock, start) if is_running and clock not in ran_out else None
            if limit:
                yield (clock, None), start + limit
        for task in self.rows:
            due = self.rung_due(task) if task.state == State.NOTIFIED else None
            if due:
                yield ("ladder", task.pk), due

    def limit(self, clock: str, at: datetime) -> timedelta | None:
        """How long this clock may run."""
        row = self.incident
        found = applying(
            self.rules.standards,
            clock,
            track=row.track,
            priority=row.priority,
            category_id=row.category_id,
            at=at,
        )
        return found.limit if found else None

    def ladder(self, row: Assignment) -> list[LadderStep]:
        """The rungs of this agency."""
        return self.rules.ladders[row.agency_id]

    def rung_due(self, row: Assignment) -> datetime | None:
        """When the next rung is told if the agency goes on not answering."""
        steps = [step for step in self.ladder(row) if step.level > 0]
        upcoming = next((step for step in steps if step.level == row.level + 1), None)
        limit = self.limit("accept", row.notified_at)
        if upcoming is None or limit is None:
            return None
        return rung_due(row.notified_at, limit, upcoming.after, steps[0].after)

    def promise(self, kind: str, due: datetime, assignment_id: int | None) -> None:
        """Write down that something is to happen."""
        self.timers.append(
            Timer(
                pk=self.keys.timer.next(),
                subject=self.incident.subject,
                kind=kind,
                due_at=due,
                next_try_at=due,
                assignment_id=assignment_id,
            )
        )

    def pending(self) -> list[Timer]:
        """Neither fired nor cancelled."""
        return [timer for timer in self.timers if timer.fired_at is None and timer.cancelled_at is None]

    def cancel(self, at: datetime, kind: str, assignment_id: int | None = None) -> None:
        """Withdraw pending promises of this kind, of one assignment if named."""
        for timer in self.pending():
            if timer.kind == kind and assignment_id in (None, timer.assignment_id):
                timer.cancelled_at = at

    def record(self, verb: str, at: datetime, actor_id: int | None, facts: dict[str, Any]) -> None:
        """Raise the version and append the entry."""
        self.incident.version += 1
        self.entries.append(entry(self.incident, verb, at, actor_id, facts))


def names(row: Assignment) -> dict[str, Any]:
    """What an assignment is called in the journal."""
    return {"assignment": row.pk, "agency": row.agency.code, "unit": row.unit.call_sign if row.unit else None}


def entry(row: Journaled | Sketch, verb: str, at: datetime, actor_id: int | None, facts: dict[str, Any]) -> Line:
    """One line of the journal, written down when it happened."""
    return Line(row.subject, row.version, at, at, actor_id, verb, facts)
