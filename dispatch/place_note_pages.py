"""The desk's page of notes about places: which stand, a new one, ending one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from agencies.coordinates import typed_point
from agencies.pages import PageRequest, only_for
from dispatch import actions
from dispatch.models import PlaceNote
from dispatch.place_notes import LONGEST, WIDEST_M, Matter

SHOWN = 500


class NoteForm(forms.Form):
    """A new note."""

    point = forms.CharField(label=gettext_lazy("Titik (lintang, bujur)"), max_length=60)
    radius_m = forms.IntegerField(label=gettext_lazy("Radius (meter)"), min_value=10, max_value=WIDEST_M, initial=50)
    matter = forms.ChoiceField(label=gettext_lazy("Tentang"), choices=Matter.choices)
    text = forms.CharField(label=gettext_lazy("Catatan"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2}))
    valid_until = forms.DateTimeField(
        label=gettext_lazy("Berlaku sampai (boleh kosong)"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As fields look on our pages."""
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "in"

    def clean_point(self) -> tuple[float, float]:
        """As people write or copy a point."""
        found = typed_point(self.cleaned_data["point"])
        if found is None:
            raise ValidationError(_("Tulis seperti −3,9812, 122,5123 atau tempel tautan peta."))
        return found


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@only_for("board")
def place_notes(request: PageRequest) -> HttpResponse:
    """Which notes stand, and the form; what was typed stays on the page if it is refused."""
    typed = request.POST if request.method == "POST" else None
    form = NoteForm(typed, initial={"point": request.GET.get("point", "")[:60]})
    if typed is not None and form.is_valid():
        said = form.cleaned_data
        lat, lng = said.pop("point")
        try:
            actions.write_place_note(**said, lat=lat, lng=lng, actor=request.user)
        except ValidationError as refused:
            form.add_error(None, refused)
        else:
            messages.success(request, _("Catatan lokasi disimpan."))
            return redirect("place_notes")
    rows = PlaceNote.objects.standing().select_related("written_by").order_by("-written_at")[:SHOWN]
    return render(
        request, "dispatch/place_notes.html", {"form": form, "rows": rows}, status=422 if form.errors else 200
    )


@require_POST
@only_for("board")
def end_place_note(request: PageRequest, pk: int) -> HttpResponse:
    """It stands no more."""
    version = request.POST.get("version", "")
    try:
        actions.end_place_note(pk, actor=request.user, version=int(version) if version.isdigit() else None)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    except PlaceNote.DoesNotExist:
        messages.error(request, _("Catatan lokasi ini tidak ada."))
    else:
        messages.success(request, _("Catatan lokasi diakhiri."))
    return redirect("place_notes")
