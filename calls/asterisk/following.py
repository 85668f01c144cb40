"""What an exchange's events mean: callers followed from the queue to the end, as events in our own words. No queries.

Alone, `QueueCallerLeave` says nothing: it comes before `AgentConnect` and after `QueueCallerAbandon`. The latter also
comes when a queue's time is up and the caller goes on to another, so only `Hangup` ends a call. After a redirect the
same `Uniqueid` joins again. `RingTime` is milliseconds here and seconds there, so it is not read at all.
"""

from __future__ import annotations

import re
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from calls.actions.hearing import SwitchEvent
from calls.asterisk.asking import Asked
from calls.asterisk.wire import Message
from calls.commanding import Result, Verb
from calls.identity import told_by

REMEMBERED = 5_000  # channels that have hung up
LONGEST_ID = 80
TELEPHONE = re.compile(r"^[^/]+/(?P<number>[^@/]+?)(-[0-9a-f]{8})?(;[12])?([@/].*)?$")


@dataclass
class Caller:
    """A caller in the queue or in talk: since when, on which telephone, and whether there was a talk already."""

    since: datetime
    telephone: str = ""
    is_talking: bool = False
    has_talked: bool = False
    awaits: str = ""  # the colleague's telephone that he was sent on to


@dataclass(frozen=True)
class Departed:
    """A channel that has hung up: when, whether it was known as a caller's, and whether somebody had answered it."""

    at: datetime
    is_told: bool
    was_answered: bool


