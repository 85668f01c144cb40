"""The commands of the desk and of the agencies over HTTP; each is one action, each answer carries the present card."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies import actions as ground
from agencies.answers import REFUSALS, Seen, packed
from agencies.door import audience_of
from agencies.models import Agency, LadderStep, Unit
from agencies.permissions import standing
from agencies.places import area_at
from agencies.typed import PastMoment, TypedText, ZonedMoment
from dispatch import journal_view
from dispatch.board import card_for
from dispatch.board_shapes import BoardPicture
from dispatch.journal_shapes import JournalPicture
from dispatch.shapes import (
    AgencyPicture,
    Answered,
    AnsweredWithUndo,
    AssignedAnswer,
    UnitAnswer,
)
from dispatch.units import card_for as unit_card_for
from incidents import actions
from incidents.actions.intake import Facts
from incidents.actions.response import UNDO, Told
from incidents.models import Assignment, Disposition, Escalation, Incident, Priority, Source
from incidents.plans import MOST_LEVELS
from incidents.states import AGENCY_VERBS, STEPS, State
from journal.live import snapshots

# What a board shows.
ON_BOARD = ("incident", "unit", "position", "presence", "share", "draft", "ring", "hospital", "surge")
LEAN = OpenApiParameter(
    "cards", str, enum=["lean"], description="For our own pages: without what they put back into incidents themselves."
)


def who(request: Request) -> User:
    """The signed-in account; the permission classes have seen to it."""
    return cast(User, request.user)


def shaped(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The request in the form asked for; 400 with the fields named otherwise."""
    shape = serializer(data=request.data)
    shape.is_valid(raise_exception=True)
    return dict(shape.validated_data)


def visible(pk: int, request: Request) -> int:
    """The incident's id, 404 unless this account may know of it; the desk knows of all, its action says 404 if none."""
    if standing(who(request)).is_desk:
        return pk
    return int(get_object_or_404(Incident.objects.visible_to(who(request)).values_list("pk", flat=True), pk=pk))


def answer(incident_id: int, request: Request, status: int = 200, **more: Any) -> Response:
    """The incident as this account sees it after the command."""
    return Response({"incident": card_for(f"incident:{incident_id}", who(request)), **more}, status=status)


def ground_of_board() -> dict[str, Any]:
    """What a board holds beside cards, so that it can go on without the server: agencies and their telephones."""
    steps = LadderStep.objects.order_by("level").values_list("agency__code", "level", "after", "title", "name", "phone")
    return {
        "now": now(),
        "ground": {
            "agencies": list(
                Agency.objects.filter(is_active=True).values(
                    *("code", "short_name", "name", "glyph", "phone", "order", "only_acknowledges", "is_neighbour")
                )
            ),
            "dispositions": list(Disposition.objects.filter(is_active=True).values("code", "name", "apco_code")),
            "ladder": [
                {"code": code, "level": level, "after_s": round(after.total_seconds())}
                | {"title": title, "name": name, "phone": phone}
                for code, level, after, title, name, phone in steps
            ],
        },
    }


class Board(APIView):
    """The whole picture of the desk."""

    @extend_schema(parameters=[LEAN], responses={200: BoardPicture, **REFUSALS})
    def get(self, request: Request) -> HttpResponse:
        """Cards of incidents, units and reports still being written, and the ground; at most a second old."""
        audience = audience_of("board", standing(who(request)))
        if audience is None:
            raise PermissionDenied
        is_lean = request.query_params.get("cards") == "lean"
        return packed(request, snapshots.get(audience, ON_BOARD, ground_of_board, is_lean=is_lean))


class AgencyTasks(APIView):
    """The whole picture of an agency's telephone."""

    @extend_schema(responses={200: AgencyPicture, **REFUSALS})
    def get(self, request: Request) -> HttpResponse:
        """Its own incidents, units and hospitals, and the surges that are on."""
        audience = audience_of("agency", standing(who(request)))
        if audience is None:
            raise PermissionDenied
        kinds = ("incident", "unit", "hospital", "surge")
        return packed(request, snapshots.get(audience, kinds, lambda: {"now": now()}))


def ward_at(lat: float | None, lng: float | None) -> str:
    """The code of the kelurahan of a point, so that filters and surges count what others report; else empty."""
    ward = area_at(lat, lng)[0] if lat is not None and lng is not None else None
    return ward.code if ward else ""


