"""What a command of one word is in the words of the exchange, and what its answer means. Pure.

A caller is asked for by his `Uniqueid`, which an Asterisk takes for a channel's name. He is sent to a place of the
dialplan's context: a desk's number, a number outside, or `hold`; what happens there is the centre's own dialplan.
"""

from __future__ import annotations

from dataclasses import dataclass

from calls.asterisk.wire import Message, action
from calls.commanding import Result, Verb

HOLD = "hold"
RINGS_FOR_MS = 20_000
GONE = ("no such channel", "channel does not exist", "channel not specified", "channel not existent")


@dataclass(frozen=True)
class Way:
    """Where callers are sent (and desks that call back, with `-out`), and how a desk's telephone is called."""

    context: str = "ntpd112"
    telephone: str = "PJSIP/{extension}"


@dataclass(frozen=True)
class Asked:
    """One command: for which caller, to which telephone or number."""

    pk: int
    verb: str
    uid: str
    extension: str = ""
    target: str = ""
    # The caller may be in the room of a conference, where a desk is not put down by itself when he leaves.
    was_conferred: bool = False

    @property
    def action_id(self) -> str:
        """What the exchange puts on its answer."""
        return f"command-{self.pk}"


def words_of(asked: Asked, way: Way) -> bytes:
    """The command as it is sent."""
    if asked.verb == Verb.HANG_UP:
        return action("Hangup", ActionID=asked.action_id, Channel=asked.uid, Cause="16")
    if asked.verb == Verb.CALL_BACK:
        return action(
            "Originate",
            ActionID=asked.action_id,
            Channel=way.telephone.replace("{extension}", asked.extension),
            Context=f"{way.context}-out",
            Exten=asked.target,
            Priority="1",
            CallerID=asked.target,
            Timeout=str(RINGS_FOR_MS),
            Async="true",
        )
    place = {Verb.HOLD: HOLD, Verb.TRANSFER: asked.target}.get(Verb(asked.verb), asked.extension)
    return action(
        "Redirect", ActionID=asked.action_id, Channel=asked.uid, Context=way.context, Exten=place, Priority="1"
    )


def result_of(answer: Message | None) -> Result:
    """What an answer means; None: none came."""
    if answer is None:
        return Result.LOST
    if answer.get("Response") == "Success":
        return Result.DONE
    return Result.GONE if any(word in answer.get("Message").lower() for word in GONE) else Result.REFUSED
