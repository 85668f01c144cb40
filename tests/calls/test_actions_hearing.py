"""What the exchange says, in any order and any number of times, becomes one call."""

from __future__ import annotations

import json
from datetime import datetime
from itertools import permutations
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Watch
from calls import actions
from calls.actions.hearing import SwitchEvent
from calls.models import Call, CallOutcome, Identity, PhoneNumber, Report
from tests.factories import KEPT_SECRETS, history, on_watch, seconds, traces, verbs
from tests.refusals import denied

pytestmark = pytest.mark.django_db

NUMBER = "0852-4187-2093"


def say(event: str, *, at: datetime | None = None, call_id: str = "pabx-1", **said: Any) -> Call:
    """The exchange says something of a call."""
    return actions.hear(SwitchEvent(event, call_id, at or now(), **said), actor=None)


def test_a_ringing_call_is_one_entry_with_nothing_of_the_caller_in_it(
    clock: time_machine.Traveller, exchange: User
) -> None:
    event = SwitchEvent(
        "ringing", "pabx-1", now(), identity=Identity.NUMBER, value=NUMBER, dialled="112", transferred_from="110"
    )
    call = actions.hear(event, actor=exchange)
    call.refresh_from_db()
    assert (call.offered_at, call.dialled, call.transferred_from, call.received_as) == (now(), "112", "110", NUMBER)
    assert call.caller is not None
    assert (call.caller.identity, call.caller.value) == ("number", "085241872093")
    assert [(entry.verb, entry.actor, entry.facts) for entry in history(call.subject)] == [
        ("rang", exchange, {"extension": ""})
    ]
    assert not any(secret in json.dumps(entry.facts) for secret in KEPT_SECRETS for entry in history(call.subject))
    assert str(call) == "pabx-1 "


def test_a_caller_who_calls_again_is_the_same_caller(centre: object) -> None:
    say("ringing", identity=Identity.NUMBER, value=NUMBER)
    say("ringing", call_id="pabx-2", identity=Identity.NUMBER, value="+62 852 4187 2093")
    assert PhoneNumber.objects.get().calls.count() == 2


@pytest.mark.parametrize(
    ("identity", "value", "kept"),
    [
        (Identity.PSEUDO, "semu-" + "7" * 60, "semu-" + "7" * 35),
        (Identity.IMEI, "356938035643809", "356938035643809"),
        (Identity.NONE, "", None),
        (Identity.NUMBER, "anonim", None),
    ],
)
def test_a_caller_without_a_number_is_kept_as_the_network_gave_him(
    centre: object, identity: str, value: str, kept: str | None
) -> None:
    call = say("ringing", identity=identity, value=value)
    assert (call.caller and call.caller.value) == kept


def test_what_is_said_twice_changes_nothing_and_leaves_no_entry(clock: time_machine.Traveller, centre: object) -> None:
    at = now()
    for event in ("ringing", "answered", "transferred", "ended"):
        say(event, at=at, transferred_to="110")
        before = traces()
        clock.shift(1)
        say(event, at=at, transferred_to="110")
        assert traces() == before
    assert verbs(Call.objects.get().subject) == ["rang", "answered", "transferred", "ended"]


@pytest.mark.parametrize("order", list(permutations(["ringing", "answered", "ended"])))
def test_in_any_order_it_is_the_same_call(
    clock: time_machine.Traveller, centre: object, order: tuple[str, ...]
) -> None:
    moments = {"ringing": now() - seconds(60), "answered": now() - seconds(50), "ended": now() - seconds(5)}
    for event in order:
        say(event, at=moments[event], identity=Identity.NUMBER, value=NUMBER)
    call = Call.objects.get()
    assert (call.offered_at, call.answered_at, call.ended_at) == tuple(moments.values())
    assert (call.outcome, call.outcome_at) == ("", None)
    assert call.version == len(verbs(call.subject))


def test_a_call_nobody_answered_is_abandoned_which_only_the_system_says(
    clock: time_machine.Traveller, centre: object
) -> None:
    say("ringing", at=now() - seconds(9))
    call = say("ended")
    assert (call.outcome, call.outcome_at, call.ended_at) == (CallOutcome.ABANDONED, now(), now())
    assert not Report.objects.exists()


def test_a_test_call_nobody_answered_is_a_test(centre: object) -> None:
    say("ringing", is_test=True, is_simulated=True)
    call = say("ended")
    assert (call.outcome, call.is_test, call.is_simulated) == (CallOutcome.TEST, True, True)


