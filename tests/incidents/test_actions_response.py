"""How agencies are given an incident, and how they answer it."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.actions import take_off_duty
from agencies.models import Agency
from incidents import actions
from incidents.actions.response import Told
from incidents.models import Assignment, Incident
from incidents.states import STEPS, State
from journal.models import Timer
from tests.factories import (
    agency,
    history,
    incident,
    minutes,
    pending,
    seconds,
    told,
    unit,
    verbs,
)
from tests.refusals import code_of, denied, fields_of, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(fire: Incident, dispatcher: User) -> Assignment:
    """Damkar as a whole has been told of the fire."""
    return told(fire, dispatcher, agencies=("DMK",))


# --- assigning ------------------------------------------------------------------------------------------------------


def test_agencies_and_units_are_told_at_once_and_each_is_one_entry(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    rows = actions.assign(fire.pk, agencies=["POL"], units=["DMK-02", "DMK-01"], actor=dispatcher)
    assert [(row.agency.code, row.unit and row.unit.call_sign, row.state) for row in rows] == [
        ("POL", None, "notified"),
        ("DMK", "DMK-01", "notified"),
        ("DMK", "DMK-02", "notified"),
    ]
    assert {row.notified_at for row in rows} == {now()}
    entries = history(fire.subject)[1:]
    assert [entry.verb for entry in entries] == ["assigned"] * 3
    assert entries[1].facts == {"assignment": rows[1].pk, "agency": "DMK", "unit": "DMK-01"}
    assert pending(fire)["deliver"] == [now()] * 3
    assert pending(fire)["ladder"] == [now() + minutes(1)] * 3
    assert "tell" not in pending(fire)
    assert str(rows[0]) == f"{fire.pk} {rows[0].agency_id} notified"


def test_a_code_named_twice_is_assigned_once(fire: Incident, dispatcher: User) -> None:
    rows = actions.assign(fire.pk, agencies=["DMK", "DMK"], units=["POL-01", "POL-01"], actor=dispatcher)
    assert [row.agency.code for row in rows] == ["DMK", "POL"]


def test_an_agency_may_have_a_row_of_its_own_beside_its_units(task: Assignment, dispatcher: User) -> None:
    told(task.incident, dispatcher, units=("DMK-01",))
    assert task.incident.assignments.count() == 2


def test_who_has_ended_may_be_assigned_again(task: Assignment, dispatcher: User, damkar: User) -> None:
    actions.progress(task.pk, "decline", actor=damkar, told=Told(reason="rusak"))
    assert told(task.incident, dispatcher, agencies=("DMK",)).pk != task.pk


@pytest.mark.parametrize(
    ("agencies", "units", "code", "words"),
    [
        ([], [], "nobody_chosen", "Pilih instansi atau unit yang ditugaskan."),
        (
            ["DMK", "QQQ", "YYY"],
            [],
            "unknown_agency",
            "Instansi QQQ, YYY tidak ada atau tidak aktif. Pilih instansi lain.",
        ),
        ([], ["DMK-01", "ZZZ-1"], "unknown_unit", "Unit ZZZ-1 tidak ada atau tidak dipakai lagi. Pilih unit lain."),
    ],
)
def test_assigning_refuses_what_is_not_there(
    fire: Incident, dispatcher: User, agencies: list[str], units: list[str], code: str, words: str
) -> None:
    refusal = refused(actions.assign, fire.pk, agencies=agencies, units=units, actor=dispatcher)
    assert (refusal.code, refusal.messages) == (code, [words])


def test_a_closed_agency_and_its_units_are_not_there(fire: Incident, dispatcher: User) -> None:
    Agency.objects.filter(code="DMK").update(is_active=False)
    assert code_of(actions.assign, fire.pk, agencies=["DMK"], actor=dispatcher) == "unknown_agency"
    assert code_of(actions.assign, fire.pk, units=["DMK-01"], actor=dispatcher) == "unknown_unit"


def test_an_agency_is_given_one_incident_once(task: Assignment, second_dispatcher: User) -> None:
    refusal = refused(actions.assign, task.incident_id, agencies=["POL", "DMK"], actor=second_dispatcher)
    assert (refusal.code, refusal.messages) == ("already_assigned", ["DMK sudah ditugaskan ke #1042."])


def test_the_database_itself_refuses_a_second_row_of_one_unit(
    fire: Incident, dispatcher: User, monkeypatch: Any
) -> None:
    told(fire, dispatcher, units=("DMK-01",))
    monkeypatch.setattr("incidents.actions.response.check_free", lambda unit: None)
    refusal = refused(actions.assign, fire.pk, units=["DMK-01"], actor=dispatcher)
    assert (refusal.code, refusal.messages) == ("already_assigned", ["DMK-01 sudah ditugaskan ke #1042."])


def test_a_busy_unit_is_refused_with_what_it_is_busy_at(fire: Incident, lamp: Incident, dispatcher: User) -> None:
    told(fire, dispatcher, units=("DMK-01",))
    for row in (fire, lamp):
        refusal = refused(actions.assign, row.pk, units=["DMK-01"], actor=dispatcher)
        assert (refusal.code, refusal.messages) == ("unit_busy", ["DMK-01 baru saja ke #1042. Pilih unit lain."])


def test_a_unit_off_duty_is_refused_with_its_reason(fire: Incident, dispatcher: User) -> None:
    for sign, reason, shown in (("DMK-01", "Isi air", "Isi air"), ("DMK-02", "", "-")):
        take_off_duty(unit(sign).pk, reason, actor=None)
        refusal = refused(actions.assign, fire.pk, units=[sign], actor=dispatcher)
        assert (refusal.code, refusal.messages) == (
            "unit_off_duty",
            [f"{sign} tidak siaga ({shown}). Pilih unit lain."],
        )


def test_one_that_cannot_be_sent_means_that_nobody_is(fire: Incident, dispatcher: User) -> None:
    take_off_duty(unit("DMK-02").pk, "Isi air", actor=None)
    assert code_of(actions.assign, fire.pk, agencies=["POL"], units=["DMK-01", "DMK-02"], actor=dispatcher)


def test_a_closed_incident_and_an_older_card_are_not_assigned(fire: Incident, dispatcher: User) -> None:
    assert code_of(actions.assign, fire.pk, agencies=["DMK"], version=0, actor=dispatcher) == "changed"
    actions.close(fire.pk, "nihil", actor=dispatcher)
    assert code_of(actions.assign, fire.pk, agencies=["DMK"], actor=dispatcher) == "already_closed"


def test_who_may_not_assign(fire: Incident, call_taker: User, damkar: User, head: User) -> None:
    for actor in (call_taker, damkar, head):
        denied(actions.assign, fire.pk, agencies=["DMK"], actor=actor)


# --- answering ------------------------------------------------------------------------------------------------------

WAYS = {
    State.NOTIFIED: [],
    State.ACCEPTED: ["accept"],
    State.EN_ROUTE: ["depart"],
    State.ON_SCENE: ["arrive"],
    State.CONTROLLED: ["arrive", "control"],
    State.DONE: ["accept", "finish"],
    State.DECLINED: ["decline"],
    State.RECALLED: ["recall"],
}
BECAUSE = Told(reason="mobil rusak")


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("state", WAYS)
def test_every_step_is_taken_exactly_where_the_table_allows_it(
    clock: time_machine.Traveller, task: Assignment, dispatcher: User, state: State, verb: str
) -> None:
    for one in WAYS[state]:
        actions.progress(task.pk, one, actor=dispatcher, told=BECAUSE)
    clock.shift(10)
    step = STEPS[verb]
    if state not in step.start:
        refusal = refused(actions.progress, task.pk, verb, actor=dispatcher, told=BECAUSE)
        assert refusal.code == f"already_{state}"
        assert refusal.messages == [f"DMK berstatus {state.label}; langkah ini tidak berlaku lagi."]
        return
    before = len(history(task.incident.subject))
    row = actions.progress(task.pk, verb, actor=dispatcher, told=BECAUSE)
    row.refresh_from_db()
    assert (row.state, getattr(row, step.stamps)) == (step.end, now())
    entries = history(task.incident.subject)[before:]
    assert [(entry.verb, entry.happened_at) for entry in entries] == [(step.past, now())]
    assert entries[0].facts == {"via": "app", "assignment": row.pk, "agency": "DMK", "unit": None}


def test_the_reason_of_a_refusal_is_kept_on_the_row_and_not_in_the_journal(task: Assignment, damkar: User) -> None:
    row = actions.progress(task.pk, "decline", actor=damkar, told=Told(reason=f" {'Pak Sarman sakit ' * 20}"))
    assert row.reason.startswith("Pak Sarman sakit")
    assert len(row.reason) <= 200
    assert "Sarman" not in json.dumps(history(task.incident.subject)[-1].facts)


@pytest.mark.parametrize("reason", ["", "   "])
def test_declining_needs_a_reason(task: Assignment, damkar: User, reason: str) -> None:
    assert fields_of(actions.progress, task.pk, "decline", actor=damkar, told=Told(reason=reason)) == ["reason"]


def test_a_skipped_step_leaves_its_column_empty_and_stops_the_ladder(task: Assignment, damkar: User) -> None:
    row = actions.progress(task.pk, "arrive", actor=damkar)
    assert (row.accepted_at, row.departed_at) == (None, None)
    assert "ladder" not in pending(task.incident)


def test_any_answer_takes_back_the_promise_to_tell_the_agency(task: Assignment, damkar: User) -> None:
    assert "deliver" in pending(task.incident)
    actions.progress(task.pk, "accept", actor=damkar)
    assert "deliver" not in pending(task.incident)


def test_the_desk_records_what_came_by_radio_with_its_own_time(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(120)
    row = actions.progress(row.pk, "depart", actor=dispatcher, told=Told(at=now() - seconds(70), via="radio"))
    assert row.departed_at == now() - seconds(70)
    entry = history(fire.subject)[-1]
    assert (entry.happened_at, entry.recorded_at) == (now() - seconds(70), now())
    assert entry.facts["via"] == "radio"


def test_a_time_typed_by_a_person_must_have_passed_and_follow_the_step_before(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(60)
    actions.progress(row.pk, "accept", actor=dispatcher)
    clock.shift(60)
    for at in (now() + seconds(1), now() - seconds(61), fire.reported_at - seconds(1)):
        wrong = Told(at=at, via="radio")
        assert fields_of(actions.progress, row.pk, "depart", actor=dispatcher, told=wrong) == ["at"]
    right = Told(at=now() - seconds(60), via="radio")
    assert actions.progress(row.pk, "depart", actor=dispatcher, told=right).departed_at == now() - seconds(60)


def test_a_telephones_clock_is_bent_into_what_is_possible(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, damkar: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(60)
    ahead = Told(at=now() + minutes(3))
    assert fields_of(actions.progress, row.pk, "accept", actor=damkar, told=ahead) == ["at"]
    row = actions.progress(row.pk, "accept", actor=damkar, told=Told(at=now() + minutes(2)))
    assert row.accepted_at == now()
    row = actions.progress(row.pk, "depart", actor=damkar, told=Told(at=now() - minutes(9)))
    assert row.departed_at == row.accepted_at
    clock.shift(60)
    row = actions.progress(row.pk, "arrive", actor=damkar, told=Told(at=now() - seconds(20)))
    assert row.arrived_at == now() - seconds(20)


def test_a_telephone_that_is_slow_answers_nothing_before_it_was_told(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, damkar: User
) -> None:
    clock.shift(60)
    row = told(fire, dispatcher, agencies=("DMK",))
    clock.shift(60)
    row = actions.progress(row.pk, "accept", actor=damkar, told=Told(at=now() - seconds(90)))
    assert fire.reported_at < now() - seconds(90) < row.notified_at
    assert row.accepted_at == row.notified_at == history(fire.subject)[-1].happened_at


def test_an_agency_names_the_unit_with_which_it_answers(task: Assignment, damkar: User) -> None:
    row = actions.progress(task.pk, "accept", actor=damkar, told=Told(unit="DMK-02"))
    assert row.unit == unit("DMK-02")
    assert history(task.incident.subject)[-1].facts["unit"] == "DMK-02"
    again = actions.progress(task.pk, "depart", actor=damkar, told=Told(unit="DMK-02"))
    assert again.unit == unit("DMK-02")


def test_an_agency_names_only_a_free_unit_of_its_own(task: Assignment, dispatcher: User, damkar: User) -> None:
    assert code_of(actions.progress, task.pk, "accept", actor=damkar, told=Told(unit="POL-01")) == "unknown_unit"
    assert code_of(actions.progress, task.pk, "accept", actor=damkar, told=Told(unit="DMK-99")) == "unknown_unit"
    told(incident("begal"), dispatcher, units=("DMK-02",))
    assert code_of(actions.progress, task.pk, "accept", actor=damkar, told=Told(unit="DMK-02")) == "unit_busy"
    actions.progress(task.pk, "accept", actor=damkar, told=Told(unit="DMK-01"))
    take_off_duty(unit("DMK-01").pk, "", actor=None)
    assert actions.progress(task.pk, "depart", actor=damkar, told=Told(unit="DMK-01")).unit == unit("DMK-01")


def test_a_unit_once_named_is_not_exchanged(task: Assignment, damkar: User) -> None:
    actions.progress(task.pk, "accept", actor=damkar, told=Told(unit="DMK-01"))
    assert code_of(actions.progress, task.pk, "depart", actor=damkar, told=Told(unit="DMK-02")) == "unknown_unit"


def test_a_refusal_names_the_unit_that_was_sent(fire: Incident, dispatcher: User) -> None:
    row = told(fire, dispatcher, units=("DMK-01",))
    refusal = refused(actions.progress, row.pk, "control", actor=dispatcher)
    assert refusal.messages == ["DMK-01 berstatus Menunggu diterima; langkah ini tidak berlaku lagi."]


def test_an_answer_to_an_older_card_is_refused(task: Assignment, damkar: User) -> None:
    assert code_of(actions.progress, task.pk, "accept", actor=damkar, version=1) == "changed"
    assert actions.progress(task.pk, "accept", actor=damkar, version=2).state == State.ACCEPTED


@pytest.mark.parametrize("verb", STEPS)
def test_who_may_not_answer(task: Assignment, police: User, call_taker: User, head: User, verb: str) -> None:
    for actor in (police, call_taker, head):
        denied(actions.progress, task.pk, verb, actor=actor, told=BECAUSE)


def test_an_agency_does_not_recall_itself(task: Assignment, damkar: User) -> None:
    denied(actions.progress, task.pk, "recall", actor=damkar)


def test_the_system_may_answer_for_an_agency_nobody_signed_in_for(task: Assignment) -> None:
    actions.progress(task.pk, "accept", actor=None, told=Told(via="simulation"))
    entry = history(task.incident.subject)[-1]
    assert (entry.actor, entry.facts["via"]) == (None, "simulation")


def test_a_unit_at_a_street_light_is_free_for_a_fire(fire: Incident, dispatcher: User) -> None:
    told(incident("lampu_jalan"), dispatcher, units=("DMK-01",))
    assert told(fire, dispatcher, units=("DMK-01",)).unit == unit("DMK-01")


def test_what_is_not_there_cannot_be_answered(dispatcher: User) -> None:
    for action in (actions.undo_assign, lambda pk, actor: actions.progress(pk, "accept", actor=actor)):
        with pytest.raises(Assignment.DoesNotExist):
            action(0, actor=dispatcher)


def test_promises_are_made_for_the_incident_and_name_the_assignment(task: Assignment) -> None:
    rows = Timer.objects.pending().filter(assignment_id=task.pk)
    assert {(row.subject, row.kind) for row in rows} == {
        (task.incident.subject, "deliver"),
        (task.incident.subject, "ladder"),
    }
    assert verbs(task.incident.subject) == ["opened", "assigned"]
    assert incident().number == 1043
    assert agency("DMK").assignments.count() == 1
