"""A unit is sent on in one step, or another goes in its place: both incidents tell it, and it is taken back whole."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User

from agencies.actions import take_off_duty
from incidents import actions
from incidents.models import Assignment, Incident
from incidents.naming import names_of
from incidents.sentences import sentence
from incidents.states import State
from tests.factories import history, incident, pending, told, unit
from tests.refusals import code_of, denied

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(fire: Incident, dispatcher: User) -> Assignment:
    """DMK-01 is on its way to the fire."""
    row = told(fire, dispatcher, units=("DMK-01",))
    return actions.progress(row.pk, "depart", actor=dispatcher)


def said(row: Incident) -> str:
    """The last line of its journal."""
    entries = history(row.subject)
    return sentence(entries[-1], names_of(entries)).text


def standing(row: Incident) -> list[tuple[str, str]]:
    """Who was given it, and how it stands with each."""
    rows = row.assignments.select_related("unit").order_by("pk")
    return [(one.unit.call_sign if one.unit else "", one.state) for one in rows]


def test_a_unit_goes_from_one_incident_to_another_in_one_step(
    clock: time_machine.Traveller, task: Assignment, fire: Incident, dispatcher: User
) -> None:
    other = incident()
    made = actions.reassign(task.pk, into=other.pk, actor=dispatcher)
    assert (standing(fire), standing(other)) == ([("DMK-01", State.RECALLED)], [("DMK-01", State.NOTIFIED)])
    assert (said(fire), said(other)) == (
        f"DMK-01 dipindahkan ke {other.short_number}",
        f"DMK-01 ditugaskan · dipindahkan dari {fire.short_number}",
    )
    task.refresh_from_db()
    assert task.ended_at == made.notified_at
    assert set(pending(other)) == {"arrive", "deliver", "ladder"} and "tell" in pending(fire)


def test_another_unit_takes_its_place_at_the_same_incident(task: Assignment, fire: Incident, dispatcher: User) -> None:
    actions.reassign(task.pk, unit="DMK-02", actor=dispatcher)
    assert standing(fire) == [("DMK-01", State.RECALLED), ("DMK-02", State.NOTIFIED)]
    lines = [sentence(entry, names_of(history(fire.subject))).text for entry in history(fire.subject)[-2:]]
    assert lines == ["DMK-01 ditarik, digantikan DMK-02", "DMK-02 ditugaskan · menggantikan DMK-01"]


def test_who_was_kept_in_reserve_is_so_no_longer(task: Assignment, fire: Incident, dispatcher: User) -> None:
    other = incident()
    actions.reserve(other.pk, units=["DMK-02"], actor=dispatcher)
    actions.reassign(task.pk, unit="DMK-02", actor=dispatcher)
    assert not other.reservations.standing().exists()
    assert said(fire).endswith(f"tadinya dicadangkan untuk {other.short_number}")


def test_it_is_refused_where_it_is_no_move(
    task: Assignment, fire: Incident, lamp: Incident, dispatcher: User, damkar: User, call_taker: User
) -> None:
    whole = actions.assign(fire.pk, agencies=["POL"], actor=dispatcher)[0]
    other = incident()
    assert code_of(actions.reassign, whole.pk, into=other.pk, actor=dispatcher) == "no_unit"
    assert code_of(actions.reassign, task.pk, actor=dispatcher) == "already_assigned"
    assert code_of(actions.reassign, task.pk, unit="NN-99", actor=dispatcher) == "unknown_unit"
    assert code_of(actions.reassign, task.pk, into=other.pk, actor=dispatcher, version=1) == "changed"
    for actor in (damkar, call_taker):
        denied(actions.reassign, task.pk, into=other.pk, actor=actor)
    take_off_duty(unit("DMK-02").pk, "rusak", actor=dispatcher)
    assert code_of(actions.reassign, task.pk, unit="DMK-02", actor=dispatcher) == "unit_off_duty"
    actions.close(other.pk, "tertangani", actor=dispatcher)
    assert code_of(actions.reassign, task.pk, into=other.pk, actor=dispatcher) == "already_closed"


def test_it_is_refused_where_the_unit_was_taken_elsewhere_while_we_waited_for_the_lock(
    task: Assignment, fire: Incident, dispatcher: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, locked = incident(), Incident.objects.locked

    def late(pk: int) -> Incident:
        Assignment.objects.filter(pk=task.pk).update(incident=other)
        row: Incident = locked(pk)
        return row

    before = history(fire.subject)
    monkeypatch.setattr(Incident.objects, "locked", late)
    assert code_of(actions.reassign, task.pk, unit="DMK-02", actor=dispatcher) == "changed"
    assert history(fire.subject) == before


def test_whoever_is_too_late_is_told_where_the_unit_went_or_how_it_stands(
    task: Assignment, fire: Incident, dispatcher: User, second_dispatcher: User
) -> None:
    there, elsewhere = incident(), incident()
    made = actions.reassign(task.pk, into=there.pk, actor=dispatcher)
    assert code_of(actions.reassign, task.pk, into=elsewhere.pk, actor=second_dispatcher) == "unit_busy"
    assert code_of(actions.reassign, task.pk, unit="DMK-02", actor=second_dispatcher) == "unit_busy"
    actions.progress(made.pk, "recall", actor=dispatcher)
    assert code_of(actions.reassign, made.pk, into=elsewhere.pk, actor=second_dispatcher) == "already_recalled"
    busy = actions.assign(elsewhere.pk, units=["DMK-02"], actor=dispatcher)[0]
    again = actions.assign(fire.pk, units=["DMK-01"], actor=dispatcher)[0]
    assert code_of(actions.reassign, again.pk, unit="DMK-02", actor=dispatcher) == "unit_busy"
    assert Assignment.objects.get(pk=busy.pk).ended_at is None


def test_taken_back_everybody_is_where_he_was(
    clock: time_machine.Traveller, task: Assignment, fire: Incident, dispatcher: User
) -> None:
    other = incident()
    before = pending(fire)
    made = actions.reassign(task.pk, into=other.pk, actor=dispatcher)
    clock.shift(4)
    actions.undo_reassign(made.pk, actor=dispatcher)
    assert (standing(fire), standing(other)) == ([("DMK-01", State.EN_ROUTE)], [("DMK-01", State.RECALLED)])
    assert (pending(fire), set(pending(other))) == (before, {"tell", "arrive"})
    assert (said(fire), said(other)) == ("Langkah DMK-01 dibatalkan: Ditarik", "Penugasan DMK-01 dibatalkan")


def test_a_replacement_is_taken_back_with_the_message_that_was_still_to_be_sent(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = told(fire, dispatcher, units=("DMK-01",))
    before = pending(fire)
    made = actions.reassign(row.pk, unit="DMK-02", actor=dispatcher)
    actions.undo_reassign(made.pk, actor=dispatcher)
    assert standing(fire) == [("DMK-01", State.NOTIFIED), ("DMK-02", State.RECALLED)]
    assert pending(fire) == before


def test_it_is_not_taken_back_once_answered_or_late_or_when_it_was_no_move(
    clock: time_machine.Traveller, task: Assignment, fire: Incident, dispatcher: User, damkar: User
) -> None:
    other = incident()
    assert code_of(actions.undo_reassign, task.pk, actor=dispatcher) == "not_moved"
    made = actions.reassign(task.pk, into=other.pk, actor=dispatcher)
    denied(actions.undo_reassign, made.pk, actor=damkar)
    clock.shift(8)
    assert code_of(actions.undo_reassign, made.pk, actor=dispatcher) == "too_late"
    again = actions.reassign(made.pk, into=fire.pk, actor=dispatcher)
    actions.progress(again.pk, "accept", actor=damkar)
    assert code_of(actions.undo_reassign, again.pk, actor=dispatcher) == "too_late"


def test_it_is_not_taken_back_when_the_unit_that_was_recalled_has_gone_elsewhere(
    clock: time_machine.Traveller, task: Assignment, fire: Incident, dispatcher: User
) -> None:
    made = actions.reassign(task.pk, unit="DMK-02", actor=dispatcher)
    actions.assign(incident().pk, units=["DMK-01"], actor=dispatcher)
    assert code_of(actions.undo_reassign, made.pk, actor=dispatcher) == "unit_busy"
