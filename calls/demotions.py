"""The supervisor's page of numbers that call-takers propose to put below the others."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.models import Role
from agencies.pages import PageRequest, only_for
from agencies.permissions import standing
from calls import actions
from calls.models import Demotion
from calls.queue import histories_of

View = Callable[..., HttpResponse]
DEEDS = {"approve": actions.approve_demotion, "refuse": actions.refuse_demotion, "lift": actions.lift_demotion}


def for_supervisors(view: View) -> View:
    """Refuse whoever is not on watch as a supervisor."""

    @wraps(view)
    def guarded(request: PageRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if Role.SUPERVISOR not in standing(request.user).roles:
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return only_for("console")(guarded)


@require_safe
@never_cache
@for_supervisors
def demotions(request: PageRequest) -> HttpResponse:
    """What waits for a decision, and what is in force now."""
    rows = Demotion.objects.alive(now()).select_related("number", "proposed_by", "decided_by").order_by("proposed_at")
    histories = histories_of({row.number_id for row in rows})
    listed = [{"row": row, "history": histories[row.number_id]} for row in rows]
    return render(request, "calls/demotions.html", {"rows": listed})


@require_POST
@for_supervisors
def decide(request: PageRequest, pk: int, deed: str) -> HttpResponse:
    """One decision; a refusal is said on the page that shows how things are now."""
    if not Demotion.objects.filter(pk=pk).exists():
        raise Http404
    try:
        DEEDS[deed](pk, actor=request.user, version=version_of(request))
        messages.success(request, _("Tersimpan."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("demotions")


def version_of(request: PageRequest) -> int | None:
    """The version of the row the page showed; none for whoever does not say."""
    said = request.POST.get("version", "")
    return int(said) if said.isdecimal() and len(said) < 9 else None
