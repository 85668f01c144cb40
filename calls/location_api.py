"""Where callers are, over HTTP: what handsets, SMS gateways and networks tell, and what a screen may ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.db.models import Q
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Shape
from agencies.models import Role
from agencies.permissions import standing
from agencies.typed import JsonBody, ZonedMoment
from calls import actions, locations
from calls.actions.answering import refuse_uncleared
from calls.actions.locating import KEPT, Told
from calls.aml import LONGEST_TEXT, LONGEST_VALUE, Unreadable, read_https, read_sms, unpacked
from calls.api import who
from calls.conversations import is_closed
from calls.identity import normalised
from calls.locations import CallerLocation
from calls.models import Call, Report
from calls.positions import WIDEST, Fix, Message, Way, is_point
from incidents.models import Incident

LARGEST = 8192  # octets; the longest message of a handset has some 700
MOST_OCTETS = 560  # of a data message, which is 640 letters


class TooLarge(exceptions.APIException):
    """More than any message of a handset."""

    status_code = 413
    default_code = "too_large"
    default_detail = gettext_lazy("Isi permintaan terlalu besar untuk satu lokasi.")


class Gate(APIView):
    """The door for machines that tell where callers are: forms and JSON, both small."""

    parser_classes = (JsonBody, FormParser)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Who it is first, then how much."""
        super().initial(request, *args, **kwargs)
        if int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST:
            raise TooLarge


class LocationKept(Shape):
    """A location as kept: whether it belongs to a call already, and whether it has a point."""

    id = serializers.IntegerField()
    matched = serializers.BooleanField()
    found = serializers.BooleanField()


def kept(told: Told, request: Request) -> Response:
    """Keep it and say so."""
    row = actions.locate(told, actor=who(request))
    return Response({"id": row.pk, "matched": row.call_id is not None, "found": row.lat is not None})


def fields_of(request: Request) -> Mapping[str, Any]:
    """The fields of a form or of a JSON object; raises a refusal that names what is wrong."""
    try:
        data = request.data
    except TooManyFieldsSent:
        raise TooLarge from None
    if not isinstance(data, QueryDict):
        if not isinstance(data, dict):
            raise serializers.ValidationError({"": [_("Kirim satu objek.")]})
        return data
    twice = [name for name in data if len(set(data.getlist(name))) > 1]
    if twice:
        raise serializers.ValidationError({twice[0]: [_("Diisi dua kali dengan isi berbeda.")]})
    return data.dict()


def refuse_nobodys(field: str, number: str, imei: str) -> None:
    """A location that names nobody can never be brought to a call."""
    if not normalised(number) and not imei:
        raise serializers.ValidationError({field: [_("Nomor penelepon tidak terbaca.")]})


# --- what machines tell ---------------------------------------------------------------------------------------------


