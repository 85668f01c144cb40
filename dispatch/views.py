"""The board's page; what it shows comes as cards."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.pages import only_for


@require_safe
@never_cache
@only_for("board")
def board(request: HttpRequest) -> HttpResponse:
    """The dispatcher's board."""
    return render(request, "dispatch/board.html")
