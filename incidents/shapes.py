"""What both the console and the desk are shown, as the API's description tells it; made by whoever they are of."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from agencies.answers import CardShape, Shape


class Sight(Shape):
    """A dispatcher who has seen it, and when."""

    who = serializers.CharField()
    at = serializers.DateTimeField()


class UnansweredCard(CardShape):
    """A call that rings at nobody, and who sees to it."""

    since = serializers.DateTimeField()
    climbed_at = serializers.DateTimeField()
    seen_by = serializers.CharField(allow_null=True)


class Recommended(Shape):
    """A unit or an agency that could be sent; the minutes are an estimate unless an engine knew the roads."""

    agency = serializers.CharField()
    name = serializers.CharField()
    unit = serializers.CharField(allow_null=True)
    unit_id = serializers.IntegerField(allow_null=True)
    km = serializers.FloatField(allow_null=True)
    minutes = serializers.IntegerField(allow_null=True)
    is_estimate = serializers.BooleanField()
    reason = serializers.CharField()
    is_proposed = serializers.BooleanField()
    waits = serializers.BooleanField(help_text=_("Instansi menunggu jawaban yang memanggilnya."))
