"""As many calls as one wants in a minute, from the one generator: for training and for load. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import merge
from typing import Any

from demo.city import City
from demo.mix import HOURS, WEEKDAYS
from demo.plans import CallPlan
from demo.scenario import BUSIEST, scenario

STAYS = timedelta(seconds=90)

Said = tuple[timedelta, dict[str, Any]]


def surge(city: City, *, seed: int, per_minute: float, duration: timedelta, stays: timedelta = STAYS) -> Iterator[Said]:
    """What an exchange says during a surge, each with its moment from the beginning on: every call rings and ends.

    A caller stays on the line for about `stays`, answered or not, unless he meant to give up earlier.
    """
    start = busiest(city)
    plans = list(scenario(city, seed=seed, start=start, duration=duration, calls_per_day=per_minute * 1440 / BUSIEST))
    ringing = ((plan.at - start, told(plan, f"{seed}-{number}")) for number, plan in enumerate(plans))
    ending = sorted((plan.at - start + on_the_line(plan, stays), number) for number, plan in enumerate(plans))
    ended = ((after, {"event": "ended", "call_id": key(f"{seed}-{number}")}) for after, number in ending)
    yield from merge(ringing, ended, key=lambda said: said[0])


def busiest(city: City) -> datetime:
    """An hour in which the generator thins nothing out, so that the rate is the one asked for."""
    day = datetime(2026, 1, 5, HOURS.index(max(HOURS)), tzinfo=city.zone)  # a Monday
    return day + timedelta(days=WEEKDAYS.index(max(WEEKDAYS)))


def on_the_line(plan: CallPlan, stays: timedelta) -> timedelta:
    """How long this caller is on the line; a third more for some than for others."""
    return stays + stays * (plan.taker % 60 / 180) if plan.is_answered else min(plan.rings, stays)


def told(plan: CallPlan, name: str) -> dict[str, Any]:
    """The first word of a call, in the form exchanges send it; its moment is added when it is sent."""
    caller = {plan.identity: plan.value} if plan.value else {}
    return {"event": "ringing", "call_id": key(name), "dialled": plan.dialled, "simulated": True, **caller}


def key(name: str) -> str:
    """A number of the exchange that no real call has."""
    return f"latihan-{name}"
