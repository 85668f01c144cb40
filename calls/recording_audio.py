"""The sound of a recording, by byte range, for whoever has just said why he wants to hear it."""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import cast

from asgiref.sync import sync_to_async
from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.handlers.asgi import ASGIRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.pages import PageRequest, only_for
from calls import vault
from calls.actions.recording import may_hear
from calls.models import Call
from calls.recordings import Hearing, Recording
from calls.sealing import PIECE

log = logging.getLogger(__name__)

GRANTED_FOR = timedelta(minutes=15)
SALT = "calls.recording"
# A range is answered with no more than this; a player asks on. So no answer needs the memory of a whole recording.
LONGEST_ANSWER = 16 * PIECE
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
ENDINGS = {"audio/wav": "wav", "audio/mpeg": "mp3", "audio/ogg": "ogg"}


def grant_of(hearing: Hearing) -> str:
    """What lets this person hear this recording for a quarter of an hour; worth nothing in another's hands."""
    return signing.dumps([hearing.pk, hearing.heard_by_id], salt=SALT)


def is_granted(grant: str, row: Recording, user: User) -> bool:
    """Whether this is a grant of this person for this recording that is not over."""
    try:
        hearing_id, user_id = signing.loads(grant, salt=SALT, max_age=GRANTED_FOR)
    except signing.BadSignature:
        return False
    return user_id == user.pk and Hearing.objects.filter(pk=hearing_id, recording=row, heard_by=user).exists()


@require_safe
@only_for("history")
def audio(request: PageRequest, pk: int) -> HttpResponse:
    """All of it, or the range that was asked for; 403 without a grant, 416 for a range that is not there."""
    visible = Recording.objects.kept().filter(call__in=Call.objects.visible_to(request.user))
    row: Recording = get_object_or_404(visible.select_related("call"), pk=pk)
    if not is_granted(request.GET.get("izin", ""), row, request.user) or not may_hear(row, request.user):
        raise PermissionDenied(_("Izin mendengar rekaman ini tidak ada atau sudah habis. Tulis alasannya lagi."))
    if not vault.is_sound(row):
        log.error("recording %s cannot be opened", row.pk)
        raise Http404
    answer = answered(request, row)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{row.digest}"'
    answer["Cache-Control"] = "no-store, private"
    which = f"-{row.stretch}" if row.stretch > 1 else ""
    name = f"rekaman-{row.call_id}{which}.{ENDINGS.get(row.media_type, 'bin')}"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Content-Encoding"] = "identity"  # nothing on the way may press it: ranges count these very bytes
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Content-Type-Options"] = "nosniff"
    return cast("HttpResponse", answer)


def answered(request: HttpRequest, row: Recording) -> HttpResponseBase:
    """The body, whole or in part, with what says which part it is."""
    size = row.size or 0
    asked = request.headers.get("Range", "") if request.method == "GET" else ""
    if request.headers.get("If-Range", f'"{row.digest}"') != f'"{row.digest}"':
        asked = ""
    span = span_of(asked, size)
    if span is None:
        return whole(request, row, size)
    start, stop = span
    if start >= stop:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{size}"
        return answer
    stop = min(stop, start + LONGEST_ANSWER)
    answer = HttpResponse(b"".join(pieces(row, start, stop)), status=206, content_type=row.media_type)
    answer["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return answer


def span_of(asked: str, size: int) -> tuple[int, int] | None:
    """The bytes that a Range names, an empty span when there are none such, None where it is to be passed over."""
    found = RANGE.fullmatch(asked.replace(" ", ""))
    first, last = found.groups() if found else ("", "")
    if not first and not last:
        return None
    if not first:
        return max(size - int(last), 0), size
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last) + 1, size) if last else size


def whole(request: HttpRequest, row: Recording, size: int) -> HttpResponseBase:
    """All of it as it is unsealed; to HEAD only what it would be."""
    if request.method == "HEAD":
        answer: HttpResponseBase = HttpResponse(content_type=row.media_type)
    else:
        sound = pieces(row, 0, size)
        body = stepping(sound) if isinstance(request, ASGIRequest) else sound
        answer = StreamingHttpResponse(body, content_type=row.media_type)
    answer["Content-Length"] = str(size)
    return answer


def pieces(row: Recording, start: int, stop: int) -> Iterator[bytes]:
    """The clear bytes of a stretch."""
    with vault.opened(row) as file:
        yield from file.read(start, stop)


async def stepping(sound: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same for a server that must not be held up; without this it would gather all of it first."""

    def following() -> bytes:
        return next(sound, b"")

    step = sync_to_async(following, thread_sensitive=False)
    while piece := await step():
        yield piece
