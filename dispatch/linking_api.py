"""A larger event and its parts over HTTP."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen
from dispatch.api import answer, shaped, visible, who
from dispatch.shapes import Answered
from incidents import actions


class Linking(APIView):
    """Whether an incident is part of a larger event."""

    class Input(Seen):
        """The larger event."""

        parent = serializers.IntegerField(min_value=1)  # type: ignore[assignment]

    @extend_schema(request=Input, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Make it a part."""
        said = shaped(self.Input, request)
        parent = visible(said.pop("parent"), request)
        actions.link(visible(pk, request), parent, actor=who(request), **said)
        return answer(pk, request)


class Unlinking(APIView):
    """Taking an incident out of a larger event."""

    @extend_schema(request=Seen, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """It stands alone again."""
        actions.unlink(visible(pk, request), actor=who(request), **shaped(Seen, request))
        return answer(pk, request)
