"""An answered call that nobody on watch has in hand: shown to everybody, taken over by one, written down or coded."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Watch
from calls import actions, queue
from calls.actions.hearing import SwitchEvent
from calls.models import Call, CallOutcome, Report
from reporting.invariants import violations
from tests.calls.consoles import drawn
from tests.factories import browser, history, post, ring, traces, verbs, write
from tests.refusals import code_of, denied, refusal

pytestmark = pytest.mark.django_db


def picked_up(extension: str) -> Call:
    """A call that rang and was picked up at a telephone."""
    call = ring()
    return actions.hear(SwitchEvent("answered", call.switch_id, now(), extension=extension), actor=None)


def goes_home(user: User) -> None:
    """His watch is over."""
    Watch.objects.filter(member__user=user).update(ended_at=now())


def test_a_call_picked_up_where_nobody_sits_is_on_every_console_with_its_telephone(call_taker: User) -> None:
    call = picked_up("1099")
    card = queue.read([call.pk])[call.pk]["calls"]
    assert (card["answered_by"], card["extension"], drawn().unheld) == (None, "1099", [call.pk])
    taken = actions.take_in_hand(call.pk, actor=call_taker)
    assert (taken.answered_by, taken.seat and taken.seat.name, taken.answered_at) == (
        call_taker,
        "Meja 03",
        call.answered_at,
    )
    assert (Report.objects.get().taken_by, verbs(call.subject)) == (call_taker, ["rang", "answered", "taken_in_hand"])
    assert (drawn().unheld, drawn().desks) == ([], [call.pk])
    assert queue.read([call.pk])[call.pk]["calls"]["extension"] == ""


def test_the_last_telephone_counts_of_one_that_was_put_back(clock: time_machine.Traveller, call_taker: User) -> None:
    call = picked_up("1098")
    for event, extension in (("requeued", ""), ("answered", "1099")):
        clock.shift(5)
        actions.hear(SwitchEvent(event, call.switch_id, now(), extension=extension), actor=None)
    assert queue.read([call.pk])[call.pk]["calls"]["extension"] == "1099"


@pytest.mark.parametrize("is_over", [False, True])
def test_what_somebody_left_without_an_outcome_goes_on_with_all_he_wrote(
    call_taker: User, second_call_taker: User, is_over: bool
) -> None:
    call = actions.answer(ring().pk, actor=call_taker)
    draft = Report.objects.get()
    actions.save_draft(draft.pk, actor=call_taker, words="api dari dapur")
    if is_over:
        actions.hang_up(call.pk, actor=call_taker)
    assert drawn().unheld == []
    goes_home(call_taker)
    assert drawn().unheld == [call.pk]
    status, answer = post(browser(second_call_taker), f"calls/{call.pk}/taking/")
    assert (status, answer["call"]["caller"], answer["report"]["words"]) == (200, "0852-4187-2093", "api dari dapur")
    assert history(draft.subject)[-1].actor == second_call_taker
    assert actions.set_outcome(call.pk, "prank", actor=second_call_taker).outcome == CallOutcome.PRANK
    assert (drawn().unheld, list(violations())) == ([], [])


def test_a_report_put_aside_without_an_outcome_is_there_again(call_taker: User, second_call_taker: User) -> None:
    call = actions.answer(ring().pk, actor=call_taker)
    draft = actions.discard(Report.objects.get().pk, actor=call_taker)
    goes_home(call_taker)
    actions.take_in_hand(call.pk, actor=second_call_taker)
    draft.refresh_from_db()
    assert (draft.taken_by, draft.discarded_at) == (second_call_taker, None)
    assert list(violations()) == []


def test_a_conversation_that_was_answered_is_not_forgotten(call_taker: User, second_call_taker: User) -> None:
    call = actions.hang_up(actions.answer(write().pk, actor=call_taker).pk, actor=call_taker)
    goes_home(call_taker)
    assert drawn().unheld == [call.pk]
    assert actions.take_in_hand(call.pk, actor=second_call_taker).answered_by == second_call_taker


def test_of_two_who_press_the_second_is_told_who_has_it(call_taker: User, second_call_taker: User) -> None:
    call = picked_up("")
    actions.take_in_hand(call.pk, actor=call_taker)
    other = browser(second_call_taker)
    before = traces()
    assert refusal(post(other, f"calls/{call.pk}/taking/")) == (409, "already_answered")
    assert traces() == before


def test_what_rings_or_has_an_outcome_and_what_a_colleague_has_is_not_to_be_taken(
    call_taker: User, second_call_taker: User, dispatcher: User
) -> None:
    ringing, held = ring(), actions.answer(ring().pk, actor=call_taker)
    coded = actions.set_outcome(actions.answer(ring().pk, actor=call_taker).pk, "prank", actor=call_taker)
    for call, code in ((ringing, "not_answered"), (held, "already_answered"), (coded, "already_coded")):
        assert code_of(actions.take_in_hand, call.pk, actor=second_call_taker) == code
    denied(actions.take_in_hand, held.pk, actor=dispatcher)
