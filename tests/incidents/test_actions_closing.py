"""How an incident ends, how that is taken back, and how it is opened again."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import now

from incidents import actions
from incidents.models import Disposition, Incident
from incidents.states import State
from journal.journal import record
from tests.factories import history, incident, minutes, pending, told, verbs
from tests.incidents.ways import WAYS, states
from tests.refusals import code_of, denied, fields_of, refused

pytestmark = pytest.mark.django_db

RELEASED = {
    State.NOTIFIED: ("recalled", State.RECALLED),
    State.ACCEPTED: ("recalled", State.RECALLED),
    State.EN_ROUTE: ("recalled", State.RECALLED),
    State.ON_SCENE: ("finished", State.DONE),
    State.CONTROLLED: ("finished", State.DONE),
}


# --- closing --------------------------------------------------------------------------------------------------------


def test_closing_stamps_the_end_and_leaves_one_entry(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = actions.close(fire.pk, "tertangani", actor=dispatcher, words=" tidak ada korban ")
    row.refresh_from_db()
    assert (row.closed_at, row.outcome, str(row.disposition)) == (now(), "closed", "Tertangani")
    assert [note.text for note in row.notes.all()] == ["asap tebal dari dapur", "tidak ada korban"]
    assert pending(fire) == {}
    entry = history(fire.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == ("closed", dispatcher, {"disposition": "tertangani"})


@pytest.mark.parametrize("state", WAYS)
def test_closing_releases_each_agency_who_is_there_as_finished_who_is_not_as_recalled(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, state: State
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    for verb in WAYS[state]:
        actions.progress(row.pk, verb, actor=dispatcher)
    clock.shift(60)
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    row.refresh_from_db()
    past, end = RELEASED[state]
    assert (row.state, row.ended_at) == (end, now())
    assert verbs(fire.subject)[-2:] == [past, "closed"]
    assert history(fire.subject)[-2].facts["via"] == "closing"
    assert pending(fire) == {}


def test_who_had_ended_before_is_left_as_he_was(fire: Incident, dispatcher: User) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    actions.progress(row.pk, "recall", actor=dispatcher)
    actions.close(fire.pk, "nihil", actor=dispatcher)
    assert verbs(fire.subject) == ["opened", "assigned", "recalled", "closed"]


def test_the_system_may_close(fire: Incident) -> None:
    assert actions.close(fire.pk, "nihil", actor=None).closed_at


def test_closing_needs_an_ending_of_the_list(fire: Incident, dispatcher: User) -> None:
    Disposition.objects.filter(code="nihil").update(is_active=False)
    for code in ("", "tidak_ada", "nihil"):
        assert fields_of(actions.close, fire.pk, code, actor=dispatcher) == ["disposition"]


def test_it_is_closed_once_and_not_on_an_older_card(fire: Incident, dispatcher: User) -> None:
    assert code_of(actions.close, fire.pk, "nihil", actor=dispatcher, version=0) == "changed"
    actions.close(fire.pk, "nihil", actor=dispatcher, version=1)
    assert code_of(actions.close, fire.pk, "nihil", actor=dispatcher) == "already_closed"


def test_who_may_not_close(fire: Incident, call_taker: User, damkar: User, head: User) -> None:
    for actor in (call_taker, damkar, head):
        denied(actions.close, fire.pk, "nihil", actor=actor)
        denied(actions.reopen, fire.pk, "kenapa", actor=actor)
        denied(actions.undo_close, fire.pk, actor=actor)


# --- opening again --------------------------------------------------------------------------------------------------


def test_reopening_needs_a_reason_and_leaves_the_agencies_released(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    clock.shift(3600)
    row = actions.reopen(fire.pk, "api menyala lagi", actor=dispatcher)
    row.refresh_from_db()
    assert (row.closed_at, row.outcome, row.disposition) == (None, "", None)
    assert states(fire) == [State.RECALLED]
    assert [note.text for note in row.notes.all()][-1] == "api menyala lagi"
    entry = history(fire.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == ("reopened", dispatcher, {})
    assert told(fire, dispatcher, agencies=("DMK",)).state == State.NOTIFIED


def test_reopening_starts_the_clocks_from_their_old_beginning(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = incident()
    actions.close(row.pk, "nihil", actor=dispatcher)
    clock.shift(60)
    actions.reopen(row.pk, "ternyata ada", actor=dispatcher)
    assert pending(row) == {"tell": [row.forwarded_at + minutes(1)], "arrive": [row.reported_at + minutes(7)]}


@pytest.mark.parametrize("reason", ["", " "])
def test_an_empty_reason_is_none(fire: Incident, dispatcher: User, reason: str) -> None:
    actions.close(fire.pk, "nihil", actor=dispatcher)
    assert fields_of(actions.reopen, fire.pk, reason, actor=dispatcher) == ["reason"]


def test_what_is_open_is_not_opened_again(fire: Incident, dispatcher: User) -> None:
    refusal = refused(actions.reopen, fire.pk, "kenapa", actor=dispatcher)
    assert (refusal.code, refusal.messages) == ("already_open", ["#1042 masih terbuka."])


def test_what_is_not_there_cannot_end(dispatcher: User) -> None:
    acts: list[Any] = [
        lambda: actions.close(0, "nihil", actor=dispatcher),
        lambda: actions.reopen(0, "kenapa", actor=dispatcher),
        lambda: actions.undo_close(0, actor=dispatcher),
    ]
    for act in acts:
        with pytest.raises(Incident.DoesNotExist):
            act()


def test_what_the_system_did_since_does_not_stand_in_the_way(fire: Incident, dispatcher: User) -> None:
    seen = told(fire, dispatcher, agencies=("DMK",)).incident.version
    record_as(fire, None, "told", "escalated", "breached")
    actions.close(fire.pk, "nihil", actor=dispatcher, version=seen)
    assert verbs(fire.subject)[-1] == "closed"


@pytest.mark.parametrize("verb", ["noted", "accepted", "told"])
def test_what_a_person_did_since_does(fire: Incident, dispatcher: User, second_dispatcher: User, verb: str) -> None:
    seen = told(fire, dispatcher, agencies=("DMK",)).incident.version
    record_as(fire, None, "told")
    record_as(fire, second_dispatcher, verb)
    assert code_of(actions.close, fire.pk, "nihil", actor=dispatcher, version=seen) == "changed"
    assert code_of(actions.close, fire.pk, "nihil", actor=dispatcher, version=99) == "changed"


def record_as(row: Incident, actor: User | None, *said: str) -> None:
    """These happened to the incident."""
    for verb in said:
        with transaction.atomic():
            record(Incident.objects.locked(row.pk), verb, actor=actor, at=now())
