"""How far named units have to go to an incident, for whoever is about to send them."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Shape
from agencies.permissions import standing
from dispatch.api import who
from incidents.models import Incident
from incidents.roster import ways_to

MOST = 10


class WayShape(Shape):
    """The way of one unit; an estimate unless an engine knew the roads."""

    unit = serializers.CharField()
    km = serializers.FloatField()
    minutes = serializers.IntegerField()
    is_estimate = serializers.BooleanField()


class WaysAnswer(Shape):
    """One for each unit that is somewhere known, if the incident is."""

    ways = WayShape(many=True)


class Ways(APIView):
    """From units to an incident."""

    @extend_schema(
        parameters=[OpenApiParameter("units", description="Kode panggil, dipisah koma.")],
        responses={200: WaysAnswer, **REFUSALS},
    )
    def get(self, request: Request, pk: int) -> Response:
        """Kilometres and minutes of at most ten units, by their call signs."""
        stand = standing(who(request))
        if not stand.is_desk:
            raise PermissionDenied
        incident = get_object_or_404(Incident.objects.visible_to(who(request)), pk=pk)
        if incident.is_confidential and not stand.is_cleared:
            return Response({"ways": []})  # from enough distances anybody finds the house
        signs = [sign for sign in request.query_params.get("units", "").split(",") if sign][:MOST]
        rows = [
            {"unit": sign, "km": way.km, "minutes": way.minutes, "is_estimate": way.is_estimate}
            for sign, way in ways_to(incident, signs).items()
        ]
        return Response({"ways": rows})
