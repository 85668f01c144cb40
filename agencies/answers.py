"""How answers of the API are described to whoever builds on it: every card's head, every endpoint's refusals."""

from __future__ import annotations

import gzip
import logging
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

log = logging.getLogger(__name__)

Shape = serializers.Serializer[Any]


class CardShape(Shape):
    """What every card begins with: its subject, and the version by which the newer of two cards wins."""

    kind = serializers.CharField()
    id = serializers.IntegerField()
    version = serializers.IntegerField()


class Refusal(Shape):
    """Why not, in a code for programs and an Indonesian sentence for people."""

    code = serializers.CharField()
    detail = serializers.CharField()


class Seen(Shape):
    """The version of the card the caller looked at; another one now is refused with 409 `changed`."""

    version = serializers.IntegerField(required=False)


REFUSALS = {400: Refusal, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal, 503: Refusal}


def packed(request: Request, body: bytes) -> HttpResponse:
    """A snapshot that was serialised and compressed once for all who ask; unpacked for a client that cannot.

    A screen that asks again because its sums differed twice from the server's is counted in the log.
    """
    if request.query_params.get("because") == "drift":
        log.warning("%s asked again: the screen had drifted", request.path)
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"] = "no-store"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(body)
    return response
