"""What happens when time runs out: the ladder, level by level; the deadlines of an incident; who acknowledges."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import LadderStep
from incidents import actions
from incidents.actions.response import Told
from incidents.models import Assignment, Escalation, Incident, Standard
from journal.models import Timer
from journal.timers import NotNow, fire_due, promise
from tests.factories import history, incident, minutes, pending, told, verbs
from tests.refusals import code_of, denied, refused

pytestmark = pytest.mark.django_db


def ago(start: datetime, *entries: str, subject: str) -> list[tuple[str, timedelta]]:
    """These entries of a journal, with how long after the start they are dated."""
    return [(entry.verb, entry.happened_at - start) for entry in history(subject) if entry.verb in entries]


def let_pass(clock: time_machine.Traveller, seconds_: float) -> None:
    """Time goes by; a worker looks once at the end of it."""
    clock.shift(seconds_)
    while fire_due():
        pass


@pytest.fixture
def story(clock: time_machine.Traveller, fire: Incident, dispatcher: User) -> Assignment:
    """Damkar has been told of a fire, and its operators know."""
    row = told(fire, dispatcher, agencies=("DMK",))
    let_pass(clock, 0)
    return row


# --- the ladder -----------------------------------------------------------------------------------------------------


def test_acceptance_in_time_ends_the_ladder_before_its_first_rung(
    clock: time_machine.Traveller, story: Assignment, damkar: User
) -> None:
    clock.shift(59.9)
    actions.progress(story.pk, "accept", actor=damkar)
    let_pass(clock, 300)
    assert not Escalation.objects.exists()
    assert "ladder" not in pending(story.incident)


def test_an_agency_that_does_not_accept_is_climbed_level_by_level(
    clock: time_machine.Traveller, story: Assignment
) -> None:
    subject, start = story.incident.subject, story.notified_at
    seen = []
    for wait in (59.9, 0.1, 59.9, 0.1, 119.9, 0.1, 170):
        let_pass(clock, wait)
        story.refresh_from_db()
        seen.append(story.level)
    assert seen == [0, 1, 1, 2, 2, 3, 3]
    assert ago(start, "escalated", subject=subject) == [
        ("escalated", minutes(1)),
        ("escalated", minutes(2)),
        ("escalated", minutes(4)),
    ]
    assert "ladder" not in pending(story.incident)
    rows = list(Escalation.objects.filter(clock="accept"))
    assert [(row.level, row.told, row.assignment_id) for row in rows] == [
        (1, "Komandan regu", story.pk),
        (2, "Kepala bidang", story.pk),
        (3, "Kepala dinas", story.pk),
    ]
    assert str(rows[0]) == f"{story.incident_id} accept 1"
    facts = [entry.facts for entry in history(subject) if entry.verb == "escalated"]
    assert facts[0] == {
        "clock": "accept",
        "escalation": rows[0].pk,
        "assignment": story.pk,
        "level": 1,
        "agency": "DMK",
    }
    assert "Komandan" not in json.dumps(facts)


def test_the_ladder_stops_where_the_agency_answers(
    clock: time_machine.Traveller, story: Assignment, damkar: User
) -> None:
    let_pass(clock, 61)
    actions.progress(story.pk, "accept", actor=damkar)
    let_pass(clock, 300)
    assert verbs(story.incident.subject).count("escalated") == 1


def test_a_worker_that_slept_through_it_climbs_every_rung_at_its_own_moment(
    clock: time_machine.Traveller, story: Assignment
) -> None:
    let_pass(clock, 290)
    dated = ago(story.notified_at, "escalated", subject=story.incident.subject)
    assert [after for _verb, after in dated] == [minutes(1), minutes(2), minutes(4)]
    recorded = {entry.recorded_at for entry in history(story.incident.subject) if entry.verb == "escalated"}
    assert recorded == {now()}


def test_a_service_climbs_in_hours(clock: time_machine.Traveller, lamp: Incident, dispatcher: User) -> None:
    row = told(lamp, dispatcher, agencies=("DHB",))
    for hours in (4, 4, 8):
        assert pending(lamp)["ladder"] == [now() + timedelta(hours=hours)]
        let_pass(clock, hours * 3600)
    assert "ladder" not in pending(lamp)
    dated = ago(row.notified_at, "escalated", subject=lamp.subject)
    assert [after for _verb, after in dated] == [timedelta(hours=4), timedelta(hours=8), timedelta(hours=16)]


def test_each_assignment_climbs_for_itself(
    clock: time_machine.Traveller, story: Assignment, dispatcher: User, damkar: User
) -> None:
    clock.shift(30)
    second = told(story.incident, dispatcher, agencies=("POL",))
    actions.progress(story.pk, "accept", actor=damkar)
    let_pass(clock, 60)
    assert list(Escalation.objects.values_list("assignment", "level")) == [(second.pk, 1)]


def test_an_agency_without_a_ladder_is_not_climbed(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    LadderStep.objects.filter(agency=None).delete()
    told(fire, dispatcher, agencies=("POL",))
    let_pass(clock, 300)
    assert not Escalation.objects.filter(clock="accept").exists()


def test_a_rung_taken_away_meanwhile_ends_the_ladder_without_an_entry(
    clock: time_machine.Traveller, story: Assignment
) -> None:
    LadderStep.objects.filter(level__gt=0).delete()
    before = verbs(story.incident.subject)
    let_pass(clock, 61)
    assert verbs(story.incident.subject) == before
    assert "ladder" not in pending(story.incident)


# --- deadlines of the incident --------------------------------------------------------------------------------------


def test_nobody_told_in_a_minute_is_a_breach_dated_at_the_minute(clock: time_machine.Traveller, fire: Incident) -> None:
    let_pass(clock, 59.9)
    assert verbs(fire.subject) == ["opened"]
    let_pass(clock, 0.1)
    assert ago(fire.forwarded_at, "breached", subject=fire.subject) == [("breached", minutes(1))]
    assert history(fire.subject)[-1].facts["clock"] == "tell"


def test_a_breach_is_dated_at_the_deadline_however_late_we_notice(
    clock: time_machine.Traveller, story: Assignment, damkar: User
) -> None:
    actions.progress(story.pk, "accept", actor=damkar)
    let_pass(clock, 3600)
    breach = Escalation.objects.get(clock="arrive")
    assert breach.raised_at == story.incident.reported_at + minutes(7)
    entry = history(story.incident.subject)[-1]
    assert (entry.verb, entry.actor, entry.happened_at, entry.recorded_at) == (
        "breached",
        None,
        breach.raised_at,
        now(),
    )
    assert entry.facts == {"clock": "arrive", "escalation": breach.pk}


def test_an_arrival_just_before_the_deadline_keeps_it(
    clock: time_machine.Traveller, story: Assignment, damkar: User
) -> None:
    clock.shift(419.9)
    actions.progress(story.pk, "arrive", actor=damkar)
    let_pass(clock, 60)
    assert not Escalation.objects.filter(clock="arrive").exists()
    assert "arrive" not in pending(story.incident)


def test_an_arrival_just_after_does_not_take_the_breach_back(
    clock: time_machine.Traveller, story: Assignment, damkar: User
) -> None:
    let_pass(clock, 420)
    actions.progress(story.pk, "arrive", actor=damkar)
    assert Escalation.objects.filter(clock="arrive").count() == 1
    let_pass(clock, 300)
    assert verbs(story.incident.subject).count("breached") == 1


def test_seven_minutes_that_had_passed_before_it_opened_are_breached_at_once(
    clock: time_machine.Traveller, centre: object
) -> None:
    row = incident(reported_at=now() - minutes(30))
    let_pass(clock, 0)
    assert ago(row.reported_at, "breached", subject=row.subject) == [("breached", minutes(7))]


def test_a_service_is_breached_when_it_is_not_finished_in_days(
    clock: time_machine.Traveller, lamp: Incident, dispatcher: User
) -> None:
    row = told(lamp, dispatcher, agencies=("DHB",))
    actions.progress(row.pk, "arrive", actor=dispatcher)
    assert pending(lamp)["finish"] == [lamp.reported_at + timedelta(days=3)]
    let_pass(clock, 3 * 86400)
    assert ago(lamp.reported_at, "breached", subject=lamp.subject) == [("breached", timedelta(days=3))]


def test_a_service_that_is_finished_stops_its_clock(
    clock: time_machine.Traveller, lamp: Incident, dispatcher: User
) -> None:
    row = told(lamp, dispatcher, agencies=("DHB",))
    actions.progress(row.pk, "accept", actor=dispatcher)
    actions.progress(row.pk, "finish", actor=dispatcher)
    assert "finish" not in pending(lamp)


def test_a_clock_without_a_standard_does_not_run(clock: time_machine.Traveller, centre: object) -> None:
    assert set(pending(incident("kucing"))) == {"tell"}
    Standard.objects.all().delete()
    assert pending(incident()) == {}


@pytest.mark.parametrize("verb", ["decline", "recall"])
def test_an_incident_whose_last_agency_is_gone_waits_for_the_next_one(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, verb: str
) -> None:
    first, second = told(fire, dispatcher, agencies=("DMK",)), told(fire, dispatcher, agencies=("POL",))
    clock.shift(120)
    actions.progress(first.pk, verb, actor=dispatcher, told=Told(reason="rusak"))
    assert "tell" not in pending(fire)
    actions.progress(second.pk, verb, actor=dispatcher, told=Told(reason="rusak"))
    assert pending(fire)["tell"] == [now() + minutes(1)]
    let_pass(clock, 61)
    assert history(fire.subject)[-1].facts["clock"] == "tell"


# --- what people do meanwhile ---------------------------------------------------------------------------------------


def test_a_higher_priority_may_be_late_at_once(clock: time_machine.Traveller, centre: object, dispatcher: User) -> None:
    row = incident(priority=4)
    clock.shift(600)
    actions.change(row.pk, actor=dispatcher, priority=1)
    let_pass(clock, 0)
    dated = [(entry.facts["clock"], entry.happened_at) for entry in history(row.subject) if entry.verb == "breached"]
    assert dated == [("tell", row.forwarded_at + minutes(1)), ("arrive", row.reported_at + minutes(7))]


def test_a_breach_is_not_raised_again_after_another_priority_or_a_reopening(
    clock: time_machine.Traveller, story: Assignment, dispatcher: User
) -> None:
    let_pass(clock, 421)
    actions.change(story.incident_id, actor=dispatcher, priority=2)
    actions.close(story.incident_id, "nihil", actor=dispatcher)
    actions.reopen(story.incident_id, "lagi", actor=dispatcher)
    let_pass(clock, 3600)
    breached = [entry.facts["clock"] for entry in history(story.incident.subject) if entry.verb == "breached"]
    assert breached == ["arrive", "tell"]  # not there in time, and after the reopening with nobody told


def test_closing_cancels_every_promise_and_undoing_it_brings_them_back_at_their_moments(
    clock: time_machine.Traveller, story: Assignment, dispatcher: User
) -> None:
    before = pending(story.incident)
    clock.shift(30)
    actions.close(story.incident_id, "nihil", actor=dispatcher)
    assert pending(story.incident) == {}
    clock.shift(5)
    actions.undo_close(story.incident_id, actor=dispatcher)
    assert pending(story.incident) == before
    let_pass(clock, 25)
    assert ago(story.notified_at, "escalated", subject=story.incident.subject) == [("escalated", minutes(1))]


def test_an_undone_closing_climbs_on_from_the_level_that_was_reached(
    clock: time_machine.Traveller, story: Assignment, dispatcher: User
) -> None:
    let_pass(clock, 61)
    actions.close(story.incident_id, "nihil", actor=dispatcher)
    actions.undo_close(story.incident_id, actor=dispatcher)
    assert pending(story.incident)["ladder"] == [story.notified_at + minutes(2)]


def test_a_declined_assignment_does_not_climb_and_the_next_one_begins_below(
    clock: time_machine.Traveller, story: Assignment, dispatcher: User, damkar: User
) -> None:
    let_pass(clock, 61)
    actions.progress(story.pk, "decline", actor=damkar, told=Told(reason="rusak"))
    assert "ladder" not in pending(story.incident)
    again = told(story.incident, dispatcher, agencies=("DMK",))
    assert pending(story.incident)["ladder"] == [again.notified_at + minutes(1)]


def test_editing_a_standard_does_not_rewrite_a_promise(
    clock: time_machine.Traveller, story: Assignment, dispatcher: User, damkar: User
) -> None:
    before = pending(story.incident)
    Standard.objects.filter(clock__in=("arrive", "accept")).update(limit=minutes(30))
    actions.note(story.incident_id, "masih sama", actor=dispatcher)
    assert pending(story.incident) == before
    actions.progress(story.pk, "accept", actor=damkar)
    assert pending(story.incident)["arrive"] == before["arrive"]
    later = incident()
    assert pending(later)["arrive"] == [later.reported_at + minutes(30)]


def test_the_standards_are_read_once_however_many_clocks_run(
    fire: Incident, dispatcher: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(40):
        actions.assign(fire.pk, agencies=["DMK", "POL"], units=["DMK-01"], actor=dispatcher)


def test_a_promise_made_twice_by_mistake_is_kept_once(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    promise(fire.subject, "arrive", now() + minutes(7))
    actions.change(fire.pk, actor=dispatcher, place_text="Jl. Lain 3")
    assert len(pending(fire)["arrive"]) == 1


@pytest.mark.parametrize("kind", ["ladder", "arrive"])
def test_a_promise_withdrawn_while_it_was_being_fired_does_nothing(
    clock: time_machine.Traveller, story: Assignment, kind: str
) -> None:
    timer = Timer.objects.pending().get(subject=story.incident.subject, kind=kind)
    Timer.objects.filter(pk=timer.pk).update(cancelled_at=now())
    before = verbs(story.incident.subject)
    with pytest.raises(NotNow):
        (actions.climb if kind == "ladder" else actions.breach)(timer)
    assert verbs(story.incident.subject) == before
    assert not Escalation.objects.exists()


# --- acknowledging --------------------------------------------------------------------------------------------------


@pytest.fixture
def escalation(clock: time_machine.Traveller, story: Assignment) -> Escalation:
    """Damkar did not accept within a minute."""
    let_pass(clock, 61)
    return Escalation.objects.get(clock="accept")


def test_an_escalation_is_acknowledged_once_and_by_name(
    escalation: Escalation, dispatcher: User, second_dispatcher: User
) -> None:
    row = actions.acknowledge(escalation.pk, actor=dispatcher)
    assert (row.acknowledged_by, row.acknowledged_at) == (dispatcher, now())
    entry = history(escalation.incident.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == (
        "acknowledged",
        dispatcher,
        {"escalation": escalation.pk, "level": 1},
    )
    refusal = refused(actions.acknowledge, escalation.pk, actor=second_dispatcher)
    assert (refusal.code, refusal.messages) == ("already_acknowledged", ["Eskalasi ini sudah diakui Rizal Asrun."])
    assert code_of(actions.acknowledge, escalation.pk, actor=dispatcher) == "already_acknowledged"


def test_acknowledging_does_not_stop_the_ladder(
    clock: time_machine.Traveller, escalation: Escalation, dispatcher: User
) -> None:
    actions.acknowledge(escalation.pk, actor=dispatcher)
    let_pass(clock, 60)
    assert Escalation.objects.filter(clock="accept").count() == 2


def test_who_may_not_acknowledge(escalation: Escalation, call_taker: User, damkar: User, head: User) -> None:
    for actor in (call_taker, damkar, head):
        denied(actions.acknowledge, escalation.pk, actor=actor)


def test_an_escalation_that_is_not_there_is_not_acknowledged(dispatcher: User) -> None:
    with pytest.raises(Escalation.DoesNotExist):
        actions.acknowledge(0, actor=dispatcher)
