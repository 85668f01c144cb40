"""What lies open on a board, as the board says it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS
from agencies.permissions import watches_of
from dispatch import actions
from dispatch.api import shaped, who
from incidents.models import Incident


class Presences(APIView):
    """Which incident this watch has open."""

    class Input(serializers.Serializer[Any]):
        """The incident; null for none, or because the board is being left."""

        incident = serializers.IntegerField(allow_null=True)

    class Output(serializers.Serializer[Any]):
        """Until when it is shown to the others unless it is said again."""

        until = serializers.DateTimeField()

    @extend_schema(request=Input, responses={200: Output, **REFUSALS})
    def post(self, request: Request) -> Response:
        """Say it; every few seconds, because it is forgotten as soon."""
        pk = shaped(self.Input, request)["incident"]
        if pk is not None:
            get_object_or_404(Incident.objects.visible_to(who(request)).values_list("pk", flat=True), pk=pk)
        watches = watches_of(who(request))
        if not watches:
            raise PermissionDenied
        return Response({"until": actions.show_presence(watches[0].pk, pk, actor=who(request))})
