"""Plays the plans of a scenario through the real actions, at the moments they name: what the bulk loader must equal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count
from typing import Any

import time_machine
from django.contrib.auth.models import User

from calls import actions as calls
from calls.actions.hearing import SwitchEvent, hear
from calls.models import Call, Report
from demo.cast import Cast
from demo.loader import switch_id
from demo.plans import CallPlan, Response, Said
from incidents import actions as incidents
from incidents.actions.response import Told
from incidents.models import Assignment, Escalation, Incident
from journal.models import Timer
from journal.timers import fire_due

Deed = Callable[[], None]


class Player:
    """Everybody of the scenario in one: caller, call-taker, desk, agencies, and the worker that fires timers."""

    def __init__(self, cast: Cast) -> None:
        """Nothing to do yet."""
        self.cast = cast
        self.users = {user.pk: user for user in User.objects.all()}
        self.agenda: list[tuple[datetime, int, Deed]] = []
        self.order = count()
        self.acknowledged: set[int] = set()
        self.responses: dict[int, Response] = {}

    def at(self, moment: datetime, deed: Deed) -> None:
        """Plan a deed."""
        heappush(self.agenda, (moment, next(self.order), deed))

    def play(self, plans: list[CallPlan], until: datetime) -> None:
        """Let time pass until the end."""
        for index, plan in enumerate(plans):
            self.call(plan, switch_id(plan, index))
        with time_machine.travel(plans[0].at, tick=False) as clock:
            while moment := self.next_moment(until):
                clock.move_to(moment)
                if fire_due():
                    self.plan_acknowledgements()
                    continue
                while self.agenda and self.agenda[0][0] <= moment:
                    heappop(self.agenda)[2]()

    def next_moment(self, until: datetime) -> datetime | None:
        """When the next promise is due or the next deed planned, whichever comes first."""
        due = Timer.objects.pending().order_by("due_at").values_list("due_at", flat=True).first()
        moments = [moment for moment in (due, self.agenda[0][0] if self.agenda else None) if moment]
        return min((moment for moment in moments if moment <= until), default=None)

    def plan_acknowledgements(self) -> None:
        """Each escalation is acknowledged a while after it was raised."""
        for row in Escalation.objects.exclude(pk__in=self.acknowledged).select_related("incident"):
            self.acknowledged.add(row.pk)
            response = self.responses[row.incident_id]
            actor = self.users[self.cast.dispatcher(row.incident.number)]
            self.at(row.raised_at + response.acknowledged_after, self.acknowledging(row.pk, actor))

    def acknowledging(self, pk: int, actor: User) -> Deed:
        """Somebody at the desk takes an escalation on."""
        return lambda: void(incidents.acknowledge(pk, actor=actor))

    def call(self, plan: CallPlan, key: str) -> None:
        """One call from ring to end."""
        said = SwitchEvent(
            event="ringing",
            call_id=key,
            at=plan.at,
            identity=plan.identity,
            value=plan.value,
            dialled=plan.dialled,
            transferred_from=plan.transferred_from,
            is_simulated=True,
        )
        self.at(plan.at, lambda: void(hear(said, actor=None)))
        if not plan.is_answered:
            self.at(plan.answered_at, self.hanging_up(key, plan.answered_at))
            return
        taker = self.users[self.cast.taker(plan.taker)]
        coded = plan.answered_at + plan.coded_after
        gone = plan.answered_at + plan.talks
        self.at(plan.answered_at, lambda: void(calls.answer(Call.objects.get(switch_id=key).pk, actor=taker)))
        self.at(coded, lambda: void(calls.set_outcome(Call.objects.get(switch_id=key).pk, plan.outcome, actor=taker)))
        self.at(gone, self.hanging_up(key, gone))
        if plan.said:
            self.report(plan, plan.said, key, taker)

    def hanging_up(self, key: str, moment: datetime) -> Deed:
        """The exchange says that the line is free."""
        return lambda: void(hear(SwitchEvent("ended", key, moment), actor=None))

    def report(self, plan: CallPlan, said: Said, key: str, taker: User) -> None:
        """What is typed while the caller speaks, and how it is sent on."""
        place = {
            "place_text": said.place_text,
            "landmark": said.landmark,
            "area": said.area,
            "lat": said.lat,
            "lng": said.lng,
        }
        self.at(plan.answered_at + said.located_after, self.typing(key, taker, place))
        self.at(plan.answered_at + said.classified_after, self.typing(key, taker, {"category": said.category}))
        self.at(plan.answered_at + said.sent_after, lambda: self.send(said, key, taker))

    def typing(self, key: str, taker: User, fields: dict[str, Any]) -> Deed:
        """Some fields of the draft."""
        return lambda: void(calls.save_draft(report_of(key).pk, actor=taker, **fields))

    def send(self, said: Said, key: str, taker: User) -> None:
        """Hand over, or put aside what stands on the board already."""
        if said.response is None:
            calls.discard(report_of(key).pk, actor=taker)
            return
        report = calls.forward(
            report_of(key).pk, actor=taker, reporter_name=said.name, relation=said.relation, words=said.words
        )
        assert report.incident is not None
        self.respond(report.incident, said.response)

    def respond(self, incident: Incident, response: Response) -> None:
        """What the desk and the agencies do."""
        self.responses[incident.pk] = response
        desk = self.users[self.cast.dispatcher(incident.number)]
        codes = [task.agency for task in response.tasks]
        told_at = incident.forwarded_at + response.assigned_after
        self.at(told_at, lambda: void(incidents.assign(incident.pk, agencies=codes, actor=desk)))
        for task in response.tasks:
            actor_id, via = self.cast.speaker(task.agency, desk.pk)
            for step in task.steps:
                told = Told(via=via, reason=step.reason, unit=step.unit)
                self.at(
                    told_at + step.after,
                    self.progressing(incident.pk, task.agency, step.verb, self.users[actor_id], told),
                )
        self.at(
            told_at + response.closed_after,
            lambda: void(incidents.close(incident.pk, response.disposition, actor=desk)),
        )

    def progressing(self, incident_id: int, agency: str, verb: str, actor: User, told: Told) -> Deed:
        """One step of an agency."""

        def deed() -> None:
            row = Assignment.objects.filter(incident_id=incident_id, agency__code=agency).latest("pk")
            incidents.progress(row.pk, verb, actor=actor, told=told)

        return deed


def report_of(key: str) -> Report:
    """The draft of a call."""
    return Report.objects.get(call__switch_id=key)


def void(_row: object) -> None:
    """A deed's answer is of no interest."""
