"""The bulk loader: plans become the rows, entries and timers that the actions would have left, without calling them.

The one place outside `actions.py` and `journal.py` that writes: six months through the actions would take an hour.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import chain

from django.db import transaction

from agencies.models import Agency, Area, Centre, LadderStep, Unit
from calls.actions.climbing import USUAL_S
from calls.models import REPORTING, Call, CallOutcome, PhoneNumber, Report
from demo.cast import Cast
from demo.ledger import Keys, Ledger, Rules, entry
from demo.plans import CallPlan, Response, Said
from demo.writing import Ids, Line, Sketch, Table, sketching
from dispatch.models import Delivery
from incidents.models import (
    Assignment,
    Category,
    Disposition,
    Escalation,
    Incident,
    Note,
    Source,
    Standard,
)
from journal.models import Entry, Timer

PLACE = ["area", "landmark", "lat", "lng", "place_text"]


@dataclass
class Sheets:
    """What has been written down so far, by kind, in the order in which it happened."""

    calls: list[Sketch] = field(default_factory=list)
    reports: list[Sketch] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    entries: list[Line] = field(default_factory=list)
    ledgers: list[Ledger] = field(default_factory=list)


class Loader:
    """Turns plans into rows; knows the ground, and takes keys from the tables themselves."""

    def __init__(self, cast: Cast, until: datetime) -> None:
        """Everything the rows refer to, read once."""
        self.cast = cast
        self.until = until
        self.sheets = Sheets()
        self.zone = Centre.objects.get().zone
        self.areas = {area.code: area for area in Area.objects.all()}
        self.categories = {category.code: category for category in Category.objects.all()}
        self.rules = rules()
        self.keys = Keys(Ids(Assignment), Ids(Escalation), Ids(Timer), Ids(Delivery))
        self.call_ids, self.report_ids, self.incident_ids = Ids(Call), Ids(Report), Ids(Incident)
        self.note_ids = Ids(Note)
        self.new_call, self.new_report = sketching(Call), sketching(Report)
        self.callers: dict[tuple[str, str], int] = {}

    def load(self, plans: Sequence[CallPlan]) -> Sheets:
        """Write down each plan that is over by the end; incidents may still be open then."""
        over = [plan for plan in plans if finished_at(plan) <= self.until]
        self.callers = phone_numbers(over)
        sent = []
        for index, plan in enumerate(over):
            call = self.call(plan, index)
            report = self.report(plan, call) if plan.is_answered else None
            if report and plan.said:
                sent.append((plan.answered_at + plan.said.sent_after, index, plan, plan.said, report))
        for at, _index, plan, said, report in sorted(sent, key=lambda row: row[:2]):
            self.send(at, plan, said, report)
        for ledger in self.sheets.ledgers:
            ledger.run(self.until)
        return self.sheets

    # --- calls ---

    def call(self, plan: CallPlan, index: int) -> Sketch:
        """One call with its entries."""
        answered = plan.answered_at if plan.is_answered else None
        row = self.new_call(
            id=self.call_ids.next(),
            switch_id=switch_id(plan, index),
            caller_id=self.callers.get((plan.identity, plan.value)),
            received_as=plan.value,
            dialled=plan.dialled,
            transferred_from=plan.transferred_from,
            offered_at=plan.at,
            answered_at=answered,
            answered_by_id=self.cast.taker(plan.taker) if answered else None,
            seat_id=self.cast.seat(plan.taker) if answered else None,
            ended_at=ended_at(plan),
            hung_up_at=hung_up_at(plan),
            climbed_at=climbed_at(plan),
            outcome=plan.outcome,
            outcome_at=coded_at(plan),
            is_simulated=True,
        )
        self.sheets.calls.append(row)
        for verb, at, actor_id, facts in self.deeds(plan, row):
            row.version += 1
            self.sheets.entries.append(entry(row, verb, at, actor_id, facts))
        return row

    def deeds(self, plan: CallPlan, row: Sketch) -> list[tuple[str, datetime, int | None, dict[str, object]]]:
        """What happened to a call, in order: the exchange has no name in the journal of a scenario."""
        by_exchange: dict[str, object] = {"extension": ""}
        deeds: list[tuple[str, datetime, int | None, dict[str, object]]] = [("rang", plan.at, None, by_exchange)]
        if climbed := climbed_at(plan):
            deeds.append(("climbed", climbed, None, {}))
        if not plan.is_answered:
            return [*deeds, ("ended", plan.answered_at, None, by_exchange)]
        taker = row.answered_by_id
        deeds.append(("answered", plan.answered_at, taker, {"seat": row.seat_id}))
        rest: list[tuple[str, datetime, int | None, dict[str, object]]] = [
            ("coded", coded_at(plan), taker, {"outcome": plan.outcome})
        ]
        rest.append(("ended", hung_up_at(plan), None, by_exchange))
        return [*deeds, *sorted(rest, key=lambda deed: deed[1])]

    # --- reports ---

    def report(self, plan: CallPlan, call: Sketch) -> Sketch:
        """The draft of an answered call: put aside with its outcome, or filled in."""
        row = self.new_report(
            id=self.report_ids.next(),
            call_id=call.id,
            source=Source.CALL,
            taken_by_id=self.cast.taker(plan.taker),
            started_at=plan.answered_at,
        )
        if plan.said:
            self.fill(row, plan, plan.said)
        elif plan.outcome not in REPORTING:
            row.discarded_at = call.outcome_at
        self.sheets.reports.append(row)
        return row

    def fill(self, row: Sketch, plan: CallPlan, said: Said) -> None:
        """What was typed while the caller spoke, saved in two steps."""
        row.place_text, row.landmark, row.area_id = said.place_text, said.landmark, self.areas[said.area].pk
        row.lat, row.lng, row.located_at = said.lat, said.lng, plan.answered_at + said.located_after
        row.category_id, row.classified_at = self.categories[said.category].pk, plan.answered_at + said.classified_after
        self.record(row, "drafted", row.located_at, {"fields": PLACE})
        row.saved_at = row.classified_at
        self.record(row, "drafted", row.classified_at, {"fields": ["category"]})

    def record(self, row: Sketch, verb: str, at: datetime, facts: dict[str, object]) -> None:
        """A line about a report, by whoever takes it."""
        row.version += 1
        self.sheets.entries.append(entry(row, verb, at, row.taken_by_id, facts))

    def send(self, at: datetime, plan: CallPlan, said: Said, report: Sketch) -> None:
        """Save and hand over; one more caller about the same event is put aside instead."""
        if said.response is None:
            report.discarded_at = at
            self.record(report, "discarded", at, {})
            return
        report.reporter_name, report.relation, report.words, report.saved_at = said.name, said.relation, said.words, at
        report.incident_id = self.incident(at, plan, said, said.response).pk
        self.record(report, "forwarded", at, {"incident": report.incident_id})

    # --- incidents ---

    def incident(self, at: datetime, plan: CallPlan, said: Said, response: Response) -> Incident:
        """The incident and the ledger of what is done about it; numbers count from one until they are drawn."""
        category = self.categories[said.category]
        row = Incident(
            pk=self.incident_ids.next(),
            number=len(self.sheets.ledgers) + 1,
            opened_on=at.astimezone(self.zone).date(),
            track=category.track,
            category=category,
            priority=category.priority,
            is_confidential=category.is_confidential,
            source=Source.CALL,
            place_text=said.place_text,
            landmark=said.landmark,
            area=self.areas[said.area],
            lat=said.lat,
            lng=said.lng,
            reported_at=plan.answered_at,
            located_at=plan.answered_at + said.located_after,
            classified_at=plan.answered_at + said.classified_after,
            opened_at=at,
            forwarded_at=at,
            is_simulated=True,
        )
        taker = self.cast.taker(plan.taker)
        note = Note(pk=self.note_ids.next(), incident=row, author_id=taker, written_at=at, text=said.words)
        self.sheets.notes.append(note)
        self.sheets.ledgers.append(self.ledger(row, at, taker, response))
        return row

    def ledger(self, row: Incident, at: datetime, taker: int, response: Response) -> Ledger:
        """The incident's life as it is planned."""
        desk_id = self.cast.dispatcher(row.number)
        ledger = Ledger(row, self.rules, self.keys, response.acknowledged_after, desk_id)
        ledger.plan(at, partial(ledger.open, actor_id=taker))
        told_at = at + response.assigned_after
        ledger.plan(told_at, partial(ledger.assign, codes=[task.agency for task in response.tasks]))
        for task in response.tasks:
            actor_id, via = self.cast.speaker(task.agency, desk_id)
            for step in task.steps:
                deed = partial(
                    ledger.progress,
                    code=task.agency,
                    verb=step.verb,
                    actor_id=actor_id,
                    via=via,
                    unit=step.unit,
                    reason=step.reason,
                )
                ledger.plan(told_at + step.after, deed)
        ledger.plan(told_at + response.closed_after, partial(ledger.close, disposition=response.disposition))
        return ledger

    def store(self) -> None:
        """Write everything, each table at once, the journal in the order in which it was written.

        All texts but the incidents' are made before the transaction begins: it must be short, and its first
        statement locks the centre, whose next numbers are drawn here.
        """
        sheets = self.sheets
        ledgers = sheets.ledgers
        calls = Table(Call, sheets.calls)
        others = [
            Table(Report, sheets.reports),
            Table(Note, sheets.notes),
            Table(Assignment, [row for ledger in ledgers for row in ledger.rows]),
            Table(Escalation, [row for ledger in ledgers for row in ledger.escalations]),
            Table(Delivery, [row for ledger in ledgers for row in ledger.deliveries]),
            Table(Timer, [row for ledger in ledgers for row in ledger.timers]),
            Table(Entry, numbered(chain(sheets.entries, *(ledger.entries for ledger in ledgers)))),
        ]
        incidents = [ledger.incident for ledger in ledgers]
        with transaction.atomic():
            draw_numbers(incidents)
            for table in [calls, Table(Incident, incidents), *others]:
                table.copy()


