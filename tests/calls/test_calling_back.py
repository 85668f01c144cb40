"""Calling back who rang in vain: which calls wait, who has one in hand, and what ends the waiting."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from calls import actions, queue
from calls.actions.hearing import SwitchEvent, hear
from calls.callbacks import HELD_FOR, SHOWN_FOR, WINDOW
from calls.models import Call, CallBack, CallOutcome, Report
from tests.factories import KEPT_SECRETS, browser, history, minutes, post, ring, seconds, verbs
from tests.refusals import code_of, denied, fields_of, refusal, refused

pytestmark = pytest.mark.django_db


def lost(number: str = "0852-4187-2093", *, rang: float = 9, ago: float = 60, **said: Any) -> Call:
    """A call that rang for some seconds until its caller gave up."""
    call = ring(number=number, at=now() - seconds(ago), **said)
    return hear(SwitchEvent("ended", call.switch_id, call.offered_at + seconds(rang)), actor=None)


def served(taker: User, outcome: str = "information", number: str = "0852-4187-2093") -> Call:
    """A call of the same caller that somebody answers and finishes."""
    call = actions.answer(ring(number=number).pk, actor=taker)
    return actions.set_outcome(call.pk, outcome, actor=taker)


def card_of(call: Call) -> dict[str, Any]:
    """The card of a call as the hub sends it."""
    return queue.read([call.pk])[call.pk]["calls"]


def state_of(call: Call) -> Any:
    """What the screens are told about calling back; None when it is on no screen."""
    found = queue.read([call.pk]).get(call.pk)
    assert (found is not None) == (call.pk in queue.versions())
    return found["calls"]["call_back"] if found else None


# --- which calls wait -----------------------------------------------------------------------------------------------


def test_a_call_nobody_answered_waits_to_be_called_back(clock: time_machine.Traveller, centre: object) -> None:
    call = lost()
    card = card_of(call)
    assert (card["outcome"], card["caller"], card["can_be_called"]) == ("abandoned", "0852-xx-2093", True)
    assert card["call_back"] == {
        "calls": 1,
        "last_at": call.offered_at,
        "tries": 0,
        "last_result": "",
        "last_try_at": None,
        "taken_by": None,
        "taken_by_id": None,
        "held_until": None,
        "served": None,
        "incident": None,
        "short": "",
    }
    assert queue.versions() == {call.pk: card["version"]}


def test_who_rings_in_vain_three_times_is_one_call_back(clock: time_machine.Traveller, centre: object) -> None:
    first = lost(ago=90)
    before = card_of(first)["version"]
    lost(ago=60)
    last = lost(ago=30)
    assert (state_of(first)["calls"], state_of(first)["last_at"]) == (3, last.offered_at)
    assert card_of(first)["version"] == before + 2, "the screens are told"
    assert list(queue.versions()) == [first.pk]


def test_calls_without_a_number_are_each_their_own(clock: time_machine.Traveller, centre: object) -> None:
    both = [lost("", ago=60), lost("", ago=30)]
    assert [card_of(call)["can_be_called"] for call in both] == [False, False]


def test_a_caller_who_is_answered_later_has_resolved_it_himself(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = lost()
    version = card_of(call)["version"]
    actions.answer(ring().pk, actor=call_taker)
    assert state_of(call)["served"] == {"at": now(), "by": "Meja 03 · Fitriani Halik", "incident": None, "short": ""}
    assert card_of(call)["version"] > version
    clock.shift(SHOWN_FOR + seconds(1))
    assert state_of(call) is None


def test_the_incident_it_led_to_is_named(clock: time_machine.Traveller, call_taker: User) -> None:
    call = lost()
    other = actions.answer(ring().pk, actor=call_taker)
    version = card_of(call)["version"]
    actions.forward(Report.objects.get(call=other).pk, actor=call_taker, place_text="Pasar", category="begal")
    assert state_of(call)["served"]["short"] == "#1042"
    assert card_of(call)["version"] > version


def test_who_is_being_talked_to_is_not_called_back(clock: time_machine.Traveller, call_taker: User) -> None:
    actions.answer(ring(at=now() - minutes(3)).pk, actor=call_taker)
    assert state_of(lost(ago=20))["served"]["by"] == "Meja 03 · Fitriani Halik"


def test_who_was_served_before_he_rang_again_waits(clock: time_machine.Traveller, call_taker: User) -> None:
    served(call_taker)
    clock.shift(60)
    assert state_of(lost(ago=20))["served"] is None


def test_a_conversation_whose_end_was_never_told_does_not_count_for_ever(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    actions.answer(ring(at=now()).pk, actor=call_taker)
    clock.shift(minutes(150))
    assert state_of(lost(ago=20))["served"] is None


def test_somebody_else_being_served_changes_nothing(clock: time_machine.Traveller, call_taker: User) -> None:
    call = lost()
    served(call_taker, number="0811-0000-0001")
    assert state_of(call)["served"] is None


def test_what_is_a_watch_ago_and_what_was_a_test_waits_no_more(clock: time_machine.Traveller, centre: object) -> None:
    old = lost(ago=WINDOW.total_seconds() + 1)
    test = lost("0811-0000-0001", is_test=True)
    assert (state_of(old), state_of(test)) == (None, None)


def test_many_call_backs_are_read_with_as_many_queries_as_one(
    clock: time_machine.Traveller, centre: object, django_assert_num_queries: Any
) -> None:
    one = [lost().pk]
    many = [*one, *(lost(f"0811-0000-00{pk:02}").pk for pk in range(8))]
    for ids in (one, many):
        with django_assert_num_queries(8):
            assert len(queue.read(ids)) == len(ids)


# --- taking one on --------------------------------------------------------------------------------------------------


def test_whoever_takes_a_call_back_on_alone_sees_the_number(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User
) -> None:
    call = actions.take_call_back(lost().pk, actor=call_taker)
    own, others = queue.card_for(call.pk, call_taker), queue.card_for(call.pk, second_call_taker)
    assert own is not None and others is not None
    assert (own["caller"], others["caller"]) == ("0852-4187-2093", "0852-xx-2093")
    assert (others["call_back"]["taken_by"], others["call_back"]["held_until"]) == (
        "Fitriani Halik",
        now() + HELD_FOR,
    )
    entry = history(call.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == ("callback_taken", call_taker, {})


def test_who_comes_second_is_told_who_has_it(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User
) -> None:
    call = actions.take_call_back(lost().pk, actor=call_taker)
    refusal = refused(actions.take_call_back, call.pk, actor=second_call_taker)
    assert refusal.code == "already_taken"
    assert refusal.messages == ["Nomor ini sedang ditelepon balik Fitriani Halik sejak pukul 18:00:00."]
    assert code_of(actions.close_call_back, call.pk, "prank", actor=second_call_taker) == "already_taken"
    actions.take_call_back(call.pk, actor=call_taker)


def test_nobody_holds_one_for_ever(clock: time_machine.Traveller, call_taker: User, second_call_taker: User) -> None:
    call = actions.take_call_back(lost().pk, actor=call_taker)
    clock.shift(HELD_FOR)
    actions.take_call_back(call.pk, actor=second_call_taker)
    assert code_of(actions.note_try, call.pk, "no_answer", actor=call_taker) == "already_taken"


def test_giving_it_back_makes_it_anybodys(call_taker: User, second_call_taker: User) -> None:
    call = actions.take_call_back(lost().pk, actor=call_taker)
    assert code_of(actions.release_call_back, call.pk, actor=second_call_taker) == "already_taken"
    actions.release_call_back(call.pk, actor=call_taker)
    assert code_of(actions.release_call_back, call.pk, actor=call_taker) == "not_taken"
    assert code_of(actions.note_try, call.pk, "busy", actor=call_taker) == "not_taken"
    actions.take_call_back(call.pk, actor=second_call_taker)


def test_nothing_is_taken_on_that_does_not_wait(call_taker: User, ringing: Call) -> None:
    assert code_of(actions.take_call_back, ringing.pk, actor=call_taker) == "not_waiting"
    assert code_of(actions.take_call_back, lost("").pk, actor=call_taker) == "cannot_call"
    call = lost("0811-0000-0001")
    served(call_taker, number="0811-0000-0001")
    assert code_of(actions.take_call_back, call.pk, actor=call_taker) == "already_served"


def test_calling_back_is_for_those_who_take_calls(dispatcher: User, damkar: User) -> None:
    call = lost()
    for user in (dispatcher, damkar):
        denied(actions.take_call_back, call.pk, actor=user)
        denied(actions.close_call_backs, [call.pk], "surge", actor=user)


# --- what came of it ------------------------------------------------------------------------------------------------


def test_who_is_not_reached_is_rung_again_later(clock: time_machine.Traveller, call_taker: User) -> None:
    call = actions.take_call_back(lost().pk, actor=call_taker)
    actions.note_try(call.pk, "no_answer", actor=call_taker)
    state = state_of(call)
    assert (state["tries"], state["last_result"], state["last_try_at"]) == (1, "no_answer", now())
    assert (state["taken_by"], state["held_until"]) == (None, None)
    assert history(call.subject)[-1].facts == {"result": "no_answer", "report": None}


def test_who_is_reached_begins_a_report_with_the_number_in_it(call_taker: User) -> None:
    call = actions.take_call_back(lost().pk, actor=call_taker)
    call, report = actions.note_try(call.pk, "connected", actor=call_taker)
    assert report is not None
    assert (report.callback, report.source, report.taken_by) == ("0852-4187-2093", "phone", call_taker)
    assert list(Report.objects.drafts()) == [report]
    assert verbs(report.subject) == ["started"]
    assert state_of(call) is None
    actions.forward(report.pk, actor=call_taker, place_text="Pasar Sentral", category="begal")
    call.refresh_from_db()
    assert call.outcome == CallOutcome.ABANDONED, "that it was lost stays true"


def test_a_wrong_number_ends_it(call_taker: User) -> None:
    call = actions.take_call_back(lost().pk, actor=call_taker)
    actions.note_try(call.pk, "wrong_number", actor=call_taker)
    assert state_of(call) is None
    assert CallBack.objects.get().reason == "wrong_number"
    assert code_of(actions.take_call_back, call.pk, actor=call_taker) == "already_closed"


def test_a_result_that_is_none_is_named(call_taker: User) -> None:
    call = actions.take_call_back(lost().pk, actor=call_taker)
    assert fields_of(actions.note_try, call.pk, "lain", actor=call_taker) == ["result"]


def test_a_caller_whose_call_back_was_closed_waits_again_when_he_rings_again(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    first = lost()
    actions.close_call_back(first.pk, "tried", actor=call_taker)
    clock.shift(120)
    again = lost(ago=30)
    assert (state_of(first), state_of(again)["calls"]) == (None, 1)


# --- closing --------------------------------------------------------------------------------------------------------


def test_closing_needs_a_reason_that_exists(call_taker: User) -> None:
    call = lost()
    assert fields_of(actions.close_call_back, call.pk, "connected", actor=call_taker) == ["reason"]
    actions.close_call_back(call.pk, "prank", actor=call_taker)
    entry = history(call.subject)[-1]
    assert (entry.verb, entry.facts) == ("callback_closed", {"reason": "prank"})
    refusal = refused(actions.close_call_back, call.pk, "prank", actor=call_taker)
    assert refusal.messages[0].startswith("Telepon balik ini sudah ditutup Fitriani Halik pukul ")


def test_a_surge_is_closed_at_once_but_not_what_a_colleague_has_in_hand(call_taker: User, supervisor: User) -> None:
    calls = [lost(f"0811-0000-00{one:02}") for one in range(4)] + [lost("")]
    actions.take_call_back(calls[1].pk, actor=call_taker)
    actions.close_call_back(calls[2].pk, "prank", actor=call_taker)
    closed = actions.close_call_backs([call.pk for call in calls], "surge", actor=supervisor)
    assert [call.pk for call in closed] == [calls[0].pk, calls[3].pk, calls[4].pk]
    assert list(queue.versions()) == [calls[1].pk]
    assert code_of(actions.close_call_backs, [call.pk for call in calls], "surge", actor=supervisor) == "already_closed"


def test_the_journal_knows_no_numbers(call_taker: User) -> None:
    call = actions.take_call_back(lost().pk, actor=call_taker)
    call, report = actions.note_try(call.pk, "connected", actor=call_taker)
    assert report is not None
    told = json.dumps([entry.facts for entry in history(call.subject) + history(report.subject)])
    assert not [secret for secret in KEPT_SECRETS if secret in told]


# --- over HTTP ------------------------------------------------------------------------------------------------------


@pytest.fixture
def console(call_taker: User) -> Client:
    """The call-taker's browser."""
    return browser(call_taker)


