"""Attachments over HTTP: the list of an incident's, adding one, removing one, and the photo or sound itself."""

from __future__ import annotations

import logging
from functools import partial
from hashlib import sha256
from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from agencies.answers import REFUSALS, Seen
from agencies.models import Role
from agencies.pages import PageRequest
from agencies.permissions import MAY, standing
from agencies.typed import TypedText
from dispatch.api import shaped, who
from dispatch.ground_shapes import AttachmentShape
from incidents import actions, shelf
from incidents.attachments import Attachment
from incidents.media import ENDINGS, LARGEST, developed, too_large
from incidents.models import Incident
from incidents.serving import Served, served
from incidents.sounds import Unfit

log = logging.getLogger(__name__)


class Bytes(BaseParser):
    """The body as it is, of whatever type it says it is: what it is its content tells."""

    media_type = "*/*"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, bytes]:
        """All of it; raises Unfit beyond the limit, before more than that was read."""
        body = stream.read(LARGEST + 1)
        if len(body) > LARGEST:
            raise conflict(too_large())
        return {"content": body}


def conflict(refused: Unfit) -> ValidationError:
    """Why an upload is not kept, as a refusal."""
    return ValidationError(refused.words, code=refused.code)


def shown_to(user: User) -> QuerySet[Attachment]:
    """The attachments this person may look at; of confidential incidents the cleared's and the agency's own only."""
    stand = standing(user)
    if not stand.roles & MAY["see_attachment"]:
        return Attachment.objects.none()
    rows = Attachment.objects.kept().filter(incident__in=Incident.objects.visible_to(user))
    is_own = stand.agency_id is not None and not (stand.is_desk or stand.is_call_taker)
    return rows if stand.is_cleared or is_own else rows.filter(incident__is_confidential=False)


def incident_of(pk: int, user: User) -> Incident:
    """The incident whose attachments this person may look at; 404 for any other."""
    stand = standing(user)
    if not stand.roles & MAY["see_attachment"]:
        raise Http404
    found: Incident = get_object_or_404(Incident.objects.visible_to(user), pk=pk)
    is_own = stand.agency_id is not None and not (stand.is_desk or stand.is_call_taker)
    if found.is_confidential and not (stand.is_cleared or is_own):
        raise Http404
    return found


def line_of(row: Attachment, user: User) -> dict[str, Any]:
    """One of the list."""
    return {
        "id": row.pk,
        "media": row.media,
        "at": row.added_at,
        "who": row.agency.short_name if row.agency else row.added_by.get_full_name(),
        "width": row.width,
        "height": row.height,
        "may_remove": row.added_by_id == user.pk or Role.SUPERVISOR in standing(user).roles,
    }


class Attachments(APIView):
    """The photos and sounds of an incident."""

    parser_classes = [Bytes]

    class Answer(serializers.Serializer[Any]):
        """Oldest first; `may_add`: whether this centre can keep another of this person."""

        attachments = AttachmentShape(many=True)
        may_add = serializers.BooleanField()

    class Added(serializers.Serializer[Any]):
        """What became of it."""

        attachment = AttachmentShape()

    @extend_schema(operation_id="incidents_attachments", responses={200: Answer, **REFUSALS})
    def get(self, request: Request, pk: int) -> Response:
        """What was added and not removed."""
        incident = incident_of(pk, who(request))
        rows = shown_to(who(request)).filter(incident=incident).select_related("agency", "added_by")
        lines = [line_of(row, who(request)) for row in rows]
        return Response({"attachments": lines, "may_add": shelf.is_there() and not incident.merged_into_id})

    @extend_schema(
        operation_id="incidents_attachments_add",
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses={201: Added, **REFUSALS},
    )
    def post(self, request: Request, pk: int) -> Response:
        """Add the photo or sound that is the body; 409 says why it is not taken."""
        incident = incident_of(pk, who(request))
        if not shelf.is_there():
            raise ValidationError(_("Tempat lampiran belum disiapkan. Hubungi administrator."), code="no_place")
        content = content_of(request)
        try:
            made = developed(content)
        except Unfit as refused:
            raise conflict(refused) from None
        row = put_away(incident, made, sha256(content).hexdigest(), who(request))
        return Response({"attachment": line_of(row, who(request))}, status=201)


def content_of(request: Request) -> bytes:
    """The body; refuses one that is too large as it would refuse any other."""
    try:
        return cast("dict[str, bytes]", request.data).get("content", b"")
    except RequestDataTooBig:
        raise conflict(too_large()) from None


def put_away(incident: Incident, made: Any, source_digest: str, actor: User) -> Attachment:
    """Seal it into its place, then say so; what was refused after all is not left lying."""
    try:
        shelved = shelf.put(made, source_digest)
    except OSError:
        log.exception("an attachment could not be put away")
        raise ValidationError(_("Penyimpanan server gagal menulis. Ulangi sebentar lagi."), code="store") from None
    try:
        row = actions.attach(incident.pk, shelved, actor=actor)
    except BaseException:
        shelf.shred(shelved.name)
        raise
    if row.name != shelved.name:
        shelf.shred(shelved.name)  # the same file was there already
    return row


class AttachmentRemoval(APIView):
    """Taking an attachment away."""

    class Input(Seen):
        """Why; the version is the incident's."""

        reason = TypedText(max_length=1000)

    class Removed(serializers.Serializer[Any]):
        """Since when it is gone."""

        removed_at = serializers.DateTimeField()

    @extend_schema(request=Input, responses={200: Removed, **REFUSALS})
    def post(self, request: Request, pk: int) -> Response:
        """It is destroyed; that it was there, who removed it and why stays."""
        row = get_object_or_404(shown_to(who(request)), pk=pk)
        gone = actions.detach(row.pk, actor=who(request), **shaped(self.Input, request))
        shelf.shred(row.name)
        return Response({"removed_at": gone.removed_at})


@require_safe
def attachment(request: PageRequest, pk: int, small: bool = False) -> HttpResponse:
    """The photo or sound, or the small copy of a photo; every look is in its journal."""
    row = get_object_or_404(shown_to(request.user), pk=pk)
    if small and row.small_size is None:
        raise Http404
    if not shelf.is_sound(row, small=small):
        log.error("attachment %s cannot be opened", row.pk)
        raise Http404
    if request.method == "GET":
        try:
            actions.look_at(row.pk, small=small, actor=request.user)
        except ValidationError:  # removed this very moment
            raise Http404 from None
    size = (row.small_size if small else row.size) or 0
    name = f"lampiran-{row.incident_id}-{row.pk}{'-kecil' if small else ''}.{ENDINGS[row.media_type]}"
    digest = f"{row.digest}{'-kecil' if small else ''}"
    file = Served(name, row.media_type, size, digest, partial(shelf.pieces, row, small=small))
    return cast("HttpResponse", served(request, file))