def test_an_end_by_a_clock_that_runs_behind_is_not_before_the_answer(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = say("ringing")
    clock.shift(5)
    actions.answer(call.pk, actor=call_taker)
    assert say("ended", at=now() - seconds(3)).ended_at == now()


def test_a_clock_that_runs_ahead_starts_nothing_in_the_future(clock: time_machine.Traveller, centre: object) -> None:
    assert say("ringing", at=now() + seconds(90)).offered_at == now()


def test_what_is_known_is_not_overwritten_and_what_is_missing_is_added(centre: object) -> None:
    say("ringing", dialled="112")
    call = say("ringing", dialled="113", transferred_from="119", identity=Identity.NUMBER, value=NUMBER)
    assert (call.dialled, call.transferred_from) == ("112", "119")
    call = say("ringing", identity=Identity.NUMBER, value="0811-1111-1111")
    assert call.caller is not None and call.caller.value == "085241872093"
    assert verbs(call.subject) == ["rang", "rang"]


# --- who answered ---------------------------------------------------------------------------------------------------


def test_an_extension_tells_who_answered_and_a_draft_is_there(clock: time_machine.Traveller, call_taker: User) -> None:
    say("ringing", at=now() - seconds(7))
    call = say("answered", extension="1003")
    assert call.seat is not None
    assert (call.answered_by, call.seat.name, call.answered_at) == (call_taker, "Meja 03", now())
    draft = Report.objects.get(call=call)
    assert (draft.taken_by, draft.source, draft.started_at) == (call_taker, "call", now())
    assert str(draft) == "call 18:00"


@pytest.mark.parametrize("extension", ["", "9999", "1005"])
def test_an_extension_nobody_sits_at_tells_nothing(call_taker: User, extension: str) -> None:
    say("ringing")
    call = say("answered", extension=extension)
    assert (call.answered_by, call.answered_at is None) == (None, False)
    assert not Report.objects.exists()


def test_the_last_who_sat_down_at_a_desk_is_who_answers_there(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User
) -> None:
    clock.shift(60)
    on_watch(second_call_taker, seat="Meja 03")
    assert say("answered", extension="1003").answered_by == second_call_taker
    Watch.objects.filter(member__user=second_call_taker).update(ended_at=now())
    assert say("answered", call_id="pabx-2", extension="1003").answered_by == call_taker


def test_the_console_may_have_said_so_before(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User
) -> None:
    call = say("ringing")
    actions.answer(call.pk, actor=call_taker)
    clock.shift(2)
    call = say("answered", extension="1004")
    assert (call.answered_by, call.answered_at) == (call_taker, now() - seconds(2))
    assert verbs(call.subject) == ["rang", "answered"]
    assert Report.objects.count() == 1


def test_who_may_not_speak_for_the_exchange(call_taker: User, supervisor: User, damkar: User) -> None:
    for actor in (call_taker, supervisor, damkar):
        denied(actions.hear, SwitchEvent("ringing", "pabx-1", now()), actor=actor)


# --- the queue ------------------------------------------------------------------------------------------------------


def test_how_long_the_exchange_let_a_caller_wait_is_kept_with_the_answer(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    say("ringing", at=now() - seconds(9))
    call = say("answered", extension="1003", hold_s=8)
    assert (call.hold_s, say("answered", extension="1003", hold_s=9).hold_s) == (8, 8)
    assert history(call.subject)[-1].facts == {"extension": "1003", "hold_s": 8}


def test_who_gives_up_in_the_queue_waited_so_long_and_the_call_ends_when_it_ends(
    clock: time_machine.Traveller, centre: object
) -> None:
    say("ringing", at=now() - seconds(16))
    call = say("unqueued", hold_s=15)
    assert (call.hold_s, call.ended_at, call.outcome) == (15, None, "")
    say("unqueued", hold_s=15)
    assert say("ended").outcome == CallOutcome.ABANDONED
    assert verbs(call.subject) == ["rang", "unqueued", "ended"]


def test_a_call_queued_again_is_nobodys_until_somebody_picks_up_and_its_draft_goes_with_it(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User
) -> None:
    say("ringing")
    first = say("answered", extension="1003", hold_s=2)
    clock.shift(5)
    again = say("requeued")
    assert (again.answered_by, again.seat, again.hold_s, again.answered_at) == (None, None, None, first.answered_at)
    assert Report.objects.get().taken_by == call_taker
    clock.shift(5)
    call = say("answered", extension="1004", hold_s=3)
    assert (call.answered_by, call.answered_at, call.hold_s) == (second_call_taker, first.answered_at, 3)
    draft = Report.objects.get()
    assert (draft.taken_by, verbs(draft.subject)) == (second_call_taker, ["taken_over"])
    assert verbs(call.subject) == ["rang", "answered", "requeued", "answered"]


def test_a_report_that_is_sent_stays_with_who_sent_it_when_its_call_is_queued_again(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User
) -> None:
    call = say("answered", extension="1003")
    draft = Report.objects.get()
    actions.forward(draft.pk, actor=call_taker, category="kebakaran_rumah", place_text="Jl. Bunga Seroja 17")
    clock.shift(5)
    say("requeued")
    clock.shift(5)
    assert say("answered", extension="1004").answered_by == second_call_taker
    draft.refresh_from_db()
    assert (draft.taken_by, Call.objects.get(pk=call.pk).outcome) == (call_taker, CallOutcome.EMERGENCY)


@pytest.mark.parametrize("before", ["ringing", "ended"])
def test_a_call_nobody_answered_or_that_is_over_is_not_queued_again(
    clock: time_machine.Traveller, centre: object, before: str
) -> None:
    call = say(before)
    clock.shift(5)
    assert say("requeued").version == call.version


def test_a_members_name_may_be_that_of_a_desk(call_taker: User) -> None:
    assert say("answered", extension="9", member="meja 03").answered_by == call_taker


def test_an_answer_told_after_the_end_is_not_after_it(clock: time_machine.Traveller, centre: object) -> None:
    say("ringing", at=now() - seconds(9))
    say("ended", at=now() - seconds(5))
    call = say("answered", at=now())
    assert (call.answered_at, call.ended_at, call.outcome) == (now() - seconds(5), now() - seconds(5), "")
