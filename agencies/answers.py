"""How answers of the API are described to whoever builds on it: the refusals every endpoint may give."""

from __future__ import annotations

import gzip
from typing import Any

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request


class Refusal(serializers.Serializer[Any]):
    """Why not, in a code for programs and an Indonesian sentence for people."""

    code = serializers.CharField()
    detail = serializers.CharField()


class Seen(serializers.Serializer[Any]):
    """The version of the card the caller looked at; another one now is refused with 409 `changed`."""

    version = serializers.IntegerField(required=False)


REFUSALS = {400: Refusal, 401: Refusal, 403: Refusal, 404: Refusal, 409: Refusal}


def packed(request: Request, body: bytes) -> HttpResponse:
    """A snapshot that was serialised and compressed once for all who ask; unpacked for a client that cannot."""
    response = HttpResponse(body, content_type="application/json")
    response["Cache-Control"] = "no-store"
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        response["Content-Encoding"] = "gzip"
    else:
        response.content = gzip.decompress(body)
    return response
