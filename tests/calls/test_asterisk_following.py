"""What an exchange's events mean: traps of the queue, words that come late or never, and what a gap has hidden."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from calls.asterisk.following import REMEMBERED, Caller, Follower, duration, telephone_of
from tests.calls.recordings import QUEUES, messages, said

AT = datetime(2026, 1, 9, 18, tzinfo=UTC)
UID = "1795341286.0"


def stamp(seconds: float) -> str:
    """So many seconds after the beginning, as an exchange writes it."""
    return f"{AT.timestamp() + seconds:.6f}"


def event(name: str, at: float = 0, uid: str = UID, **fields: str) -> bytes:
    """An event of our caller."""
    known = {"Uniqueid": uid, "CallerIDNum": "+6281200000001", "Timestamp": stamp(at)}
    return said(name, **known, **fields)


def connect(at: float, telephone: str = "1001", **fields: str) -> bytes:
    """Somebody picks up."""
    return event("AgentConnect", at, Interface=f"PJSIP/{telephone}", MemberName="Operator Satu", HoldTime="2", **fields)


def words(follower: Follower, *chunks: bytes, at: datetime = AT) -> list[str]:
    """What the follower says of these, in a word each."""
    return [said.event for one in messages(chunks) for said in follower.hear(one, at)]


@pytest.fixture
def follower() -> Follower:
    """One who follows the queue of the recordings."""
    return Follower(QUEUES)


def test_a_call_from_the_queue_to_its_end(follower: Follower) -> None:
    told = [
        one
        for message in messages([event("QueueCallerJoin", Exten="112"), connect(2), event("Hangup", 9)])
        for one in follower.hear(message, AT)
    ]
    assert [(one.event, (one.at - AT).total_seconds(), one.extension, one.hold_s) for one in told] == [
        ("ringing", 0, "", None),
        ("answered", 2, "1001", 2),
        ("ended", 9, "", None),
    ]
    assert {(one.call_id, one.value) for one in told} == {(UID, "+6281200000001")}
    assert told[0].dialled == "112"


@pytest.mark.parametrize(
    ("caller_id", "identity"),
    [("356938035643809", "imei"), ("1123564380", "pseudo"), ("anonymous", "none"), ("+6281200000001", "number")],
)
def test_a_caller_without_a_number_is_known_by_what_there_is(caller_id: str, identity: str) -> None:
    follower = Follower(QUEUES, pseudo=re.compile("112[0-9]{7}"))
    (one,) = follower.hear(messages([said("QueueCallerJoin", Uniqueid=UID, CallerIDNum=caller_id)])[0], AT)
    assert (one.identity, one.value) == (identity, "" if identity == "none" else caller_id)


def test_leaving_the_queue_alone_says_nothing(follower: Follower) -> None:
    assert words(follower, event("QueueCallerJoin"), event("QueueCallerLeave", 1)) == ["ringing"]
    assert UID in follower.callers


def test_a_queue_whose_time_is_up_does_not_end_the_call(follower: Follower) -> None:
    told = words(
        follower,
        event("QueueCallerJoin"),
        event("QueueCallerAbandon", 60, HoldTime="60"),
        event("QueueCallerLeave", 60),
        event("QueueCallerJoin", 61),
        connect(65),
        event("Hangup", 90),
    )
    assert told == ["ringing", "unqueued", "ringing", "answered", "ended"]


def test_other_channels_other_queues_and_other_events_say_nothing(follower: Follower) -> None:
    others = [
        event("Hangup", uid="1.1"),
        said("QueueCallerJoin", Queue="139", Uniqueid="1.2"),
        said("QueueCallerJoin"),
        event("BlindTransfer", TransfereeUniqueid="1.3", Extension="110"),
        event("Newchannel"),
    ]
    assert words(follower, *others) == []


def test_what_is_said_twice_is_said_once(follower: Follower) -> None:
    told = words(follower, event("QueueCallerJoin"), connect(2), connect(2), event("Hangup", 9), event("Hangup", 9))
    assert told == ["ringing", "answered", "ended"]


def test_the_first_word_repeated_in_talk_does_not_queue_the_caller_again(follower: Follower) -> None:
    assert words(follower, event("QueueCallerJoin"), connect(2), event("QueueCallerJoin")) == [
        "ringing",
        "answered",
        "ringing",
    ]


@pytest.mark.parametrize("first", ["QueueCallerLeave", "AgentCalled", "AgentRingNoAnswer", "QueueCallerAbandon"])
def test_whatever_word_comes_first_makes_the_call(follower: Follower, first: str) -> None:
    assert words(follower, event(first))[0] == "ringing"
    assert words(follower, event("Hangup", 5)) == ["ended"]


def test_an_end_before_the_beginning_still_leaves_a_call_that_has_ended(follower: Follower) -> None:
    assert words(follower, event("Hangup", 9), event("QueueCallerJoin")) == ["ringing", "ended"]
    assert words(follower, event("QueueCallerJoin"), connect(2)) == ["answered", "ended"]
    assert words(follower, connect(2)) == []


def test_a_talk_that_is_over_says_that_there_was_one(follower: Follower) -> None:
    done = event("AgentComplete", 20, Interface="PJSIP/1001", HoldTime="2", TalkTime="12")
    told = [one for message in messages([done]) for one in follower.hear(message, AT)]
    assert [(one.event, (one.at - AT).total_seconds(), one.extension) for one in told] == [("answered", 8, "1001")]
    assert words(follower, done, event("Hangup", 21), done) == ["ended"]


def test_the_end_of_the_first_talk_does_not_answer_the_second_wait(follower: Follower) -> None:
    told = words(
        follower,
        event("QueueCallerJoin"),
        connect(2),
        event("QueueCallerJoin", 8),
        event("AgentComplete", 8.1, Interface="PJSIP/1001", TalkTime="6"),
        connect(11, "1002"),
    )
    assert told == ["ringing", "answered", "requeued", "answered"]


def test_a_second_telephone_without_a_word_of_the_queue_means_it_was_queued_again(follower: Follower) -> None:
    assert words(follower, event("QueueCallerJoin"), connect(2), connect(9, "1002")) == [
        "ringing",
        "answered",
        "requeued",
        "answered",
    ]


@pytest.mark.parametrize(
    "transfer",
    [
        said("BlindTransfer", TransfereeUniqueid=UID, Extension="119"),
        said("AttendedTransfer", TransfereeUniqueid=UID, TransferTargetCallerIDNum="119"),
    ],
)
def test_a_caller_passed_on_is_passed_to_a_number(follower: Follower, transfer: bytes) -> None:
    words(follower, event("QueueCallerJoin"), connect(2))
    (told,) = [one for message in messages([transfer]) for one in follower.hear(message, AT)]
    assert (told.event, told.call_id, told.transferred_to, told.at) == ("transferred", UID, "119", AT)


def test_a_moment_or_number_that_is_none_does_no_harm(follower: Follower) -> None:
    for stamp in ("nan", "inf", "1e400", "x", ""):
        (told,) = [
            one
            for message in messages([said("QueueCallerJoin", Uniqueid=f"{stamp}.1", Timestamp=stamp, Exten="s")])
            for one in follower.hear(message, AT)
        ]
        assert (told.at, told.dialled) == (AT, "")
    (told,) = [
        one
        for message in messages([said("AgentConnect", Uniqueid="9" * 200, HoldTime="-1", Interface="1" * 99)])
        for one in follower.hear(message, AT)
    ]
    assert (told.hold_s, told.extension, len(told.call_id)) == (None, "", 80)


def test_only_so_many_channels_that_have_hung_up_are_remembered(follower: Follower) -> None:
    for number in range(REMEMBERED + 10):
        follower.depart(f"{number}.1", AT)
    assert len(follower.departed) == REMEMBERED
    assert "0.1" not in follower.departed


@pytest.mark.parametrize(
    ("interface", "number"),
    [
        ("PJSIP/1001", "1001"),
        ("SIP/1001-0000000a", "1001"),
        ("Local/1001@agents/n", "1001"),
        ("Local/1001@agents-00000003;1", "1001"),
        ("PJSIP/meja-3", "meja-3"),
        ("", ""),
        ("1001", ""),
    ],
)
def test_the_telephone_of_an_agent(interface: str, number: str) -> None:
    assert telephone_of(interface) == number


def test_a_time_of_day_as_a_length() -> None:
    assert (duration("01:00:04"), duration("x")) == (timedelta(hours=1, seconds=4), timedelta(0))


# --- after a gap ----------------------------------------------------------------------------------------------------


def channel(uid: str, name: str, *, bridge: str = "", application: str = "Queue", list_id: str = "list-1") -> bytes:
    """A channel in the list."""
    fields = {"Channel": name, "CallerIDNum": "+6281200000001", "Application": application, "BridgeId": bridge}
    told = {"ApplicationData": "psap112,,,,60", "Duration": "00:00:30", "ConnectedLineNum": "1009"}
    return said("CoreShowChannel", ActionID=list_id, Uniqueid=uid, **fields, **told)


DONE = said("CoreShowChannelsComplete", ActionID="list-1")


def test_a_caller_who_joined_during_the_gap_is_taken_up_from_when_he_joined(follower: Follower) -> None:
    entry = said("QueueEntry", Uniqueid=UID, CallerIDNum="+6281200000001", Wait="12")
    (told,) = [one for message in messages([entry, entry]) for one in follower.hear(message, AT)]
    assert (told.event, told.at, told.value) == ("ringing", AT - timedelta(seconds=12), "+6281200000001")


def test_a_call_that_vanished_during_the_gap_is_ended_and_others_go_on(follower: Follower) -> None:
    follower.know(UID, Caller(AT))
    follower.know("1.2", Caller(AT, is_talking=True, has_talked=True))
    follower.ask("list-1")
    told = [
        one
        for message in messages([channel("1.2", "PJSIP/trunk-00000001", bridge="b"), DONE])
        for one in follower.hear(message, AT)
    ]
    assert [(one.event, one.call_id) for one in told] == [("ended", UID)]
    assert list(follower.callers) == ["1.2"]


def test_a_caller_who_came_while_the_list_was_made_has_not_vanished(follower: Follower) -> None:
    follower.ask("list-1")
    assert words(follower, event("QueueCallerJoin"), DONE) == ["ringing"]
    assert UID in follower.callers


def test_a_list_nobody_of_us_asked_for_ends_nothing(follower: Follower) -> None:
    follower.know(UID, Caller(AT))
    assert words(follower, DONE) == []
    follower.ask("list-2")
    assert words(follower, DONE) == []


def test_a_caller_answered_during_the_gap_is_found_in_talk_with_whom_he_talks_to(follower: Follower) -> None:
    follower.know(UID, Caller(AT - timedelta(minutes=1)))
    follower.ask("list-1")
    listed = [
        channel(UID, "PJSIP/trunk-00000001", bridge="b"),
        channel("1.9", "PJSIP/1002-00000002", bridge="b", application="AppQueue"),
        channel("1.3", "PJSIP/trunk-00000003", bridge="c"),
        channel("1.4", "PJSIP/trunk-00000004"),
    ]
    told = [one for message in messages([*listed, DONE]) for one in follower.hear(message, AT)]
    assert [(one.event, one.call_id, one.extension) for one in told] == [
        ("answered", UID, "1002"),
        ("ringing", "1.3", ""),
        ("answered", "1.3", "1009"),
    ]
    assert told[1].at == AT - timedelta(seconds=30)


def test_a_caller_put_back_during_the_gap_waits_again(follower: Follower) -> None:
    follower.know(UID, Caller(AT - timedelta(minutes=1), "1001", is_talking=True, has_talked=True))
    assert words(follower, said("QueueEntry", Uniqueid=UID, Wait="5")) == ["requeued"]
