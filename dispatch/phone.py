"""The telephone of an agency's people: its page. What it shows comes as cards, what it says goes through the API."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.hospitals import BedKind, Emergency, Hospital
from agencies.models import Watch
from agencies.pages import only_for
from incidents.looks import LOOKS
from incidents.models import Priority
from incidents.states import AGENCY_VERBS, STEPS, Finding

# What the button of a verb says, with its glyph.
VERBS = {
    "accept": (gettext_lazy("Terima"), "check"),
    "decline": (gettext_lazy("Tolak, beri alasan"), "x"),
    "depart": (gettext_lazy("Berangkat"), "go"),
    "arrive": (gettext_lazy("Tiba di lokasi"), "pinf"),
    "control": (gettext_lazy("Terkendali"), "shield2"),
    "finish": (gettext_lazy("Selesai"), "check2"),
    "find_nil": (gettext_lazy("Nihil di lokasi"), "search"),
    "find_false": (gettext_lazy("Laporan palsu"), "mask"),
}
DECLINE_REASONS = (
    gettext_lazy("Sedang menangani kejadian lain"),
    gettext_lazy("Kendaraan / alat rusak"),
    gettext_lazy("Kurang personel"),
    gettext_lazy("Jalan tidak bisa dilalui"),
    gettext_lazy("Bukan kewenangan kami"),
)
OFF_DUTY_REASONS = (
    gettext_lazy("Kendaraan / alat rusak"),
    gettext_lazy("Kurang personel"),
    gettext_lazy("Isi bahan bakar / air"),
    gettext_lazy("Istirahat"),
    gettext_lazy("Pergantian regu"),
)


@require_safe
@never_cache
@only_for("phone")
def phone(request: HttpRequest) -> HttpResponse:
    """The tasks of one's own agency, on a telephone or at its desk."""
    watch: Watch = request.watch  # type: ignore[attr-defined]
    agency = watch.member.agency
    if agency is None:
        raise PermissionDenied(_("Akun Anda belum terhubung dengan instansi. Hubungi administrator pusat panggilan."))
    return render(
        request,
        "dispatch/phone.html",
        {
            "agency": agency,
            "unit": watch.member.unit,
            "bed_kinds": bed_kinds_of(agency.pk),
            "emergencies": Emergency.choices,
            "shares_position": watch.shares_position_since is not None,
            "tables": tables(),
            "decline_reasons": DECLINE_REASONS,
            "off_duty_reasons": OFF_DUTY_REASONS,
        },
    )


def bed_kinds_of(agency_id: int) -> list[tuple[str, str]]:
    """The kinds of beds to tell of, for an agency that runs a hospital."""
    runs_one = Hospital.objects.filter(post__agency=agency_id).exists()
    return [(kind.value, str(kind.label)) for kind in BedKind] if runs_one else []


def tables() -> dict[str, Any]:
    """The steps an agency may take and their words: one truth for the server and a telephone without signal."""
    return {
        "steps": {
            verb: {"from": sorted(STEPS[verb].start), "to": STEPS[verb].end, "stamps": STEPS[verb].stamps}
            | ({"finding": STEPS[verb].finding} if STEPS[verb].finding else {})
            for verb in AGENCY_VERBS
        },
        "findings": dict(Finding.choices),
        "verbs": {verb: {"label": label, "glyph": glyph} for verb, (label, glyph) in VERBS.items()},
        "states": {
            state: {"label": state.label, "look": look, "glyph": glyph} for state, (look, glyph) in LOOKS.items()
        },
        "priorities": {str(priority.value): priority.label for priority in Priority},
    }
