"""Whom the dispatcher will be recommended for a draft, so that its call-taker may say whom he means."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Shape
from calls.api import refuse_others
from calls.calling import called_by, calling
from calls.models import Report
from calls.protocols import alarms, fitting
from incidents.proposing import worded
from incidents.recommending import recommend_to
from incidents.shapes import Recommended


class DraftProposals(APIView):
    """Who is recommended for what a draft says so far."""

    class Output(Shape):
        """In the order of the board; empty until the kind stands."""

        proposals = Recommended(many=True)

    @extend_schema(responses={200: Output, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """As the board will see it when the report is sent; nobody is assigned by it."""
        refuse_others(request)
        rows = Report.objects.filter(taken_by=cast(User, request.user))
        rows = rows.select_related("category", "area__parent").prefetch_related(fitting(), calling())
        draft = get_object_or_404(rows, pk=pk)
        # Sent or put aside while the question was on its way.
        is_over = draft.incident_id is not None or draft.discarded_at is not None
        if draft.category is None or is_over:
            return Response({"proposals": []})
        at = (draft.lat, draft.lng) if draft.lat is not None and draft.lng is not None else None
        made = recommend_to(draft.category, at=at, area=draft.area, moment=now(), called=called_by(draft))
        return Response({"proposals": worded(made.found, draft.proposed, alarms(draft), made.called)})
