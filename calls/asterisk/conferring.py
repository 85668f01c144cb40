"""A third person on the line, in the words of the exchange. Pure.

Caller and desk go into a room, where they talk on; then the third is rung, who comes in when he lifts. A room is named
after its command, and the dialplan's context knows it by who goes in: `caller41`, `desk41`, `third41`. On which channel
the desk talks is asked of the exchange at that moment, never remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from calls.asterisk.asking import RINGS_FOR_MS, Asked, Way, words_of
from calls.asterisk.following import LONGEST_ID, moment, telephone_of
from calls.asterisk.wire import Message, action
from calls.commanding import Result, Verb
from calls.listened import RoomsListed, RoomWord

ROOM = re.compile(r"^cad(?P<room>[0-9]{1,18})(,|$)")
THIRD = re.compile(r"^command-(?P<room>[0-9]{1,18})-third$")
# After a conference these take the caller out of the room, and the desk must be put down with him.
LEAVING = frozenset({Verb.HOLD, Verb.TRANSFER, Verb.HANG_UP})


@dataclass(frozen=True)
class Plan:
    """What is said in turn (under which id), and at last without waiting for an answer; without words, the result."""

    steps: tuple[tuple[str, bytes], ...] = ()
    last: bytes = b""
    result: Result = Result.DONE


def needs_line(asked: Asked) -> bool:
    """Whether it must be known which channels talk to each other."""
    return asked.verb in (Verb.CONFER, Verb.LEAVE) or (asked.was_conferred and asked.verb in LEAVING)


def plan_of(asked: Asked, way: Way, channels: Iterable[Message]) -> Plan:
    """What is to be said for a command, by the channels of this moment."""
    if not needs_line(asked):
        return Plan(((asked.action_id, words_of(asked, way)),))
    line = line_of(asked, channels)
    if line is None:
        return Plan(result=Result.GONE)
    desk, others = line
    if asked.verb == Verb.CONFER:
        return Plan(bringing_in(asked, way, desk)) if desk else Plan(result=Result.REFUSED)
    if asked.verb == Verb.LEAVE:
        return leaving(asked, desk, others)
    return Plan(((asked.action_id, words_of(asked, way)),), last=hanging_up(desk) if desk else b"")


def line_of(asked: Asked, channels: Iterable[Message]) -> tuple[str, int] | None:
    """The desk's channel beside the caller's and how many others there are; None: the caller has gone."""
    rows = list(channels)
    caller = next((one for one in rows if one.get("Uniqueid") == asked.uid), None)
    if caller is None:
        return None
    bridge = caller.get("BridgeId")
    beside = [one for one in rows if bridge and one.get("BridgeId") == bridge and one is not caller]
    desks = [one.get("Uniqueid") for one in beside if telephone_of(one.get("Channel")) == asked.extension]
    return (desks[0], len(beside) - 1) if desks else ("", len(beside))


def bringing_in(asked: Asked, way: Way, desk: str) -> tuple[tuple[str, bytes], ...]:
    """Both into the room, where they talk on; then the third, whose telephone rings beside their talk."""
    both = action(
        "Redirect",
        ActionID=asked.action_id,
        Channel=asked.uid,
        Context=way.context,
        Exten=f"caller{asked.pk}",
        Priority="1",
        ExtraChannel=desk,
        ExtraContext=way.context,
        ExtraExten=f"desk{asked.pk}",
        ExtraPriority="1",
    )
    third = action(
        "Originate",
        ActionID=f"{asked.action_id}-third",
        Channel=f"Local/{asked.target}@{way.context}-out/n",
        Context=way.context,
        Exten=f"third{asked.pk}",
        Priority="1",
        Timeout=str(RINGS_FOR_MS),
        Async="true",
    )
    return ((asked.action_id, both), (f"{asked.action_id}-third", third))


def leaving(asked: Asked, desk: str, others: int) -> Plan:
    """The desk is put down and the others talk on; a caller whose third has gone meanwhile would be left alone."""
    if not desk and others:
        return Plan()
    channel = desk if others else asked.uid
    return Plan(
        ((asked.action_id, action("Hangup", ActionID=asked.action_id, Channel=channel, Cause="16")),),
        last=b"" if others or not desk else hanging_up(desk),
    )


def hanging_up(channel: str) -> bytes:
    """Put a telephone down; that it has gone already does not matter."""
    return action("Hangup", Channel=channel, Cause="16")


class Rooms:
    """Hears who is in the rooms of conferences: each coming and going, and the list of channels after a gap."""

    def __init__(self) -> None:
        """Of no room anything is known."""
        self.listed: set[tuple[int, str, str]] = set()

    def hear(self, message: Message, at: datetime) -> RoomWord | RoomsListed | None:
        """What a message says of a room; None: nothing."""
        meaning = {
            "ConfbridgeJoin": came_or_went,
            "ConfbridgeLeave": came_or_went,
            "OriginateResponse": not_lifted,
            "CoreShowChannel": self.in_list,
            "CoreShowChannelsComplete": self.list_complete,
        }.get(message.event)
        return meaning(message, moment(message, at)) if meaning else None

    def in_list(self, message: Message, at: datetime) -> None:
        """One channel of the list that was asked for after a gap."""
        room = ROOM.match(message.get("ApplicationData")) if message.get("Application") == "ConfBridge" else None
        if room:
            self.listed.add((int(room["room"]), *party(message)))

    def list_complete(self, message: Message, at: datetime) -> RoomsListed:
        """Everybody who is in a room now."""
        listed, self.listed = frozenset(self.listed), set()
        return RoomsListed(listed, at)


def came_or_went(message: Message, at: datetime) -> RoomWord | None:
    """Somebody is in a room of ours, or no longer."""
    room = ROOM.match(message.get("Conference"))
    said = RoomWord.IN if message.event == "ConfbridgeJoin" else RoomWord.OUT
    return RoomWord(int(room["room"]), said, at, *party(message)) if room else None


def not_lifted(message: Message, at: datetime) -> RoomWord | None:
    """The telephone of a third was rung in vain."""
    third = THIRD.match(message.get("ActionID")) if message.get("Response") != "Success" else None
    return RoomWord(int(third["room"]), RoomWord.UNANSWERED, at) if third else None


def party(message: Message) -> tuple[str, str]:
    """A channel as our calls name it, and the number of its telephone."""
    return message.get("Uniqueid")[-LONGEST_ID:], telephone_of(message.get("Channel"))
