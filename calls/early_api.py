"""The board says that its dispatcher has seen a report that is still being written."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen, Shape
from agencies.permissions import standing
from calls import actions
from calls.api import seen
from calls.models import Report


class DraftSeen(APIView):
    """Having seen a pra-kirim."""

    class Output(Shape):
        """The version of the report after it."""

        id = serializers.IntegerField()
        version = serializers.IntegerField()

    @extend_schema(request=Seen, responses={200: Output, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """Its call-taker is told; saying it again changes nothing."""
        who = cast(User, request.user)
        if not standing(who).is_desk:
            raise PermissionDenied
        get_object_or_404(Report.objects.only("pk"), pk=pk)
        draft = actions.see_draft(pk, actor=who, **seen(request))
        return Response({"id": draft.pk, "version": draft.version})
