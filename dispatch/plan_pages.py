"""The supervisor's pages of response plans: which are in force, a new edition, the approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.models import Unit
from agencies.pages import PageRequest, only_for
from dispatch.plan_forms import NeedRows, PlanForm, agency_choices, draft_in, head_of, rows_of
from dispatch.plan_trial import never_text, trial_query
from incidents import actions
from incidents.planning import example_of
from incidents.plans import Plan


@require_safe
@never_cache
@only_for("plans")
def plans(request: PageRequest) -> HttpResponse:
    """The plans in force, with whatever is broken about them, and the last edition of each that was withdrawn."""
    seen = Plan.objects.visible_to(request.user)
    rows = seen.current().whole().select_related("approved_by")
    withdrawn = seen.withdrawn().select_related("category")
    return render(request, "dispatch/plans.html", {"rows": rows, "withdrawn": withdrawn})


@require_safe
@never_cache
@only_for("plans")
def plan(request: PageRequest, pk: int) -> HttpResponse:
    """One edition whole, and the other editions of the plan."""
    row = edition(request, pk)
    seen = Plan.objects.visible_to(request.user)
    editions = seen.filter(code=row.code).select_related("written_by").order_by("-edition")
    is_withdrawn = seen.withdrawn().filter(pk=row.pk).exists()
    context = {"row": row, "editions": editions, "is_withdrawn": is_withdrawn}
    if row.is_current and not row.gone:
        example = example_of(row)
        context |= {"trial": trial_query(row, example), "never": never_text(row, example)}
    return render(request, "dispatch/plan.html", context)


def edition(request: PageRequest, pk: int) -> Plan:
    """An edition with what its page needs."""
    rows = Plan.objects.visible_to(request.user).whole().select_related("approved_by", "written_by")
    found: Plan = get_object_or_404(rows, pk=pk)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@only_for("plans")
def begin(request: PageRequest) -> HttpResponse:
    """Write the first edition of a plan."""
    return written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@only_for("plans")
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Write the next edition; the present one stays for the incidents that were sent by it."""
    return written(request, edition(request, pk))


def written(request: PageRequest, row: Plan | None) -> HttpResponse:
    """The form; what was typed stays on the page if it is refused."""
    typed: Any = request.POST if request.method == "POST" else None
    head = PlanForm(typed, initial=head_of(row) if row else None)
    asked = {"agencies": agency_choices(row)}
    rows = NeedRows(typed, initial=rows_of(row), prefix="n", form_kwargs=asked)
    errors: list[str] = []
    if typed is not None and head.is_valid() and rows.is_valid():
        try:
            new = actions.publish_plan(row.pk if row else None, draft_in(head, rows), actor=request.user)
        except ValidationError as refused:
            errors = refused.messages
        else:
            messages.success(request, _("%(title)s versi %(edition)s berlaku.") % vars(new))
            return redirect("plan", new.pk)
    elif typed is not None:
        errors = [_("Perbaiki isian bertanda merah, lalu terbitkan lagi."), *rows.non_form_errors()]
    kinds = Unit.objects.exclude(capability="").values_list("capability", flat=True).order_by("capability").distinct()
    context = {"row": row, "head": head, "rows": rows, "errors": errors, "capabilities": kinds}
    return render(request, "dispatch/plan_edit.html", context, status=422 if errors else 200)


@require_POST
@only_for("plans")
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """The centre's SOP stands behind this edition."""
    return done(request, pk, actions.approve_plan, _("%(title)s versi %(edition)s disahkan."))


@require_POST
@only_for("plans")
def withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """The plan holds no more."""
    return done(request, pk, actions.withdraw_plan, _("%(title)s dicabut dan tidak berlaku lagi."))


@require_POST
@only_for("plans")
def restore(request: PageRequest, pk: int) -> HttpResponse:
    """A plan that was withdrawn holds again."""
    return done(request, pk, actions.restore_plan, _("%(title)s versi %(edition)s berlaku lagi."))


def done(request: PageRequest, pk: int, action: Callable[..., Plan], told: str) -> HttpResponse:
    """One decision about an edition; a refusal is said on its page."""
    row = edition(request, pk)
    try:
        action(row.pk, actor=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, told % vars(row))
    return redirect("plan", row.pk)
