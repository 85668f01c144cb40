"""In whatever order an exchange speaks, however often and however little: every call is on a console until it is done.

What a console draws is asked of the console's own code: an answered call is on the desk of somebody on watch or among
those that wait for somebody to take them over, one that nobody answered rings or is among those to be called back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agencies.models import Watch
from calls import actions
from calls.actions.hearing import EVENTS, SwitchEvent
from calls.asterisk import keeping
from calls.asterisk.following import Follower
from calls.asterisk.wire import Message
from calls.callbacks import gave_up
from calls.models import Call, CallOutcome, Identity
from reporting.invariants import violations
from tests.calls.consoles import drawn
from tests.calls.recordings import QUEUES, messages, said

pytestmark = pytest.mark.django_db

AT = datetime(2026, 1, 9, 18, tzinfo=UTC)
IN_ANY_ORDER = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def fresh(clock: time_machine.Traveller) -> Iterator[None]:
    """A database in which nothing of the example before is left, a minute after the last word of the exchange."""
    clock.move_to(AT + timedelta(minutes=2))
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def all_are_drawn(calls: Collection[Call]) -> None:
    """Every call without an outcome is in work on the consoles, every lost one is counted among the call-backs."""
    console = drawn()
    pending = {call.pk for call in calls if not call.outcome and not gave_up(call)}
    assert pending - console.in_work == set()
    assert sum(console.backs.values()) == sum(gave_up(call) for call in calls)
    on_nobodys_desk = {call.pk for call in calls if call.pk in pending and not call.is_unanswered}
    assert on_nobodys_desk - set(console.desks) == set(console.unheld)


# --- the manager interface ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Word:
    """One event of one caller, and whether it says that somebody picked up, or speaks of the queue at all."""

    uid: str
    name: str
    at: int
    telephone: str = ""

    @property
    def bytes(self) -> bytes:
        """As an exchange sends it."""
        fields = {"Interface": f"PJSIP/{self.telephone}", "HoldTime": "3", "TalkTime": "2"} if self.telephone else {}
        return said(self.name, Uniqueid=self.uid, Timestamp=f"{AT.timestamp() + self.at:.6f}", **fields)

    @property
    def is_answer(self) -> bool:
        """Whether somebody picked up, or had."""
        return bool(self.telephone)


def lives(uid: str) -> st.SearchStrategy[list[Word]]:
    """What an exchange says of one caller: some waiting, perhaps a talk, perhaps queued again, the end."""
    wait = [("QueueCallerJoin", ""), ("AgentCalled", ""), ("AgentRingNoAnswer", ""), ("QueueCallerLeave", "")]
    talk = [*wait, ("AgentConnect", "1001"), ("AgentComplete", "1001")]
    again = [*wait, ("AgentConnect", "1002"), ("AgentComplete", "1002")]
    given_up = [*wait, ("QueueCallerAbandon", "")]
    shapes = [given_up, talk, [*talk, *again], [*talk, *given_up], [*given_up, *talk]]
    return st.sampled_from(shapes).map(
        lambda shape: [
            Word(uid, name, at, telephone) for at, (name, telephone) in enumerate([*shape, ("Hangup", "")], start=1)
        ]
    )


@st.composite
def garbled(draw: st.DrawFn) -> list[Word]:
    """The words of some callers, interleaved; in any order, some twice, some never."""
    count = draw(st.integers(1, 3))
    spoken = [word for number in range(count) for word in draw(lives(f"179534128{number}.{number}"))]
    kept = [word for word in spoken for _time in range(draw(st.sampled_from([1, 1, 1, 0, 2])))]
    return draw(st.permutations(kept)) if draw(st.booleans()) else sorted(kept, key=lambda word: word.at)


@IN_ANY_ORDER
@given(words=garbled(), restart=st.integers(0, 40))
def test_every_caller_of_an_asterisk_is_a_call_that_ends_answered_or_abandoned(
    clock: time_machine.Traveller, second_call_taker: User, words: list[Word], restart: int
) -> None:
    with fresh(clock):
        follower = keeping.begin(QUEUES)
        for number, word in enumerate(words):
            if number == restart:
                follower = keeping.begin(QUEUES)
            keep(follower, messages([word.bytes]))
        follower.ask("list-1")  # the exchange was rebooted: there is no channel any more
        keep(follower, messages([said("CoreShowChannelsComplete", ActionID="list-1")]))
        queued = {word.uid for word in words if word.name != "Hangup"}
        answered = {word.uid for word in words if word.is_answer}
        calls = {call.switch_id: call for call in Call.objects.all()}
        assert set(calls) == queued
        for uid, call in calls.items():
            assert call.ended_at is not None
            assert (call.answered_at is not None) == (uid in answered)
            assert call.outcome == (CallOutcome.ABANDONED if call.is_unanswered else CallOutcome.PENDING)
        all_are_drawn(calls.values())
        assert list(violations()) == []


def keep(follower: Follower, read: list[Message]) -> None:
    """What these messages mean, in the database."""
    for message in read:
        for event in follower.hear(message, AT + timedelta(minutes=1)):
            keeping.keep(event)


# --- the event API --------------------------------------------------------------------------------------------------

SPOKEN = st.builds(
    lambda event, number, at, hold_s, value, extension: SwitchEvent(
        event=event,
        call_id=f"pabx-{number}",
        at=AT + timedelta(seconds=at),
        identity=Identity.NUMBER,
        value=value,
        transferred_to="119" if event == "transferred" else "",
        extension=extension if event == "answered" else "",
        hold_s=hold_s,
    ),
    st.sampled_from(sorted(EVENTS)),
    st.integers(1, 2),
    st.integers(0, 60),
    st.none() | st.integers(0, 30),
    st.sampled_from(["", "0852-4187-2093"]),
    st.sampled_from(["1003", "1007", "1099", ""]),  # of somebody on watch, of an empty desk, of no desk, unknown
)


@IN_ANY_ORDER
@given(events=st.lists(SPOKEN, min_size=1, max_size=12), has_gone_home=st.booleans())
def test_every_event_of_any_exchange_is_kept_in_a_call_that_a_console_draws(
    clock: time_machine.Traveller,
    call_taker: User,
    second_call_taker: User,
    events: list[SwitchEvent],
    has_gone_home: bool,
) -> None:
    with fresh(clock):
        for event in events:
            actions.hear(event, actor=None)
        if has_gone_home:
            Watch.objects.filter(member__user=call_taker).update(ended_at=now())
        calls = {call.switch_id: call for call in Call.objects.all()}
        assert set(calls) == {event.call_id for event in events}
        for call in calls.values():
            said_ended = any(event.event == "ended" and event.call_id == call.switch_id for event in events)
            assert (call.ended_at is not None) == said_ended
        all_are_drawn(calls.values())
        assert list(violations()) == []


@IN_ANY_ORDER
@given(events=st.lists(SPOKEN, min_size=1, max_size=8))
def test_what_an_exchange_repeats_word_for_word_changes_no_time_and_no_outcome(
    clock: time_machine.Traveller, centre: object, events: list[SwitchEvent]
) -> None:
    plain = [event for event in events if event.event not in ("requeued", "unqueued")]
    with fresh(clock):
        for event in plain:
            actions.hear(event, actor=None)
        before = list(Call.objects.order_by("pk").values())
        for event in plain:
            actions.hear(event, actor=None)
        after = list(Call.objects.order_by("pk").values())
        told = ("answered_at", "ended_at", "outcome", "offered_at")
        assert [[row[name] for name in told] for row in after] == [[row[name] for name in told] for row in before]
