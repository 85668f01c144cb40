"""For which event a plan is the one that holds, and why it is not the one of another event. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta

from incidents.choosing import ASPECTS, Event, P, Scope, fits, ranked, specificity

WEEK = range(8)
"""From a moment on until the same moment of the week has passed."""


def events_of(
    plan: P, plans: Collection[P], kinds: Collection[tuple[int, str]], areas: tuple[int, ...], since: datetime
) -> Iterator[tuple[Event, P]]:
    """The events of a week that the plan fits, the soonest first, each with the plan that holds for it.

    `kinds` are the ids and groups of kinds to try, `areas` those of the place, `since` a moment in the centre's zone.
    """
    for at in turns(plans, since):
        for kind, group in kinds:
            event = Event(kind, group, areas, at)
            if fits(plan, event):
                yield event, ranked(plans, event)[0]


def turns(plans: Collection[Scope], since: datetime) -> Iterator[datetime]:
    """The moments at which another plan may begin to hold: this one, and whenever hours begin or end, or a day."""
    edges = {time(0), *(edge for plan in plans for edge in (plan.starts, plan.ends) if edge)}
    yield since
    for days in WEEK:
        day = since.date() + timedelta(days)
        moments = (datetime.combine(day, edge, since.tzinfo) for edge in sorted(edges))
        yield from (at for at in moments if at > since)


def ahead(first: Scope, second: Scope, event: Event) -> str:
    """In which aspect the first goes before the second, both of which fit; no two in force are equal in all."""
    pairs = zip(ASPECTS, specificity(first, event), specificity(second, event), strict=True)
    return next((name for name, one, other in pairs if one != other), ASPECTS[-1])