class Incidents(APIView):
    """Incidents that come to be without a call of ours: another system, a panic button, a script."""

    class Input(serializers.Serializer[Any]):
        """What is known when it opens."""

        source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
        category = serializers.CharField(max_length=30)
        priority = serializers.ChoiceField(choices=Priority.choices, required=False)
        place_text = TypedText(max_length=200, required=False, allow_blank=True, default="")
        landmark = TypedText(max_length=200, required=False, allow_blank=True)
        area = serializers.CharField(
            max_length=13,
            required=False,
            allow_blank=True,
            help_text=gettext_lazy("Kode kelurahan; bila tidak disebut, kelurahan titiknya."),
        )
        lat = serializers.FloatField(min_value=-90, max_value=90, required=False, allow_null=True)
        lng = serializers.FloatField(min_value=-180, max_value=180, required=False, allow_null=True)
        reported_at = PastMoment(required=False)
        is_confidential = serializers.BooleanField(required=False)
        note = TypedText(max_length=4000, required=False, allow_blank=True)

    @extend_schema(request=Input, responses={201: Answered, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Open an incident."""
        said = shaped(self.Input, request)
        said.setdefault("area", ward_at(said.get("lat"), said.get("lng")))
        words = said.pop("note", "")
        reported_at = said.pop("reported_at", None) or now()
        incident = actions.open_incident(Facts(reported_at=reported_at, words=words, **said), actor=who(request))
        return answer(incident.pk, request, 201)


class Assignments(APIView):
    """Giving an incident to agencies and units."""

    class Input(Seen):
        """Codes of agencies, call signs of units, and the version of the card the choice was made on."""

        agencies = serializers.ListField(child=serializers.CharField(max_length=5), required=False, default=list)
        units = serializers.ListField(child=serializers.CharField(max_length=12), required=False, default=list)

    @extend_schema(request=Input, responses={201: AssignedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Assign; each agency is told at once."""
        rows = actions.assign(visible(pk, request), actor=who(request), **shaped(self.Input, request))
        made = [row.pk for row in rows]
        return answer(pk, request, 201, assignments=made, undo_until=rows[0].notified_at + UNDO)


def own_assignment(pk: int, request: Request) -> Assignment:
    """The assignment, 404 unless this account may know of it."""
    return get_object_or_404(Assignment.objects.visible_to(who(request)), pk=pk)


class Progress(APIView):
    """One step of an assignment."""

    class Input(Seen):
        """The verb; `at` is the step's own time, `via` how it was reported."""

        verb = serializers.ChoiceField(choices=list(STEPS))
        reason = TypedText(max_length=200, required=False, allow_blank=True, default="")
        unit = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")
        at = ZonedMoment(required=False, allow_null=True, default=None)
        via = serializers.ChoiceField(choices=["app", "radio"], required=False, default="app")

    @extend_schema(request=Input, responses={200: AnsweredWithUndo, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Record the step."""
        row = own_assignment(pk, request)
        said = shaped(self.Input, request)
        verb, version = said.pop("verb"), said.pop("version", None)
        if not standing(who(request)).is_desk:
            said["via"] = "app"  # by radio is what the desk hears and writes down
        done = actions.progress(row.pk, verb, actor=who(request), told=Told(**said), version=version)
        # A recall stays: the crew has turned round.
        until = now() + UNDO if verb in AGENCY_VERBS else None
        return answer(done.incident_id, request, undo_until=until)


class AssignmentUndo(APIView):
    """Taking an assignment, or its last step, back within five seconds."""

    @extend_schema(request=Seen, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The last step, or the assignment itself as long as the agency has not answered."""
        row = own_assignment(pk, request)
        undo = actions.undo_assign if row.state == State.NOTIFIED else actions.undo_step
        undo(row.pk, actor=who(request), **shaped(Seen, request))
        return answer(row.incident_id, request)


class Alarm(APIView):
    """The alarm level of an incident."""

    class Input(Seen):
        """The level it shall have; each adds to what the plan asks for below it."""

        level = serializers.IntegerField(min_value=1, max_value=MOST_LEVELS)

    @extend_schema(request=Input, responses={200: AnsweredWithUndo, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Raise or lower it; nobody is assigned by it."""
        actions.set_alarm(visible(pk, request), actor=who(request), **shaped(self.Input, request))
        return answer(pk, request, undo_until=now() + UNDO)


class AlarmUndo(APIView):
    """Taking an alarm level back within five seconds."""

    @extend_schema(request=Seen, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The level it had before; whoever was assigned since stays."""
        actions.undo_alarm(visible(pk, request), actor=who(request), **shaped(Seen, request))
        return answer(pk, request)


class Closing(APIView):
    """Ending an incident."""

    class Input(Seen):
        """How it ended."""

        disposition = serializers.CharField(max_length=30)
        note = TypedText(max_length=4000, required=False, allow_blank=True, default="")

    @extend_schema(request=Input, responses={200: AnsweredWithUndo, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Close; agencies still at it are released in the same step."""
        said = shaped(self.Input, request)
        incident = actions.close(
            visible(pk, request),
            said["disposition"],
            actor=who(request),
            words=said["note"],
            version=said.get("version"),
        )
        return answer(pk, request, undo_until=incident.closed_at + UNDO if incident.closed_at else None)


class IncidentUndo(APIView):
    """Taking a closing back within five seconds."""

    @extend_schema(request=Seen, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Its agencies are where they were."""
        actions.undo_close(visible(pk, request), actor=who(request), **shaped(Seen, request))
        return answer(pk, request)


class Reopening(APIView):
    """Opening a closed incident again."""

    class Input(Seen):
        """Why."""

        reason = TypedText(max_length=2000)

    @extend_schema(request=Input, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Reopen, with the reason as a note."""
        actions.reopen(visible(pk, request), actor=who(request), **shaped(self.Input, request))
        return answer(pk, request)


class Change(APIView):
    """Correcting what is known of an incident."""

    class Input(Seen):
        """Only what changes."""

        priority = serializers.ChoiceField(choices=Priority.choices, required=False)
        category = serializers.CharField(max_length=30, required=False)
        place_text = TypedText(max_length=200, required=False, allow_blank=True)
        landmark = TypedText(max_length=200, required=False, allow_blank=True)
        area = serializers.CharField(
            max_length=13,
            required=False,
            allow_blank=True,
            help_text=gettext_lazy("Kode kelurahan; bila tidak disebut, kelurahan titiknya."),
        )
        lat = serializers.FloatField(min_value=-90, max_value=90, required=False, allow_null=True)
        lng = serializers.FloatField(min_value=-180, max_value=180, required=False, allow_null=True)
        is_confidential = serializers.BooleanField(required=False)

    @extend_schema(request=Input, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Change; the clocks keep their start."""
        said = shaped(self.Input, request)
        if ward := ward_at(said.get("lat"), said.get("lng")):
            said.setdefault("area", ward)
        actions.change(visible(pk, request), actor=who(request), **said)
        return answer(pk, request)


class Notes(APIView):
    """Lines added to an incident."""

    class Input(Seen):
        """The words."""

        text = TypedText(max_length=4000)

    @extend_schema(request=Input, responses={201: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Add a line."""
        actions.note(visible(pk, request), actor=who(request), **shaped(self.Input, request))
        return answer(pk, request, 201)


class Acknowledgement(APIView):
    """Taking an escalation on, by name."""

    @extend_schema(request=Seen, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Acknowledge."""
        escalation = get_object_or_404(Escalation, pk=pk)
        visible(escalation.incident_id, request)
        actions.acknowledge(pk, actor=who(request), **shaped(Seen, request))
        return answer(escalation.incident_id, request)


class Escalating(APIView):
    """Telling the next rung of the ladder now."""

    class Input(Seen):
        """Why nobody waits for the clock, which the action fills in for named agencies; none named: all that wait."""

        reason = TypedText(max_length=200, required=False, allow_blank=True, default="")
        agencies = serializers.ListField(child=serializers.CharField(max_length=5), required=False, default=list)

    @extend_schema(request=Input, responses={200: Answered, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Escalate every agency that has not answered, or only the named ones."""
        actions.escalate(visible(pk, request), actor=who(request), **shaped(self.Input, request))
        return answer(pk, request)


class IncidentJournal(APIView):
    """What was done about an incident, in sentences, and who could be sent."""

    @extend_schema(responses={200: JournalPicture, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """Entries, notes and proposals."""
        incident = get_object_or_404(
            Incident.objects.visible_to(who(request)).select_related("category", "area__parent"), pk=pk
        )
        return Response(journal_view.picture(incident, standing(who(request))))


class Duty(APIView):
    """Whether a unit can be sent."""

    class Input(Seen):
        """On duty, or why not."""

        is_on_duty = serializers.BooleanField()
        reason = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")

    @extend_schema(request=Input, responses={200: UnitAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Put it on or off duty."""
        said = shaped(self.Input, request)
        unit = get_object_or_404(Unit.objects.filter(agency__is_active=True), pk=pk)
        if said["is_on_duty"]:
            ground.put_on_duty(unit.pk, actor=who(request), version=said.get("version"))
        else:
            ground.take_off_duty(unit.pk, said["reason"], actor=who(request), version=said.get("version"))
        return Response({"unit": unit_card_for(pk)})
