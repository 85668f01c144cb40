"""Keeping agencies and units for an incident that does not need them yet, over HTTP."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen
from agencies.typed import ZonedMoment
from dispatch.api import answer, shaped, visible, who
from dispatch.shapes import Answered, ReservedAnswer
from incidents import actions
from incidents.actions.response import UNDO
from incidents.reservations import Reservation


class Reservations(APIView):
    """Whom an incident keeps in reserve."""

    class Input(Seen):
        """Codes of agencies, call signs of units, when to be reminded; the version of the card they were chosen on."""

        agencies = serializers.ListField(child=serializers.CharField(max_length=5), required=False, default=list)
        units = serializers.ListField(child=serializers.CharField(max_length=12), required=False, default=list)
        remind_at = ZonedMoment(required=False, allow_null=True, default=None)

    @extend_schema(request=Input, responses={201: ReservedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Reserve; nobody is told, and releasing takes it back."""
        rows = actions.reserve(visible(pk, request), actor=who(request), **shaped(self.Input, request))
        made = [row.pk for row in rows]
        return answer(pk, request, 201, reservations=made, undo_until=rows[0].reserved_at + UNDO)


class Release(APIView):
    """Ending a reservation."""

    @extend_schema(request=Seen, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Let go who was kept."""
        kept = get_object_or_404(Reservation, pk=pk)
        visible(kept.incident_id, request)
        row: Reservation = actions.release_reservation(pk, actor=who(request), **shaped(Seen, request))
        return answer(row.incident_id, request)


class Reminder(APIView):
    """When the desk wants to be reminded of who is kept."""

    class Input(Seen):
        """The moment; none: no more."""

        remind_at = ZonedMoment(allow_null=True)

    @extend_schema(request=Input, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Set it anew."""
        kept = get_object_or_404(Reservation, pk=pk)
        visible(kept.incident_id, request)
        row: Reservation = actions.set_reminder(pk, actor=who(request), **shaped(self.Input, request))
        return answer(row.incident_id, request)
