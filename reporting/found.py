"""Search over open and closed incidents from a live screen: the first few, as far as this reader may know of them."""

from __future__ import annotations

import re
from typing import Any, cast

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS
from agencies.api import InTheControlRoom
from agencies.permissions import MAY, Standing, standing
from calls.identity import normalised
from incidents.models import Incident
from reporting.search import WHOLE_NUMBER, IncidentSearch

MOST = 12
SPACING = re.compile(r"[\s().-]")


class FoundIncident(serializers.Serializer[Any]):
    """One incident of the answer; a confidential one says only that it is there and where about."""

    id = serializers.IntegerField()
    short = serializers.CharField()
    priority = serializers.IntegerField()
    title = serializers.CharField()
    place = serializers.CharField(allow_blank=True)
    area = serializers.CharField(allow_blank=True)
    reported_at = serializers.DateTimeField()
    closed_at = serializers.DateTimeField(allow_null=True)
    ended = serializers.CharField(allow_blank=True)


class FoundPicture(serializers.Serializer[Any]):
    """What was found, open ones first, and whether there is more."""

    incidents = FoundIncident(many=True)
    more = serializers.BooleanField()


class IncidentsFound(APIView):
    """Looking an incident up, from a desk."""

    permission_classes = (IsAuthenticated, InTheControlRoom)

    class Input(serializers.Serializer[Any]):
        """A number, words of place or kind, or a caller's whole telephone number."""

        q = serializers.CharField(max_length=100)

    @extend_schema(parameters=[Input], responses={200: FoundPicture, **REFUSALS})
    def get(self, request: Request) -> Response:
        """The first that fit."""
        asked = self.Input(data=request.query_params)
        asked.is_valid(raise_exception=True)
        user = cast(User, request.user)
        stand = standing(user)
        rows = Incident.objects.visible_to(user).filter(wanted(asked.validated_data["q"], stand))
        rows = rows.select_related("category", "area__parent", "disposition").distinct()
        ranked = rows.annotate(is_open=Q(closed_at=None)).order_by("-is_open", "-reported_at", "-pk")
        first = list(ranked[: MOST + 1])
        own = set(rows.filter(assignments__agency_id=stand.agency_id or 0).values_list("pk", flat=True)[:MOST])
        shown = [described(row, is_whole=not row.is_confidential or stand.is_cleared or row.pk in own) for row in first]
        return Response({"incidents": shown[:MOST], "more": len(first) > MOST})


def wanted(text: str, stand: Standing) -> Q:
    """What fits these words; a caller's number only for those who may be shown one, and never a confidential case."""
    digits = SPACING.sub("", text)
    if digits.removeprefix("+").isdigit() and len(digits) >= WHOLE_NUMBER:
        if not stand.roles & MAY["reveal_caller"]:
            return Q(pk__in=[])
        readable = Q() if stand.is_cleared else Q(is_confidential=False)
        number = normalised(digits)
        return (Q(reports__call__caller__value=number) | Q(reports__number__value=number)) & readable
    form = IncidentSearch({"q": text})
    return form.words(stand) if form.is_valid() else Q(pk__in=[])


def described(row: Incident, *, is_whole: bool) -> dict[str, Any]:
    """One line of the answer."""
    return {
        "id": row.pk,
        "short": row.short_number,
        "priority": row.priority,
        "title": row.category.name if is_whole else _("Kejadian tertutup"),
        "place": row.place_text if is_whole else "",
        "area": str(row.area) if row.area else "",
        "reported_at": row.reported_at,
        "closed_at": row.closed_at,
        "ended": row.disposition.name if row.disposition and is_whole else "",
    }
