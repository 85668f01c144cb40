"""Waiting for a colleague's report over HTTP: begun, looked after, taken back."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen
from calls import actions
from calls.api import refuse_others, seen, who, written_draft
from calls.models import Report
from calls.queue import draft_card
from calls.shapes import DraftAnswer, FollowingAnswer
from incidents.actions.response import UNDO


def standing_of(report: Report) -> dict[str, Any]:
    """How it stands with a report: still a draft, or part of an incident."""
    incident = report.incident
    if incident is None:
        is_gone = report.discarded_at is not None
        return {"report": None if is_gone else draft_card(report), "incident": None, "undo_until": None}
    made = {"id": incident.pk, "number": incident.number, "short": incident.short_number}
    until = report.attached_at + UNDO if report.attached_at else None
    return {"report": None, "incident": made, "undo_until": until}


class Following(APIView):
    """Whether a report waits for a colleague's."""

    class Input(Seen):
        """The colleague's report, as the list of what may be the same event names it."""

        draft = serializers.IntegerField(min_value=1)

    @extend_schema(responses={200: FollowingAnswer, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """How it stands."""
        refuse_others(request)
        return Response(standing_of(get_object_or_404(Report.objects.filter(taken_by=who(request)), pk=pk)))

    @extend_schema(request=Input, responses={201: FollowingAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Wait for it; joined at once where it was sent meanwhile."""
        refuse_others(request)
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        fields = dict(shape.validated_data)
        known = Report.objects.filter(is_confidential=False).exclude(category__is_confidential=True)
        leader = get_object_or_404(known, pk=fields.pop("draft"))
        report = actions.follow(written_draft(pk, request), leader.pk, actor=who(request), **fields)
        return Response(standing_of(report), status=201)


class Unfollowing(APIView):
    """Waiting no longer."""

    @extend_schema(request=Seen, responses={200: DraftAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The draft stands alone again."""
        report = actions.unfollow(written_draft(pk, request), actor=who(request), **seen(request))
        return Response({"report": draft_card(report)})
