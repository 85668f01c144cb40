"""The recordings of a real exchange yield exactly what they are known to hold, however their bytes arrive."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from agencies.models import Role, Watch
from calls.asterisk import keeping
from calls.asterisk.following import Follower
from calls.asterisk.wire import Message, Reader
from calls.models import Call, CallOutcome, Report
from reporting.invariants import violations
from tests.calls.recordings import EXPECTED, NAMES, QUEUES, cuts, messages, pieces, recorded, summary, wanted
from tests.factories import history, person, traces

LATER = datetime(2026, 11, 25, tzinfo=UTC)
CUTS = 20
STEPS = {
    "QueueCallerJoin", "QueueCallerLeave", "QueueCallerAbandon", "AgentCalled", "AgentRingNoAnswer", "AgentConnect",
    "AgentComplete", "Hangup",
}  # fmt: skip


def chunkings(data: bytes) -> dict[str, list[bytes]]:
    """The ways in which the same bytes may come."""
    return {
        "byte by byte": list(pieces(data, 1)),
        "in sevens": list(pieces(data, 7)),
        "in packets": list(pieces(data, 1460)),
        "whole": [data],
        "cut at random": list(cuts(data, CUTS, seed=112)),
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_event_is_read_whole_and_once(name: str) -> None:
    for way, chunks in chunkings(recorded(name)).items():
        found = Counter(message.event for message in messages(chunks) if message.event)
        assert found == EXPECTED[name]["events"], way
        assert found.total() == EXPECTED[name]["events_total"], way


@pytest.mark.parametrize("name", NAMES)
def test_the_steps_of_each_call_are_read_as_they_were_recorded(name: str) -> None:
    read: dict[str, list[dict[str, str]]] = {uid: [] for uid in EXPECTED[name]["calls"]}
    for message in messages(pieces(recorded(name), 7)):
        if message.event in STEPS and message.get("Uniqueid") in read:
            read[message.get("Uniqueid")].append(step(message))
    assert read == {uid: call["steps"] for uid, call in EXPECTED[name]["calls"].items()}


def step(message: Message) -> dict[str, str]:
    """An event as expected.json tells it."""
    told = ("Position", "MemberName", "HoldTime", "RingTime", "TalkTime", "Reason", "Cause")
    fields = {key: message.get(key) for key in told if message.all(key)}
    return {"t": message.get("Timestamp"), "event": message.event, **fields}


@pytest.mark.parametrize("name", NAMES)
def test_what_became_of_each_call_is_what_is_known(name: str) -> None:
    for way, chunks in chunkings(recorded(name)).items():
        follower = Follower(QUEUES)
        events = [event for message in messages(chunks) for event in follower.hear(message, LATER)]
        assert summary(events) == wanted(name), way
        assert follower.callers == {}, way
        answered = [call for call in summary(events).values() if call["outcome"] == "answered"]
        assert len(answered) == EXPECTED[name]["answered"], way


@pytest.mark.parametrize("name", NAMES)
def test_without_a_queue_named_the_callers_of_all_are_followed_and_with_another_none(name: str) -> None:
    everything, nothing = Follower(), Follower({"139"})
    read = messages([recorded(name)])
    assert summary(event for one in read for event in everything.hear(one, LATER)) == wanted(name)
    assert [event for one in read for event in nothing.hear(one, LATER)] == []


# --- against the database -------------------------------------------------------------------------------------------


@pytest.fixture
def operators(centre: object) -> None:
    """The two agents of the recordings at their telephones, on a day on which the recordings are past."""
    with time_machine.travel(LATER, tick=False):
        person("satu", "Operator Satu", Role.CALL_TAKER, seat="Meja 01")
        person("dua", "Operator Dua", Role.CALL_TAKER, seat="Meja 02")


def kept() -> dict[str, dict[str, Any]]:
    """What became of each call, from its row and its journal alone."""
    desks = {
        watch.seat.extension: watch.member.user.get_full_name()
        for watch in Watch.objects.select_related("seat", "member__user")
        if watch.seat
    }
    return {call.switch_id: told(call, desks) for call in Call.objects.select_related("caller")}


def told(call: Call, desks: dict[str, str]) -> dict[str, Any]:
    """One call in the words of expected.json."""
    entries = history(call.subject)
    assert call.ended_at is not None
    return {
        "caller": call.received_as,
        "outcome": "abandoned" if call.outcome == CallOutcome.ABANDONED else "answered" if call.answered_at else "",
        "answered_by": [desks[entry.facts["extension"]] for entry in entries if entry.verb == "answered"],
        "hold_seconds_reported": [str(entry.facts["hold_s"]) for entry in entries if "hold_s" in entry.facts],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_the_database_says_the_same_at_twenty_random_cuts(operators: None, name: str) -> None:
    with time_machine.travel(LATER, tick=False):
        reader, follower = Reader(), keeping.begin(QUEUES)
        for chunk in cuts(recorded(name), CUTS, seed=7):
            for message in reader.feed(chunk):
                for event in follower.hear(message, LATER):
                    keeping.keep(event)
            follower = keeping.begin(QUEUES)  # as if the process had been started anew: it remembers nothing
        assert kept() == wanted(name)
        assert list(violations()) == []


@pytest.mark.django_db
def test_a_call_put_back_into_the_queue_goes_on_with_whoever_picks_up_and_keeps_its_first_answer(
    operators: None,
) -> None:
    with time_machine.travel(LATER, tick=False):
        play("06-pause-requeue-by-redirect-hangup.ami.gz")
        call = Call.objects.get()
        assert call.answered_by and call.seat
        assert (call.answered_by.get_full_name(), call.seat.extension, call.hold_s) == ("Operator Satu", "1001", 2)
        assert call.answered_at and (call.answered_at - call.offered_at).total_seconds() == pytest.approx(2, abs=0.1)
        assert Report.objects.get().taken_by == call.answered_by
        verbs = [entry.verb for entry in history(call.subject)]
        assert verbs == ["rang", "answered", "requeued", "answered", "ended"]


@pytest.mark.django_db
def test_what_was_played_before_changes_nothing_when_it_comes_again(operators: None) -> None:
    with time_machine.travel(LATER, tick=False):
        for name in NAMES:
            play(name)
        before = kept()
        entries = traces()
        for name in ("01-answered.ami.gz", "02-ringnoanswer-then-abandoned.ami.gz"):
            play(name)
        assert (kept(), traces()) == (before, entries)


def play(name: str) -> None:
    """A recording, kept by one process from beginning to end."""
    follower = keeping.begin(QUEUES)
    for message in messages([recorded(name)]):
        for event in follower.hear(message, LATER):
            keeping.keep(event)
