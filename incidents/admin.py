"""What classifies and times incidents, editable for administrators; what happened, for reading only."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import CharField, Field, Model, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from agencies.admin import Editable, Kept
from agencies.admin_forms import RowForm
from agencies.permissions import standing
from agencies.templatetags.screen import duration
from incidents.clocks import CLOCKS
from incidents.models import Assignment, Category, Disposition, Escalation, Incident, Note, Standard
from journal.models import Entry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@admin.register(Category)
class CategoryAdmin(Kept):
    """Kinds of event and the agencies they call for."""

    list_display = ("name", "group", "short_code", "track", "priority", "is_confidential", "is_active")
    list_filter = ("group", "track", "is_confidential", "is_active")
    search_fields = ("code", "name", "english", "short_code", "words")
    filter_horizontal = ("leads", "also_told")


@admin.register(Disposition)
class DispositionAdmin(Kept):
    """How incidents end."""

    list_display = ("name", "code", "apco_code", "order", "is_active")
    list_filter = ("is_active",)


class StandardForm(RowForm):
    """A limit that can be kept, and one only from any day on for the same clock and the same incidents."""

    def clean_limit(self) -> timedelta:
        """More than nothing."""
        limit: timedelta = self.cleaned_data["limit"]
        if limit <= timedelta():
            raise forms.ValidationError(_("Batas harus lebih dari nol."))
        return limit

    def clean_percentile(self) -> int:
        """A share in percent."""
        percentile: int = self.cleaned_data["percentile"]
        if not 1 <= percentile <= 100:
            raise forms.ValidationError(_("Isi 1 sampai 100."))
        return percentile

    def clean(self) -> dict[str, Any]:
        """The day is the centre's; who means the same day changes the row that is there."""
        said = super().clean() or {}
        key = ("clock", "track", "priority", "category")
        if "valid_from" in said and set(key) <= set(said):
            day = localtime(said["valid_from"]).date()
            same = Standard.objects.filter(**{name: said[name] for name in key}, valid_from__date=day)
            if same.exclude(pk=self.instance.pk).exists():
                self.add_error("valid_from", _("Standar yang sama sudah ada sejak hari ini. Ubah yang sudah ada."))
        return said


@admin.register(Standard)
class StandardAdmin(Editable):
    """How long each clock may run; a promise once made keeps the minutes it was made with."""

    form = StandardForm
    list_display = ("clock_name", "track", "priority", "category", "span", "percentile", "valid_from", "is_example")
    list_filter = ("track", "is_example")
    list_select_related = ("category",)

    @admin.display(description=_("jam"), ordering="clock")
    def clock_name(self, standard: Standard) -> Any:
        """What the clock is called on the screens."""
        return CLOCKS[standard.clock].label

    @admin.display(description=_("batas"), ordering="limit")
    def span(self, standard: Standard) -> str:
        """The limit, as spans of time are written everywhere."""
        return duration(standard.limit)

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Only a clock that exists can be timed."""
        if db_field.name == "clock":
            return forms.ChoiceField(label=_("Jam"), choices=[(clock.name, clock.label) for clock in CLOCKS.values()])
        return super().formfield_for_dbfield(db_field, request, **kwargs)


def shown(name: str, label: _StrPromise) -> Callable[[Model], Any]:
    """A column of a list under an Indonesian heading; `name` is an attribute or a method without arguments."""

    @admin.display(description=label)
    def column(row: Model) -> Any:
        value = getattr(row, name)
        return value() if callable(value) else value

    return column


class Happened(Editable):
    """What happened is changed by actions, which leave an entry; here it is a list and nothing more."""

    to_incident = ""
    list_display_links = None
    ordering = ("-pk",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Confidential incidents, and all that belongs to them, are there for the cleared alone."""
        rows = super().get_queryset(request)
        if standing(request.user).is_cleared:
            return rows
        return rows.exclude(**{f"{self.to_incident}is_confidential": True})


@admin.register(Incident)
class IncidentAdmin(Happened):
    """Incidents."""

    list_display = (
        shown("short_number", _("nomor")),
        shown("category", _("kategori")),
        shown("get_priority_display", _("prioritas")),
        shown("area", _("wilayah")),
        shown("reported_at", _("dilaporkan")),
        shown("closed_at", _("ditutup")),
        shown("get_outcome_display", _("hasil")),
    )
    list_select_related = ("category", "area__parent")
    search_fields = ("number", "category__name", "area__name")


@admin.register(Assignment)
class AssignmentAdmin(Happened):
    """What agencies were given."""

    to_incident = "incident__"
    list_display = (
        shown("incident", _("kejadian")),
        shown("agency", _("instansi")),
        shown("unit", _("unit")),
        shown("get_state_display", _("keadaan")),
        shown("notified_at", _("diberi tahu")),
        shown("accepted_at", _("diterima")),
        shown("arrived_at", _("tiba")),
        shown("ended_at", _("berakhir")),
    )
    list_select_related = ("incident", "agency", "unit")
    search_fields = ("incident__number", "agency__code", "unit__call_sign")


@admin.register(Escalation)
class EscalationAdmin(Happened):
    """Clocks that ran out."""

    to_incident = "incident__"
    list_display = (
        shown("incident", _("kejadian")),
        shown("clock", _("jam")),
        shown("level", _("tingkat")),
        shown("raised_at", _("sejak")),
        shown("told", _("diberi tahu")),
        shown("acknowledged_at", _("diakui")),
        shown("acknowledged_by", _("oleh")),
    )
    list_select_related = ("incident", "acknowledged_by")
    search_fields = ("incident__number", "told")


@admin.register(Note)
class NoteAdmin(Happened):
    """Lines that people added; who may read what they say opens the incident."""

    to_incident = "incident__"
    list_display = (
        shown("incident", _("kejadian")),
        shown("written_at", _("ditulis")),
        shown("author", _("oleh")),
        shown("agency", _("instansi")),
    )
    list_select_related = ("incident", "author", "agency")
    search_fields = ("incident__number",)


@admin.register(Entry)
class EntryAdmin(Happened):
    """The journal."""

    list_display = (
        shown("subject", _("pokok")),
        shown("number", _("nomor")),
        shown("happened_at", _("terjadi")),
        shown("recorded_at", _("dicatat")),
        shown("actor", _("oleh")),
        shown("verb", _("tindakan")),
    )
    list_select_related = ("actor",)
    search_fields = ("subject", "verb")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """An entry names its subject by a text, so that is what confidential incidents are known by here."""
        rows = Entry.objects.order_by("-pk")
        if standing(request.user).is_cleared:
            return rows
        subject = Concat(Value("incident:"), Cast("pk", CharField()), output_field=CharField())
        hidden = Incident.objects.filter(is_confidential=True).annotate(named=subject)
        return rows.exclude(subject__in=hidden.values("named"))
