"""What else lies on the ground, over HTTP: the city's landmarks, cameras and roads."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Shape, packed
from agencies.api import HOSPITALS, InTheControlRoom
from agencies.models import Camera, Place
from agencies.permissions import standing
from agencies.road_lines import Rank, drawings
from agencies.roads import CROSSING, ROAD

KEPT = 600
MOST_LANDMARKS = 80
# Hospitals have marks of their own, streets and crossings their lines.
DRAWN_OTHERWISE = (*HOSPITALS, ROAD, CROSSING)


class Landmark(Shape):
    """A place by the name that callers use."""

    name = serializers.CharField()
    lat = serializers.FloatField()
    lng = serializers.FloatField()


class Landmarks(APIView):
    """The places in a part of the map."""

    permission_classes = (IsAuthenticated, InTheControlRoom)

    class Input(Shape):
        """Its edges, in degrees."""

        south = serializers.FloatField(min_value=-90, max_value=90)
        west = serializers.FloatField(min_value=-180, max_value=180)
        north = serializers.FloatField(min_value=-90, max_value=90)
        east = serializers.FloatField(min_value=-180, max_value=180)

    class Output(Shape):
        """By name; of very many some, the others from nearer; none that the map draws otherwise."""

        places = Landmark(many=True)

    @extend_schema(parameters=[Input], responses={200: Output, **REFUSALS})
    def get(self, request: Request) -> Response:
        """To be written on the map by whoever looks from near."""
        shape = self.Input(data=request.query_params)
        shape.is_valid(raise_exception=True)
        edges = shape.validated_data
        rows = Place.objects.filter(
            lat__range=(edges["south"], edges["north"]), lng__range=(edges["west"], edges["east"])
        ).exclude(type__in=DRAWN_OTHERWISE)
        return Response({"places": list(rows.values("name", "lat", "lng")[:MOST_LANDMARKS])})


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
        """For the maps of intake and desk; browsers may keep it for ten minutes."""
        stand = standing(cast(User, request.user))
        if not (stand.is_desk or stand.is_call_taker):
            raise PermissionDenied
        rows = Camera.objects.values("code", "name", "lat", "lng", "link")
        return Response({"cameras": list(rows)}, headers={"Cache-Control": f"private, max-age={KEPT}"})


class Roads(APIView):
    """Roads as lines, by how far one zooms in until they are drawn."""

    class Output(Shape):
        """Each line: latitude and longitude of its first point in 0.00001 degrees, then the steps to each next."""

        lines = serializers.ListField(child=serializers.ListField(child=serializers.IntegerField()))

    @extend_schema(responses={200: Output, **REFUSALS})
    def get(self, request: Request, rank: int) -> HttpResponseBase:
        """Asked for anew each time, and answered with 304 while no road was added."""
        if rank not in Rank.values:
            raise Http404
        tag, body = drawings.get(rank)
        if request.headers.get("If-None-Match", "") == tag:
            return HttpResponse(status=304, headers={"ETag": tag})
        response = packed(request, body)
        response["ETag"], response["Cache-Control"] = tag, "private, no-cache"
        return response