def test_one_call_back_from_taking_to_report(console: Client) -> None:
    call = lost()
    status, answer = post(console, f"calls/{call.pk}/callback/")
    assert (status, answer["call"]["caller"]) == (200, "0852-4187-2093")
    status, answer = post(console, f"calls/{call.pk}/callback/tries/", {"result": "connected"})
    assert (status, answer["report"]["callback"], answer["call"]["call_back"]) == (200, "0852-4187-2093", None)
    assert refusal(post(console, f"calls/{call.pk}/callback/")) == (409, "already_closed")


def test_the_version_is_that_of_the_card_which_counts_the_callers_further_tries(console: Client) -> None:
    call = lost(ago=60)
    seen = card_of(call)["version"]
    lost(ago=30)
    status, answer = post(console, f"calls/{call.pk}/callback/", {"version": seen})
    assert (status, answer["code"], answer["card"]["version"]) == (409, "changed", seen + 1)
    assert post(console, f"calls/{call.pk}/callback/", {"version": seen + 1})[0] == 200


def test_giving_back_and_closing(console: Client) -> None:
    call = lost()
    post(console, f"calls/{call.pk}/callback/")
    status, answer = post(console, f"calls/{call.pk}/callback/release/")
    assert (status, answer["call"]["caller"]) == (200, "0852-xx-2093")
    assert list(post(console, f"calls/{call.pk}/callback/closing/", {"reason": "x"})[1]["fields"]) == ["reason"]
    assert post(console, f"calls/{call.pk}/callback/closing/", {"reason": "tried"})[0] == 200
    assert list(post(console, f"calls/{call.pk}/callback/tries/", {"result": "x"})[1]["fields"]) == ["result"]


