"""What an exchange says of the telephones in its queues: paused, not connected, gone, or ready to be rung. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from calls.asterisk.following import LONGEST_ID, moment, telephone_of
from calls.asterisk.wire import Message
from calls.listened import Standing, TelephoneWord

WORDS = {"QueueMember", "QueueMemberStatus", "QueueMemberPause", "QueueMemberAdded", "QueueMemberRemoved"}
# The states of a device that cannot be rung: no such device, and one that has not registered.
AWAY = {"4", "5"}


def word_of(message: Message, queues: Collection[str], at: datetime) -> TelephoneWord | None:
    """How the telephone of a member stands; None for what speaks of no member of these queues (none named: of all)."""
    queue = message.get("Queue")
    if message.event not in WORDS or not queue or (queues and queue not in queues):
        return None
    # A row of a list has its interface in `Location` and its member in `Name`, and no time of its own.
    interface = message.get("Interface") or message.get("Location")
    member = message.get("MemberName") or message.get("Name")
    when = at if message.event == "QueueMember" else moment(message, at)
    return TelephoneWord(queue[:LONGEST_ID], telephone_of(interface), member, standing_of(message), when)


def standing_of(message: Message) -> Standing:
    """Whether the queue rings it. One that is not connected is that first, whether it is paused or not."""
    if message.event == "QueueMemberRemoved":
        return Standing.REMOVED
    if message.get("Status") in AWAY:
        return Standing.AWAY
    return Standing.PAUSED if message.get("Paused") == "1" else Standing.READY
