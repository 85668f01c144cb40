"""How a refusal becomes an answer: 400 for shape, 403 for not you, 404, 409 for not now, each in Indonesian."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.defaults import page_not_found
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import set_rollback

from agencies import handover, hospitals
from agencies.models import Centre
from agencies.permissions import standing
from calls import queue
from dispatch import board, units
from incidents.naming import names_of
from incidents.sentences import sentence
from journal.models import Entry
from ntpd112.outage import RETRY_S, busy_text


def refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """Django's own exceptions as JSON with `code` and an Indonesian `detail`; None for what nobody foresaw (500)."""
    set_rollback()
    if isinstance(error, ValidationError):
        return conflict(error, context)
    if isinstance(error, Http404 | ObjectDoesNotExist):
        return answer(404, "not_found", unknown_text())
    if isinstance(error, PermissionDenied | exceptions.PermissionDenied):
        return answer(403, "forbidden", str(error) or _("Peran Anda pada jaga ini tidak mengizinkan tindakan ini."))
    if isinstance(error, exceptions.ValidationError):
        return shape(error)
    if isinstance(error, OperationalError | InterfaceError):
        return busy()
    if isinstance(error, exceptions.APIException):
        return other(error)
    return None


def unknown_text() -> str:
    """One refusal for what is not there and for what is not to be known of."""
    return _("Tidak ditemukan, atau tidak untuk peran Anda.")


def nowhere(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere: as JSON for whoever builds on the API, for people the page that says so."""
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "not_found", "detail": unknown_text()}, status=404)
    return page_not_found(request, exception)


def answer(status: int, code: str, detail: str, **more: Any) -> Response:
    """One refusal."""
    return Response({"code": code, "detail": detail, **more}, status=status)


def busy() -> Response:
    """The database is away or held: nothing was done, and when to ask again."""
    response = answer(503, "busy", busy_text())
    response["Retry-After"] = str(RETRY_S)
    return response


def conflict(error: ValidationError, context: dict[str, Any]) -> Response:
    """An action's "not now": 409, with the present card where the caller saw an older one."""
    if hasattr(error, "error_dict"):
        return answer(400, "invalid", " ".join(error.messages), fields=error.message_dict)
    first = error.error_list[0]
    code = getattr(first, "code", None) or "invalid"
    more: dict[str, Any] = {}
    said = " ".join(error.messages)
    if code == "changed":
        subject = (first.params or {})["subject"]
        more["card"] = present_card(subject, context["request"].user)
        said = " ".join(filter(None, [said, last_deed(subject, more["card"], context["request"].user)]))
    return answer(409, code, said, **more)


def last_deed(subject: str, card: dict[str, Any] | None, user: User) -> str:
    """What won over somebody of the desk, in the journal's words, and whose it was; nothing of what is hidden from him.

    An agency reads only its own part of a journal, and its telephone shows the card.
    """
    if not subject.startswith("incident:") or card is None or card.get("masked") or not standing(user).is_desk:
        return ""
    entry = Entry.objects.filter(subject=subject).select_related("actor").order_by("-number").first()
    if entry is None:
        return ""
    who = entry.actor.get_full_name() if entry.actor else _("Sistem")
    at = timezone.localtime(entry.recorded_at, Centre.objects.get().zone)
    words = {"what": sentence(entry, names_of([entry])).text, "who": who, "at": f"{at:%H:%M}"}
    return _("Terakhir: %(what)s (%(who)s, %(at)s).") % words


def present_card(subject: str, user: User) -> dict[str, Any] | None:
    """What the caller should have seen, as far as it is his to see."""
    kind, _colon, pk = subject.partition(":")
    return CARDS[kind](int(pk), user) if kind in CARDS else None


CARDS: dict[str, Callable[[int, User], dict[str, Any] | None]] = {
    "incident": lambda pk, user: board.card_for(f"incident:{pk}", user),
    "unit": lambda pk, user: units.card_for(pk),
    "call": queue.card_for,
    "handover": lambda pk, user: handover.note_for(pk),
    "report": queue.draft_for,
    "hospital": lambda pk, user: hospitals.card_for(pk),
    "member": lambda pk, user: handover.colleague_for(pk),
}


def shape(error: exceptions.ValidationError) -> Response:
    """A request that is not of the form asked for: 400 with all wrong fields, and a sentence about the first."""
    fields = in_words(error.detail if isinstance(error.detail, dict) else {"": error.detail})
    return answer(400, "invalid", first_of(fields), fields=fields)


def first_of(said: Any, path: str = "") -> str:
    """The first complaint, behind the way to its field: `lines[0].at: …`; what is wrong with the whole has no way."""
    if isinstance(said, dict):
        key, inner = next(((key, inner) for key, inner in said.items() if inner), ("", ""))
        return first_of(inner, path + step(key, path))
    if isinstance(said, list):
        at, inner = next(((at, inner) for at, inner in enumerate(said) if inner), (0, ""))
        return first_of(inner, f"{path}[{at}]" if isinstance(inner, dict | list) else path)
    return f"{path}: {said}" if path else str(said)


def step(key: str | int, path: str) -> str:
    """What a field, or the place in a list, adds to the way to a complaint."""
    if isinstance(key, int):
        return f"[{key}]"
    if key in ("", api_settings.NON_FIELD_ERRORS_KEY):
        return ""
    return f".{key}" if path else key


def in_words(said: Any) -> Any:
    """The complaints, with what was sent called as people call it, not as our programming language does."""
    if isinstance(said, dict):
        return {key: in_words(inner) for key, inner in said.items()}
    if isinstance(said, list):
        return [in_words(inner) for inner in said]
    if said == "No data provided":  # said by the framework past its own translations
        return _("Isi permintaan harus berupa objek JSON, bukan null.")
    kind = KIND.search(said) if getattr(said, "code", "") in ("invalid", "not_a_list", "not_a_dict") else None
    if kind is None:
        return said
    if said.code == "not_a_dict":
        return _("Isi dengan objek, bukan %(kind)s.") % {"kind": KINDS[kind[1]]}
    return said[: kind.start(1)] + str(KINDS[kind[1]]) + said[kind.end(1) :]


KINDS = {
    "str": gettext_lazy("teks"),
    "int": gettext_lazy("angka"),
    "float": gettext_lazy("angka"),
    "bool": gettext_lazy("true atau false"),
    "list": gettext_lazy("daftar"),
    "dict": gettext_lazy("objek"),
}
KIND = re.compile(rf"\b({'|'.join(KINDS)})\"?\.$")


def other(error: exceptions.APIException) -> Response:
    """What the framework refuses by itself: not signed in, wrong method, unreadable JSON, too large."""
    codes = error.get_codes()
    code = codes if isinstance(codes, str) else "invalid"
    words = error.default_detail if isinstance(error, exceptions.ParseError) else error.detail
    response = answer(error.status_code, code, str(words))
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        response["WWW-Authenticate"] = "Token"
    return response
