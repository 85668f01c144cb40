"""Where units are, over HTTP, in our own form and in those of OwnTracks and Traccar, all at one address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from django.contrib.auth.models import User
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies import trackers
from agencies.actions import take_positions
from agencies.actions.placing import Heard
from agencies.answers import REFUSALS, Refusal
from agencies.fixes import Fix, Unfit
from agencies.tokens import KeyOfDevice, WatchAuthentication
from agencies.typed import JsonBody, ZonedMoment

LARGEST = 512 * 1024  # octets
MOST = 2000  # positions of one batch
Shape = serializers.Serializer[Any]
Read = Callable[[Any], Fix | None]


class TooLarge(exceptions.APIException):
    """More than a batch may hold."""

    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("Kirim paling banyak 2000 posisi sekali kirim.")


class PositionShape(Shape):
    """One position of a unit, named by its call sign, or by the id of its device."""

    unit = serializers.CharField(max_length=12, required=False)
    device = serializers.CharField(max_length=80, required=False)
    lat = serializers.FloatField()
    lng = serializers.FloatField()
    time = ZonedMoment(help_text=gettext_lazy("Waktu posisi, ISO 8601 dengan zona."))
    accuracy = serializers.FloatField(required=False, help_text=gettext_lazy("Meter."))
    speed = serializers.FloatField(required=False, help_text=gettext_lazy("Kilometer per jam."))
    heading = serializers.FloatField(required=False, help_text=gettext_lazy("Derajat dari utara, searah jarum jam."))


class RefusedPosition(Refusal):
    """Which of the batch was not taken, and why; sending it again changes nothing."""

    index = serializers.IntegerField()


class Positions(APIView):
    """Where units are."""

    authentication_classes = (KeyOfDevice, WatchAuthentication)
    parser_classes = (JsonBody, FormParser)

    class Input(Shape):
        """A batch; a message of OwnTracks or of a Traccar server is taken as it is sent."""

        positions = PositionShape(many=True)

    class Output(Shape):
        """How many were news and how many were not, and which were refused; the good ones are kept."""

        taken = serializers.IntegerField()
        older = serializers.IntegerField()
        refused = RefusedPosition(many=True)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who it is first, then how much."""
        super().initial(request, *args, **kwargs)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise TooLarge

    @extend_schema(
        operation_id="positions_app",
        parameters=[OpenApiParameter(name, str) for name in ("id", "lat", "lon", "timestamp", "speed", "bearing")],
        responses={200: Output, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        """One position as the Traccar app and OsmAnd send it."""
        return self.of_device(request, trackers.traccar_app, request.query_params.dict())

    @extend_schema(
        operation_id="positions_create",
        request=Input,
        responses={200: Output, **REFUSALS, 413: Refusal},
    )
    def post(self, request: Request) -> Response:
        """Keep the newest place of each unit; the same again, or an older one, changes nothing."""
        body = request.data
        if isinstance(body, QueryDict) or (not body and "id" in request.query_params):
            return self.of_device(request, trackers.traccar_app, {**request.query_params.dict(), **_plain(body)})
        if trackers.is_owntracks(body):
            return self.of_owntracks(request, body)
        if trackers.is_traccar_json(body):
            return self.of_device(request, trackers.traccar_json, body)
        rows = body.get("positions") if isinstance(body, dict) else body
        if not isinstance(rows, list):
            raise serializers.ValidationError({"positions": [_("Kirim daftar posisi.")]})
        if len(rows) > MOST:
            raise TooLarge
        return Response(told(kept(trackers.own, rows, request)))

    def of_device(self, request: Request, read: Read, said: Any) -> Response:
        """One position of a device: 404 for a device nobody knows.

        Anything else that is wrong with it is answered with 200, for an app would send it again until the end of days.
        """
        heard = kept(read, [said], request)
        problem = heard.refused.get(0)
        if problem and problem.code == "unknown_unit":
            raise exceptions.NotFound(problem.text)
        return Response(told(heard))

    def of_owntracks(self, request: Request, said: Any) -> Response:
        """The same; OwnTracks wants a list for its answer."""
        names = request.headers.get("X-Limit-U", ""), request.headers.get("X-Limit-D", "")
        self.of_device(request, lambda one: trackers.owntracks(one, *names), said)
        return Response([])


def kept(read: Read, rows: Sequence[Any], request: Request) -> Heard:
    """Read each row by itself and keep the good ones; a bad one is refused with its place in the batch."""
    fixes: dict[int, Fix] = {}
    unread: dict[int, Unfit] = {}
    for index, row in enumerate(rows):
        try:
            fix = read(row)
        except Unfit as problem:
            unread[index] = problem
            continue
        if fix:
            fixes[index] = fix
    heard = take_positions(list(fixes.values()), actor=cast(User, request.user))
    places = list(fixes)
    heard.refused = {**unread, **{places[index]: problem for index, problem in heard.refused.items()}}
    return heard


def told(heard: Heard) -> dict[str, Any]:
    """What became of the batch."""
    return {
        "taken": heard.taken,
        "older": heard.older,
        "refused": [
            {"index": index, "code": problem.code, "detail": problem.text}
            for index, problem in sorted(heard.refused.items())
        ],
    }


def _plain(body: Any) -> dict[str, Any]:
    return body.dict() if isinstance(body, QueryDict) else {}
