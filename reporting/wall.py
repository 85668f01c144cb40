"""The wall's page, its picture and the strip of figures under it: counts, and no row but the wall's cards."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Min, Q
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, packed
from agencies.door import audience_of
from agencies.models import Centre, Role, Unit, Watch
from agencies.pages import PageRequest, only_for
from agencies.permissions import standing
from calls.models import Call, CallOutcome
from dispatch.wall_shapes import WallCard
from incidents.clocks import applying
from incidents.models import Assignment, Incident, Standard
from incidents.surge_shapes import WallSurgeCard
from journal.live import snapshots
from reporting.arithmetic import share
from reporting.books import cases_of
from reporting.call_figures import SLIP, SPOKEN, USUAL_ANSWER

AN_HOUR = timedelta(hours=1)


class Strip(serializers.Serializer[Any]):
    """The figures under the wall; a share is None while there is nothing to divide."""

    now = serializers.DateTimeField()
    shift_began_at = serializers.DateTimeField()
    ringing = serializers.IntegerField()
    ringing_since = serializers.DateTimeField(allow_null=True)
    talking = serializers.IntegerField()
    call_takers = serializers.IntegerField()
    answered_share = serializers.FloatField(allow_null=True)
    arrived_share = serializers.FloatField(allow_null=True)
    units_ready = serializers.IntegerField()
    units = serializers.IntegerField()
    nuisance_share = serializers.FloatField(allow_null=True)


@extend_schema_field(
    PolymorphicProxySerializer(
        component_name="AnyWallCard", serializers=[WallCard, WallSurgeCard], resource_type_field_name=None, many=True
    )
)
class WallCards(serializers.ListField):
    """Cards of kind `incident` and `surge`, told apart by `kind`."""


class WallPicture(serializers.Serializer[Any]):
    """Every incident the wall may show, the surges that are on, and the strip."""

    now = serializers.DateTimeField()
    cards = WallCards()
    strip = Strip()


def refuse_others(request: Request) -> str:
    """The wall's audience, for the wall's own account; 403 for everybody else."""
    audience = audience_of("wall", standing(cast(User, request.user)))
    if audience is None:
        raise PermissionDenied
    return audience


class Wall(APIView):
    """The whole picture of the wall."""

    @extend_schema(responses={200: WallPicture, **REFUSALS})
    def get(self, request: Request) -> HttpResponse:
        """Cards and strip; at most a second old."""
        audience = refuse_others(request)
        return packed(
            request, snapshots.get(audience, ("incident", "surge"), lambda: {"now": now(), "strip": strip(now())})
        )


class WallStrip(APIView):
    """The strip alone."""

    @extend_schema(responses={200: Strip, **REFUSALS})
    def get(self, request: Request) -> Response:
        """As the rows stand now."""
        refuse_others(request)
        return Response(strip(now()))


@require_safe
@never_cache
@only_for("wall")
def page(request: PageRequest) -> HttpResponse:
    """The page; what it shows comes as cards."""
    return render(request, "reporting/wall.html")


def strip(at: datetime) -> dict[str, Any]:
    """Every figure of the strip at this moment."""
    began = shift_began(at, Centre.objects.values_list("shift_hours", flat=True).get())
    return {"now": at, "shift_began_at": began, **telephones(), **calls(at, began), **arrivals(at, began), **units()}


def shift_began(at: datetime, hours: Collection[int]) -> datetime:
    """When the present watch of the centre began, of those that begin at these hours by the centre's clock."""
    local = localtime(at)
    hour = max((hour for hour in hours if hour <= local.hour), default=None)
    day = local if hour is not None else local - timedelta(days=1)
    return day.replace(hour=max(hours) if hour is None else hour, minute=0, second=0, microsecond=0)


def telephones() -> dict[str, Any]:
    """How many calls ring and since when the longest, how many call-takers talk, how many there are."""
    since = Coalesce("rings_since", "requeued_at", "offered_at")
    ringing = Call.objects.ringing().filter(SPOKEN).aggregate(count=Count("pk"), since=Min(since))
    here = Watch.objects.open().filter(roles__contains=[Role.CALL_TAKER])
    talking = Call.objects.filter(SPOKEN, answered_at__isnull=False, ended_at=None).exclude(
        pk__in=Call.objects.ringing().values("pk")
    )
    return {
        "ringing": ringing["count"],
        "ringing_since": ringing["since"],
        "talking": talking.values("answered_by").distinct().count(),
        "call_takers": here.values("member").distinct().count(),
    }


def calls(at: datetime, began: datetime) -> dict[str, Any]:
    """The share of the last hour's calls answered in time, and the share of this watch's that were prank or silent."""
    limit = applying(Standard.objects.all(), "answer", track="", priority=0, category_id=None, at=at)
    in_time = F("offered_at") + (limit.limit if limit else USUAL_ANSWER)
    hour = Call.objects.filter(SPOKEN, is_test=False, offered_at__gt=at - AN_HOUR).aggregate(
        kept=Count("pk", filter=Q(answered_at__lte=in_time)),
        slips=Count("pk", filter=Q(answered_at=None, ended_at__lt=F("offered_at") + SLIP)),
        # One that still rings within its time has neither kept nor missed it.
        pending=Count("pk", filter=Q(answered_at=None, ended_at=None, offered_at__gt=at - USUAL_ANSWER)),
        all=Count("pk"),
    )
    watch = Call.objects.filter(is_test=False, offered_at__gte=began).aggregate(
        nuisance=Count("pk", filter=Q(outcome__in=[CallOutcome.PRANK, CallOutcome.SILENT])), all=Count("pk")
    )
    return {
        "answered_share": share(hour["kept"], hour["all"] - hour["slips"] - hour["pending"]),
        "nuisance_share": share(watch["nuisance"], watch["all"]),
    }


def arrivals(at: datetime, began: datetime) -> dict[str, Any]:
    """The share of this watch's emergencies of priority 1 to 3 whose first unit came in time; none confidential.

    Called off before anybody arrived: not counted. Not there yet but still in time: not counted yet.
    """
    standards = list(Standard.objects.all())
    rows = Incident.objects.filter(reported_at__gte=began, track="emergency", priority__lte=3)
    rows = rows.filter(is_confidential=False, is_area_event=False)
    kept = missed = 0
    for case in cases_of(rows):
        limit = applying(
            standards,
            "arrive",
            track=case.track,
            priority=case.priority,
            category_id=case.category_id,
            at=case.reported_at,
        )
        if limit is None or case.called_off_before(case.first_arrived_at):
            continue
        due = case.reported_at + limit.limit
        if case.first_arrived_at and case.first_arrived_at <= due:
            kept += 1
        elif due <= at:
            missed += 1
    return {"arrived_share": share(kept, kept + missed)}


def units() -> dict[str, int]:
    """How many units could be sent now, of all there are."""
    every = Unit.objects.filter(agency__is_active=True)
    busy = Assignment.objects.active().filter(unit__isnull=False).values("unit")
    return {"units_ready": every.filter(is_on_duty=True).exclude(pk__in=busy).count(), "units": every.count()}
