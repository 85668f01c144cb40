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
from calls import actions, telephony
from calls.aml import read_https
from calls.location_api import told_by
from calls.models import Call
from calls.positions import Way
from demo.ring import made_up_event, made_up_place

MOST_RINGING = 12


@require_POST
def ring(request: HttpRequest) -> HttpResponse:
    """Ring once, through the same door as a real exchange. Twelve calls ringing at once are enough."""
    if not Centre.objects.filter(is_demo=True).exists():
        raise PermissionDenied(_("Panggilan uji hanya ada pada data contoh."))
    if Call.objects.ringing().count() >= MOST_RINGING:
        detail = _("Sudah ada %(count)d panggilan berdering. Jawab dulu salah satunya.") % {"count": MOST_RINGING}
        return JsonResponse({"code": "enough", "detail": detail}, status=409)
    event = made_up_event(now())
    call = telephony.receive(event, actor=None)
    place = made_up_place(event)
    if place:
        actions.locate(told_by(read_https(place), Way.AML_HTTPS, number=place["device_number"]), actor=None)
    if "application/json" in request.headers.get("Accept", "") or request.content_type == "application/json":
        return JsonResponse({"call_id": call.switch_id, "id": call.pk}, status=201)
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return redirect(came_from if is_ours else "sign_in")
