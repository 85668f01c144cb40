"""What is answered when something failed that nobody foresaw, and when only the database is away or too busy."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.defaults import server_error

RETRY_S = 3


def busy_text() -> str:
    """The refusal in words: nothing was done, and it may be asked again."""
    return _("Server sedang sibuk atau basis data terputus. Ulangi sebentar lagi.")


def server_failed(request: HttpRequest) -> HttpResponse:
    """The site's answer to an error outside the API's own views.

    A database that is away is 503, which our pages try again under the same key: as JSON for the API, else as a page
    that asks anew by itself unless something was sent with it. Anything else is 500.
    """
    if not isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return server_error(request)
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse({"code": "busy", "detail": busy_text()}, status=503)
    else:
        page = render_to_string("503.html", {"asks_again": request.method == "GET", "retry_s": RETRY_S})
        response = HttpResponse(page, status=503)
    response["Retry-After"] = str(RETRY_S)
    return response
