"""Calls as an exchange tells of them: each one that the stack has not had, however often its story is told."""

from __future__ import annotations

import itertools
import time
from typing import Any

from tests.journeys.stack import Stack

NEW = itertools.count(34_560_001)  # a stack lives no longer than the process that tells its stories
Told = tuple[str, str, float, dict[str, Any]]  # what happened, to which call, how many seconds ago, who called

HEAR = """
from datetime import timedelta
from django.utils.timezone import now
from calls.actions import hear
from calls.actions.hearing import SwitchEvent
at = now()
for event, call_id, ago, more in {told!r}:
    hear(SwitchEvent(event, call_id, at - timedelta(seconds=ago), **more), actor=None)
"""


def a_new_call() -> str:
    """What an exchange calls it."""
    return f"{int(time.time())}.{next(NEW)}"


def a_new_number() -> str:
    """A mobile telephone that nobody has called from or located."""
    return f"0811{next(NEW)}"


def a_new_device() -> str:
    """The IMEI of a telephone without a SIM."""
    return f"3569380{next(NEW)}"


def tells(stack: Stack, *told: Told) -> None:
    """The exchange says all of it in one breath."""
    stack.manage("shell", "-c", HEAR.format(told=told))


def rings(stack: Stack, number: str, ago: float = 0) -> str:
    """A call from a number; answers what the exchange calls it."""
    call = a_new_call()
    tells(stack, ("ringing", call, ago, {"identity": "number", "value": number}))
    return call


def loses(stack: Stack, callers: list[tuple[str, str]]) -> None:
    """Each rings a minute and a half ago, one after the other, and gives up; who they are as `SwitchEvent` says it."""
    told: list[Told] = []
    for place, (identity, value) in enumerate(callers):
        call = a_new_call()
        told.append(("ringing", call, 90 - place, {"identity": identity, "value": value}))
        told.append(("ended", call, 81 - place, {}))
    tells(stack, *told)
