"""The notes of places over HTTP, for the map of the desk."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Shape
from agencies.permissions import standing
from dispatch.ground_shapes import PlaceNoteLine
from dispatch.place_notes import PlaceNote, line_of

MOST = 1000


class NotedPlace(PlaceNoteLine):
    """A note and the circle it is true in."""

    lat = serializers.FloatField()
    lng = serializers.FloatField()
    radius_m = serializers.IntegerField()


class PlaceNotes(APIView):
    """What crews should know of places."""

    class Output(Shape):
        """Those that stand now, the latest written first; of very many the first thousand."""

        notes = NotedPlace(many=True)

    @extend_schema(responses={200: Output, **REFUSALS})
    def get(self, request: Request) -> Response:
        """To be drawn on the map, when somebody of the desk switches them on."""
        if not standing(cast(User, request.user)).is_desk:
            raise PermissionDenied
        rows = PlaceNote.objects.standing().order_by("-pk")[:MOST]
        return Response({"notes": [{**line_of(row), **spot_of(row)} for row in rows]})


def spot_of(row: PlaceNote) -> dict[str, float]:
    """Where the note is true."""
    return {"lat": row.lat, "lng": row.lng, "radius_m": row.radius_m}
