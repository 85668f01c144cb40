"""Messages over HTTP: a gateway posts what was written to 112, the console reads the thread and writes back."""

from __future__ import annotations

from math import isfinite
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Refusal, Seen, Shape
from agencies.typed import TypedText, ZonedMoment
from calls import actions
from calls.actions.messaging import Incoming
from calls.api import own_card, seen, visible_call, who
from calls.conversations import line_card, may_read, thread_of
from calls.models import Call
from calls.shapes import CallCard
from calls.thread import LONGEST, LONGEST_REPLY, Channel, Delivery, Direction, Message

CHANNELS = [(one.value, one.label) for one in Channel if one != Channel.VOICE]
LONGEST_SENT = 100_000  # characters: more is not a message
FARTHEST = 100_000  # metres: a less accurate point says nothing


class TooMany(APIException):
    """A sender who writes faster than people do: the gateway tries again in a minute."""

    status_code = 429
    default_code = "too_many"


class Lines(APIView):
    """What people write to 112."""

    class Input(Shape):
        """One message; a repeated `id` changes nothing. Unknown fields are ignored, files are not taken."""

        id = serializers.CharField(max_length=120, help_text=gettext_lazy("Nomor pesan di gateway."))
        channel = serializers.ChoiceField(choices=CHANNELS)
        sender = serializers.CharField(
            max_length=40, help_text=gettext_lazy("Nomor telepon, atau akun yang dipakai gateway untuk membalas.")
        )
        text = TypedText(
            max_length=LONGEST_SENT,
            required=False,
            allow_blank=True,
            default="",
            trim_whitespace=False,
            help_text=gettext_lazy("Lebih dari 4.000 huruf dipotong."),
        )
        sent_at = ZonedMoment(help_text=gettext_lazy("Waktu pengirim, ISO 8601 dengan zona."))
        name = TypedText(max_length=80, required=False, allow_blank=True, default="")
        attachments = serializers.IntegerField(
            min_value=0,
            max_value=999,
            required=False,
            default=0,
            help_text=gettext_lazy("Berapa lampiran; isinya tidak diterima, hanya disebut."),
        )
        lat = serializers.FloatField(min_value=-90, max_value=90, required=False, allow_null=True, default=None)
        lng = serializers.FloatField(min_value=-180, max_value=180, required=False, allow_null=True, default=None)
        accuracy = serializers.FloatField(
            min_value=0,
            max_value=FARTHEST,
            required=False,
            allow_null=True,
            default=None,
            help_text=gettext_lazy("Radius ketidakpastian, meter."),
        )
        test = serializers.BooleanField(required=False, default=False)
        simulated = serializers.BooleanField(required=False, default=False)

        def validate_text(self, text: str) -> str:
            """What is too long to be read in an emergency is cut, and says so."""
            mark = _("… (dipotong)")
            return text if len(text) <= LONGEST else text[: LONGEST - len(mark)] + mark

        def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
            """Something was said, and a point is whole; 0,0 is what telephones say that know no place."""
            if not (attrs["text"].strip() or attrs["attachments"] or attrs["channel"] == Channel.PANIC):
                raise serializers.ValidationError({"text": _("Pesan ini kosong.")})
            for name in ("lat", "lng", "accuracy"):
                if attrs[name] is not None and not isfinite(attrs[name]):
                    raise serializers.ValidationError({name: _("Bukan angka.")})
            for name, other in (("lat", "lng"), ("lng", "lat")):
                if attrs[name] is None and attrs[other] is not None:
                    raise serializers.ValidationError({name: _("Lintang dan bujur harus ada keduanya.")})
            if attrs["lat"] is None or (attrs["lat"] == 0 and attrs["lng"] == 0):
                attrs.update(lat=None, lng=None, accuracy=None)
            return attrs

    class Output(Shape):
        """The line, the call it belongs to, and what was not taken of it."""

        id = serializers.IntegerField()
        call = serializers.IntegerField()
        detail = serializers.CharField(allow_blank=True)

    @extend_schema(
        operation_id="messages_create",
        request=Input,
        responses={200: Output, 201: Output, **REFUSALS, 429: Refusal},
    )
    def post(self, request: Request) -> Response:
        """Take one message: 201 for a new one, 200 for one told before, 429 for a sender who writes too fast."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        try:
            line, is_new = actions.take_message(incoming(shape.validated_data), actor=who(request))
        except ValidationError as error:
            if getattr(error, "code", "") != "too_many":
                raise
            raise TooMany(" ".join(error.messages)) from error
        dropped = _("Lampiran tidak diterima; minta pengirim menuliskannya.") if line.attachments else ""
        return Response({"id": line.pk, "call": line.call_id, "detail": dropped}, status=201 if is_new else 200)


def incoming(said: dict[str, Any]) -> Incoming:
    """The message in our words."""
    same = ("channel", "sender", "text", "sent_at", "name", "attachments", "lat", "lng", "accuracy")
    return Incoming(
        gateway_id=said["id"],
        is_test=said["test"],
        is_simulated=said["simulated"],
        **{name: said[name] for name in same},
    )


class MessageShape(Shape):
    """One line of a thread; `sent_at` is the sender's clock."""

    id = serializers.IntegerField()
    direction = serializers.ChoiceField(choices=Direction.choices)
    text = serializers.CharField(allow_blank=True)
    at = serializers.DateTimeField()
    sent_at = serializers.DateTimeField(allow_null=True)
    by = serializers.CharField(allow_blank=True)
    name = serializers.CharField(allow_blank=True)
    attachments = serializers.IntegerField()
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    accuracy = serializers.FloatField(allow_null=True)
    state = serializers.ChoiceField(choices=Delivery.choices)


class ThreadAnswer(Shape):
    """A thread and the one it follows."""

    lines = MessageShape(many=True)
    earlier = MessageShape(many=True)
    can_reply = serializers.BooleanField()
    has_gateway = serializers.BooleanField()


class WrittenAnswer(Shape):
    """The line that waits to be sent, and its call."""

    line = MessageShape()
    call = CallCard()


class Thread(APIView):
    """One conversation."""

    class Input(Seen):
        """What is written back."""

        text = TypedText(max_length=LONGEST_REPLY)

    @extend_schema(responses={200: ThreadAnswer, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """Its lines, for whoever has it in hand or may see its caller."""
        call = get_object_or_404(Call.objects.visible_to(who(request)).select_related("follows"), pk=pk)
        if not may_read(call, who(request)):
            raise PermissionDenied(_("Percakapan ini hanya untuk petugas yang menanganinya."))
        return Response(thread_of(call, who(request)))

    @extend_schema(request=Input, responses={201: WrittenAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Write back; the gateway is handed the line within seconds."""
        shape = self.Input(data=request.data)
        shape.is_valid(raise_exception=True)
        line = actions.write_back(visible_call(pk, request), actor=who(request), **shape.validated_data)
        return Response({"line": line_card(line), "call": own_card(pk, request)}, status=201)


class Resending(APIView):
    """Trying a line again that the gateway would not take."""

    @extend_schema(request=Seen, responses={200: WrittenAnswer, **REFUSALS})
    def post(self, request: Request, pk: int, line: int) -> Response:
        """It is queued again, under the same key."""
        found = get_object_or_404(Message, pk=line, call=visible_call(pk, request))
        sent = actions.resend(found.pk, actor=who(request), **seen(request))
        return Response({"line": line_card(sent), "call": own_card(pk, request)})
