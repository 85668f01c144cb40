"""Calling back over HTTP: each command is one action, answered with the call as this person may see it."""

from __future__ import annotations

from django.utils.timezone import now
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen, Shape
from calls import actions
from calls.actions.calling_back import CLOSING
from calls.api import own_card, seen, visible_call, who
from calls.ends import CallBackResult
from calls.models import Call
from calls.queue import draft_for
from calls.shapes import CallAlone, CallBackAnswer, ClosedAlone, ClosedAnswer, ReopenedAnswer
from incidents.actions.response import UNDO

# More than a night of one surge; a list is closed by those who see it.
MOST = 100

CLOSE_REASONS = [(one.value, one.label) for one in CLOSING]


class CloseReasonInput(Seen):
    """Why nobody is rung back."""

    reason = serializers.ChoiceField(choices=CLOSE_REASONS)


class Taking(APIView):
    """Taking a call-back on."""

    @extend_schema(request=Seen, responses={200: CallAlone, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The number in full; 409 names whoever has it in hand."""
        call = actions.take_call_back(visible_call(pk, request), actor=who(request), **seen(request))
        return Response({"call": own_card(call.pk, request)})


class Release(APIView):
    """Giving a call-back back."""

    @extend_schema(request=Seen, responses={200: CallAlone, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """It is anybody's again."""
        call = actions.release_call_back(visible_call(pk, request), actor=who(request), **seen(request))
        return Response({"call": own_card(call.pk, request)})


class Tries(APIView):
    """What came of ringing."""

    class Input(Seen):
        """One of the results."""

        result = serializers.ChoiceField(choices=CallBackResult.choices)

    @extend_schema(request=Input, responses={200: CallBackAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Write it down; whoever was reached begins a report."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        call, report = actions.note_try(visible_call(pk, request), actor=who(request), **shape.validated_data)
        draft = draft_for(report.pk, who(request)) if report else None
        return Response({"call": own_card(call.pk, request), "report": draft})


class Closing(APIView):
    """Closing a call-back."""

    @extend_schema(request=CloseReasonInput, responses={200: ClosedAlone, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """With the reason why nobody is rung."""
        shape = CloseReasonInput(data=request.data)
        shape.is_valid(raise_exception=True)
        call = actions.close_call_back(visible_call(pk, request), actor=who(request), **shape.validated_data)
        return Response({"call": own_card(call.pk, request), "undo_until": now() + UNDO})


class ManyInput(Shape):
    """Which calls; no versions: each is looked at anew under its lock."""

    calls = serializers.ListField(child=serializers.IntegerField(min_value=1), min_length=1, max_length=MOST)


def visible_of(asked: set[int], request: Request) -> list[int]:
    """Those of the calls that this person may know of."""
    return list(Call.objects.visible_to(who(request)).filter(pk__in=asked).values_list("pk", flat=True))


class ClosingMany(APIView):
    """Closing many call-backs at once, as after a surge."""

    class Input(ManyInput):
        """Which calls, and why."""

        reason = serializers.ChoiceField(choices=CLOSE_REASONS)

    @extend_schema(request=Input, responses={200: ClosedAnswer, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Those nobody has in hand; the rest is counted."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        asked = set(shape.validated_data["calls"])
        closed = actions.close_call_backs(
            visible_of(asked, request), shape.validated_data["reason"], actor=who(request)
        )
        left = len(asked) - len(closed)
        return Response({"closed": [call.pk for call in closed], "left": left, "undo_until": now() + UNDO})


class WaitingAgain(APIView):
    """Taking a closing back within five seconds."""

    @extend_schema(request=ManyInput, responses={200: ReopenedAnswer, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Those one closed oneself."""
        shape = ManyInput(data=request.data)
        shape.is_valid(raise_exception=True)
        ids = visible_of(set(shape.validated_data["calls"]), request)
        reopened = actions.reopen_call_backs(ids, actor=who(request))
        return Response({"reopened": [call.pk for call in reopened]})
