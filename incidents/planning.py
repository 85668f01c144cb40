"""Which plan an event goes by, among the rows in force, and which were passed over because they are broken; for which
event a plan is the one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils.timezone import now

from agencies.models import Area, Centre
from incidents.choosing import Event, ranked
from incidents.models import Category, Incident
from incidents.plans import Plan
from incidents.trying import events_of


@dataclass(frozen=True)
class Choice:
    """The plan that holds, if any, and the more specific ones that were skipped: each names an agency that left."""

    plan: Plan | None = None
    skipped: list[Plan] = field(default_factory=list)


def choose(category: Category, *, area: Area | None, at: datetime) -> Choice:
    """By which plan an event of this kind is sent, there and then; None: by the agencies of its kind alone.

    Read the area with its parent.
    """
    of_kind = Q(category=category) | Q(category=None, group=category.group)
    plans: list[Plan] = list(Plan.objects.current().whole().filter(of_kind))
    if not plans:
        return Choice()
    event = event_of(category, area=area, at=at)
    skipped: list[Plan] = []
    for plan in ranked(plans, event):
        if not plan.gone:
            return Choice(plan, skipped)
        skipped.append(plan)
    return Choice(None, skipped)


def event_of(category: Category, *, area: Area | None, at: datetime) -> Event:
    """What a plan is chosen by; read the area with its parent."""
    return Event(category.pk, category.group, areas_of(area), at.astimezone(Centre.objects.get().zone))


def areas_of(area: Area | None) -> tuple[int, ...]:
    """The ids of the area and of the kecamatan it lies in."""
    return tuple(one.pk for one in (area, area.parent if area else None) if one)


def choose_for(incident: Incident) -> Choice:
    """By which plan an incident is sent; the hour is that of its report, so that the plan does not change under it."""
    return choose(incident.category, area=incident.area, at=incident.reported_at)


@dataclass(frozen=True)
class Example:
    """An event by which a plan is tried: of this kind at this moment it is the one that holds, in its own area.

    Without one the plan is never used, and `before` are those that go before it whenever it would fit.
    """

    category: Category | None = None
    at: datetime | None = None
    before: list[Plan] = field(default_factory=list)


def example_of(plan: Plan) -> Example:
    """The soonest such event, now if possible; read the plan whole."""
    group = plan.category.group if plan.category else plan.group
    of_kind = Q(pk=plan.category_id) if plan.category_id else Q(group=group)
    kinds = {one.pk: one for one in Category.objects.filter(of_kind, is_active=True)}
    rows = Plan.objects.current().whole().filter(Q(category__group=group) | Q(category=None, group=group))
    sound = [one for one in rows if not one.gone]
    since = now().astimezone(Centre.objects.get().zone).replace(second=0, microsecond=0)
    tried = [(one.pk, one.group) for one in kinds.values()]
    before: dict[int, Plan] = {}
    for event, best in events_of(plan, sound, tried, areas_of(plan.area), since) if plan in sound else ():
        if best == plan:
            return Example(kinds[event.category_id], event.at)
        before[best.pk] = best
    return Example(before=[*before.values()])
