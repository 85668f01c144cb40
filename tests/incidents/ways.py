"""How an assignment comes to stand where it stands."""

from __future__ import annotations

from incidents.models import Incident
from incidents.states import State

WAYS = {
    State.NOTIFIED: [],
    State.ACCEPTED: ["accept"],
    State.EN_ROUTE: ["accept", "depart"],
    State.ON_SCENE: ["depart", "arrive"],
    State.CONTROLLED: ["arrive", "control"],
}


def states(row: Incident) -> list[str]:
    """Where its assignments stand."""
    return [one.state for one in row.assignments.all()]
