"""Whoever is cut off while he speaks waits to be called back, until he is served or somebody says he need not be."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User

from calls import actions, queue
from calls.models import Call, CallBack, PhoneNumber
from reporting.invariants import violations
from tests.calls.test_calling_back import card_of, lost, served, state_of
from tests.factories import browser, minutes, post, ring, seconds
from tests.refusals import code_of

pytestmark = pytest.mark.django_db


def cut_off(taker: User, number: str = "0852-4187-2093") -> Call:
    """A call that breaks off while somebody speaks with its caller, as he then says."""
    call = actions.answer(ring(number=number).pk, actor=taker)
    return actions.set_outcome(call.pk, "cut_off", actor=taker)


def test_one_who_was_cut_off_waits_to_be_called_back(clock: time_machine.Traveller, call_taker: User) -> None:
    call = cut_off(call_taker)
    assert (card_of(call)["outcome"], state_of(call)["calls"], state_of(call)["served"]) == ("cut_off", 1, None)
    actions.take_call_back(call.pk, actor=call_taker)
    call, report = actions.note_try(call.pk, "connected", actor=call_taker)
    assert report is not None and report.callback == "0852-4187-2093"
    assert state_of(call) is None
    assert list(violations()) == []


@pytest.mark.parametrize("number", ["356938035643809", ""])
def test_one_without_a_number_does_not(clock: time_machine.Traveller, call_taker: User, number: str) -> None:
    call = cut_off(call_taker, number)
    PhoneNumber.objects.update(identity="imei")
    assert (state_of(call), queue.versions()) == (None, {})
    assert code_of(actions.take_call_back, call.pk, actor=call_taker) == "not_waiting"


def test_talking_to_him_again_serves_him_and_being_cut_off_again_does_not(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    first = cut_off(call_taker)
    clock.shift(seconds(40))
    again = actions.answer(ring().pk, actor=call_taker)
    assert state_of(first)["served"] is not None
    actions.set_outcome(again.pk, "cut_off", actor=call_taker)
    assert (state_of(first)["served"], state_of(first)["calls"], state_of(again)) == (None, 2, None)
    clock.shift(minutes(2))
    served(call_taker)
    assert state_of(first)["served"]["by"] == "Meja 03 · Fitriani Halik"


def test_a_talk_that_broke_off_serves_nobody_who_rang_in_vain_before(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    first = lost(ago=30)
    cut_off(call_taker)
    assert (state_of(first)["served"], state_of(first)["calls"]) == (None, 2)


@pytest.mark.parametrize("outcome", ["", "prank", "emergency"])
def test_taken_back_or_coded_as_something_else_he_waits_no_more(
    clock: time_machine.Traveller, call_taker: User, outcome: str
) -> None:
    call = cut_off(call_taker)
    if outcome:
        actions.set_outcome(call.pk, outcome, actor=call_taker)
    else:
        actions.undo_outcome(call.pk, actor=call_taker)
    assert code_of(actions.take_call_back, call.pk, actor=call_taker) == "not_waiting"
    call.refresh_from_db()
    assert not queue.cards([call])[0]["call_back"]


def test_one_more_key_says_that_nobody_need_call_and_five_seconds_take_that_back(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = actions.answer(ring().pk, actor=call_taker)
    client = browser(call_taker)
    status, body = post(client, f"calls/{call.pk}/outcome/", {"outcome": "cut_off"})
    assert (status, body["call"]["call_back"]["served"]) == (200, None), "by this the console knows that there is a key"
    status, body = post(client, f"calls/{call.pk}/callback/closing/", {"reason": "called"})
    assert (status, body["call"]["call_back"], state_of(call)) == (200, None, None)
    assert CallBack.objects.get().reason == "called"
    assert post(client, "callbacks/closing/undo/", {"calls": [call.pk]})[0] == 200
    assert state_of(call) is not None


def test_a_message_that_was_coded_so_is_nobodys_to_ring(clock: time_machine.Traveller, call_taker: User) -> None:
    call = cut_off(call_taker)
    Call.objects.update(channel="sms")
    assert state_of(call) is None


def test_the_console_says_so_and_names_the_key(call_taker: User) -> None:
    page = browser(call_taker).get("/konsol/").content.decode()
    assert 'data-broke-off="terputus saat bicara"' in page
    assert 'data-settles="called"' in page
