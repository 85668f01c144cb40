"""A call put back into the exchange's queue after an answer rings again; an end the exchange told is never undone."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from calls import actions, queue
from calls.actions.hearing import SwitchEvent
from calls.callbacks import waiting
from calls.models import Call, CallOutcome, Identity, Report
from incidents.models import Incident
from reporting.invariants import violations
from tests.factories import seconds, verbs
from tests.refusals import code_of

pytestmark = pytest.mark.django_db


def say(event: str, *, at: datetime | None = None, **said: Any) -> Call:
    """The exchange says something of the call."""
    who = {"identity": Identity.NUMBER, "value": "0852-4187-2093"}
    return actions.hear(SwitchEvent(event, "pabx-1", at or now(), **{**who, **said}), actor=None)


@pytest.fixture
def put_back(clock: time_machine.Traveller, call_taker: User) -> Call:
    """Answered at desk 3 after 5 s, put back 20 s later, waiting for 4 s."""
    say("ringing")
    clock.shift(5)
    say("answered", extension="1003", hold_s=5)
    clock.shift(20)
    call = say("requeued")
    clock.shift(4)
    return call


def test_it_rings_on_every_console_again_oldest_of_all(put_back: Call) -> None:
    card = queue.read([put_back.pk])[put_back.pk]["calls"]
    assert (card["answered_at"], card["requeued_at"], card["offered_at"]) == (
        None,
        now() - seconds(4),
        put_back.offered_at,
    )
    assert list(Call.objects.ringing()) == [put_back]


def test_another_answers_it_and_the_first_answer_stays(
    put_back: Call, call_taker: User, second_call_taker: User, clock: time_machine.Traveller
) -> None:
    call = actions.answer(put_back.pk, actor=second_call_taker)
    assert (call.answered_by, call.answered_at, call.reanswered_at) == (second_call_taker, now() - seconds(24), now())
    assert Report.objects.get().taken_by == second_call_taker
    assert not Call.objects.ringing().exists()
    assert code_of(lambda: actions.answer(call.pk, actor=call_taker)) == "already_answered"
    clock.shift(1)
    assert say("answered", extension="1004").version == call.version
    assert say("ended").outcome == ""


def test_of_whoever_had_it_nobody_can_hang_up_or_code_it_while_it_waits(put_back: Call, call_taker: User) -> None:
    assert code_of(lambda: actions.hang_up(put_back.pk, actor=call_taker)) == "not_answered"
    assert code_of(lambda: actions.set_outcome(put_back.pk, "prank", actor=call_taker)) == "not_answered"


def test_given_up_then_it_waits_to_be_called_back(put_back: Call) -> None:
    call = say("ended")
    assert (call.outcome, call.outcome_at) == (CallOutcome.ABANDONED, now())
    one = waiting(now())[call.pk]
    assert one.served is None, "the talk of before is not how it was served"
    assert list(violations()) == []


def test_served_afterwards_it_waits_no_more(put_back: Call, call_taker: User, clock: time_machine.Traveller) -> None:
    say("ended")
    clock.shift(30)
    again = actions.hear(SwitchEvent("ringing", "pabx-2", now(), Identity.NUMBER, "0852-4187-2093"), actor=None)
    actions.answer(again.pk, actor=call_taker)
    assert waiting(now())[put_back.pk].served is not None


def test_a_caller_who_waits_again_is_not_being_served(put_back: Call) -> None:
    lost = actions.hear(
        SwitchEvent("ringing", "pabx-0", now() - seconds(90), Identity.NUMBER, "0852-4187-2093"), actor=None
    )
    actions.hear(SwitchEvent("ended", "pabx-0", now() - seconds(80)), actor=None)
    assert waiting(now())[lost.pk].served is None


def test_a_sent_report_keeps_its_outcome_and_the_call_rings_all_the_same(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = say("answered", extension="1003")
    actions.forward(Report.objects.get().pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Seroja 17")
    clock.shift(5)
    say("requeued")
    assert list(Call.objects.ringing()) == [call]


@pytest.fixture
def sent(clock: time_machine.Traveller, call_taker: User) -> Call:
    """Its report was sent, it was put back after that, and its caller gave up."""
    say("answered", extension="1003")
    actions.forward(Report.objects.get().pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Seroja 17")
    clock.shift(5)
    say("requeued")
    clock.shift(5)
    return say("ended")


def test_given_up_after_its_report_was_sent_it_waits_to_be_called_back_with_its_incident_named(sent: Call) -> None:
    assert sent.outcome == CallOutcome.EMERGENCY, "what was reported stands"
    assert waiting(now())[sent.pk].served is None
    fire = Incident.objects.get()
    card = queue.read([sent.pk])[sent.pk]["calls"]
    back = card["call_back"]
    assert (card["outcome"], back["incident"], back["short"]) == ("emergency", fire.pk, fire.short_number)
    assert sent.pk in queue.versions()
    assert list(violations()) == []


def test_of_a_closed_case_the_list_says_nothing_but_that_he_waits(sent: Call) -> None:
    Incident.objects.update(is_confidential=True)
    back = queue.read([sent.pk])[sent.pk]["calls"]["call_back"]
    assert (back["incident"], back["short"]) == (None, "")


def test_it_is_called_back_as_any_other_and_leaves_the_list(sent: Call, call_taker: User) -> None:
    actions.take_call_back(sent.pk, actor=call_taker)
    call, report = actions.note_try(sent.pk, "connected", actor=call_taker)
    assert report is not None and report.source == "phone"
    assert (call.outcome, waiting(now())) == (CallOutcome.EMERGENCY, {})
    assert queue.read([sent.pk]) == {}
    assert list(violations()) == []


def test_who_rings_again_and_is_answered_has_been_served(
    sent: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    clock.shift(30)
    again = actions.hear(SwitchEvent("ringing", "pabx-2", now(), Identity.NUMBER, "0852-4187-2093"), actor=None)
    actions.answer(again.pk, actor=call_taker)
    assert waiting(now())[sent.pk].served is not None


def test_told_after_the_end_that_somebody_had_picked_up_he_waits_for_nobody(sent: Call) -> None:
    assert say("answered", at=now() - seconds(2), extension="1004").reanswered_at == now() - seconds(2)
    assert waiting(now()) == {}
    assert queue.read([sent.pk]) == {}


@pytest.mark.parametrize("order", list(permutations(["requeued", "ended"])))
def test_in_either_order_the_end_after_it_was_put_back_is_an_abandoned_call(
    clock: time_machine.Traveller, call_taker: User, order: tuple[str, ...]
) -> None:
    say("answered", at=now() - seconds(60), extension="1003")
    moments = {"requeued": now() - seconds(30), "ended": now() - seconds(10)}
    for event in order:
        call = say(event, at=moments[event])
    assert (call.outcome, call.ended_at, call.answered_by) == (CallOutcome.ABANDONED, moments["ended"], None)
    assert list(violations()) == []


def test_what_is_repeated_or_of_before_changes_nothing(put_back: Call, clock: time_machine.Traveller) -> None:
    assert say("requeued", at=now() - seconds(4)).version == put_back.version
    assert say("answered", at=now() - seconds(24), extension="1003", hold_s=5).version == put_back.version
    taken = say("answered", extension="1003")
    assert taken.reanswered_at == now()
    assert say("requeued", at=now() - seconds(4)).version == taken.version
    clock.shift(3)
    assert say("requeued").waits_again, "as often as the exchange does it"


def test_a_call_the_console_ended_and_the_exchange_put_back_rings_again(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = say("answered", extension="1003")
    clock.shift(5)
    actions.hang_up(call.pk, actor=call_taker)
    clock.shift(5)
    assert say("requeued").ended_at is None
    assert list(Call.objects.ringing()) == [call]


# --- an end that was told while an outcome could be taken back --------------------------------------------------------


def test_undoing_an_outcome_shows_the_end_that_the_exchange_told_meanwhile(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = say("answered", extension="1003")
    clock.shift(5)
    actions.set_outcome(call.pk, "prank", actor=call_taker)
    clock.shift(2)
    assert say("ended").ended_at == now() - seconds(2), "it was over when the outcome was said"
    call = actions.undo_outcome(call.pk, actor=call_taker)
    assert (call.outcome, call.ended_at) == ("", now())
    assert verbs(call.subject) == ["answered", "coded", "ended", "undone"]
    assert say("ended").version == call.version


def test_undoing_an_outcome_while_the_caller_is_there_gives_the_call_back(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = say("answered", extension="1003")
    actions.set_outcome(call.pk, "prank", actor=call_taker)
    clock.shift(2)
    assert actions.undo_outcome(call.pk, actor=call_taker).ended_at is None
