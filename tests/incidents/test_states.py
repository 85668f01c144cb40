"""The table of steps, walked completely; what a board says of an incident; the document made from the table."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from agencies.models import Agency
from incidents import actions
from incidents.management.commands.draw_states import PAGE, drawn
from incidents.models import Assignment, Incident
from incidents.states import ACTIVE, AGENCY_VERBS, ENDED, STEPS, Stage, State, chip_of, stage_of, states_at_work
from tests.factories import told

N, A, E, S, C = State.NOTIFIED, State.ACCEPTED, State.EN_ROUTE, State.ON_SCENE, State.CONTROLLED
DONE, DECLINED, RECALLED = State.DONE, State.DECLINED, State.RECALLED

# The table of the design, written down a second time: what leads where.
LEADS = {
    ("accept", N): A,
    ("decline", N): DECLINED,
    ("decline", A): DECLINED,
    ("decline", E): DECLINED,
    ("depart", N): E,
    ("depart", A): E,
    ("arrive", N): S,
    ("arrive", A): S,
    ("arrive", E): S,
    ("control", S): C,
    ("finish", A): DONE,
    ("finish", E): DONE,
    ("finish", S): DONE,
    ("finish", C): DONE,
    ("find_nil", S): DONE,
    ("find_false", S): DONE,
    ("recall", N): RECALLED,
    ("recall", A): RECALLED,
    ("recall", E): RECALLED,
    ("recall", S): RECALLED,
    ("recall", C): RECALLED,
}


@pytest.mark.parametrize(("verb", "state"), list(product(STEPS, State)))
def test_a_step_is_allowed_exactly_where_the_table_lists_it(verb: str, state: State) -> None:
    step = STEPS[verb]
    assert (state in step.start) == ((verb, state) in LEADS)
    if state in step.start:
        assert step.end == LEADS[verb, state]


def test_every_state_is_either_active_or_ended() -> None:
    assert sorted(ACTIVE + ENDED) == sorted(State)


@pytest.mark.parametrize("verb", STEPS)
def test_a_step_stamps_a_column_and_an_ending_stamps_the_end(verb: str) -> None:
    step = STEPS[verb]
    assert Assignment._meta.get_field(step.stamps).null
    assert (step.stamps == "ended_at") == (step.end in ENDED)


def test_nothing_leads_out_of_an_ended_assignment() -> None:
    assert not any(step.start & set(ENDED) for step in STEPS.values())


def test_recalling_is_the_only_verb_an_agency_does_not_have() -> None:
    assert set(STEPS) - set(AGENCY_VERBS) == {"recall"}


@pytest.mark.parametrize(
    ("states", "stage"),
    [
        ([], Stage.UNASSIGNED),
        ([DECLINED], Stage.UNASSIGNED),
        ([RECALLED, DECLINED], Stage.UNASSIGNED),
        ([N], Stage.WAITING),
        ([S, N], Stage.WAITING),
        ([A], Stage.HANDLED),
        ([DONE, E], Stage.HANDLED),
        ([DONE], Stage.FINISHED),
        ([DONE, DECLINED], Stage.FINISHED),
    ],
)
def test_the_stage_of_an_open_incident_follows_from_its_assignments(states: list[State], stage: Stage) -> None:
    assert stage_of(is_closed=False, states=states) == stage


@pytest.mark.django_db
def test_an_agency_that_only_took_note_is_nobody_at_work(fire: Incident, dispatcher: User) -> None:
    Agency.objects.filter(code="POL").update(only_acknowledges=True)
    noted = told(fire, dispatcher, agencies=("POL",))
    actions.progress(noted.pk, "accept", actor=dispatcher)
    noted.refresh_from_db()
    assert noted.state == DONE
    assert states_at_work([noted]) == []
    crew = told(fire, dispatcher, agencies=("DMK",))
    for verb in ("accept", "finish"):
        actions.progress(crew.pk, verb, actor=dispatcher)
    assert states_at_work(fire.assignments.order_by("pk")) == [DONE]


@pytest.mark.parametrize("states", [[], [N], [DONE]])
def test_what_is_closed_is_closed_whatever_its_assignments_say(states: list[State]) -> None:
    assert stage_of(is_closed=True, states=states) == Stage.CLOSED


@pytest.mark.parametrize(
    ("states", "chip"),
    [
        ([N], N),
        ([S, N], N),
        ([A, E], E),
        ([S, C, A], C),
        ([DONE, A], A),
        ([DECLINED, DONE], DONE),
        ([DONE, RECALLED], RECALLED),
    ],
)
def test_a_chip_is_waiting_if_a_row_waits_else_the_furthest_else_the_last(states: list[State], chip: State) -> None:
    assert chip_of(states) == chip


def test_the_document_is_what_the_table_draws_now() -> None:
    assert PAGE.read_text(encoding="utf-8") == drawn()


def test_the_document_shows_every_step_as_an_arrow_of_the_diagram() -> None:
    text = drawn()
    for (verb, start), end in LEADS.items():
        assert f"    {start} --> {end}: {verb}" in text


def test_the_command_writes_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("incidents.management.commands.draw_states.PAGE", tmp_path / "docs" / "states.md")
    call_command("draw_states")
    assert (tmp_path / "docs" / "states.md").read_text(encoding="utf-8") == drawn()
