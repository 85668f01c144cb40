"""The word of a hospital about its beds, over HTTP."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies import actions, hospitals
from agencies.answers import REFUSALS, CardShape, Seen, Shape
from agencies.hospitals import MOST_BEDS, BedKind, Emergency, Hospital


class BedLine(serializers.Serializer[Any]):
    """Beds of one kind."""

    kind = serializers.ChoiceField(choices=BedKind.choices)
    free = serializers.IntegerField(min_value=0, max_value=MOST_BEDS)
    total = serializers.IntegerField(min_value=0, max_value=MOST_BEDS)


class HospitalCard(CardShape):
    """What a hospital last told, when, and from when on that is too old; empty and null before its first word.

    `heard_by`: who at the desk wrote it down by telephone; empty where the hospital told itself.
    """

    kind = serializers.ChoiceField(choices=[hospitals.KIND])  # type: ignore[assignment]
    name = serializers.CharField()
    agency = serializers.CharField()
    phone = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    emergency = serializers.ChoiceField(choices=Emergency.choices, allow_blank=True)
    told_at = serializers.DateTimeField(allow_null=True)
    heard_by = serializers.CharField(allow_blank=True)
    stale_at = serializers.DateTimeField(allow_null=True)
    beds = BedLine(many=True)


class HospitalBeds(APIView):
    """Beds and emergency room of one hospital."""

    class Input(Seen):
        """How the emergency room stands, and the beds of each kind that is told."""

        emergency = serializers.ChoiceField(choices=Emergency.choices)
        beds = BedLine(many=True, required=False, default=list)

    class Output(Shape):
        """The hospital as the desk sees it now."""

        hospital = HospitalCard()

    @extend_schema(request=Input, responses={200: Output, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Take its word, from its own people and machines or the desk that heard it; what was told before is over."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        row = get_object_or_404(Hospital.objects.at_work(), pk=pk)
        said = shape.validated_data
        told = {line["kind"]: (line["free"], line["total"]) for line in said["beds"]}
        actor, version = cast(User, request.user), said.get("version")
        actions.tell_beds(row.pk, actor=actor, emergency=said["emergency"], beds=told, version=version)
        return Response({"hospital": hospitals.card_for(pk)})
