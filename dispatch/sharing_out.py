"""Sharing out the work of the desk over HTTP: what can be shared, among whom; taking, giving and returning."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen
from agencies.models import Agency, Area
from agencies.permissions import MAY, permit, watches_of
from dispatch import actions
from dispatch.api import shaped, who
from dispatch.ground_shapes import ShareCard
from dispatch.shares import KINDS, held, holders, read


class Shares(APIView):
    """What can be shared, and sharing it."""

    class Input(serializers.Serializer[Any]):
        """A kecamatan or an agency by its code; `watch` for somebody else, which only the shift lead says."""

        what = serializers.ChoiceField(choices=KINDS)
        code = serializers.CharField(max_length=13)
        watch = serializers.IntegerField(required=False, allow_null=True, default=None)

    class Named(serializers.Serializer[Any]):
        """Something that can be shared."""

        code = serializers.CharField()
        name = serializers.CharField()

    class Holder(serializers.Serializer[Any]):
        """Somebody it can be given to."""

        watch = serializers.IntegerField()
        name = serializers.CharField()
        seat = serializers.CharField(allow_null=True)

    class Answer(serializers.Serializer[Any]):
        """Everything the panel offers; `may_give`: also to others."""

        areas = serializers.ListField()
        agencies = serializers.ListField()
        holders = serializers.ListField()
        may_give = serializers.BooleanField()

    class Shared(serializers.Serializer[Any]):
        """The share after the command."""

        share = ShareCard()

    @extend_schema(operation_id="board_shares", responses={200: Answer, **REFUSALS})
    def get(self, request: Request) -> Response:
        """Kecamatan, active agencies, who of the desk is on watch."""
        stand = permit(who(request), "take_share")
        areas = Area.objects.filter(level=Area.Level.DISTRICT).order_by("name").values("code", "name")
        agencies = Agency.objects.filter(is_active=True).order_by("order").values("code", "short_name")
        people = [
            {"watch": row.pk, "name": str(row.member), "seat": row.seat.name if row.seat else None} for row in holders()
        ]
        return Response(
            {
                "areas": list(areas),
                "agencies": [{"code": one["code"], "name": one["short_name"]} for one in agencies],
                "holders": people,
                "may_give": bool(stand.roles & MAY["give_share"]),
            }
        )

    @extend_schema(operation_id="board_shares_add", request=Input, responses={201: Shared, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Take it, or give it; 409 says who holds it."""
        said = shaped(self.Input, request)
        own = watches_of(who(request))
        watch_id = said["watch"] or (own[0].pk if own else 0)
        row = actions.share_out(said["what"], said["code"], watch_id, actor=who(request))
        return Response({"share": read([row.pk])[row.pk]["desk"]}, status=201)


class ShareReturn(APIView):
    """Giving a share back."""

    class Output(serializers.Serializer[Any]):
        """Since when it is everybody's."""

        ended_at = serializers.DateTimeField()

    @extend_schema(request=Seen, responses={200: Output, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """It is everybody's again."""
        permit(who(request), "take_share")
        row = get_object_or_404(held(), pk=pk)
        done = actions.return_share(row.pk, actor=who(request), **shaped(Seen, request))
        return Response({"ended_at": done.ended_at})
