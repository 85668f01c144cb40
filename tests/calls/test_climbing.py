"""A call that rings at nobody climbs to the supervisors: after the centre's seconds, at once when nobody is there."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from agencies.models import Centre, Watch
from calls import actions, unanswered
from calls.actions.hearing import SwitchEvent
from calls.callbacks import waiting
from calls.models import Call, Exchange
from calls.tasks import end_unheard
from journal.models import Timer
from journal.timers import fire_due
from reporting.invariants import violations
from tests.factories import browser, get, history, post, ring, seconds, verbs, write
from tests.refusals import code_of, denied, refusal

pytestmark = pytest.mark.django_db


def say(event: str, call: Call, *, at: datetime | None = None, **said: Any) -> Call:
    """The exchange says something of a call."""
    return actions.hear(SwitchEvent(event, call.switch_id, at or now(), **said), actor=None)


def later(clock: time_machine.Traveller, by: float, call: Call) -> Call:
    """The call as it is so many seconds later, after the worker has looked."""
    clock.shift(by)
    fire_due()
    call.refresh_from_db()
    return call


def test_a_call_nobody_answers_climbs_after_thirty_seconds_and_is_dated_then(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call = ring()
    assert later(clock, 29, call).climbed_at is None
    assert later(clock, 5, call).climbed_at == call.offered_at + seconds(30)
    assert [(one.verb, one.facts) for one in history(call.subject)][1:] == [("climbed", {})]
    assert not Timer.objects.filter(kind="ring").exists()
    before = call.version
    assert later(clock, 60, call).version == before, "once is enough"
    assert list(violations()) == []


def test_the_seconds_are_the_centres(clock: time_machine.Traveller, call_taker: User) -> None:
    Centre.objects.update(climbs_after_s=12)
    assert later(clock, 12, ring()).climbed_at is not None


@pytest.mark.parametrize("absence", [{"paused_at": True}, {"ended_at": True}])
def test_it_climbs_at_once_when_no_call_taker_is_there_to_answer(
    clock: time_machine.Traveller, call_taker: User, dispatcher: User, supervisor: User, absence: dict[str, bool]
) -> None:
    Watch.objects.filter(member__user=call_taker).update(**dict.fromkeys(absence, now()))
    call = ring()
    assert later(clock, 0, call).climbed_at == now()


def test_an_answered_or_given_up_call_does_not_climb(clock: time_machine.Traveller, call_taker: User) -> None:
    taken, lost = ring(), ring(number="0811-2222-3333")
    actions.answer(taken.pk, actor=call_taker)
    say("ended", lost)
    assert not Timer.objects.exists()
    assert later(clock, 60, taken).climbed_at is None and later(clock, 0, lost).climbed_at is None


def test_one_that_is_put_back_may_climb_again(
    clock: time_machine.Traveller, call_taker: User, supervisor: User
) -> None:
    call = later(clock, 30, ring())
    actions.take_ring_on(call.pk, actor=supervisor)
    say("answered", call, extension="1003")
    clock.shift(10)
    call = say("requeued", call)
    assert (call.climbed_at, call.seen_by) == (None, None)
    assert later(clock, 30, call).climbed_at == now()


def test_supervisors_see_it_on_console_and_board_without_the_caller(
    clock: time_machine.Traveller, call_taker: User, supervisor: User
) -> None:
    call = later(clock, 30, ring())
    made = unanswered.read([call.pk])[call.pk]
    assert set(made) == {"calls", "desk", "desk+closed"}
    assert made["desk"]["since"] == call.offered_at and made["desk"]["seen_by"] is None
    assert "0852" not in json.dumps(made, default=str)
    for path in ("board/", "calls/"):
        cards = get(browser(supervisor), path)[1]["cards"]
        assert [one["id"] for one in cards if one["kind"] == "ring"] == [call.pk], path
    actions.answer(call.pk, actor=supervisor)
    assert (unanswered.read([call.pk]), unanswered.versions()) == ({}, {})


def test_a_supervisor_takes_it_on_by_name_and_it_rings_on(
    clock: time_machine.Traveller, call_taker: User, supervisor: User
) -> None:
    call = ring()
    assert code_of(actions.take_ring_on, call.pk, actor=supervisor) == "already_over"
    call = later(clock, 30, call)
    denied(actions.take_ring_on, call.pk, actor=call_taker)
    client: Client = browser(supervisor)
    assert post(client, f"calls/{call.pk}/ring/taking/")[0] == 200
    assert unanswered.read([call.pk])[call.pk]["desk"]["seen_by"] == "Ahmad Rifai"
    assert verbs(call.subject)[-1] == "taken_on"
    assert refusal(post(client, f"calls/{call.pk}/ring/taking/")) == (409, "already_acknowledged")
    assert list(Call.objects.ringing()) == [call]


def test_what_rings_for_half_an_hour_was_given_up_and_waits_to_be_called_back(
    clock: time_machine.Traveller, call_taker: User
) -> None:
    call, written, listened = ring(), write(), ring()
    Call.objects.filter(pk=listened.pk).update(exchange=Exchange.objects.create())
    later(clock, 30, call)
    clock.shift(seconds(30 * 60 - 31))
    end_unheard()
    assert list(Call.objects.ringing().order_by("pk")) == [call, written, listened]
    clock.shift(1)
    end_unheard()
    call.refresh_from_db()
    assert (call.outcome, call.ended_at, verbs(call.subject)) == ("abandoned", now(), ["rang", "climbed", "unheard"])
    assert list(Call.objects.ringing().order_by("pk")) == [written, listened]
    assert list(waiting(now())) == [call.pk]
    assert code_of(actions.end_unheard, call.pk) == "already_over"
    say("ended", call)
    call.refresh_from_db()
    assert (call.outcome, call.hung_up_at) == ("abandoned", now())
    assert list(violations()) == []


@pytest.mark.parametrize("is_again", [False, True])
def test_one_whose_exchange_has_a_clock_an_hour_behind_rings_on(
    clock: time_machine.Traveller, call_taker: User, is_again: bool
) -> None:
    behind = timedelta(hours=1)
    call = ring(at=now() - behind)
    if is_again:
        clock.shift(seconds(60))
        say("answered", call, at=now() - behind)
        clock.shift(seconds(60))
        call = say("requeued", call, at=now() - behind)
    end_unheard()
    assert list(Call.objects.ringing()) == [call]
    clock.shift(seconds(30 * 60 - 1))
    end_unheard()
    assert list(Call.objects.ringing()) == [call]
    clock.shift(1)
    end_unheard()
    assert list(Call.objects.ringing()) == []
    assert list(violations()) == []


def test_one_that_is_picked_up_after_all_goes_on(clock: time_machine.Traveller, call_taker: User) -> None:
    call = ring()
    clock.shift(seconds(30 * 60))
    actions.end_unheard(call.pk)
    clock.shift(1)
    call = say("answered", call, extension="1003")
    assert (call.answered_at, call.ended_at, call.outcome, call.answered_by) == (now(), None, "", call_taker)
    assert list(violations()) == []


@pytest.mark.django_db(transaction=True)
def test_of_an_answer_and_a_climb_at_the_same_moment_none_is_lost(centre: object, call_taker: User) -> None:
    call = ring()
    Timer.objects.update(due_at=now(), next_try_at=now())
    start = Barrier(2)

    def at_once(work: Any) -> None:
        start.wait()
        work()
        connection.close()

    works = (fire_due, lambda: actions.answer(call.pk, actor=call_taker))
    threads = [Thread(target=at_once, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    fire_due()
    call.refresh_from_db()
    assert call.answered_by == call_taker
    assert sorted(verbs(call.subject)) in (["answered", "rang"], ["answered", "climbed", "rang"])
    assert not Timer.objects.filter(kind="ring").exists()
    assert list(violations()) == []
