"""Where the telephones of crews on duty are, as far as their owners consent."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies import actions
from agencies.answers import REFUSALS
from agencies.fixes import Fix, Unfit, instant, number
from agencies.models import Watch
from agencies.permissions import watches_of
from agencies.trackers import measures
from agencies.typed import ZonedMoment


def watch_of(request: Request) -> Watch:
    """The watch of this session; a machine has none and no telephone."""
    watches = watches_of(cast(User, request.user))
    if not watches:
        raise PermissionDenied
    return watches[0]


class Sharing(APIView):
    """Consent, for this watch only."""

    class Input(serializers.Serializer[Any]):
        """Given, or withdrawn."""

        is_shared = serializers.BooleanField()

    class Output(serializers.Serializer[Any]):
        """Since when it stands; null for not."""

        shared_since = serializers.DateTimeField(allow_null=True)

    @extend_schema(request=Input, responses={200: Output, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Only for oneself."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        watch = actions.share_position(watch_of(request).pk, actor=cast(User, request.user), **shape.validated_data)
        return Response({"shared_since": watch.shares_position_since})


class OwnPosition(APIView):
    """Where one's own telephone, and so one's unit, is."""

    class Input(serializers.Serializer[Any]):
        """Degrees, metres, km/h, degrees from north; what the telephone does not know is null."""

        lat = serializers.FloatField()
        lng = serializers.FloatField()
        time = ZonedMoment()
        accuracy = serializers.FloatField(required=False, allow_null=True)
        speed = serializers.FloatField(required=False, allow_null=True)
        heading = serializers.FloatField(required=False, allow_null=True)

    class Output(serializers.Serializer[Any]):
        """Whether it was news."""

        taken = serializers.BooleanField()

    @extend_schema(request=Input, responses={200: Output, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Keep it while the consent stands and the unit is on duty: 409 once it does not."""
        said = request.data if isinstance(request.data, dict) else {}
        try:
            fix = Fix(
                names=("own",),
                is_device=True,
                lat=number(said.get("lat"), "lat"),
                lng=number(said.get("lng"), "lng"),
                at=instant(said.get("time")),
                **measures(said.get("accuracy"), said.get("speed"), said.get("heading")),
            )
        except Unfit as problem:
            raise ValidationError({"position": problem.text}) from None
        heard = actions.tell_own_position(watch_of(request).pk, fix, actor=cast(User, request.user))
        if refusal := heard.refused.get(0):
            raise ValidationError({"position": refusal.text})
        return Response({"taken": heard.taken == 1})
