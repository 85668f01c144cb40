"""The picture of the desk as the API's description tells it."""

from __future__ import annotations

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from agencies.answers import Shape
from agencies.hospital_api import HospitalCard
from dispatch.ground_shapes import PositionCard, PresenceCard, ShareCard
from dispatch.shapes import EarlyCard, Ground, IncidentCard, UnitCard
from incidents.shapes import UnansweredCard
from incidents.surge_shapes import SurgeCard


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="BoardCard",
        serializers=[
            IncidentCard,
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