def draw_numbers(incidents: list[Incident]) -> None:
    """Give the incidents the centre's next numbers, in their order."""
    centre = Centre.objects.select_for_update().get()
    for incident in incidents:
        incident.number += centre.last_number
    centre.last_number += len(incidents)
    centre.save(update_fields=["last_number"])


def numbered(lines: Iterable[Line]) -> list[Line]:
    """Entries with their keys, in the order in which they were written down."""
    ids = Ids(Entry)
    found = sorted(lines, key=lambda line: line.recorded_at)
    for line in found:
        line.id = ids.next()
    return found


def rules() -> Rules:
    """What the actions would look up, read once."""
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    return Rules(
        standards=list(Standard.objects.all()),
        ladders={agency.pk: LadderStep.objects.of(agency.pk) for agency in agencies.values()},
        agencies=agencies,
        units={unit.call_sign: unit for unit in Unit.objects.all()},
        dispositions={row.code: row for row in Disposition.objects.all()},
        leads=set(Category.leads.through.objects.values_list("category_id", "agency_id")),
    )


def phone_numbers(plans: Sequence[CallPlan]) -> dict[tuple[str, str], int]:
    """The identity rows of these calls, made where they are missing; a scenario spells numbers as rows do."""
    wanted = dict.fromkeys((plan.identity, plan.value) for plan in plans if plan.value)
    rows = [PhoneNumber(identity=identity, value=value) for identity, value in wanted]
    PhoneNumber.objects.bulk_create(rows, ignore_conflicts=True, batch_size=5000)
    found = PhoneNumber.objects.values_list("identity", "value", "pk")
    return {(identity, value): pk for identity, value, pk in found}


