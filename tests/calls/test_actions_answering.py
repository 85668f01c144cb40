"""What a call-taker does with a call: answer it, end it, say what it was, look at who called."""

from __future__ import annotations

import json

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Role
from calls import actions
from calls.models import CODABLE, REPORTING, Call, CallOutcome, Report
from tests.factories import KEPT_SECRETS, history, person, ring, seconds, verbs
from tests.refusals import code_of, denied, fields_of, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def talking(clock: time_machine.Traveller, call_taker: User) -> Call:
    """A call that has been answered at desk 3."""
    return actions.answer(ring().pk, actor=call_taker)


def draft_of(call: Call) -> Report:
    """The report of a call."""
    return Report.objects.get(call=call)


# --- answering ------------------------------------------------------------------------------------------------------


def test_answering_takes_the_call_and_begins_a_draft(clock: time_machine.Traveller, call_taker: User) -> None:
    call = ring(at=now() - seconds(6))
    call = actions.answer(call.pk, actor=call_taker, version=1)
    call.refresh_from_db()
    assert call.seat is not None
    assert (call.answered_by, call.answered_at, call.seat.name) == (call_taker, now(), "Meja 03")
    entry = history(call.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == ("answered", call_taker, {"seat": call.seat_id})
    draft = draft_of(call)
    assert (draft.taken_by, draft.started_at, draft.incident, draft.version) == (call_taker, now(), None, 0)
    assert list(Report.objects.drafts()) == [draft]


def test_who_comes_second_is_told_who_was_first_and_when(
    clock: time_machine.Traveller, talking: Call, second_call_taker: User
) -> None:
    refusal = refused(actions.answer, talking.pk, actor=second_call_taker)
    assert refusal.code == "already_answered"
    assert refusal.messages == ["Panggilan ini sudah dijawab Fitriani Halik (Meja 03) pukul 18:00:00."]


def test_a_call_that_was_answered_on_an_unknown_telephone_is_a_colleagues(call_taker: User, ringing: Call) -> None:
    Call.objects.update(answered_at=now())
    assert "sudah dijawab petugas lain pukul" in refused(actions.answer, ringing.pk, actor=call_taker).messages[0]


def test_whoever_has_no_desk_may_answer_too(centre: object, ringing: Call) -> None:
    standing_by = person("berdiri", "Tanpa Meja", Role.CALL_TAKER)
    call = actions.answer(ringing.pk, actor=standing_by)
    assert call.seat is None
    assert actions.answering.name_of(call) == "Tanpa Meja"


def test_a_caller_who_gave_up_is_not_answered(call_taker: User, ringing: Call) -> None:
    Call.objects.update(ended_at=now())
    assert code_of(actions.answer, ringing.pk, actor=call_taker) == "already_ended"


def test_answering_on_an_older_card_is_refused(call_taker: User, ringing: Call) -> None:
    assert code_of(actions.answer, ringing.pk, actor=call_taker, version=0) == "changed"


def test_who_may_not_answer(ringing: Call, dispatcher: User, damkar: User, head: User) -> None:
    for actor in (dispatcher, damkar, head):
        denied(actions.answer, ringing.pk, actor=actor)


# --- hanging up -----------------------------------------------------------------------------------------------------


def test_hanging_up_ends_the_conversation_and_not_the_work(
    clock: time_machine.Traveller, talking: Call, call_taker: User
) -> None:
    clock.shift(30)
    call = actions.hang_up(talking.pk, actor=call_taker)
    assert (call.ended_at, call.outcome) == (now(), "")
    assert verbs(call.subject) == ["rang", "answered", "ended"]
    assert list(Call.objects.unfinished()) == [call]
    assert code_of(actions.hang_up, call.pk, actor=call_taker) == "already_ended"


def test_a_call_is_in_the_hands_of_whoever_answered_it(
    talking: Call, ringing: Call, call_taker: User, second_call_taker: User
) -> None:
    refusal = refused(actions.hang_up, talking.pk, actor=second_call_taker)
    assert refusal.messages == ["Panggilan ini sedang ditangani Fitriani Halik (Meja 03)."]
    assert code_of(actions.set_outcome, talking.pk, "prank", actor=second_call_taker) == "already_answered"
    assert code_of(actions.undo_outcome, talking.pk, actor=second_call_taker) == "already_answered"
    assert code_of(actions.hang_up, ringing.pk, actor=call_taker) == "not_answered"
    assert code_of(actions.set_outcome, ringing.pk, "prank", actor=call_taker) == "not_answered"


def test_a_call_nobody_is_known_to_have_answered_is_anybodys(ringing: Call, call_taker: User) -> None:
    Call.objects.update(answered_at=now())
    assert actions.set_outcome(ringing.pk, "emergency", actor=call_taker).outcome == "emergency"
    assert draft_of(ringing).taken_by == call_taker


def test_who_may_not_end_or_code(talking: Call, dispatcher: User, damkar: User) -> None:
    for actor in (dispatcher, damkar):
        denied(actions.hang_up, talking.pk, actor=actor)
        denied(actions.set_outcome, talking.pk, "prank", actor=actor)
        denied(actions.undo_outcome, talking.pk, actor=actor)


# --- saying what it was ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", CODABLE)
def test_an_outcome_keeps_the_report_or_ends_the_call(
    clock: time_machine.Traveller, talking: Call, call_taker: User, outcome: str
) -> None:
    clock.shift(20)
    call = actions.set_outcome(talking.pk, outcome, actor=call_taker)
    assert (call.outcome, call.outcome_at) == (outcome, now())
    keeps = outcome in REPORTING
    assert call.ended_at == (None if keeps else now())
    assert draft_of(call).discarded_at == (None if keeps else now())
    entry = history(call.subject)[-1]
    assert (entry.verb, entry.facts) == ("coded", {"outcome": outcome})


@pytest.mark.parametrize("outcome", ["", "test", "abandoned", "lain"])
def test_what_only_the_system_says_cannot_be_chosen(talking: Call, call_taker: User, outcome: str) -> None:
    assert fields_of(actions.set_outcome, talking.pk, outcome, actor=call_taker) == ["outcome"]


def test_a_call_that_had_ended_keeps_its_end(clock: time_machine.Traveller, talking: Call, call_taker: User) -> None:
    ended = actions.hang_up(talking.pk, actor=call_taker).ended_at
    clock.shift(60)
    assert actions.set_outcome(talking.pk, "silent", actor=call_taker).ended_at == ended


def test_a_call_coded_anew_has_its_draft_back(talking: Call, call_taker: User) -> None:
    actions.set_outcome(talking.pk, "prank", actor=call_taker)
    actions.set_outcome(talking.pk, "emergency", actor=call_taker)
    assert draft_of(talking).discarded_at is None


def test_what_was_sent_on_is_not_called_a_prank_afterwards(talking: Call, call_taker: User) -> None:
    actions.forward(draft_of(talking).pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Uji")
    assert code_of(actions.set_outcome, talking.pk, "prank", actor=call_taker) == "already_forwarded"
    assert actions.set_outcome(talking.pk, "complaint", actor=call_taker).outcome == "complaint"


# --- taking it back -------------------------------------------------------------------------------------------------


def test_an_outcome_is_taken_back_within_its_seconds(
    clock: time_machine.Traveller, talking: Call, call_taker: User
) -> None:
    actions.set_outcome(talking.pk, "prank", actor=call_taker)
    clock.shift(7)
    call = actions.undo_outcome(talking.pk, actor=call_taker)
    assert (call.outcome, call.outcome_at, call.ended_at) == (CallOutcome.PENDING, None, None)
    assert draft_of(call).discarded_at is None
    entry = history(call.subject)[-1]
    assert (entry.verb, entry.facts) == ("undone", {"undid": "coded"})


def test_a_call_that_had_ended_before_stays_ended(
    clock: time_machine.Traveller, talking: Call, call_taker: User
) -> None:
    ended = actions.hang_up(talking.pk, actor=call_taker).ended_at
    clock.shift(2)
    actions.set_outcome(talking.pk, "prank", actor=call_taker)
    assert actions.undo_outcome(talking.pk, actor=call_taker).ended_at == ended


def test_later_or_without_an_outcome_or_once_sent_there_is_nothing_to_take_back(
    clock: time_machine.Traveller, talking: Call, call_taker: User
) -> None:
    assert code_of(actions.undo_outcome, talking.pk, actor=call_taker) == "too_late"
    actions.set_outcome(talking.pk, "prank", actor=call_taker)
    clock.shift(7.1)
    assert code_of(actions.undo_outcome, talking.pk, actor=call_taker) == "too_late"
    actions.set_outcome(talking.pk, "emergency", actor=call_taker)
    actions.forward(draft_of(talking).pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Uji")
    assert code_of(actions.undo_outcome, talking.pk, actor=call_taker) == "too_late"


# --- looking at who called ------------------------------------------------------------------------------------------


def test_looking_at_a_number_is_written_down_with_its_reason_and_without_the_number(
    ringing: Call, dispatcher: User
) -> None:
    assert actions.reveal_caller(ringing.pk, "callback", actor=dispatcher) == "085241872093"
    entry = history(ringing.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == ("revealed", dispatcher, {"reason": "callback"})
    assert not any(secret in json.dumps(entry.facts) for secret in KEPT_SECRETS)


def test_a_look_without_a_reason_of_the_list_is_refused(ringing: Call, dispatcher: User) -> None:
    for reason in ("", "ingin tahu"):
        assert fields_of(actions.reveal_caller, ringing.pk, reason, actor=dispatcher) == ["reason"]


def test_where_there_is_no_number_nothing_is_shown(dispatcher: User) -> None:
    assert code_of(actions.reveal_caller, ring(number="").pk, "callback", actor=dispatcher) == "no_number"


def test_who_reported_a_confidential_case_is_shown_to_the_cleared_only(
    talking: Call, call_taker: User, dispatcher: User, supervisor: User
) -> None:
    actions.forward(draft_of(talking).pk, actor=call_taker, category="kdrt", place_text="Jl. Uji")
    refusal = refused(actions.reveal_caller, talking.pk, "callback", actor=dispatcher)
    assert (refusal.code, refusal.messages) == (
        "not_cleared",
        ["Pelapor kejadian tertutup hanya dibuka petugas berwenang."],
    )
    assert actions.reveal_caller(talking.pk, "callback", actor=supervisor) == "085241872093"


def test_who_may_not_look(ringing: Call, damkar: User, head: User, administrator: User) -> None:
    for actor in (damkar, head, administrator):
        denied(actions.reveal_caller, ringing.pk, "callback", actor=actor)
