"""How a call and a draft look on a screen: numbers masked, histories counted, what is over gone."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from calls import actions, queue
from calls.models import Call, Report
from tests.factories import WARD, ring, seconds

pytestmark = pytest.mark.django_db


def card_of(call: Call) -> dict[str, Any]:
    """The card of a call as the hub sends it."""
    return queue.read([call.pk])[call.pk]["calls"]


def test_a_ringing_call_shows_everything_but_the_number(clock: time_machine.Traveller, centre: object) -> None:
    call = ring(transferred_from="110")
    assert card_of(call) == {
        "kind": "call",
        "id": call.pk,
        "version": 1,
        "channel": "voice",
        "identity": "number",
        "caller": "0852-xx-2093",
        "network": "Telkomsel",
        "can_be_called": True,
        "dialled": "112",
        "transferred_from": "110",
        "offered_at": now(),
        "answered_at": None,
        "requeued_at": None,
        "rings_since": None,
        "is_on_exchange": False,
        "answered_by": None,
        "answered_by_id": None,
        "seat": None,
        "ended_at": None,
        "outcome": "",
        "outcome_reason": "",
        "is_test": False,
        "is_simulated": False,
        "history": {"calls": 1, "emergency": 0, "prank": 0, "silent": 0},
        "is_demoted": False,
        "location": None,
        "last_location": None,
        "report_id": None,
        "call_back": None,
        "thread": None,
        "extension": "",
    }


def test_a_caller_without_identity_has_no_history(centre: object) -> None:
    card = card_of(ring(number=""))
    assert (card["identity"], card["caller"], card["can_be_called"]) == ("none", "", False)
    assert card["history"] == {"calls": 0, "emergency": 0, "prank": 0, "silent": 0}


def test_an_answered_call_shows_who_has_it_and_where_and_its_draft(call_taker: User) -> None:
    call = actions.answer(ring().pk, actor=call_taker)
    card = card_of(call)
    assert (card["answered_by"], card["answered_by_id"], card["seat"]) == (
        "Fitriani Halik",
        call_taker.pk,
        "Meja 03",
    )
    assert (card["report_id"], card["caller"]) == (Report.objects.get().pk, "0852-xx-2093")


def test_the_number_is_whole_for_whoever_answered_and_for_nobody_else(
    call_taker: User, second_call_taker: User
) -> None:
    call = actions.answer(ring().pk, actor=call_taker)
    own, others = queue.card_for(call.pk, call_taker), queue.card_for(call.pk, second_call_taker)
    assert own is not None and others is not None
    assert (own["caller"], others["caller"]) == ("0852-4187-2093", "0852-xx-2093")
    assert queue.card_for(0, call_taker) is None


def test_a_history_counts_what_the_calls_turned_out_to_be(clock: time_machine.Traveller, call_taker: User) -> None:
    for outcome in ("prank", "prank", "emergency", "silent"):
        call = actions.answer(ring().pk, actor=call_taker)
        actions.set_outcome(call.pk, outcome, actor=call_taker)
    assert card_of(ring(at=now() - seconds(5)))["history"] == {"calls": 5, "emergency": 1, "prank": 2, "silent": 1}


def test_a_call_that_is_coded_and_over_is_on_no_screen(call_taker: User) -> None:
    call = actions.answer(ring().pk, actor=call_taker)
    assert queue.versions() == {call.pk: 2}
    actions.set_outcome(call.pk, "emergency", actor=call_taker)
    assert queue.versions() == {call.pk: 3}, "still talking"
    actions.hang_up(call.pk, actor=call_taker)
    assert (queue.versions(), queue.read([call.pk])) == ({}, {})


def test_many_calls_are_read_with_as_many_queries_as_one(call_taker: User, django_assert_num_queries: Any) -> None:
    one = [ring().pk]
    many = [actions.answer(ring(number=f"0811-0000-00{pk:02}").pk, actor=call_taker).pk for pk in range(8)]
    for ids in (one, many):
        with django_assert_num_queries(5):
            assert len(queue.read(ids)) == len(ids)


def test_a_draft_is_whole_for_whoever_writes_it(
    clock: time_machine.Traveller, call_taker: User, second_call_taker: User
) -> None:
    draft = actions.start_report("radio", actor=call_taker)
    empty = queue.draft_for(draft.pk, call_taker)
    assert empty is not None
    assert (empty["area"], empty["category"], empty["priority"], empty["saved_at"]) == ("", "", None, now())
    clock.shift(9)
    actions.save_draft(draft.pk, actor=call_taker, area=WARD, category="begal", reporter_name="Wa Ina", priority=2)
    card = queue.draft_for(draft.pk, call_taker)
    assert card is not None
    assert (card["area"], card["area_name"]) == (WARD, "Kemaraya · Kendari Barat")
    assert (card["category"], card["priority"], card["reporter_name"]) == ("begal", 2, "Wa Ina")
    assert (card["started_at"], card["saved_at"]) == (now() - seconds(9), now())
    assert queue.draft_for(draft.pk, second_call_taker) is None


def test_calls_are_seen_by_call_takers_and_the_desk(
    ringing: Call, call_taker: User, dispatcher: User, damkar: User, head: User
) -> None:
    seen = [Call.objects.visible_to(user).exists() for user in (call_taker, dispatcher, damkar, head)]
    assert seen == [True, True, False, False]
    assert list(Call.objects.ringing()) == [ringing]
    actions.answer(ringing.pk, actor=call_taker)
    assert not Call.objects.ringing().exists()
