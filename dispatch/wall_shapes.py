"""The wall's card as the API's description tells it; made in `wall`, never from here."""

from __future__ import annotations

from rest_framework import serializers

from agencies.answers import Shape
from dispatch.shapes import RunningClock
from incidents.clocks import CLOCKS
from incidents.models import Priority, Track
from incidents.states import Stage, State


class WallChip(Shape):
    """One agency on the wall's row."""

    code = serializers.CharField()
    glyph = serializers.CharField()
    state = serializers.ChoiceField(choices=State.choices)
    escalated = serializers.BooleanField()


class WallEscalation(Shape):
    """What nobody has taken on yet."""

    clock = serializers.ChoiceField(choices=list(CLOCKS))
    level = serializers.IntegerField()
    agency = serializers.CharField(allow_blank=True)
    since = serializers.DateTimeField()
    raised_at = serializers.DateTimeField()


class WallCard(Shape):
    """An incident for the wall: no names, no numbers of telephones or houses, never a confidential one."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    version = serializers.IntegerField()
    short = serializers.CharField()
    track = serializers.ChoiceField(choices=Track.choices)
    priority = serializers.ChoiceField(choices=Priority.choices)
    title = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    area = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    reported_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    stage = serializers.ChoiceField(choices=Stage.choices)
    clock = RunningClock(allow_null=True)
    chips = WallChip(many=True)
    escalation = WallEscalation(allow_null=True)
    is_simulated = serializers.BooleanField()
