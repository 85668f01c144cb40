"""The ground over HTTP: places and areas to find, posts to draw."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies import geocoder, places
from agencies.answers import REFUSALS, Shape
from agencies.models import Area, Place, Post
from agencies.permissions import standing
from agencies.places import Hit

OUTLINES_KEPT = 3600
HOSPITALS = ("rumah sakit", "puskesmas")
"""Types of places where people are treated."""


class Found(Shape):
    """A place a text may mean."""

    name = serializers.CharField()
    type = serializers.CharField()
    lat = serializers.FloatField()
    lng = serializers.FloatField()
    area = serializers.CharField()
    area_name = serializers.CharField()
    approximate = serializers.BooleanField()
    is_point = serializers.BooleanField()


def found(hit: Hit) -> dict[str, Any]:
    """A hit as the console reads it."""
    return {
        "name": hit.name,
        "type": hit.type,
        "lat": hit.lat,
        "lng": hit.lng,
        "area": hit.area.code if hit.area else "",
        "area_name": str(hit.area) if hit.area else "",
        "approximate": hit.is_approximate,
        "is_point": hit.is_point,
    }


class InTheControlRoom(BasePermission):
    """What is asked at a desk is answered to call-takers and dispatchers, not to every account and machine."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether a desk asks."""
        stand = standing(cast(User, request.user))
        return stand.is_desk or stand.is_call_taker


class Places(APIView):
    """Which place is meant."""

    permission_classes = (IsAuthenticated, InTheControlRoom)

    class Output(Shape):
        """The likeliest first."""

        results = Found(many=True)

    @extend_schema(parameters=[OpenApiParameter("q", str)], responses={200: Output, **REFUSALS})
    def get(self, request: Request) -> Response:
        """Search by words in any order, other spellings, typing errors, or typed coordinates."""
        text = request.query_params.get("q", "")[:200]
        return Response({"results": [found(hit) for hit in places.matching(text)]})


class PlacesOutside(APIView):
    """Which place a geocoder outside the house means."""

    class Output(Shape):
        """The likeliest first, and whose data they are; empty where no geocoder is configured or well."""

        results = Found(many=True)
        credit = serializers.CharField()

    @extend_schema(parameters=[OpenApiParameter("q", str)], responses={200: Output, **REFUSALS})
    def get(self, request: Request) -> Response:
        """Ask it, for at most 1.5 s; only the typed place leaves the house."""
        if not standing(cast(User, request.user)).is_call_taker:
            raise PermissionDenied
        answer = geocoder.outside(request.query_params.get("q", "")[:200])
        return Response({"results": [found(hit) for hit in answer.hits], "credit": answer.credit})


class PlaceAt(APIView):
    """Which kelurahan a point proposes."""

    permission_classes = (IsAuthenticated, InTheControlRoom)

    class Input(Shape):
        """A point."""

        lat = serializers.FloatField(min_value=-90, max_value=90)
        lng = serializers.FloatField(min_value=-180, max_value=180)

    class Output(Shape):
        """A proposal, never a decision."""

        area = serializers.CharField()
        area_name = serializers.CharField()
        approximate = serializers.BooleanField()
        inside = serializers.BooleanField()

    @extend_schema(parameters=[Input], responses={200: Output, **REFUSALS})
    def get(self, request: Request) -> Response:
        """The kelurahan of a point, the nearest one within 1.5 km as an approximation, or none."""
        shape = self.Input(data=request.query_params)
        shape.is_valid(raise_exception=True)
        area, is_approximate = places.area_at(shape.validated_data["lat"], shape.validated_data["lng"])
        return Response(
            {
                "area": area.code if area else "",
                "area_name": str(area) if area else "",
                "approximate": is_approximate,
                "inside": area is not None,
            }
        )


class Feature(Shape):
    """An area: its outline, and properties code, name, parent_name, level, is_approximate, lat, lng."""

    type = serializers.CharField()
    geometry = serializers.JSONField()
    properties = serializers.DictField()


class Areas(APIView):
    """The outlines of the areas, to be drawn."""

    class Output(Shape):
        """A GeoJSON FeatureCollection."""

        type = serializers.CharField()
        features = Feature(many=True)

    @extend_schema(responses={200: Output, **REFUSALS})
    def get(self, request: Request) -> Response:
        """A GeoJSON FeatureCollection; browsers may keep it for an hour."""
        rows = Area.objects.filter(outline__isnull=False).select_related("parent")
        features = [
            {
                "type": "Feature",
                "geometry": row.outline,
                "properties": {
                    "code": row.code,
                    "name": row.name,
                    "parent_name": row.parent.name if row.parent else "",
                    "level": row.level,
                    "is_approximate": row.is_approximate,
                    "lat": row.lat,
                    "lng": row.lng,
                },
            }
            for row in rows
        ]
        headers = {"Cache-Control": f"private, max-age={OUTLINES_KEPT}"}
        return Response({"type": "FeatureCollection", "features": features}, headers=headers)


class Standpoint(Shape):
    """A post of an agency, with the agency's glyph."""

    agency = serializers.CharField()
    glyph = serializers.CharField()
    name = serializers.CharField()
    lat = serializers.FloatField()
    lng = serializers.FloatField()


class Hospital(Shape):
    """A place where people are treated."""

    name = serializers.CharField()
    lat = serializers.FloatField()
    lng = serializers.FloatField()


class Posts(APIView):
    """Where agencies start from, and where people are brought."""

    permission_classes = (IsAuthenticated, InTheControlRoom)

    class Output(Shape):
        """All of them; what is both a post and a hospital is a hospital."""

        posts = Standpoint(many=True)
        hospitals = Hospital(many=True)

    @extend_schema(responses={200: Output, **REFUSALS})
    def get(self, request: Request) -> Response:
        """Posts with a known place, and hospitals."""
        hospitals = list(Place.objects.filter(type__in=HOSPITALS).values("name", "lat", "lng"))
        rows = Post.objects.filter(lat__isnull=False, agency__is_active=True)
        posts = [
            {"agency": agency, "glyph": glyph, "name": name, "lat": lat, "lng": lng}
            for agency, glyph, name, lat, lng in rows.exclude(name__in=[row["name"] for row in hospitals]).values_list(
                "agency__code", "agency__glyph", "name", "lat", "lng"
            )
        ]
        return Response({"posts": posts, "hospitals": hospitals})