class AmlOverHttps(Gate):
    """Advanced Mobile Location over HTTPS (ETSI TS 103 625)."""

    class Input(Shape):
        """What a handset, or the gateway it sends to, posts; all other fields are ignored, IMSI and hmac too."""

        device_number = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)
        device_imei = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)
        location_latitude = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)
        location_longitude = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)
        location_accuracy = serializers.CharField(
            max_length=LONGEST_VALUE, required=False, allow_blank=True, help_text=gettext_lazy("Meter.")
        )
        location_certainty = serializers.CharField(
            max_length=LONGEST_VALUE, required=False, allow_blank=True, help_text=gettext_lazy("Persen.")
        )
        location_source = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)
        location_time = serializers.CharField(
            max_length=LONGEST_VALUE,
            required=False,
            allow_blank=True,
            help_text=gettext_lazy("Milidetik sejak 1970, UTC."),
        )
        cell_network_mcc = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)
        cell_network_mnc = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)
        cell_home_mcc = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)
        cell_home_mnc = serializers.CharField(max_length=LONGEST_VALUE, required=False, allow_blank=True)

    @extend_schema(
        request={"application/json": Input, "application/x-www-form-urlencoded": Input},
        responses={200: LocationKept, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Keep where a caller is; the same twice is one."""
        try:
            found = read_https(fields_of(request))
        except Unreadable as error:
            raise serializers.ValidationError({error.field: [error.text]}) from None
        refuse_nobodys("device_number", found.number, found.imei)
        return kept(told_by(found, Way.AML_HTTPS, number=found.number), request)


class AmlBySms(Gate):
    """Advanced Mobile Location by SMS, as a gateway or a modem passes it on."""

    class Input(Shape):
        """A text message, or the octets of a data message (seven-bit letters, without header) in hexadecimal."""

        sender = serializers.CharField(max_length=LONGEST_VALUE)
        text = serializers.CharField(max_length=LONGEST_TEXT, required=False, allow_blank=True)
        data = serializers.RegexField(  # type: ignore[assignment]
            r"^(?:[0-9A-Fa-f]{2})*$", max_length=2 * MOST_OCTETS, required=False
        )
        received_at = ZonedMoment(
            required=False, help_text=gettext_lazy("Waktu gerbang SMS menerimanya, ISO 8601 dengan zona.")
        )

    @extend_schema(
        request={"application/json": Input, "application/x-www-form-urlencoded": Input},
        responses={200: LocationKept, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Keep where the sender is; the same twice is one."""
        shape = self.Input(data=fields_of(request))
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        field = "data" if said.get("data") else "text"
        if bool(said.get("data")) == bool(said.get("text")):
            raise serializers.ValidationError({"text": [_("Isi salah satu: text atau data.")]})
        try:
            found = read_sms(unpacked(bytes.fromhex(said["data"])) if field == "data" else said["text"])
        except Unreadable as error:
            words = error.text if error.field == "text" else f"{error.field}: {error.text}"
            raise serializers.ValidationError({field: [words]}) from None
        refuse_nobodys("sender", said["sender"], "")
        at = said.get("received_at") or now()
        if now() - at > KEPT:
            raise serializers.ValidationError({"received_at": [_("Pesan ini sudah lebih dari sehari.")]})
        return kept(told_by(found, Way.AML_SMS, number=said["sender"], at=at), request)


def told_by(found: Message, way: str, *, number: str, at: Any = None) -> Told:
    """A message as the action takes it."""
    return Told(
        way=way,
        fix=found.fix,
        received_at=at or now(),
        number=number,
        imei=found.imei,
        network=found.network,
        home=found.home,
        language=found.language,
        is_doubtful=found.is_doubtful,
    )


class CellArea(Gate):
    """The cell or the area in which the network says that a caller is."""

    class Input(Shape):
        """The exchange's call, or the caller's number or IMEI; a circle, or a part of one seen from its middle."""

        call_id = serializers.CharField(max_length=80, required=False, help_text=gettext_lazy("Nomor di sentral."))
        number = serializers.CharField(max_length=40, required=False)
        imei = serializers.RegexField(r"^[0-9]{14,16}$", required=False)
        lat = serializers.FloatField(min_value=-90, max_value=90)
        lng = serializers.FloatField(min_value=-180, max_value=180)
        radius_m = serializers.FloatField(min_value=1, max_value=WIDEST)
        azimuth = serializers.IntegerField(min_value=0, max_value=359, required=False)
        opening = serializers.IntegerField(min_value=1, max_value=360, required=False)
        at = ZonedMoment(required=False)

    @extend_schema(
        request={"application/json": Input, "application/x-www-form-urlencoded": Input},
        responses={200: LocationKept, **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        """Keep the area; the same twice is one. 404 for a call that was never told of."""
        shape = self.Input(data=fields_of(request))
        shape.is_valid(raise_exception=True)
        said = shape.validated_data
        if not is_point(said["lat"], said["lng"]):
            raise serializers.ValidationError({"lat": [_("0,0 bukan tempat penelepon.")]})
        if not said.get("call_id"):
            refuse_nobodys("call_id", said.get("number", ""), said.get("imei", ""))
        told = Told(
            way=Way.CELL,
            fix=Fix(
                lat=said["lat"],
                lng=said["lng"],
                radius_m=said["radius_m"],
                positioned_at=said.get("at"),
                azimuth=said.get("azimuth"),
                opening=said.get("opening"),
            ),
            received_at=now(),
            number=said.get("number", ""),
            imei=said.get("imei", ""),
            call_id=said.get("call_id", ""),
        )
        return kept(told, request)


# --- what screens ask -----------------------------------------------------------------------------------------------


class LocationCard(Shape):
    """One thing that was said of a caller's place; without a point his telephone found none."""

    id = serializers.IntegerField()
    way = serializers.ChoiceField(choices=Way.choices)
    way_name = serializers.CharField()
    method_name = serializers.CharField(allow_blank=True)
    lat = serializers.FloatField(allow_null=True)
    lng = serializers.FloatField(allow_null=True)
    radius_m = serializers.FloatField(allow_null=True)
    confidence = serializers.IntegerField(allow_null=True)
    azimuth = serializers.IntegerField(allow_null=True)
    opening = serializers.IntegerField(allow_null=True)
    is_cell = serializers.BooleanField()
    is_stale = serializers.BooleanField()
    is_doubtful = serializers.BooleanField()
    positioned_at = serializers.DateTimeField(allow_null=True)
    received_at = serializers.DateTimeField()
    area_name = serializers.CharField(allow_blank=True)


class CallLocations(APIView):
    """Where the caller of one call is."""

    class Output(Shape):
        """Which one a screen shows, and all of them, the latest first; what foreign language to expect (ISO 639, empty
        for none), and in words what of the telephone and its card is foreign.
        """

        shown = serializers.IntegerField(allow_null=True)
        likely_language = serializers.CharField(allow_blank=True)
        foreign = serializers.CharField(allow_blank=True)
        locations = LocationCard(many=True)

    @extend_schema(responses={200: Output, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """For whoever has the call, or leads the shift."""
        call = get_object_or_404(Call.objects.visible_to(who(request)).select_related("call_back"), pk=pk)
        refuse_strangers(call, request)
        rows = list(CallerLocation.objects.filter(call=call))
        first = locations.shown(rows)
        tongue = locations.spoken(rows)
        return Response(
            {
                "shown": first.pk if first else None,
                "likely_language": tongue.likely,
                "foreign": tongue.in_words,
                "locations": locations.cards(rows),
            }
        )


def refuse_strangers(call: Call, request: Request) -> None:
    """A caller's place is for whoever talks to him or calls him back, and for the shift's leader; of a confidential
    case for the cleared, and until it is sent for whoever writes it down.
    """
    user = who(request)
    back = getattr(call, "call_back", None)
    has_it = user.pk in (call.answered_by_id, back and back.taken_by_id)
    if not has_it and Role.SUPERVISOR not in standing(user).roles:
        raise PermissionDenied(_("Lokasi penelepon hanya untuk petugas yang menangani panggilannya."))
    told = Report.objects.filter(Q(call=call) | Q(call_back__call=call))
    for report in told.select_related("incident", "category"):
        if is_closed(report) and not (has_it and report.incident is None):
            refuse_uncleared(user)


class IncidentCallers(APIView):
    """Where those who reported an incident are; its own place is another matter."""

    class Output(Shape):
        """The location a screen shows of each caller that has one."""

        callers = LocationCard(many=True)

    @extend_schema(responses={200: Output, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """For the desk and call-takers; of a confidential incident nothing but to the cleared."""
        stand = standing(who(request))
        if not (stand.is_desk or stand.is_call_taker):
            raise PermissionDenied
        get_object_or_404(Incident.objects.visible_to(who(request)), pk=pk)
        return Response({"callers": locations.cards(locations.of_callers(pk, who(request)))})
