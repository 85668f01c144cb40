"""A sealed file as an answer: whole or by byte range, kept nowhere on the way, never taken for anything it is not."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from incidents.sealing import PIECE

# A range is answered with no more than this; a player asks on. So no answer needs the memory of a whole file.
LONGEST_ANSWER = 16 * PIECE
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


@dataclass(frozen=True)
class Served:
    """What is given out: its name for whoever keeps it, what it is, its clear size and digest, and how it is read."""

    name: str
    media_type: str
    size: int
    digest: str
    read: Callable[[int, int], Iterator[bytes]]


def served(request: HttpRequest, file: Served) -> HttpResponseBase:
    """All of it, or the range that was asked for; 416 for a range that is not there."""
    answer = answered(request, file)
    answer["Accept-Ranges"] = "bytes"
    answer["ETag"] = f'"{file.digest}"'
    answer["Cache-Control"] = "no-store, private"
    answer["Content-Disposition"] = f'inline; filename="{file.name}"'
    answer["Content-Encoding"] = "identity"  # nothing on the way may press it: ranges count these very bytes
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def answered(request: HttpRequest, file: Served) -> HttpResponseBase:
    """The body, whole or in part, with what says which part it is."""
    asked = request.headers.get("Range", "") if request.method == "GET" else ""
    if request.headers.get("If-Range", f'"{file.digest}"') != f'"{file.digest}"':
        asked = ""
    span = span_of(asked, file.size)
    if span is None:
        return whole(request, file)
    start, stop = span
    if start >= stop:
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{file.size}"
        return answer
    stop = min(stop, start + LONGEST_ANSWER)
    answer = HttpResponse(b"".join(file.read(start, stop)), status=206, content_type=file.media_type)
    answer["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
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


def whole(request: HttpRequest, file: Served) -> HttpResponseBase:
    """All of it as it is unsealed; to HEAD only what it would be."""
    if request.method == "HEAD":
        answer: HttpResponseBase = HttpResponse(content_type=file.media_type)
    else:
        clear = file.read(0, file.size)
        body = stepping(clear) if isinstance(request, ASGIRequest) else clear
        answer = StreamingHttpResponse(body, content_type=file.media_type)
    answer["Content-Length"] = str(file.size)
    return answer


async def stepping(clear: Iterator[bytes]) -> AsyncIterator[bytes]:
    """The same for a server that must not be held up; without this it would gather all of it first."""

    def following() -> bytes:
        return next(clear, b"")

    step = sync_to_async(following, thread_sensitive=False)
    while piece := await step():
        yield piece
