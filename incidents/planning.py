"""Which plan an event goes by, among the rows in force, and which were passed over because they are broken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from agencies.models import Area, Centre
from incidents.choosing import Event, ranked
from incidents.models import Category, Incident
from incidents.plans import Plan


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
    areas = tuple(one.pk for one in (area, area.parent if area else None) if one)
    event = Event(category.pk, category.group, areas, at.astimezone(Centre.objects.get().zone))
    skipped: list[Plan] = []
    for plan in ranked(plans, event):
        if not plan.gone:
            return Choice(plan, skipped)
        skipped.append(plan)
    return Choice(None, skipped)


def choose_for(incident: Incident) -> Choice:
    """By which plan an incident is sent; the hour is that of its report, so that the plan does not change under it."""
    return choose(incident.category, area=incident.area, at=incident.reported_at)
