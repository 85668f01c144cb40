"""A month's report over HTTP, within the same limits as its page."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS
from agencies.permissions import MAY, standing
from reporting.audience import seen_by
from reporting.models import Report
from reporting.shapes import ReportPicture
from reporting.views import find


class MonthlyReport(APIView):
    """The figures of one month as they were built."""

    @extend_schema(responses={200: ReportPicture, **REFUSALS})
    def get(self, request: Request, month: str) -> Response:
        """The last revision; the head of an agency gets his agency's figures only."""
        user = cast(User, request.user)
        stand = standing(user)
        if not stand.roles & MAY["read_report"]:
            raise PermissionDenied
        report = find(Report.objects.visible_to(user).current(), month)
        return Response(
            {
                "month": f"{report.month:%Y-%m}",
                "revision": report.revision,
                "built_at": report.built_at,
                "published_at": report.published_at,
                "figures": seen_by(stand, report.figures),
            }
        )
