"""The made-up callers who gave up are rung back by the simulation, so that its list never grows for hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from calls import actions
from calls.callbacks import holder_of, waiting
from calls.ends import CallBackReason, CallBackResult
from calls.models import Call
from demo.evening import Evening, Presence, attempt

SOON = timedelta(minutes=4)
# While somebody takes calls himself the list is his, until it has waited for so long.
LEFT_TO_VISITORS = timedelta(minutes=15)
TRIES = 2
BETWEEN = timedelta(minutes=2)


def play(evening: Evening, presence: Presence, moment: datetime) -> None:
    """Look after every call-back of the made-up city that has waited long enough."""
    patience = LEFT_TO_VISITORS if presence.call_taker else SOON
    due = [pk for pk, one in waiting(moment).items() if one.served is None and one.last_at + patience <= moment]
    for call in Call.objects.filter(pk__in=due, is_simulated=True).select_related("caller", "call_back__taken_by"):
        return_call(evening, call, moment)


def return_call(evening: Evening, call: Call, moment: datetime) -> None:
    """Ring twice, then give it up; who cannot be rung is put aside. What a visitor has in hand is his."""
    done = getattr(call, "call_back", None)
    if holder_of(done, moment):
        return
    if call.caller is None or not call.caller.can_be_called:
        attempt(lambda: actions.close_call_back(call.pk, CallBackReason.NO_NUMBER, actor=evening.person))
    elif done and done.tries >= TRIES:
        attempt(lambda: actions.close_call_back(call.pk, CallBackReason.TRIED, actor=evening.person))
    elif done is None or done.last_try_at is None or done.last_try_at + BETWEEN <= moment:
        attempt(lambda: actions.take_call_back(call.pk, actor=evening.person))
        attempt(lambda: actions.note_try(call.pk, CallBackResult.NO_ANSWER, actor=evening.person))
