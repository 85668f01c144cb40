"""What would be sent to an event that is only thought of, and how one is found that shows a plan at work."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from agencies.pages import PageRequest, only_for
from dispatch.plan_forms import KIND, TrialForm
from incidents.choosing import Event, misfits
from incidents.planning import Example, event_of
from incidents.plans import Plan
from incidents.proposing import worded
from incidents.recommending import recommend_to
from incidents.trying import ahead


@require_safe
@never_cache
@only_for("plans")
def trial(request: PageRequest) -> HttpResponse:
    """What would be sent to such an event, there and then; nobody is told."""
    said = request.GET
    form = TrialForm(said if "at" in said else None, initial={"at": localtime(now()), "kind": KIND, **said.dict()})
    asked = plan_asked(request)
    context: dict[str, Any] = {"form": form, "asked": asked}
    if form.is_bound and form.is_valid():
        context |= tried(form, asked)
    return render(request, "dispatch/plan_trial.html", context)


def plan_asked(request: PageRequest) -> Plan | None:
    """The plan whose page the trial was opened from, if it was."""
    key = request.GET.get("plan", "")
    rows = Plan.objects.visible_to(request.user).whole()
    found: Plan | None = rows.filter(pk=key).first() if key.isdecimal() and len(key) < 10 else None
    return found


def tried(form: TrialForm, asked: Plan | None) -> dict[str, Any]:
    """What would be sent, and why by another plan than the one that was asked for."""
    category, place, said = form.category, form.place, form.cleaned_data
    at = (place.lat, place.lng) if place else None
    made = recommend_to(category, at=at, area=place, moment=said["at"], alarm=int(said["alarm"]))
    found = {"made": made, "lines": worded(made.found), "category": category}
    if asked and asked != made.choice.plan:
        event = event_of(category, area=place, at=said["at"])
        found["why_not"] = why_not(asked, made.choice.plan, event)
    return found


def trial_query(row: Plan, example: Example) -> str:
    """The query of a trial that shows the plan at work; nothing if there is no such event."""
    if example.category is None or example.at is None:
        return ""
    area = {"area": row.area.code} if row.area else {}
    at = f"{example.at:%Y-%m-%dT%H:%M:%S}" if example.at.second else f"{example.at:%Y-%m-%dT%H:%M}"
    return urlencode({"plan": row.pk, "kind": f"{KIND}{example.category.code}", **area, "at": at}, safe=":")


def never_text(row: Plan, example: Example) -> str:
    """Why no event shows the plan at work; nothing if one does."""
    if example.category:
        return ""
    if not example.before:
        return _("Tidak ada yang dapat dicoba: jenis kejadian rencana ini tidak dipakai lagi.")
    names = ", ".join(f"“{one.title}”" for one in example.before)
    return _("Rencana ini tidak akan berlaku: rencana yang lebih khusus selalu mendahuluinya, yaitu %(names)s.") % {
        "names": names
    }


def why_not(asked: Plan, shown: Plan | None, event: Event) -> str:
    """Why the plan that was asked for is not the one of this event."""
    if not asked.is_current:
        newest = Plan.objects.current().filter(code=asked.code).first()
        return _("sudah diganti versi %(edition)s") % {"edition": newest.edition} if newest else _("sudah dicabut")
    if asked.gone:
        return _("dilewati, %(why)s") % {"why": asked.gone_text}
    words = {
        "kind": _("berlaku untuk jenis kejadian lain (%(text)s)") % {"text": asked.event_text},
        "area": _("berlaku di wilayah lain (%(text)s)") % {"text": asked.area_text},
        "hours": _("berlaku pada jam lain (%(text)s)") % {"text": asked.hours_text},
    }
    missed = misfits(asked, event)
    if missed or shown is None:
        return ", ".join(words[name] for name in missed)
    return goes_before(shown, asked, event)


def goes_before(shown: Plan, asked: Plan, event: Event) -> str:
    """In what the plan that holds is the more specific one."""
    words = {
        "kind": _("didahului “%(title)s”, yang ditulis khusus untuk jenis kejadian ini"),
        "area": _("didahului “%(title)s”, yang ditulis khusus untuk wilayah ini"),
        "hours": _("didahului “%(title)s”, yang ditulis khusus untuk jam atau hari ini"),
    }
    return words[ahead(shown, asked, event)] % {"title": shown.title}
