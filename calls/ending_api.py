"""Ending a report that needs nobody, over HTTP."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen
from agencies.typed import TypedText
from calls import actions
from calls.actions.ending import LONGEST_WORD
from calls.api import own_card, seen, who, written_draft
from calls.ends import NoAction
from calls.queue import draft_card
from calls.shapes import DraftAnswer, EndedAnswer
from incidents.actions.response import UNDO


class Ending(APIView):
    """Closing a report without sending it on."""

    class Input(Seen):
        """Why; the last reason with a word."""

        reason = serializers.ChoiceField(choices=NoAction.choices)
        word = TypedText(max_length=LONGEST_WORD, required=False, allow_blank=True)

    @extend_schema(request=Input, responses={200: EndedAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """It leaves the console, and its call is over; that of a call is taken back with the call's outcome."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        draft = actions.end_report(written_draft(pk, request), actor=who(request), **shape.validated_data)
        assert draft.discarded_at is not None
        call = own_card(draft.call_id, request) if draft.call_id else None
        return Response(
            {"id": draft.pk, "call": call, "at": draft.discarded_at, "undo_until": draft.discarded_at + UNDO}
        )


class Resuming(APIView):
    """Taking that back within five seconds, for a report without a call."""

    @extend_schema(request=Seen, responses={200: DraftAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The report is a draft again."""
        draft = actions.resume_report(written_draft(pk, request), actor=who(request), **seen(request))
        return Response({"report": draft_card(draft)})
