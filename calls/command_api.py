"""What a console asks of the exchange, and taking on a call that rings at nobody; the rest comes by the socket."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen, Shape
from calls import actions
from calls.api import own_card, seen, visible_call, who
from calls.commanding import Verb
from calls.commands_live import card
from calls.queue_shapes import CommandCard
from calls.shapes import CallAlone

DESTINATIONS = [("agency", "agency"), ("contact", "contact"), ("seat", "seat")]


class Commanding(APIView):
    """Asking the exchange to do something for a call."""

    class Input(Seen):
        """What, and for a transfer where to, for a conference whom."""

        verb = serializers.ChoiceField(choices=Verb.choices)
        to = serializers.ChoiceField(choices=DESTINATIONS, required=False)
        to_id = serializers.IntegerField(required=False, min_value=1)

    class Output(Shape):
        """The command, under way."""

        command = CommandCard()

    @extend_schema(request=Input, responses={201: Output, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Write the command down; 409 while the exchange is not heard."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        to = (said["to"], said["to_id"]) if "to" in said and "to_id" in said else None
        row = actions.command_exchange(
            visible_call(pk, request), said["verb"], actor=who(request), to=to, version=said.get("version")
        )
        return Response({"command": card(row)}, status=201)


class TakingRingOn(APIView):
    """Seeing to a call that rings at nobody."""

    @extend_schema(request=Seen, responses={200: CallAlone, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """By name; 409 names whoever was first."""
        call = actions.take_ring_on(visible_call(pk, request), actor=who(request), **seen(request))
        return Response({"call": own_card(call.pk, request)})
