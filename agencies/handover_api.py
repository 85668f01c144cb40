"""The watch over HTTP: lines for the next one, and being away from the desk."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies import actions
from agencies.actions.standing import HANDOVER_LENGTH
from agencies.answers import REFUSALS, CardShape, Seen, Shape
from agencies.handover import note_for, notes
from agencies.permissions import watches_of


class HandoverCard(CardShape):
    """A line left to the next watch."""

    text = serializers.CharField()
    written_at = serializers.DateTimeField()
    written_by = serializers.CharField()
    done_at = serializers.DateTimeField(allow_null=True)
    done_by = serializers.CharField(allow_null=True)


class HandoverAnswer(Shape):
    """The line after the command."""

    note = HandoverCard()


def who(request: Request) -> User:
    """The signed-in account."""
    return cast(User, request.user)


class Writing(APIView):
    """Leaving a line."""

    class Input(Shape):
        """What the next watch must know."""

        text = serializers.CharField(max_length=HANDOVER_LENGTH, allow_blank=True)

    @extend_schema(request=Input, responses={201: HandoverAnswer, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Seen by every console until it is ticked off or a day old."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        note = actions.write_handover(shape.validated_data["text"], actor=who(request))
        return Response({"note": note_for(note.pk)}, status=201)


class Ticking(APIView):
    """Ticking a line off."""

    class Input(Seen):
        """Whether it has been seen to."""

        is_done = serializers.BooleanField()

    @extend_schema(request=Input, responses={200: HandoverAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Done, or not yet after all."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        row = get_object_or_404(notes(), pk=pk)
        note = actions.tick_handover(row.pk, actor=who(request), **shape.validated_data)
        return Response({"note": note_for(note.pk)})


class Pausing(APIView):
    """Being away from the desk."""

    class Input(Seen):
        """Leaving, or back; `version` is that of one's own card among the colleagues."""

        is_paused = serializers.BooleanField()

    class Output(Shape):
        """Since when; null for at the desk."""

        paused_at = serializers.DateTimeField(allow_null=True)

    @extend_schema(request=Input, responses={200: Output, **REFUSALS})
    def post(self, request: Request) -> Response:
        """On the watch of this very session."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        watches = watches_of(who(request))
        if not watches:
            raise PermissionDenied
        watch = actions.pause(watches[0].pk, actor=who(request), **shape.validated_data)
        return Response({"paused_at": watch.paused_at})