def test_closing_many_answers_what_was_left(console: Client, supervisor: User) -> None:
    mine, theirs = lost(), lost("0811-0000-0001")
    actions.take_call_back(theirs.pk, actor=supervisor)
    body = {"calls": [mine.pk, theirs.pk, 999999], "reason": "surge"}
    status, answer = post(console, "callbacks/closing/", body)
    assert (status, answer["closed"], answer["left"]) == (200, [mine.pk], 2)
    assert refusal(post(console, "callbacks/closing/", body)) == (409, "already_closed")


def test_nobody_else_finds_call_backs(dispatcher: User, damkar: User, head: User) -> None:
    call = lost()
    for user, status in ((dispatcher, 403), (damkar, 404), (head, 404)):
        for path, body in (
            ("", {}),
            ("release/", {}),
            ("tries/", {"result": "busy"}),
            ("closing/", {"reason": "surge"}),
        ):
            assert post(browser(user), f"calls/{call.pk}/callback/{path}", body)[0] == status
        assert post(browser(user), "callbacks/closing/", {"calls": [call.pk], "reason": "surge"})[0] == 403


# --- what closing does not end --------------------------------------------------------------------------------------


def test_who_still_rings_while_his_older_call_is_closed_waits_when_he_gives_up(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    old = lost(ago=120)
    again = ring(at=now() - seconds(5))
    actions.close_call_back(old.pk, "tried", actor=call_taker)
    clock.shift(seconds(4))
    hear(SwitchEvent("ended", again.switch_id, now()), actor=None)
    assert state_of(old) is None
    assert state_of(Call.objects.get(pk=again.pk))["calls"] == 1


def test_what_was_closed_stays_closed_when_its_first_call_is_a_watch_ago(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    first = lost(ago=60)
    clock.shift(minutes(60))
    later = lost(ago=60)
    actions.close_call_back(first.pk, "tried", actor=call_taker)
    clock.shift(WINDOW - minutes(30))
    assert state_of(later) is None


def test_the_number_of_a_confidential_incident_is_named_to_nobody_in_the_list(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = lost()
    talk = actions.answer(ring().pk, actor=call_taker)
    draft = Report.objects.get(call=talk)
    actions.forward(draft.pk, actor=call_taker, place_text="Jl. Rahasia 1", category="begal", is_confidential=True)
    assert state_of(call)["served"]["incident"] is None
    assert state_of(call)["served"]["short"] == ""


def test_whose_call_back_became_a_confidential_case_is_revealed_to_the_cleared_only(call_taker: User) -> None:
    call = lost()
    actions.take_call_back(call.pk, actor=call_taker)
    _call, draft = actions.note_try(call.pk, "connected", actor=call_taker)
    assert draft is not None
    actions.forward(draft.pk, actor=call_taker, place_text="Jl. Rahasia 1", category="begal", is_confidential=True)
    assert code_of(actions.reveal_caller, call.pk, "callback", actor=call_taker) == "not_cleared"
