"""Every POST may carry an Idempotency-Key: the first answer is kept for a day and given again, never done again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta

from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions.standing import hash_of
from agencies.tokens import key_in, living
from journal.models import Answer

Respond = Callable[[HttpRequest], HttpResponse]
PATIENCE = 8.0
ABANDONED = timedelta(seconds=60)
LONGEST_KEY = 120
UNKEPT = {401, 403, 429, 503}
# One statement decides who is first; a claim whose process died before it answered may be taken over. It does not wait
# for the disk: what is done under it does, and takes the claim along; if both are lost, nothing was done.
CLAIM = """
INSERT INTO journal_answer (account, key, fingerprint, asked_at, content_type, location, body)
VALUES (%s, %s, %s, %s, '', '', '')
ON CONFLICT (account, key) DO UPDATE SET fingerprint = excluded.fingerprint, asked_at = excluded.asked_at
WHERE journal_answer.status IS NULL AND journal_answer.asked_at < %s
RETURNING id, set_config('synchronous_commit', 'off', true)
"""
KEEP = "UPDATE journal_answer SET status = %s, content_type = %s, location = %s, body = %s WHERE id = %s"


class FirstAnswer:
    """Middleware: a repeated key waits for, and gets, the answer of its first request.

    The same key with another body or address is refused with 409 `key_reused`. An answer that says "sign in again"
    or "try later" is not kept: the same intention may come again. Whoever may not ask any more is not answered from
    what was kept.
    """

    def __init__(self, respond: Respond) -> None:
        """Wrap the rest of the chain."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer once per key and account."""
        key = request.headers.get("Idempotency-Key", "")
        account = account_of(request) if request.method == "POST" and key else ""
        if not account or not is_heard(request):
            return self.respond(request)
        if len(key) > LONGEST_KEY:
            return refuse(400, "invalid", _("Idempotency-Key paling panjang 120 huruf."))
        try:
            fingerprint = fingerprint_of(request)
        except RequestDataTooBig:
            return refuse(413, "too_large", _("Yang dikirim terlalu besar. Foto dan suara paling besar 10 MB."))
        mine = claim(account, key, fingerprint)
        if mine is None:
            return repeat(account, key, fingerprint)
        try:
            response = self.respond(request)
        except BaseException:
            mine.delete()
            raise
        keep(mine, response)
        return response


def account_of(request: HttpRequest) -> str:
    """Whose key it is: the machine's token or the signed-in user; nobody's, and nothing is kept for strangers."""
    token = key_in(request)
    if token is not None:
        return "token:" + hash_of(token)
    return f"user:{request.user.pk}" if request.user.is_authenticated else ""


def is_heard(request: HttpRequest) -> bool:
    """Whether the API would listen at all: to a key that was not revoked, to a session whose watch is open."""
    if not request.path.startswith("/api/"):
        return True
    token = key_in(request)
    return bool(living(token)) if token is not None else getattr(request, "watch", None) is not None


def fingerprint_of(request: HttpRequest) -> str:
    """What was asked, so that one key cannot mean two things."""
    return hashlib.sha256(request.path.encode() + b"\0" + request.body).hexdigest()


def claim(account: str, key: str, fingerprint: str) -> Answer | None:
    """The row that makes this request the first, or None if another holds the key."""
    at = now()
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [account, key, fingerprint, at, at - ABANDONED])
        won = cursor.fetchone()
    return Answer(pk=won[0], account=account, key=key, fingerprint=fingerprint, asked_at=at) if won else None


def keep(row: Answer, response: HttpResponse) -> None:
    """Keep the first answer, unless it only says "not now"."""
    if response.status_code >= 500 or response.status_code in UNKEPT or response.streaming:
        row.delete()
        return
    said = response.headers.get("Content-Type", ""), response.headers.get("Location", ""), response.content.decode()
    with connection.cursor() as cursor:
        cursor.execute(KEEP, [response.status_code, *said, row.pk])


def repeat(account: str, key: str, fingerprint: str) -> HttpResponse:
    """The first request's answer, waited for while that request is still at work."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        row = Answer.objects.filter(account=account, key=key).first()
        if row is None:
            break
        if row.fingerprint != fingerprint:
            return refuse(409, "key_reused", _("Idempotency-Key ini sudah dipakai untuk permintaan lain."))
        if row.status is not None:
            return again(row)
        time.sleep(0.05)
    return refuse(409, "in_progress", _("Permintaan yang sama sedang dikerjakan. Tunggu sebentar lalu periksa layar."))


def again(row: Answer) -> HttpResponse:
    """A kept answer, given once more."""
    response = HttpResponse(row.body, status=row.status, content_type=row.content_type)
    if row.location:
        response["Location"] = row.location
    response["Idempotent-Replay"] = "true"
    return response


def refuse(status: int, code: str, detail: str) -> JsonResponse:
    """A refusal in the form every refusal of the API has."""
    return JsonResponse({"code": code, "detail": detail}, status=status)