class Follower:
    """Follows the callers of some queues (none named: of all) and says what becomes of them."""

    def __init__(
        self, queues: Collection[str] = (), exchange_id: int | None = None, pseudo: re.Pattern[str] | None = None
    ) -> None:
        """Nobody is followed yet; `pseudo` is how the network writes the stand-in for a number."""
        self.pseudo = pseudo
        self.queues = frozenset(queues)
        self.exchange_id = exchange_id
        self.callers: dict[str, Caller] = {}
        self.departed: OrderedDict[str, Departed] = OrderedDict()
        self.asked: dict[str, set[str]] = {}
        self.listed: dict[str, list[Message]] = defaultdict(list)

    def know(self, uid: str, caller: Caller) -> None:
        """A caller of whom we heard before this process began."""
        self.callers[uid] = caller

    def ask(self, action_id: str) -> None:
        """Every channel is about to be listed under this id: who is followed now and not in the list has gone."""
        self.asked.clear()
        self.listed.clear()
        self.asked[action_id] = set(self.callers)

    def hear(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """What a message says of our callers; `at` is when it came, where the exchange does not say."""
        meaning = MEANINGS.get(message.event)
        if meaning is None or not (self.is_ours(message.get("Queue")) or message.event in OF_ANY_QUEUE):
            return []
        return meaning(self, message, moment(message, at))

    def is_ours(self, queue: str) -> bool:
        """Whether this queue is one that we follow."""
        return bool(queue) and (not self.queues or queue in self.queues)

    # --- the queue --------------------------------------------------------------------------------------------------

    def joined(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """In the queue: for the first time, or again after an answer."""
        uid = message.get("Uniqueid")
        caller = self.callers.get(uid)
        if caller and caller.is_talking and at > caller.since:
            self.callers[uid] = Caller(at, has_talked=True)
            return self.say(message, "requeued", at)
        return self.noticed(message, at) if caller is None else self.say(message, "ringing", at)

    def noticed(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """A caller of whose coming we had not heard."""
        uid = message.get("Uniqueid")
        departed = self.departed.get(uid)
        if not uid or uid in self.callers or (departed and departed.is_told):
            return []
        if departed is None:
            self.callers[uid] = Caller(at)
        return self.say(message, "ringing", at)

    def listed_in_queue(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """In the queue now, for so many seconds: new to us, or put back while we did not hear."""
        began = at - timedelta(seconds=whole(message.get("Wait")) or 0)
        caller = self.callers.get(message.get("Uniqueid"))
        if caller and not (caller.is_talking and began - caller.since > timedelta(seconds=1)):
            return []
        return self.joined(message, began)

    def connected(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """Somebody picked up."""
        uid, telephone = message.get("Uniqueid"), telephone_of(message.get("Interface"))
        caller, departed = self.callers.get(uid), self.departed.get(uid)
        if (caller and caller.is_talking and at <= caller.since) or (departed and departed.was_answered):
            return []
        is_again = caller is not None and caller.is_talking and caller.telephone != telephone
        back = self.say(message, "requeued", at) if is_again else []
        return back + self.put_through(message, at, telephone)

    def put_through(self, message: Message, at: datetime, telephone: str) -> list[SwitchEvent]:
        """A caller talks to this telephone; one who has hung up meanwhile did talk."""
        uid = message.get("Uniqueid")
        if uid in self.departed:
            self.departed[uid] = replace(self.departed[uid], was_answered=True)
        elif uid:
            self.callers[uid] = Caller(at, telephone, is_talking=True, has_talked=True)
        return self.say(message, "answered", at, telephone=telephone)

    def completed(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """A talk is over, which says only that there was one: the caller may go on to somebody else."""
        uid = message.get("Uniqueid")
        caller, departed = self.callers.get(uid), self.departed.get(uid)
        if (caller and caller.has_talked) or (departed and departed.was_answered):
            return []
        answered_at = at - timedelta(seconds=whole(message.get("TalkTime")) or 0)
        return self.put_through(message, answered_at, telephone_of(message.get("Interface")))

    def abandoned(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """Waits no longer: hung up, as will be said, or sent on by the exchange when its time was up."""
        return self.noticed(message, at) + self.say(message, "unqueued", at)

    # --- channels ---------------------------------------------------------------------------------------------------

    def hung_up(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """A channel is gone; if it is a caller's, the call is over."""
        uid = message.get("Uniqueid")
        caller = self.callers.get(uid)
        self.depart(uid, at)
        return self.say(message, "ended", at) if caller else []

    def depart(self, uid: str, at: datetime) -> None:
        """Follow a channel no longer, but know that it has been."""
        caller = self.callers.pop(uid, None)
        if uid and uid not in self.departed:
            self.departed[uid] = Departed(at, caller is not None, bool(caller and caller.has_talked))
        while len(self.departed) > REMEMBERED:
            self.departed.popitem(last=False)

    def transferred(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """A caller was passed on."""
        uid = message.get("TransfereeUniqueid")
        number = message.get("Extension") or message.get("TransferTargetCallerIDNum")
        if uid not in self.callers or not number:
            return []
        return [SwitchEvent("transferred", uid[-LONGEST_ID:], at, transferred_to=number, exchange_id=self.exchange_id)]

    # --- what we asked for ------------------------------------------------------------------------------------------

    def spares(self, asked: Asked) -> Result | None:
        """A caller who was picked up while the command was on its way is left where he is; None: it is to be sent."""
        caller = self.callers.get(asked.uid)
        if asked.verb != Verb.ANSWER or caller is None or not caller.is_talking:
            return None
        return Result.DONE if caller.telephone in ("", asked.extension) else Result.REFUSED

    def obeyed(self, asked: Asked, at: datetime) -> list[SwitchEvent]:
        """The exchange did as it was told: the caller is out of the queue, in talk, on hold, or sent on."""
        caller = self.callers.get(asked.uid)
        if caller is None or asked.verb in (Verb.HANG_UP, Verb.CALL_BACK, Verb.LEAVE):
            return []
        if not caller.is_talking:
            caller = Caller(at, asked.extension, is_talking=True, has_talked=True)
        is_sent_on = asked.verb == Verb.TRANSFER
        self.callers[asked.uid] = replace(caller, awaits=asked.target if is_sent_on else "")
        if not is_sent_on:
            return []
        uid = asked.uid[-LONGEST_ID:]
        return [SwitchEvent("transferred", uid, at, transferred_to=asked.target, exchange_id=self.exchange_id)]

    def dialled(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """A colleague's telephone to which we sent a caller was picked up: the call is in other hands."""
        uid, telephone = message.get("Uniqueid"), telephone_of(message.get("DestChannel"))
        caller = self.callers.get(uid)
        if caller is None or not caller.awaits or caller.awaits != telephone or message.get("DialStatus") != "ANSWER":
            return []
        self.callers[uid] = replace(caller, awaits="")
        return self.say(message, "requeued", at) + self.put_through(message, at, telephone)

    # --- after a gap ------------------------------------------------------------------------------------------------

    def listed_channel(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """One channel of the list that we asked for."""
        if message.get("ActionID") in self.asked:
            self.listed[message.get("ActionID")].append(message)
        return []

    def list_complete(self, message: Message, at: datetime) -> list[SwitchEvent]:
        """Compare with the list: who talks and was not heard to be answered, and who is not there any more."""
        followed = self.asked.pop(message.get("ActionID"), None)
        if followed is None:
            return []
        channels = self.listed.pop(message.get("ActionID"), [])
        events = [event for channel in channels for event in self.found_talking(channel, channels, at)]
        present = {channel.get("Uniqueid") for channel in channels}
        for uid in sorted(followed - present):
            if uid in self.callers:
                self.depart(uid, at)
                events.append(SwitchEvent("ended", uid[-LONGEST_ID:], at, exchange_id=self.exchange_id))
        return events

    def found_talking(self, channel: Message, others: list[Message], at: datetime) -> list[SwitchEvent]:
        """A caller of ours whom somebody answered while we did not hear."""
        uid, bridge = channel.get("Uniqueid"), channel.get("BridgeId")
        queue = channel.get("ApplicationData").partition(",")[0]
        is_in_queue = channel.get("Application") == "Queue" and self.is_ours(queue)
        caller = self.callers.get(uid)
        if not (is_in_queue and bridge) or uid in self.departed or (caller and caller.is_talking):
            return []
        peers = [one for one in others if one.get("BridgeId") == bridge and one.get("Uniqueid") != uid]
        telephone = telephone_of(peers[0].get("Channel")) if peers else channel.get("ConnectedLineNum")
        rang = self.noticed(channel, at - duration(channel.get("Duration")))
        return rang + self.put_through(channel, at, telephone)

    # --- in our words -----------------------------------------------------------------------------------------------

    def say(self, message: Message, event: str, at: datetime, *, telephone: str = "") -> list[SwitchEvent]:
        """An event of a call with all that the message knows of it; where the channel is gone, the end as well."""
        uid = message.get("Uniqueid")
        if not uid:
            return []
        dialled = message.get("Exten")
        identity, value = told_by(message.get("CallerIDNum"), self.pseudo)
        said = SwitchEvent(
            event=event,
            call_id=uid[-LONGEST_ID:],
            at=at,
            identity=identity,
            value=value,
            dialled=dialled if dialled.isdecimal() and len(dialled) <= 10 else "",
            extension=telephone if len(telephone) <= 10 else "",
            member=message.get("MemberName") if event == "answered" else "",
            hold_s=whole(message.get("HoldTime")),
            exchange_id=self.exchange_id,
        )
        departed = self.departed.get(uid)
        if departed is None or event == "ended":
            return [said]
        self.departed[uid] = replace(departed, is_told=True)
        return [said, SwitchEvent("ended", said.call_id, max(at, departed.at), exchange_id=self.exchange_id)]


Meaning = Callable[[Follower, Message, datetime], list[SwitchEvent]]
MEANINGS: dict[str, Meaning] = {
    "QueueCallerJoin": Follower.joined,
    "QueueCallerLeave": Follower.noticed,
    "AgentCalled": Follower.noticed,
    "AgentRingNoAnswer": Follower.noticed,
    "AgentConnect": Follower.connected,
    "AgentComplete": Follower.completed,
    "QueueCallerAbandon": Follower.abandoned,
    "QueueEntry": Follower.listed_in_queue,
    "Hangup": Follower.hung_up,
    "DialEnd": Follower.dialled,
    "BlindTransfer": Follower.transferred,
    "AttendedTransfer": Follower.transferred,
    "CoreShowChannel": Follower.listed_channel,
    "CoreShowChannelsComplete": Follower.list_complete,
}
OF_ANY_QUEUE = {"Hangup", "DialEnd", "BlindTransfer", "AttendedTransfer", "CoreShowChannel", "CoreShowChannelsComplete"}


def telephone_of(interface: str) -> str:
    """The number of an agent's telephone: `1001` of `PJSIP/1001`, `PJSIP/1001-0000000a` or `Local/1001@agents/n`."""
    found = TELEPHONE.match(interface)
    return found["number"] if found else ""


def moment(message: Message, at: datetime) -> datetime:
    """When it happened, if the exchange says so (`timestampevents`), else when it came."""
    try:
        return datetime.fromtimestamp(float(message.get("Timestamp")), UTC)
    except (ValueError, OverflowError, OSError):
        return at


def whole(text: str) -> int | None:
    """A number of seconds, None for anything else."""
    return int(text) if text.isdecimal() and len(text) < 8 else None


def duration(text: str) -> timedelta:
    """`00:00:04` as time."""
    parts = [whole(part) or 0 for part in text.split(":")]
    hours, minutes, seconds = parts if len(parts) == 3 else (0, 0, 0)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)
