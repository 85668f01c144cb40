"""The cards of the console as the API's description tells them, by their kinds; made by whoever they are of."""

from __future__ import annotations

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from agencies.answers import CardShape, Shape
from agencies.handover_api import HandoverCard
from calls.commanding import Result, Third, Verb
from calls.shapes import CallCard
from incidents.models import Priority, Track
from incidents.shapes import Sight, UnansweredCard
from incidents.states import Stage
from incidents.surge_shapes import ToldSurgeCard


class AroundCard(CardShape):
    """An open incident, so far as it takes to tell whether a caller speaks of the same event."""

    short = serializers.CharField()
    track = serializers.ChoiceField(choices=Track.choices)
    priority = serializers.ChoiceField(choices=Priority.choices, allow_null=True)
    title = serializers.CharField()
    glyph = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    area = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    stage = serializers.ChoiceField(choices=Stage.choices)
    reports = serializers.IntegerField()
    reported_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)


class ColleagueCard(CardShape):
    """Somebody on watch at a desk that takes calls; away from it since `paused_at`."""

    user_id = serializers.IntegerField()
    name = serializers.CharField()
    seat = serializers.CharField(allow_null=True)
    started_at = serializers.DateTimeField()
    paused_at = serializers.DateTimeField(allow_null=True)


class CommandCard(CardShape):
    """A command to the exchange; `result` is empty while it is under way."""

    call_id = serializers.IntegerField()
    verb = serializers.ChoiceField(choices=Verb.choices)
    asked_by_id = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    target_name = serializers.CharField(allow_blank=True)
    result = serializers.ChoiceField(choices=Result.choices, allow_blank=True)
    is_promised = serializers.BooleanField()
    third = serializers.ChoiceField(choices=Third.choices, allow_blank=True)


class ExchangeCard(CardShape):
    """The exchange is not heard; null: it never was."""

    lost_since = serializers.DateTimeField(allow_null=True)


class ClockCard(CardShape):
    """The clock of an exchange is behind ours; the times of its calls are put right by so much."""

    behind_s = serializers.IntegerField()


class DraftSeenCard(CardShape):
    """Who at the desk has seen a report that is still being written."""

    seen = Sight(many=True)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="QueueCard",
        serializers=[
            CallCard,
            AroundCard,
            ColleagueCard,
            HandoverCard,
            CommandCard,
            UnansweredCard,
            ExchangeCard,
            ClockCard,
            DraftSeenCard,
            ToldSurgeCard,
        ],
        resource_type_field_name=None,
        many=True,
    )
)
class QueueCards(serializers.ListField):
    """Cards told apart by `kind`."""


class QueuePicture(Shape):
    """Calls that want something, and what is around them."""

    now = serializers.DateTimeField()
    cards = QueueCards()
