"""A surge of made-up calls: as many as asked for, each rings and each ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils.timezone import now

from calls import actions, telephony
from calls.callbacks import waiting
from calls.models import Call, CallOutcome
from demo.surge import surge
from tests.demo.small import city

MINUTE = timedelta(minutes=1)


def test_two_hundred_a_minute_are_about_two_hundred() -> None:
    rang = [
        event for _after, event in surge(city(), seed=7, per_minute=200, duration=MINUTE) if event["event"] == "ringing"
    ]
    assert 150 <= len(rang) <= 250


def test_each_call_rings_before_it_ends_and_ends_once() -> None:
    seen: dict[str, list[str]] = {}
    last = timedelta()
    for after, event in surge(city(), seed=7, per_minute=60, duration=MINUTE):
        assert after >= last
        last = after
        seen.setdefault(event["call_id"], []).append(event["event"])
    assert set(map(tuple, seen.values())) == {("ringing", "ended")}


def test_the_same_seed_makes_the_same_surge() -> None:
    once, again = (list(surge(city(), seed=3, per_minute=30, duration=MINUTE)) for _time in range(2))
    assert once == again
    assert once != list(surge(city(), seed=4, per_minute=30, duration=MINUTE))


@pytest.mark.django_db
def test_no_call_of_a_surge_is_lost(call_taker: User, second_call_taker: User) -> None:
    """Two operators take every third call; each of the others is in the list of those to call back, by its caller."""
    for place, (_after, event) in enumerate(surge(city(), seed=7, per_minute=60, duration=MINUTE)):
        call = telephony.receive({**event, "at": now().isoformat()}, actor=None)
        if event["event"] == "ringing" and place % 3 == 0:
            actions.answer(call.pk, actor=(call_taker, second_call_taker)[place % 2])
            actions.set_outcome(call.pk, CallOutcome.INFORMATION, actor=(call_taker, second_call_taker)[place % 2])
    assert not Call.objects.unfinished().exists()
    lost = Call.objects.filter(outcome=CallOutcome.ABANDONED)
    kept = {Call.objects.get(pk=pk).caller_id for pk in waiting(now())}
    served = set(Call.objects.filter(outcome=CallOutcome.INFORMATION).values_list("caller_id", flat=True))
    assert lost.exists()
    assert {call.caller_id for call in lost} <= kept | served


@pytest.mark.django_db
@pytest.mark.parametrize("words", [("--per-minute", "0"), ("--per-minute", "601"), ("--minutes", "61")])
def test_more_than_a_server_is_meant_for_is_refused(words: tuple[str, str]) -> None:
    with pytest.raises(CommandError, match="600 panggilan per menit"):
        call_command("simulate_calls", *words)
