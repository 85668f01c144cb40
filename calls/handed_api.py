"""What goes on in a colleague's hands, over HTTP: a call nobody has taken on, a report looked on, added to, put off."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen
from agencies.permissions import standing
from calls import actions
from calls.api import draft_of, own_card, refuse_others, seen, visible_call, who
from calls.draft_input import LineInput
from calls.hands import Hand
from calls.lines import MOST_LINES
from calls.models import Report
from calls.queue import draft_card
from calls.shapes import CallAnswerShape, HandedAnswer, LetOffAnswer
from incidents.models import Incident


def had(pk: int, request: Request) -> Report:
    """A report that this person writes or has written, else 404."""
    refuse_others(request)
    mine = Report.objects.filter(taken_by=who(request)) | Report.objects.filter(
        pk__in=Hand.objects.filter(user=who(request)).values("report_id")
    )
    found: Report = get_object_or_404(mine.select_related("taken_by", "call__seat", "area__parent", "category"), pk=pk)
    return found


def standing_of(report: Report, request: Request) -> dict[str, Any]:
    """Whose it is now and what he has written; once sent the incident. Of a closed case no more than that it is one."""
    user = who(request)
    is_mine = report.taken_by_id == user.pk
    is_closed = report.is_closed and not is_mine and not standing(user).is_cleared
    is_open = report.incident_id is None and report.discarded_at is None and not is_closed
    incident = Incident.objects.visible_to(user).filter(pk=report.incident_id).first()
    made = {"id": incident.pk, "number": incident.number, "short": incident.short_number} if incident else None
    return {
        "report": draft_card(report) if is_open else None,
        "incident": made,
        "is_sent": report.incident_id is not None,
        "is_mine": is_mine,
        "is_closed": is_closed,
    }


class Handed(APIView):
    """A report that was in this person's hands."""

    class Input(Seen):
        """What he typed before it left them."""

        lines = serializers.ListField(child=LineInput(), min_length=1, max_length=MOST_LINES)

    @extend_schema(responses={200: HandedAnswer, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """Look on."""
        return Response(standing_of(had(pk, request), request))

    @extend_schema(request=Input, responses={200: HandedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Add lines; to the incident too, if the report was sent meanwhile."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        actions.add_lines(had(pk, request).pk, said["lines"], actor=who(request), version=said.get("version"))
        return Response(standing_of(had(pk, request), request))


class LettingOff(APIView):
    """Looking on no longer."""

    @extend_schema(request=Seen, responses={200: LetOffAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """It leaves this person's console; whoever writes it notices nothing."""
        actions.let_off(had(pk, request).pk, actor=who(request), **seen(request))
        return Response({"id": pk})


class TakingInHand(APIView):
    """Going on with a call that was answered and that nobody on watch has in hand."""

    @extend_schema(request=Seen, responses={200: CallAnswerShape, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """It is on this person's desk, with its report; 409 names whoever was first."""
        call = actions.take_in_hand(visible_call(pk, request), actor=who(request), **seen(request))
        return Response({"call": own_card(call.pk, request), "report": draft_of(call.pk)})
