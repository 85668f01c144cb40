"""The card of a surge as the API's description tells it; made in `surge_live`, never from here."""

from __future__ import annotations

from rest_framework import serializers

from agencies.answers import CardShape, Shape
from incidents.surges import Alert, Counted, SurgeStage


class SurgeEvent(Shape):
    """The area event that leads it."""

    id = serializers.IntegerField()
    short = serializers.CharField()


class CountLine(Shape):
    """The last word on how many, from whom, told when."""

    what = serializers.ChoiceField(choices=Counted.choices)
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    at = serializers.DateTimeField()


class SurgeCard(CardShape):
    """A surge that is proposed or on; without `areas` it is everywhere."""

    stage = serializers.ChoiceField(choices=SurgeStage.choices)
    where = serializers.CharField()
    areas = serializers.ListField(child=serializers.CharField())
    area_code = serializers.CharField(allow_blank=True)
    title = serializers.CharField(allow_blank=True)
    glyph = serializers.CharField(allow_blank=True)
    incident = SurgeEvent(allow_null=True)
    alert = serializers.ChoiceField(choices=Alert.choices, allow_blank=True)
    alert_label = serializers.CharField(allow_blank=True)
    alert_reason = serializers.CharField(allow_blank=True)
    since = serializers.DateTimeField()
    by = serializers.CharField(allow_blank=True)
    counted = serializers.IntegerField(allow_null=True)
    window_min = serializers.IntegerField(allow_null=True)
    attached = serializers.IntegerField()
    counts = CountLine(many=True)


class WallSurgeCard(CardShape):
    """A surge that is on, for those who do not lead it: no names, no typed words."""

    stage = serializers.ChoiceField(choices=SurgeStage.choices)
    title = serializers.CharField()
    glyph = serializers.CharField()
    alert = serializers.ChoiceField(choices=Alert.choices)
    alert_label = serializers.CharField()
    where = serializers.CharField()
    since = serializers.DateTimeField()
    attached = serializers.IntegerField()


class ToldSurgeCard(WallSurgeCard):
    """The same for call-takers and agencies, with the event that it is led by."""

    incident = SurgeEvent()
