"""The generator: deterministic, in order, in the proportions of the city it is fitted to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise, takewhile

import phonenumbers

from calls.identity import normalised
from calls.models import CODABLE, CallOutcome, Identity
from demo.mix import Mix
from demo.plans import CallPlan
from demo.scenario import scenario
from tests.demo.small import city

START = datetime(2026, 1, 1, tzinfo=city().zone)
MONTH = timedelta(days=31)


@cache
def month(seed: int = 112, calls_per_day: float = 140) -> Sequence[CallPlan]:
    return tuple(scenario(city(), seed=seed, start=START, duration=MONTH, calls_per_day=calls_per_day))


def share(plans: Iterable[CallPlan], *outcomes: str) -> float:
    """Percent of calls with one of these outcomes."""
    found = [plan.outcome in outcomes for plan in plans]
    return 100 * sum(found) / len(found)


def test_the_same_seed_tells_the_same_calls_and_another_seed_others() -> None:
    assert month(7) == month.__wrapped__(7)
    assert month(7) != month(8)


def test_a_longer_scenario_begins_with_the_shorter_one() -> None:
    short = list(scenario(city(), seed=3, start=START, duration=timedelta(days=2)))
    longer = list(scenario(city(), seed=3, start=START, duration=timedelta(days=4)))
    border = START + timedelta(days=2)
    assert list(takewhile(lambda plan: plan.at < border, longer)) == short


def test_calls_come_in_the_order_in_which_they_ring_and_inside_the_time_asked_for() -> None:
    plans = month()
    assert all(before.at <= after.at for before, after in pairwise(plans))
    assert plans[0].at >= START
    assert plans[-1].at < START + MONTH


def test_a_month_has_as_many_calls_as_the_city_publishes() -> None:
    assert 4000 <= len(month()) <= 4700
    assert 800 <= len(month(calls_per_day=30)) <= 1100


def test_about_a_quarter_is_nuisance_an_eighth_is_abandoned_and_most_ask() -> None:
    plans = month()
    answered = [plan for plan in plans if plan.is_answered]
    assert 12 <= share(plans, CallOutcome.ABANDONED) <= 15
    assert 22 <= share(plans, CallOutcome.PRANK, CallOutcome.SILENT) <= 26
    assert 55 <= share(answered, CallOutcome.INFORMATION) <= 68


def test_the_tickets_are_those_of_a_city_six_in_ten_of_them_services() -> None:
    reports = [plan for plan in month() if plan.said and plan.said.response]
    assert 200 <= len(reports) <= 340
    assert 50 <= share(reports, CallOutcome.COMPLAINT) <= 65


def test_every_outcome_is_one_a_call_can_have() -> None:
    assert {plan.outcome for plan in month()} <= {*CODABLE, CallOutcome.ABANDONED}


def test_evenings_are_busy_and_nights_are_quiet() -> None:
    hours = Counter(plan.at.astimezone(city().zone).hour for plan in month())
    assert hours[19] > 4 * hours[3]


def test_floods_come_with_the_rain() -> None:
    mix = Mix(outcomes={"report": 1}, kinds={"banjir": 1, "lampu_jalan": 10}, abandoned=0)
    days = timedelta(days=300)
    plans = scenario(city(), seed=1, start=START, duration=days, calls_per_day=20, mix=mix)
    floods = Counter(plan.at.month for plan in plans if plan.said and plan.said.category == "banjir")
    assert floods[1] > 3 * floods[9]


def test_a_few_children_make_most_of_the_pranks() -> None:
    pranks = Counter(plan.value for plan in month() if plan.outcome == CallOutcome.PRANK)
    assert sum(count for _value, count in pranks.most_common(10)) > sum(pranks.values()) / 3


def test_no_number_can_belong_to_anybody_and_each_is_spelled_as_its_row() -> None:
    numbers = {plan.value for plan in month() if plan.identity == Identity.NUMBER}
    assert all(normalised(number) == number for number in numbers)
    assert not any(phonenumbers.is_valid_number(phonenumbers.parse(number, "ID")) for number in numbers)


def test_no_unit_is_in_two_places_at_once() -> None:
    spans: dict[str, list[tuple[datetime, datetime]]] = {}
    for plan in month():
        for unit, begun, over in unit_spans(plan):
            spans.setdefault(unit, []).append((begun, over))
    assert spans
    for own in spans.values():
        assert all(before[1] <= after[0] for before, after in pairwise(sorted(own)))


def unit_spans(plan: CallPlan) -> Iterable[tuple[str, datetime, datetime]]:
    """From when to when each unit of a plan is taken."""
    if plan.said is None or plan.said.response is None:
        return
    told_at = plan.answered_at + plan.said.sent_after + plan.said.response.assigned_after
    for task in plan.said.response.tasks:
        if task.steps[0].unit:
            yield task.steps[0].unit, told_at + task.steps[0].after, told_at + task.steps[-1].after


def test_the_steps_of_an_agency_follow_one_another_and_the_closing_follows_them() -> None:
    for plan in month():
        response = plan.said.response if plan.said else None
        for task in response.tasks if response else ():
            moments = [step.after for step in task.steps]
            assert moments == sorted(moments)
            assert response and response.closed_after > moments[-1]


def test_what_is_on_the_agenda_happens_at_its_moment() -> None:
    moment = START + timedelta(hours=5)
    plans = list(scenario(city(), seed=1, start=START, duration=timedelta(days=1), agenda=[(moment, "banjir")]))
    assert [plan.said.category for plan in plans if plan.at == moment and plan.said] == ["banjir"]


def test_an_event_seen_by_many_is_called_in_again_within_minutes() -> None:
    plans = month()
    echoes = [plan for plan in plans if plan.said and plan.said.response is None]
    firsts = [plan for plan in plans if plan.said and plan.said.response]
    assert echoes
    for echo in echoes:
        assert any(
            first.said and echo.said and first.said.place_text == echo.said.place_text
            and timedelta() < echo.at - first.at <= timedelta(minutes=7)
            for first in firsts
        )  # fmt: skip
