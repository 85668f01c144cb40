"""The picture of the desk as the API's description tells it; its incidents are lean cards (`dispatch/lean.py`)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from agencies.answers import Shape
from agencies.hospital_api import HospitalCard
from dispatch.ground_shapes import PositionCard, PresenceCard, ShareCard
from dispatch.lean import FOLLOWS_FOR_ASSIGNMENT, FOLLOWS_FOR_CARD, USUAL_OF_ASSIGNMENT, USUAL_OF_CARD
from dispatch.shapes import AssignmentShape, EarlyCard, Ground, IncidentCard, Kind, RunningClock, UnitCard
from incidents.shapes import UnansweredCard
from incidents.surge_shapes import SurgeCard

Fields = dict[str, Any]


def leaner(fields: Fields, follows: Collection[str], usual: Collection[str]) -> Fields:
    """These fields without what follows; what has a usual value may be missing, and then has that."""
    kept = {name: field for name, field in fields.items() if name not in follows}
    for name in usual:
        kept[name].required = False
    return kept


class LeanKind(Kind):
    """What an incident is, without the name, which is the card's title."""

    def get_fields(self) -> Fields:
        """All but what is told elsewhere."""
        return leaner(super().get_fields(), {"name"}, ())


class LeanClock(RunningClock):
    """A clock, which runs from the moment of the report."""

    def get_fields(self) -> Fields:
        """All but what follows from the card."""
        return leaner(super().get_fields(), {"started_at", "limit_s"}, ())


class LeanAssignment(AssignmentShape):
    """An assignment; what is missing has its usual value: null, 0 or an empty text."""

    def get_fields(self) -> Fields:
        """All but what follows from agency and state."""
        return leaner(super().get_fields(), FOLLOWS_FOR_ASSIGNMENT, USUAL_OF_ASSIGNMENT)


class LeanCard(IncidentCard):
    """An incident for the boards; what is missing is the usual value: null, false, an empty list, 1 report, alarm 1."""

    category = LeanKind()
    clock = LeanClock(allow_null=True)
    assignments = LeanAssignment(many=True)

    def get_fields(self) -> Fields:
        """All but what a board works out."""
        return leaner(super().get_fields(), FOLLOWS_FOR_CARD, USUAL_OF_CARD)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="BoardCard",
        serializers=[
            LeanCard,
            UnitCard,
            PositionCard,
            PresenceCard,
            ShareCard,
            EarlyCard,
            UnansweredCard,
            HospitalCard,
            SurgeCard,
        ],
        resource_type_field_name=None,
        many=True,
    )
)
class BoardCards(serializers.ListField):
    """Cards of every kind of the desk, told apart by `kind`."""


class BoardPicture(Shape):
    """The whole picture of the desk."""

    now = serializers.DateTimeField()
    cards = BoardCards()
    ground = Ground()