def switch_id(plan: CallPlan, index: int) -> str:
    """What the exchange of a scenario calls this call."""
    return f"sim-{plan.at:%Y%m%dT%H%M%S}-{index}"


def outcome_ends(plan: CallPlan) -> bool:
    """Whether saying what the call was also ends it: the caller is still there, and there is nothing to report."""
    is_said_by_a_person = plan.outcome not in (*REPORTING, CallOutcome.ABANDONED)
    return is_said_by_a_person and plan.coded_after <= plan.talks


def ended_at(plan: CallPlan) -> datetime:
    """When it was over for the centre."""
    return coded_at(plan) if outcome_ends(plan) else hung_up_at(plan)


def climbed_at(plan: CallPlan) -> datetime | None:
    """When a call that rang for long climbed to the supervisors."""
    moment = plan.at + timedelta(seconds=USUAL_S)
    return moment if plan.answered_at > moment else None


def hung_up_at(plan: CallPlan) -> datetime:
    """When the line was free again, which the exchange says."""
    return plan.answered_at if plan.outcome == CallOutcome.ABANDONED else plan.answered_at + plan.talks


def coded_at(plan: CallPlan) -> datetime:
    """When its outcome was known."""
    return plan.answered_at if plan.outcome == CallOutcome.ABANDONED else plan.answered_at + plan.coded_after


def finished_at(plan: CallPlan) -> datetime:
    """When nothing of the call itself is left to do."""
    moments = [ended_at(plan), coded_at(plan), hung_up_at(plan)]
    return max([*moments, plan.answered_at + plan.said.sent_after] if plan.said else moments)
