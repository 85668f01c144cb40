"""A monthly report as the API's description tells it; the figures are computed in `measures`, never from here."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

Shape = serializers.Serializer[Any]


class ReportPicture(Shape):
    """A month at its last revision."""

    month = serializers.RegexField(r"^\d{4}-\d{2}$")
    revision = serializers.IntegerField()
    built_at = serializers.DateTimeField()
    published_at = serializers.DateTimeField(allow_null=True)
    figures = serializers.DictField()
