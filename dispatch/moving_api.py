"""A unit from one incident to another, or one for another, over HTTP."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen
from dispatch.api import answer, own_assignment, shaped, visible, who
from dispatch.shapes import Answered, AssignedAnswer
from incidents import actions
from incidents.actions.response import UNDO


class Moving(APIView):
    """Where a unit is sent instead, or who goes instead of it."""

    class Input(Seen):
        """The other incident, the other unit, or both; the version of the card of the incident it is at."""

        into = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
        unit = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")

    @extend_schema(request=Input, responses={201: AssignedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Move or replace in one step; answers the incident the unit is sent to."""
        row = own_assignment(pk, request)
        said = shaped(self.Input, request)
        said["into"] = said["into"] and visible(said["into"], request)
        made = actions.reassign(row.pk, actor=who(request), **said)
        return answer(made.incident_id, request, 201, assignments=[made.pk], undo_until=made.notified_at + UNDO)


class MovingUndo(APIView):
    """Taking a move back within five seconds."""

    @extend_schema(request=Seen, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Everybody is where he was; `pk` is the assignment that the move made."""
        row = actions.undo_reassign(own_assignment(pk, request).pk, actor=who(request), **shaped(Seen, request))
        return answer(row.incident_id, request)
