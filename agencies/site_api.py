"""What else stands on the ground, over HTTP: the city's cameras."""

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
from agencies.models import Camera
from agencies.permissions import standing

KEPT = 600


class CameraSpot(Shape):
    """A camera with the link to its picture, which the server never fetches."""

    code = serializers.CharField()
    name = serializers.CharField()
    lat = serializers.FloatField()
    lng = serializers.FloatField()
    link = serializers.CharField()


class NearCamera(Shape):
    """A camera near an incident; metres as the crow flies, to tens."""

    code = serializers.CharField()
    name = serializers.CharField()
    link = serializers.CharField()
    metres = serializers.IntegerField()


class Cameras(APIView):
    """Where cameras stand."""

    class Output(Shape):
        """All of them, by code."""

        cameras = CameraSpot(many=True)

    @extend_schema(responses={200: Output, **REFUSALS})
    def get(self, request: Request) -> Response:
        """For the desk's map; browsers may keep it for ten minutes."""
        if not standing(cast(User, request.user)).is_desk:
            raise PermissionDenied
        rows = Camera.objects.values("code", "name", "lat", "lng", "link")
        return Response({"cameras": list(rows)}, headers={"Cache-Control": f"private, max-age={KEPT}"})
