"""The supervisor's pages of protocols: what is asked, a new edition, the approval."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agencies.pages import PageRequest, only_for
from calls import actions
from calls.protocol_forms import HeadForm, QuestionRows, asked_in, head_of, offered, rows_of
from calls.questions import Protocol


@require_safe
@never_cache
@only_for("protocols")
def protocols(request: PageRequest) -> HttpResponse:
    """What is asked now, by kind of event."""
    rows = Protocol.objects.visible_to(request.user).current().with_questions().select_related("approved_by")
    return render(request, "calls/protocols.html", {"rows": rows})


@require_safe
@never_cache
@only_for("protocols")
def protocol(request: PageRequest, pk: int) -> HttpResponse:
    """One edition whole, and the other editions of the protocol."""
    row = edition(request, pk)
    editions = Protocol.objects.visible_to(request.user).filter(code=row.code).select_related("written_by")
    return render(request, "calls/protocol.html", {"row": row, "editions": editions.order_by("-edition")})


def edition(request: PageRequest, pk: int) -> Protocol:
    """An edition with what its page needs."""
    rows = Protocol.objects.visible_to(request.user).with_questions().select_related("approved_by", "written_by")
    found: Protocol = get_object_or_404(rows, pk=pk)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@only_for("protocols")
def begin(request: PageRequest) -> HttpResponse:
    """Write the first edition of a protocol."""
    return written(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@only_for("protocols")
def edit(request: PageRequest, pk: int) -> HttpResponse:
    """Write the next edition; the present one stays for the reports that were answered by it."""
    return written(request, edition(request, pk))


def written(request: PageRequest, row: Protocol | None) -> HttpResponse:
    """The form; what was typed stays on the page if it is refused."""
    typed: Any = request.POST if request.method == "POST" else None
    head = HeadForm(typed, initial=head_of(row) if row else None)
    rows = QuestionRows(typed, initial=rows_of(row), prefix="q", form_kwargs={"agencies": offered()})
    errors: list[str] = []
    if typed is not None and head.is_valid() and rows.is_valid():
        try:
            new = actions.publish_protocol(
                row.pk if row else None, actor=request.user, questions=asked_in(rows), **head.cleaned_data
            )
        except ValidationError as refused:
            errors = refused.messages
        else:
            messages.success(request, _("%(title)s versi %(edition)s berlaku.") % vars(new))
            return redirect("protocol", new.pk)
    elif typed is not None:
        errors = [_("Perbaiki isian bertanda merah, lalu terbitkan lagi."), *rows.non_form_errors()]
    context = {"row": row, "head": head, "rows": rows, "errors": errors}
    return render(request, "calls/protocol_edit.html", context, status=422 if errors else 200)


@require_POST
@only_for("protocols")
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """The centre's SOP stands behind this edition."""
    row = edition(request, pk)
    try:
        actions.approve_protocol(row.pk, actor=request.user)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    else:
        messages.success(request, _("%(title)s versi %(edition)s disahkan.") % vars(row))
    return redirect("protocol", row.pk)
