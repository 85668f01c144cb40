"""A plan for house fires, as a supervisor would write it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from incidents import actions
from incidents.actions.plans import Draft, Wanted
from incidents.plans import Plan

PUMPS = Wanted("DMK", "pompa", 2)
PATROL = Wanted("POL", "", 1)
LAMPS = Wanted("DHB", "", 0)
THIRD_PUMP = Wanted("DMK", "pompa", 1, level=2)


def draft(**said: Any) -> Draft:
    """A plan for a house on fire, with a second alarm."""
    usual: dict[str, Any] = {"title": "Rumah", "category": "kebakaran_rumah", "needs": [PUMPS, PATROL, THIRD_PUMP]}
    return Draft(**{**usual, **said})


def publish(supervisor: User, row: Plan | None = None, **said: Any) -> Plan:
    """The plan, or the next edition of one, as it is read."""
    new = actions.publish_plan(row.pk if row else None, draft(**said), actor=supervisor)
    fresh: Plan = Plan.objects.whole().get(pk=new.pk)
    return fresh


def needs(row: Plan) -> list[tuple[int, str, str, int]]:
    """What it asks for: level, agency, kind, how many."""
    return [(one.level, one.agency.code, one.capability, one.count) for one in row.needs.all()]
