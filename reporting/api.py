"""Monthly reports over HTTP, with the same limits as on the page."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.contrib.auth.models import User
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS
from agencies.models import Centre
from agencies.permissions import permit, standing
from reporting.audience import seen_by
from reporting.models import Report
from reporting.periods import parse
from reporting.shapes import ReportPicture


class MonthlyReport(APIView):
    """One month's report."""

    @extend_schema(responses={200: ReportPicture, **REFUSALS})
    def get(self, request: Request, key: str) -> Response:
        """The latest revision; an agency's head is given his agency's figures only."""
        user = cast(User, request.user)
        permit(user, "read_report")
        report = Report.objects.visible_to(user).current().filter(month=first_day(key)).first()
        if report is None:
            raise Http404
        return Response(
            {
                "month": f"{report.month:%Y-%m}",
                "revision": report.revision,
                "built_at": report.built_at,
                "published_at": report.published_at,
                "figures": seen_by(standing(user), report.figures),
            }
        )


def first_day(key: str) -> date:
    """The day a month's report is kept under; raises Http404 for a key that names no month."""
    try:
        return parse(key, Centre.objects.get().zone).first
    except ValueError as error:
        raise Http404 from error
