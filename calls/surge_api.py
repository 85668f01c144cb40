"""Surges over HTTP: switched on and off, their status, whom they struck, incidents attached in bulk, the sitrep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Shape
from agencies.permissions import standing
from agencies.typed import TypedText, ZonedMoment
from calls import sitrep
from calls.api import who
from calls.surging import calls_of
from incidents import actions
from incidents.models import Incident
from incidents.surge_live import card_for
from incidents.surge_shapes import SurgeCard
from incidents.surges import Alert, Counted, Surge, SurgeStage

MOST = 200


class SurgeAnswer(Shape):
    """The surge after the command."""

    surge = SurgeCard()


class Nothing(Shape):
    """A command that needs no word."""


def said(shape: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The request in the form asked for; 400 with the fields named otherwise."""
    made = shape(data=request.data)
    made.is_valid(raise_exception=True)
    return dict(made.validated_data)


def surge_of(pk: int, request: Request) -> Surge:
    """The surge; only the desk knows of it."""
    if not standing(who(request)).is_desk:
        raise PermissionDenied
    rows = Surge.objects.select_related("incident__category").prefetch_related("areas")
    row: Surge = get_object_or_404(rows, pk=pk)
    return row


def answer(pk: int, status: int = 200) -> Response:
    """The surge as it is now."""
    return Response({"surge": card_for(pk)}, status=status)


class Surges(APIView):
    """Switching a surge on."""

    class Input(Shape):
        """A kind of event, codes of areas (none: everywhere), the status and its reason; the proposal it follows."""

        category = serializers.CharField(max_length=30)
        areas = serializers.ListField(child=serializers.CharField(max_length=13), max_length=MOST)
        alert = serializers.ChoiceField(choices=Alert.choices)
        reason = TypedText(max_length=200)
        proposal = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)

    @extend_schema(request=Input, responses={201: SurgeAnswer, **REFUSALS})
    def post(self, request: Request) -> Response:
        """An area event is opened to lead it by; every board shows at once who switched it on, for where."""
        given = said(self.Input, request)
        row = actions.start_surge(proposal_id=given.pop("proposal"), actor=who(request), **given)
        return answer(row.pk, 201)


class Dismissal(APIView):
    """A proposal that is not followed."""

    @extend_schema(request=Nothing, responses={200: SurgeAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """By name; its area is left alone for an hour."""
        return answer(actions.dismiss_surge(surge_of(pk, request).pk, actor=who(request)).pk)


class Alerting(APIView):
    """The status of a surge."""

    class Input(Shape):
        """The word, its reason, and the word that was seen."""

        alert = serializers.ChoiceField(choices=Alert.choices)
        reason = TypedText(max_length=200)
        was = serializers.ChoiceField(choices=Alert.choices, required=False, allow_null=True, default=None)

    @extend_schema(request=Input, responses={200: SurgeAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Chosen by the shift lead, computed by nothing."""
        return answer(actions.set_alert(surge_of(pk, request).pk, actor=who(request), **said(self.Input, request)).pk)


class Counts(APIView):
    """Whom and what a surge struck."""

    class Input(Shape):
        """How many, from whom, told when; `was` is the number that was seen. One that falls wants a reason."""

        what = serializers.ChoiceField(choices=Counted.choices)
        value = serializers.IntegerField()
        source = TypedText(max_length=80)  # type: ignore[assignment]
        was = serializers.IntegerField(required=False, allow_null=True, default=None)
        at = ZonedMoment(required=False, allow_null=True, default=None)
        reason = TypedText(max_length=200, required=False, allow_blank=True, default="")

    @extend_schema(request=Input, responses={201: SurgeAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """The last word takes the place of the one before; nothing is added up."""
        actions.tell_count(surge_of(pk, request).pk, actor=who(request), **said(self.Input, request))
        return answer(pk, 201)


class ManyIncidents(Shape):
    """Which incidents; no versions: each is looked at anew under its lock."""

    incidents = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        min_length=1,
        max_length=MOST,
        error_messages={
            "min_length": gettext_lazy("Pilih sedikitnya satu kejadian."),
            "max_length": gettext_lazy("Kaitkan paling banyak {max_length} kejadian sekali kirim."),
        },
    )


class AttachedLine(Shape):
    """What became of one of them, and why not."""

    incident = serializers.IntegerField()
    short = serializers.CharField(allow_blank=True)
    is_done = serializers.BooleanField()
    detail = serializers.CharField(allow_blank=True)


class AttachedMany(Shape):
    """A line for each that was asked for, in that order."""

    lines = AttachedLine(many=True)


def each(ids: Iterable[int], deed: Callable[[int], object]) -> Response:
    """Do it to each of them as an action of its own; what is refused stops none of the others."""
    wanted = list(dict.fromkeys(ids))
    shorts = {row.pk: row.short_number for row in Incident.objects.filter(pk__in=wanted).only("number", "track")}
    lines = []
    for pk in wanted:
        detail = ""
        try:
            deed(pk)
        except ValidationError as refusal:
            detail = " ".join(refusal.messages)
        except ObjectDoesNotExist:
            detail = _("Kejadian ini tidak ada.")
        lines.append({"incident": pk, "short": shorts.get(pk, ""), "is_done": not detail, "detail": detail})
    return Response({"lines": lines})


class Attaching(APIView):
    """Many incidents as parts of a surge's area event."""

    @extend_schema(request=ManyIncidents, responses={200: AttachedMany, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Each by an action of its own; each keeps its clock and its agencies."""
        surge, actor = surge_of(pk, request), who(request)
        ids = said(ManyIncidents, request)["incidents"]
        if surge.stage == SurgeStage.PROPOSED or surge.incident is None:
            raise ValidationError(_("Usulan ini belum dinyalakan."), code="not_on")
        return each(ids, lambda incident_id: actions.attach_to_surge(surge.pk, incident_id, actor=actor))


class Detaching(APIView):
    """Taking an attachment back, of one or of many."""

    @extend_schema(request=ManyIncidents, responses={200: AttachedMany, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Those that still are parts of this surge's area event; at any time, also when it is off."""
        surge, actor = surge_of(pk, request), who(request)

        def take_out(incident_id: int) -> None:
            if Incident.objects.values_list("parent_id", flat=True).get(pk=incident_id) != surge.incident_id:
                raise ValidationError(_("Kejadian ini bukan bagian dari kejadian wilayah ini."), code="not_linked")
            actions.unlink(incident_id, actor=actor)

        return each(said(ManyIncidents, request)["incidents"], take_out)


class Ending(APIView):
    """Switching a surge off."""

    @extend_schema(request=Nothing, responses={200: SurgeAnswer, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """What it came to stays on the page of its area event."""
        surge, actor = surge_of(pk, request), who(request)
        calls = calls_of(surge, now()) if surge.stage == SurgeStage.ON else None
        return answer(actions.end_surge(surge.pk, actor=actor, calls=calls).pk)


class Sitrep(APIView):
    """The situation report of a surge."""

    class Output(Shape):
        """In lines, ready to be copied, and as of when."""

        text = serializers.CharField()
        at = serializers.DateTimeField()

    @extend_schema(responses={200: Output, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """From the figures and the journal as they stand; nothing in it is kept."""
        surge = surge_of(pk, request)
        if surge.incident is None:
            raise ValidationError(_("Usulan ini belum dinyalakan."), code="not_on")
        at = now()
        return Response({"text": sitrep.text_of(surge, by=who(request), at=at), "at": at})
