"""The call-taker's commands and the exchange's events over HTTP; each is one action."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen, Shape, packed
from agencies.door import audience_of
from agencies.permissions import standing
from calls import actions, early, line, protocols, telephony
from calls.actions.answering import REASONS
from calls.draft_input import DraftInput, typed
from calls.ends import REASON_CHOICES, Clue
from calls.models import CODABLE, Call, Report
from calls.past import past_of
from calls.questions import Protocol
from calls.queue import AUDIENCE, calls_of, card_for, cards, draft_card, drafts_of
from calls.queue_shapes import QueuePicture
from calls.same_event import matches_of
from calls.shapes import (
    AttachedAnswer,
    CallAlone,
    CallAnswerShape,
    CodedAnswer,
    DemotionShape,
    DraftAnswer,
    DraftsAnswer,
    ForwardedAnswer,
    MatchesAnswer,
    PastAnswer,
    ProtocolAnswered,
    RevealedNumber,
    RevealedReporter,
)
from incidents.actions.response import UNDO
from incidents.models import Incident, Source
from journal.live import snapshots

MANUAL = [(one.value, one.label) for one in (Source.RADIO, Source.WALK_IN, Source.PHONE)]


def who(request: Request) -> User:
    """The signed-in account; the permission classes have seen to it."""
    return cast(User, request.user)


def own_card(call_id: int, request: Request) -> dict[str, Any]:
    """A call as the person who answered it sees it."""
    return card_for(call_id, who(request)) or {}


def seen(request: Request) -> dict[str, Any]:
    """The version of the card the caller looked at, if he says."""
    shape = Seen(data=request.data)
    shape.is_valid(raise_exception=True)
    return dict(shape.validated_data)


def draft_of(call_id: int) -> dict[str, Any] | None:
    """The draft that belongs to a call, if it is being written."""
    row = Report.objects.drafts().filter(call_id=call_id).select_related("area__parent", "category").first()
    return draft_card(row) if row else None


def refuse_others(request: Request) -> None:
    """What lies on a call-taker's desk is read by whoever answers calls on this watch, by nobody else."""
    if not standing(who(request)).is_call_taker:
        raise PermissionDenied


def visible_call(pk: int, request: Request) -> int:
    """The call's id, 404 unless this watch may know of it."""
    return int(get_object_or_404(Call.objects.visible_to(who(request)), pk=pk).pk)


def visible_draft(pk: int, request: Request) -> int:
    """The report's id, 404 unless this watch may know of it."""
    return int(get_object_or_404(Report.objects.visible_to(who(request)), pk=pk).pk)


def written_draft(pk: int, request: Request) -> int:
    """The same for writing, also a colleague's draft: the refusal says who writes it."""
    others = Report.objects.filter(incident=None) if standing(who(request)).is_call_taker else Report.objects.none()
    rows = Report.objects.visible_to(who(request)) | others
    return int(get_object_or_404(rows, pk=pk).pk)


