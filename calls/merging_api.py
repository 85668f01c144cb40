"""Merging, taking that back, and splitting over HTTP; the cards of both incidents come to the screens by themselves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen, Shape
from agencies.permissions import standing
from calls import actions
from calls.api import who
from calls.identity import masked
from calls.models import Report
from incidents.actions.response import UNDO
from incidents.models import Incident

WORDS_SHOWN = 200


class Numbered(Shape):
    """An incident by its number."""

    id = serializers.IntegerField()
    number = serializers.IntegerField()
    short = serializers.CharField()


class MergedAnswer(Shape):
    """Which incident went where; `undo_until` is when a board stops offering it by itself, not the end of undoing."""

    source = Numbered()  # type: ignore[assignment]
    target = Numbered()
    undo_until = serializers.DateTimeField(allow_null=True)


class ReportLine(Shape):
    """One report of an incident, its caller masked; of one who asked to be kept secret not even that."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()
    taker = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    caller = serializers.CharField(allow_blank=True)
    is_hidden = serializers.BooleanField()
    words = serializers.CharField(allow_blank=True)
    victims = serializers.ListField(child=serializers.CharField())


class ReportLines(Shape):
    """Every report of an incident."""

    reports = ReportLine(many=True)


def numbered(row: Incident) -> dict[str, Any]:
    """An incident by its number."""
    return {"id": row.pk, "number": row.number, "short": row.short_number}


def visible(pk: int, request: Request) -> int:
    """The incident's id; 404 unless this account may know of it."""
    return int(get_object_or_404(Incident.objects.visible_to(who(request)).values_list("pk", flat=True), pk=pk))


class Merging(APIView):
    """Whether an incident is the same event as another."""

    class Input(Seen):
        """The incident that goes on."""

        into = serializers.IntegerField(min_value=1)

    @extend_schema(request=Input, responses={200: MergedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Merge: its reports, notes and assignments go on in the other, and it is closed as merged."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        said = dict(shape.validated_data)
        into = visible(said.pop("into"), request)
        merger = actions.merge_incidents(visible(pk, request), into, actor=who(request), **said)
        until = merger.merged_at + UNDO
        rows = {"source": numbered(merger.source), "target": numbered(merger.target)}
        return Response({**rows, "undo_until": until})


class IncidentReports(APIView):
    """Who reported an incident."""

    @extend_schema(responses={200: ReportLines, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """Every report of it, the first one first; of a confidential incident nothing but to the cleared."""
        stand = standing(who(request))
        if not (stand.is_desk or stand.is_call_taker):
            raise PermissionDenied
        return Response({"reports": [report_line(row) for row in reports_in(visible(pk, request), request)]})


def reports_in(incident_id: int, request: Request) -> list[Report]:
    """The reports of an incident that this account may read."""
    rows = Report.objects.visible_to(who(request)).filter(incident=incident_id)
    return list(rows.select_related("call__caller", "taken_by").prefetch_related("lines").order_by("started_at", "pk"))


def report_line(row: Report) -> dict[str, Any]:
    """One report, its caller masked; its words are what was typed of it and the lines of its notes that stand."""
    lines = list(row.lines.all())
    struck = {line.corrects_id for line in lines}
    said = [row.words, *(line.text for line in lines if line.pk not in struck)]
    caller = row.call.caller if row.call else None
    return {
        "id": row.pk,
        "at": row.started_at,
        "taker": row.taken_by.get_full_name(),
        "source": row.get_source_display(),
        "caller": masked(caller.value) if caller and not row.hides_reporter else "",
        "is_hidden": row.hides_reporter,
        "words": " · ".join(filter(None, said))[:WORDS_SHOWN],
        "victims": [f"{label} {number}" for label, number in row.victims],
    }


class Splitting(APIView):
    """Whether a report is of another event after all."""

    class Input(Seen):
        """The report."""

        report = serializers.IntegerField(min_value=1)

    @extend_schema(request=Input, responses={201: MergedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Give it an incident of its own; `source` is the one it was of, `target` the new one."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        said = dict(shape.validated_data)
        old = get_object_or_404(Incident.objects.visible_to(who(request)), pk=pk)
        known = Report.objects.visible_to(who(request)).filter(incident=old).values_list("pk", flat=True)
        report = actions.split_report(get_object_or_404(known, pk=said.pop("report")), actor=who(request), **said)
        assert report.incident is not None
        rows = {"source": numbered(old), "target": numbered(report.incident)}
        return Response({**rows, "undo_until": None}, status=201)


class Unmerging(APIView):
    """Taking a merging back."""

    @extend_schema(request=Seen, responses={200: MergedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Both are what they were; refused once something moved on the other."""
        shape = Seen(data=request.data)
        shape.is_valid(raise_exception=True)
        merger = actions.unmerge_incidents(visible(pk, request), actor=who(request), **shape.validated_data)
        rows = {"source": numbered(merger.source), "target": numbered(merger.target)}
        return Response({**rows, "undo_until": None})
