"""The sound of a recording, by byte range, for whoever has just said why he wants to hear it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import cast

from django.contrib.auth.models import User
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from agencies.pages import PageRequest, only_for
from calls import vault
from calls.actions.recording import may_hear
from calls.models import Call
from calls.recordings import Hearing, Recording
from incidents.serving import Served, served

log = logging.getLogger(__name__)

GRANTED_FOR = timedelta(minutes=15)
SALT = "calls.recording"
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
    which = f"-{row.stretch}" if row.stretch > 1 else ""
    name = f"rekaman-{row.call_id}{which}.{ENDINGS.get(row.media_type, 'bin')}"
    sound = Served(name, row.media_type, row.size or 0, row.digest, partial(pieces, row))
    return cast("HttpResponse", served(request, sound))


def pieces(row: Recording, start: int, stop: int) -> Iterator[bytes]:
    """The clear bytes of a stretch."""
    with vault.opened(row) as file:
        yield from file.read(start, stop)
