"""Messages to agencies and units over HTTP: sent by the desk, acknowledged by whom they are for."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen
from agencies.permissions import standing
from agencies.typed import PastMoment, TypedText
from dispatch.api import answer, shaped, visible, who
from dispatch.shapes import Answered, MessagedAnswer
from incidents import actions
from incidents.messages import UnitMessage


class UnitMessages(APIView):
    """What the desk says to those who are at an incident."""

    class Input(Seen):
        """The words, codes of agencies, call signs of units, and the version of the card they were written on."""

        text = TypedText(max_length=4000)
        agencies = serializers.ListField(child=serializers.CharField(max_length=5), required=False, default=list)
        units = serializers.ListField(child=serializers.CharField(max_length=12), required=False, default=list)

    @extend_schema(request=Input, responses={201: MessagedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Send; each agency or unit gets a message of its own."""
        rows = actions.send_message(visible(pk, request), actor=who(request), **shaped(self.Input, request))
        return answer(pk, request, 201, messages=[row.pk for row in rows])


class Reading(APIView):
    """That a message was read."""

    class Input(Seen):
        """`at`: when, by the telephone's own clock."""

        at = PastMoment(required=False, allow_null=True, default=None)

    @extend_schema(request=Input, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Acknowledge by name."""
        sent = get_object_or_404(UnitMessage.objects.readable_by(standing(who(request))), pk=pk)
        row = actions.read_message(sent.pk, actor=who(request), **shaped(self.Input, request))
        return answer(row.incident_id, request)
