"""A telephone that rings when a visitor presses a button; it exists only with demo data."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from agencies.models import Centre
from calls import telephony
from calls.models import Call
from demo.ring import made_up_event

MOST_RINGING = 12


@require_POST
def ring(request: HttpRequest) -> HttpResponse:
    """Ring once, through the same door as a real exchange. Twelve calls ringing at once are enough."""
    if not Centre.objects.filter(is_demo=True).exists():
        raise PermissionDenied(_("Panggilan uji hanya ada pada data contoh."))
    if Call.objects.ringing().count() >= MOST_RINGING:
        detail = _("Sudah ada %(count)d panggilan berdering. Jawab dulu salah satunya.") % {"count": MOST_RINGING}
        return JsonResponse({"code": "enough", "detail": detail}, status=409)
    call = telephony.receive(made_up_event(now()), actor=None)
    if "application/json" in request.headers.get("Accept", "") or request.content_type == "application/json":
        return JsonResponse({"call_id": call.switch_id, "id": call.pk}, status=201)
    return redirect(request.headers.get("Referer") or "sign_in")