class TelephonyEvents(APIView):
    """What the exchange says of its calls."""

    class Output(Shape):
        """The call the event belongs to, and its version after it."""

        call_id = serializers.CharField()
        id = serializers.IntegerField()
        version = serializers.IntegerField()
        notice = serializers.CharField(
            required=False,
            help_text=gettext_lazy("Bila jam sentral dan server berbeda 5 menit atau lebih."),
        )

    @extend_schema(request=telephony.EventInput, responses={200: Output, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Take one event: idempotent, in any order."""
        event = telephony.read(request.data)
        call = actions.hear(event, actor=who(request))
        notice = telephony.clock_notice(event.at)
        told = {"notice": notice} if notice else {}
        return Response({"call_id": call.switch_id, "id": call.pk, "version": call.version, **told})


class CallAnswer(APIView):
    """Taking a ringing call."""

    @extend_schema(request=Seen, responses={200: CallAnswerShape, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Answer; 409 names whoever was first."""
        call = actions.answer(visible_call(pk, request), actor=who(request), **seen(request))
        return Response({"call": own_card(call.pk, request), "report": draft_of(call.pk)})


class CallEnd(APIView):
    """Hanging up."""

    @extend_schema(request=Seen, responses={200: CallAlone, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """End the conversation; the outcome may come later."""
        call = actions.hang_up(visible_call(pk, request), actor=who(request), **seen(request))
        return Response({"call": own_card(call.pk, request)})


class CallCoding(APIView):
    """Saying what a call was."""

    class Input(Seen):
        """One of the outcomes a person may choose, and what its short end adds."""

        outcome = serializers.ChoiceField(choices=CODABLE)
        clues = serializers.ListField(child=serializers.ChoiceField(choices=Clue.choices), required=False)
        contact = serializers.IntegerField(required=False, min_value=1)
        receipt = serializers.CharField(required=False, allow_blank=True, max_length=80)

    @extend_schema(request=Input, responses={200: CodedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Code the call."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        call = actions.set_outcome(visible_call(pk, request), actor=who(request), **shape.validated_data)
        undo_until = call.outcome_at + UNDO if call.outcome_at else None
        return Response({"call": own_card(call.pk, request), "report": draft_of(call.pk), "undo_until": undo_until})


class CallReason(APIView):
    """Saying afterwards why a call was a prank, or what it asked about."""

    class Input(Seen):
        """One of the reasons of the call's outcome."""

        reason = serializers.ChoiceField(choices=REASON_CHOICES)

    @extend_schema(request=Input, responses={200: CallAlone, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Add the reason."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        call = actions.give_reason(visible_call(pk, request), actor=who(request), **shape.validated_data)
        return Response({"call": own_card(call.pk, request)})


class CallPast(APIView):
    """What the number of a call did before."""

    @extend_schema(responses={200: PastAnswer, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """Its last calls and what became of them, without the number."""
        call = get_object_or_404(Call.objects.visible_to(who(request)), pk=pk)
        return Response(past_of(call, who(request)))


class CallDemotion(APIView):
    """Proposing that a number stands below the others for a day."""

    @extend_schema(request=Seen, responses={201: DemotionShape, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """A supervisor decides."""
        row = actions.propose_demotion(visible_call(pk, request), actor=who(request), **seen(request))
        return Response({"state": "waiting", "ends_at": row.ends_at}, status=201)


class CallUndo(APIView):
    """Taking an outcome back within five seconds."""

    @extend_schema(request=Seen, responses={200: CallAnswerShape, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """As if the key had not been pressed."""
        call = actions.undo_outcome(visible_call(pk, request), actor=who(request), **seen(request))
        return Response({"call": own_card(call.pk, request), "report": draft_of(call.pk)})


class ReasonInput(Seen):
    """Why personal data is looked at."""

    reason = serializers.ChoiceField(choices=REASONS)


class CallReveal(APIView):
    """Looking at a caller's number."""

    @extend_schema(request=ReasonInput, responses={200: RevealedNumber, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The number; the journal keeps who looked and why."""
        shape = ReasonInput(data=request.data)
        shape.is_valid(raise_exception=True)
        number = actions.reveal_caller(visible_call(pk, request), actor=who(request), **shape.validated_data)
        return Response({"caller": number})


class ReportReveal(APIView):
    """Looking at who reported."""

    @extend_schema(request=ReasonInput, responses={200: RevealedReporter, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Name and numbers; the journal keeps who looked and why."""
        shape = ReasonInput(data=request.data)
        shape.is_valid(raise_exception=True)
        shown = actions.reveal_reporter(visible_draft(pk, request), actor=who(request), **shape.validated_data)
        return Response(shown)


class Drafts(APIView):
    """My unsent reports."""

    class Input(Shape):
        """How the report reached the centre, when not by a call."""

        source = serializers.ChoiceField(choices=MANUAL)  # type: ignore[assignment]

    @extend_schema(responses={200: DraftsAnswer, **REFUSALS})
    def get(self, request: Request) -> Response:
        """All of them, also those that went on in a colleague's hands, with their calls and the one he talks on."""
        refuse_others(request)
        rows = drafts_of(who(request))
        calls = cards(calls_of(who(request), rows), full_for=who(request).pk)
        return Response({"drafts": [draft_card(row) for row in rows], "calls": calls})

    @extend_schema(request=Input, responses={201: DraftAnswer, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Begin a report without a call."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        draft = actions.start_report(shape.validated_data["source"], actor=who(request))
        return Response({"report": draft_card(draft)}, status=201)


class Draft(APIView):
    """One unsent report."""

    @extend_schema(operation_id="reports_drafts_save", request=DraftInput, responses={200: DraftAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Save some fields."""
        draft = actions.save_draft(written_draft(pk, request), actor=who(request), **typed(request))
        return Response({"report": draft_card(draft)})


class DraftForwarding(APIView):
    """Save and hand over to the dispatcher."""

    @extend_schema(request=DraftInput, responses={201: ForwardedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The report becomes an incident."""
        draft = actions.forward(written_draft(pk, request), actor=who(request), **typed(request))
        incident = draft.incident
        assert incident is not None
        made = {"id": incident.pk, "number": incident.number, "short": incident.short_number}
        return Response({"incident": made, "report": draft_card(draft)}, status=201)


class DraftMatches(APIView):
    """Whether the event of a draft is known already."""

    @extend_schema(responses={200: MatchesAnswer, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """Open incidents and drafts of colleagues, the likeliest first."""
        refuse_others(request)
        draft = get_object_or_404(Report.objects.filter(taken_by=who(request)), pk=pk)
        is_open = draft.incident_id is None and draft.discarded_at is None
        return Response({"matches": matches_of(draft, who(request)) if is_open else []})


class DraftAttaching(APIView):
    """Save and attach to an incident that is open already."""

    class Input(DraftInput):
        """The incident, with any fields of the draft that are not saved yet."""

        incident = serializers.IntegerField()

    @extend_schema(request=Input, responses={201: AttachedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The report becomes one more of the incident's."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        fields = dict(shape.validated_data)
        incident_id = fields.pop("incident")
        get_object_or_404(Incident.objects.visible_to(who(request)), pk=incident_id)
        draft = actions.attach(written_draft(pk, request), incident_id, actor=who(request), **fields)
        incident = draft.incident
        assert incident is not None
        assert draft.attached_at is not None
        made = {"id": incident.pk, "number": incident.number, "short": incident.short_number}
        body = {"incident": made, "report": draft_card(draft), "undo_until": draft.attached_at + UNDO}
        return Response(body, status=201)


class DraftDetaching(APIView):
    """Taking an attaching back within five seconds."""

    @extend_schema(request=Seen, responses={200: DraftAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The report is a draft again."""
        get_object_or_404(Report.objects.filter(taken_by=who(request)), pk=pk)
        draft = actions.detach(pk, actor=who(request), **seen(request))
        return Response({"report": draft_card(draft)})


class DraftDiscarding(APIView):
    """Putting a draft aside."""

    @extend_schema(request=Seen, responses={200: DraftAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """It leaves the console; its row stays."""
        draft = actions.discard(written_draft(pk, request), actor=who(request), **seen(request))
        return Response({"report": draft_card(draft)})


class ProtocolEdition(APIView):
    """One edition of a protocol, for a console that was opened before it was published or after it was replaced."""

    @extend_schema(responses={200: ProtocolAnswered, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """Its questions and what is read out."""
        rows = Protocol.objects.visible_to(who(request)).with_questions()
        return Response({"protocol": protocols.card(get_object_or_404(rows, pk=pk))})


class CallQueue(APIView):
    """The calls that are not finished, for the console's first picture."""

    @extend_schema(responses={200: QueuePicture, **REFUSALS})
    def get(self, request: Request) -> HttpResponse:
        """Calls, open incidents, surges, colleagues on watch, what the last one left; whether the exchange is lost."""
        if audience_of("calls", standing(who(request))) is None:
            raise PermissionDenied
        kinds = ("call", "incident", "member", "handover", "command", "ring", "telephone", "surge")
        return packed(request, snapshots.get(AUDIENCE, (*kinds, line.KIND, early.KIND), lambda: {"now": now()}))
