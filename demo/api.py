"""A telephone that rings when a visitor presses a button; it exists only with demo data."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.models import Centre
from calls.models import Call
from demo.ring import PLACES, NotTaken, made_up_event, made_up_place, own_door, own_key

MOST_RINGING = 12


@require_POST
def ring(request: HttpRequest) -> HttpResponse:
    """Ring once, as an exchange does: by a post to our own telephony address. Twelve ringing at once are enough."""
    if not Centre.objects.filter(is_demo=True).exists():
        raise PermissionDenied(_("Panggilan uji hanya ada pada data contoh."))
    if Call.objects.ringing().count() >= MOST_RINGING:
        detail = _("Sudah ada %(count)d panggilan berdering. Jawab dulu salah satunya.") % {"count": MOST_RINGING}
        return JsonResponse({"code": "enough", "detail": detail}, status=409)
    event = made_up_event(now())
    place = made_up_place(event)
    say = own_door(request, own_key())
    try:
        rung = say(event)
        if place:
            say(place, endpoint=PLACES)
    except NotTaken as error:
        return JsonResponse({"code": "not_taken", "detail": str(error)}, status=502)
    if "application/json" in request.headers.get("Accept", "") or request.content_type == "application/json":
        return JsonResponse({"call_id": rung["call_id"], "id": rung["id"]}, status=201)
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return redirect(came_from if is_ours else "sign_in")
