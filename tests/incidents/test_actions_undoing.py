"""Five seconds to take back an assignment, a step or a closing."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from incidents import actions
from incidents.actions.response import Told
from incidents.models import Assignment, Incident
from incidents.states import AGENCY_VERBS, STEPS, State
from tests.factories import history, incident, minutes, pending, seconds, told
from tests.incidents.ways import WAYS, states
from tests.refusals import code_of, denied, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(fire: Incident, dispatcher: User) -> Assignment:
    """Damkar as a whole has been told of the fire."""
    return told(fire, dispatcher, agencies=("DMK",))


# --- an assignment ----------------------------------------------------------------------------------------------------


def test_an_assignment_is_taken_back_within_five_seconds_and_a_little_for_the_way(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(7)
    row = actions.undo_assign(row.pk, actor=dispatcher)
    assert (row.state, row.ended_at) == (State.RECALLED, now())
    assert {"deliver", "ladder"}.isdisjoint(pending(fire))
    assert pending(fire)["tell"] == [now() + minutes(1)]
    entry = history(fire.subject)[-1]
    assert (entry.verb, entry.facts["undid"], entry.facts["agency"]) == ("undone", "assigned", "DMK")
    assert told(fire, dispatcher, agencies=("DMK",)).state == State.NOTIFIED


def test_later_it_is_too_late_to_take_back(clock: time_machine.Traveller, fire: Incident, dispatcher: User) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(7.1)
    refusal = refused(actions.undo_assign, row.pk, actor=dispatcher)
    assert (refusal.code, refusal.messages) == ("too_late", ["Sudah terlambat untuk dibatalkan. Pakai Tarik."])


def test_what_the_agency_has_answered_is_not_taken_back(task: Assignment, dispatcher: User, damkar: User) -> None:
    actions.progress(task.pk, "accept", actor=damkar)
    assert code_of(actions.undo_assign, task.pk, actor=dispatcher) == "too_late"


def test_it_is_taken_back_once(task: Assignment, dispatcher: User) -> None:
    actions.undo_assign(task.pk, actor=dispatcher)
    assert code_of(actions.undo_assign, task.pk, actor=dispatcher) == "too_late"


def test_who_may_not_take_back(task: Assignment, damkar: User, call_taker: User) -> None:
    for actor in (damkar, call_taker):
        denied(actions.undo_assign, task.pk, actor=actor)


# --- a step ----------------------------------------------------------------------------------------------


def test_a_step_is_taken_back_within_five_seconds(task: Assignment, damkar: User) -> None:
    actions.progress(task.pk, "accept", actor=damkar)
    actions.progress(task.pk, "arrive", actor=damkar)
    actions.undo_step(task.pk, actor=damkar)
    task.refresh_from_db()
    assert (task.state, task.arrived_at) == (State.ACCEPTED, None)
    assert "arrive" in pending(task.incident)
    assert history(task.incident.subject)[-1].facts["undid"] == "arrived"


def test_a_refusal_is_taken_back_and_the_agency_waits_again(task: Assignment, damkar: User) -> None:
    actions.progress(task.pk, "decline", actor=damkar, told=Told(reason="salah tekan"))
    actions.undo_step(task.pk, actor=damkar)
    task.refresh_from_db()
    assert (task.state, task.ended_at, task.reason) == (State.NOTIFIED, None, "")
    assert "ladder" in pending(task.incident)


def test_a_step_cannot_be_taken_back_after_seven_seconds(
    clock: time_machine.Traveller, task: Assignment, damkar: User
) -> None:
    actions.progress(task.pk, "accept", actor=damkar)
    clock.shift(seconds(8))
    assert code_of(actions.undo_step, task.pk, actor=damkar) == "too_late"


def test_a_step_entered_afterwards_is_taken_back_within_five_seconds_of_its_entry(
    clock: time_machine.Traveller, task: Assignment, dispatcher: User
) -> None:
    clock.shift(seconds(120))
    actions.progress(task.pk, "accept", actor=dispatcher, told=Told(at=now() - seconds(60), via="radio"))
    clock.shift(seconds(3))
    actions.undo_step(task.pk, actor=dispatcher)
    task.refresh_from_db()
    assert (task.state, task.accepted_at) == (State.NOTIFIED, None)


def test_a_step_is_not_another_agencys_to_take_back(task: Assignment, damkar: User, police: User) -> None:
    actions.progress(task.pk, "accept", actor=damkar)
    denied(actions.undo_step, task.pk, actor=police)


def test_a_refusal_is_not_taken_back_once_the_agency_was_assigned_anew(
    task: Assignment, damkar: User, dispatcher: User
) -> None:
    actions.progress(task.pk, "decline", actor=damkar, told=Told(reason="salah tekan"))
    told(task.incident, dispatcher, agencies=("DMK",))
    refusal = refused(actions.undo_step, task.pk, actor=damkar)
    assert (refusal.code, refusal.messages) == ("already_assigned", ["DMK sudah ditugaskan ke #1042."])


@pytest.mark.parametrize("verb", [verb for verb in AGENCY_VERBS if verb not in ("accept", "decline")])
def test_every_step_leads_back_to_where_the_assignment_stood(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, verb: str
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    before = next(state for state in reversed(list(WAYS)) if state in STEPS[verb].start)
    for one in WAYS[before]:
        actions.progress(row.pk, one, actor=dispatcher)
    clock.shift(10)
    due = {kind: moments for kind, moments in pending(fire).items() if kind != "deliver"}
    actions.progress(row.pk, verb, actor=dispatcher)
    clock.shift(7)
    undone = actions.undo_step(row.pk, actor=dispatcher)
    undone.refresh_from_db()
    assert (undone.state, getattr(undone, STEPS[verb].stamps)) == (before, None)
    assert {kind: moments for kind, moments in pending(fire).items() if kind != "deliver"} == due
    assert history(fire.subject)[-1].happened_at == now()


def test_where_no_step_was_taken_or_the_desk_recalled_there_is_none_to_take_back(
    task: Assignment, dispatcher: User, damkar: User
) -> None:
    assert code_of(actions.undo_step, task.pk, actor=dispatcher) == "too_late"
    denied(actions.undo_step, task.pk, actor=damkar)
    actions.progress(task.pk, "recall", actor=dispatcher)
    assert code_of(actions.undo_step, task.pk, actor=dispatcher) == "too_late"


def test_a_finish_is_not_taken_back_once_the_unit_is_elsewhere(fire: Incident, dispatcher: User) -> None:
    row = told(fire, dispatcher, units=("DMK-01",))
    actions.progress(row.pk, "arrive", actor=dispatcher)
    actions.progress(row.pk, "finish", actor=dispatcher)
    told(incident("begal"), dispatcher, units=("DMK-01",))
    assert code_of(actions.undo_step, row.pk, actor=dispatcher) == "unit_busy"


def test_a_step_of_a_closed_incident_and_of_an_older_card_stays(task: Assignment, dispatcher: User) -> None:
    actions.progress(task.pk, "arrive", actor=dispatcher)
    assert code_of(actions.undo_step, task.pk, actor=dispatcher, version=2) == "changed"
    actions.close(task.incident_id, "nihil", actor=dispatcher)
    assert code_of(actions.undo_step, task.pk, actor=dispatcher) == "already_closed"


# --- a closing ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", WAYS)
def test_a_closing_taken_back_leaves_every_agency_where_it_was(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, state: State
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    for verb in WAYS[state]:
        actions.progress(row.pk, verb, actor=dispatcher)
    before = pending(fire)
    clock.shift(30)
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    clock.shift(7)
    found = actions.undo_close(fire.pk, actor=dispatcher)
    found.refresh_from_db()
    row.refresh_from_db()
    assert (found.closed_at, found.outcome, found.disposition) == (None, "", None)
    assert (row.state, row.ended_at) == (state, None)
    assert pending(fire) == before
    entry = history(fire.subject)[-1]
    assert (entry.verb, entry.facts) == ("undone", {"undid": "closed"})


def test_who_had_ended_before_the_closing_stays_ended(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    actions.progress(row.pk, "recall", actor=dispatcher)
    clock.shift(1)
    actions.close(fire.pk, "nihil", actor=dispatcher)
    actions.undo_close(fire.pk, actor=dispatcher)
    assert states(fire) == [State.RECALLED]


def test_a_closing_is_taken_back_within_its_seconds_only(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    assert code_of(actions.undo_close, fire.pk, actor=dispatcher) == "too_late"
    actions.close(fire.pk, "nihil", actor=dispatcher)
    clock.shift(7.1)
    refusal = refused(actions.undo_close, fire.pk, actor=dispatcher)
    assert refusal.messages == ["Sudah terlambat untuk dibatalkan. Pakai Buka kembali."]


def test_a_closing_is_not_taken_back_once_a_unit_it_released_is_elsewhere(
    fire: Incident, dispatcher: User, second_dispatcher: User
) -> None:
    told(fire, dispatcher, units=("DMK-01",))
    actions.close(fire.pk, "nihil", actor=dispatcher)
    other = incident("begal")
    told(other, second_dispatcher, units=("DMK-01",))
    refusal = refused(actions.undo_close, fire.pk, actor=dispatcher)
    assert (refusal.code, refusal.messages) == (
        "unit_busy",
        ["DMK-01 baru saja ke #1043. Ini tidak dapat dibatalkan lagi."],
    )


def test_a_message_that_closing_held_back_is_sent_after_all(fire: Incident, dispatcher: User) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    actions.close(fire.pk, "nihil", actor=dispatcher)
    assert "deliver" not in pending(fire)
    actions.undo_close(fire.pk, actor=dispatcher)
    assert pending(fire)["deliver"] == [row.notified_at]
