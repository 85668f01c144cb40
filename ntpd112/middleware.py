"""What every request passes: the centre's clock, the chosen language, and whether somebody is on watch."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from agencies.models import Centre, Watch
from agencies.permissions import stand_on
from agencies.position_api import Positions
from agencies.watching import watch_here
from journal.rows import select
from ntpd112.health import healthz

Respond = Callable[[HttpRequest], HttpResponse]
HEALTH = "/healthz"
PLACES = "/api/v1/positions/"
OPEN_TO_ALL = {"sign_in", "sign_out", "set_language", "demo_ring", "schema"}


class HealthFirst:
    """Answers /healthz before anything that needs the database, so that it can say that there is none."""

    def __init__(self, respond: Respond) -> None:
        """Wrap the rest of the chain."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Health, or whatever was asked for."""
        return healthz(request) if request.path == HEALTH else self.respond(request)


class OwnDevicesOnly:
    """Tells browsers which of a machine's senses our pages use: where a crew's telephone is, and nothing else."""

    def __init__(self, respond: Respond) -> None:
        """Wrap the rest of the chain."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the policy; a page inside ours gets none of it."""
        response = self.respond(request)
        response["Permissions-Policy"] = "geolocation=(self), camera=(), microphone=(), usb=(), payment=()"
        return response


class PlacesFirst:
    """Hands where a unit is straight to its door: hundreds say so each second, and need nothing of what comes after.

    A session goes the whole way, and so does a key that wants its first answer kept.
    """

    def __init__(self, respond: Respond) -> None:
        """Wrap the rest of the chain."""
        self.respond = respond
        self.door = Positions.as_view()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """What the door says to a device, or the chain to whatever else was asked."""
        is_device = settings.SESSION_COOKIE_NAME not in request.COOKIES and "Idempotency-Key" not in request.headers
        if request.path != PLACES or not is_device:
            return self.respond(request)
        answer: HttpResponse = self.door(request).render()
        return answer


class InCentreTime:
    """Shows every time in the zone of the centre."""

    def __init__(self, respond: Respond) -> None:
        """Wrap the rest of the chain."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the zone for this request only."""
        centre = next(iter(select(Centre, "ORDER BY id LIMIT 1")), None)
        request.centre = centre  # type: ignore[attr-defined]
        if centre is None:
            return self.respond(request)
        with timezone.override(centre.zone):
            return self.respond(request)


class ChosenLanguage(LocaleMiddleware):
    """Indonesian, unless somebody chose English on the sign-in page; the browser's own language decides nothing."""

    def process_request(self, request: HttpRequest) -> None:
        """Read the choice from its cookie."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = dict(settings.LANGUAGES)
        translation.activate(chosen if chosen in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()


class OnWatch:
    """Pages need an open watch of this very session; the API says 401 by itself."""

    def __init__(self, respond: Respond) -> None:
        """Wrap the rest of the chain."""
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send whoever is not on watch to the sign-in page, and back afterwards."""
        watch = watch_of(request)
        request.watch = watch  # type: ignore[attr-defined]
        stand_on(request.user, watch)
        if watch is None and needs_watch(request):
            return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
        return self.respond(request)


def watch_of(request: HttpRequest) -> Watch | None:
    """The open watch of this session."""
    if not request.user.is_authenticated:
        return None
    return watch_here(request.session.session_key or "", request.user)


def needs_watch(request: HttpRequest) -> bool:
    """Whether the address is a page of the product."""
    if request.path.startswith(("/api/", "/admin/", "/static/")):
        return False
    try:
        return resolve(request.path).url_name not in OPEN_TO_ALL
    except Resolver404:
        return False


def client_address(request: HttpRequest) -> str:
    """Who knocks: behind our own proxy its last word on it, since anything before that a client may make up."""
    told = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.BEHIND_TLS else ""
    return told.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")
