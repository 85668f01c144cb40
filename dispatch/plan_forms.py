"""A response plan as a supervisor writes it: when it holds, and its needs row by row; what would be sent."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency, Area
from incidents.actions.plans import MOST, Draft, Wanted
from incidents.models import Category
from incidents.plans import MOST_LEVELS, Need, Plan

KIND, GROUP = "kind:", "group:"
FIELD = {"class": "in"}
Choices = list[tuple[str, Any]]


def event_choices(*, with_groups: bool) -> Choices:
    """The kinds in use, by group; each group as a whole first, where that may be chosen."""
    groups: dict[str, Choices] = {}
    for kind in Category.objects.filter(is_active=True):
        whole: Choices = [(f"{GROUP}{kind.group}", _("Semua %(group)s") % {"group": kind.group})]
        groups.setdefault(kind.group, whole if with_groups else []).append((f"{KIND}{kind.code}", kind.name))
    return [("", _("Pilih…")), *groups.items()]


def area_choices(everywhere: str) -> Choices:
    """Every kecamatan with its kelurahan below it; what an empty choice means is the caller's to say."""
    districts = Area.objects.filter(parent=None).prefetch_related("parts").order_by("name")
    return [("", everywhere), *((district.name, list(_of(district))) for district in districts)]


def _of(district: Area) -> Iterable[tuple[str, str]]:
    yield district.code, _("Kecamatan %(name)s") % {"name": district.name}
    for ward in sorted(district.parts.all(), key=lambda one: one.name):
        yield ward.code, ward.name


class PlanForm(forms.Form):
    """For which events the plan holds, where, and when."""

    title = forms.CharField(label=gettext_lazy("Judul"), max_length=60, widget=forms.TextInput(attrs=FIELD))
    event = forms.ChoiceField(
        label=gettext_lazy("Jenis kejadian atau kelompok"),
        widget=forms.Select(attrs=FIELD),
        error_messages={"required": gettext_lazy("Pilih satu jenis kejadian, atau satu kelompok, dari daftar.")},
    )
    area = forms.ChoiceField(label=gettext_lazy("Wilayah"), required=False, widget=forms.Select(attrs=FIELD))
    starts = forms.TimeField(
        label=gettext_lazy("Dari jam"),
        required=False,
        widget=forms.TimeInput(attrs={**FIELD, "placeholder": "22:00"}, format="%H:%M"),
    )
    ends = forms.TimeField(
        label=gettext_lazy("Sampai jam"),
        required=False,
        widget=forms.TimeInput(attrs={**FIELD, "placeholder": "05:00"}, format="%H:%M"),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Hari"),
        choices=list(WEEKDAYS.items()),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds and areas there are."""
        super().__init__(*args, **kwargs)
        self.fields["event"].choices = event_choices(with_groups=True)  # type: ignore[attr-defined]
        self.fields["area"].choices = area_choices(_("Semua wilayah"))  # type: ignore[attr-defined]


class NeedForm(forms.Form):
    """One need; a row without an agency is left out."""

    agency = forms.ChoiceField(label=gettext_lazy("Instansi"), required=False, widget=forms.Select(attrs=FIELD))
    capability = forms.CharField(
        label=gettext_lazy("Jenis unit"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={**FIELD, "list": "capabilities", "autocomplete": "off"}),
    )
    count = forms.IntegerField(
        label=gettext_lazy("Jumlah"),
        min_value=0,
        max_value=Need.MOST,
        required=False,
        widget=forms.NumberInput(attrs=FIELD),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Alarm"),
        choices=[(level, level) for level in range(1, MOST_LEVELS + 1)],
        coerce=int,
        empty_value="1",
        required=False,
        widget=forms.Select(attrs=FIELD),
    )

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        """Offer the agencies there are."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = agencies  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What a row says must belong to an agency, and a kind of unit to a number of them."""
        said = super().clean() or {}
        if not said.get("agency") and (said.get("capability") or said.get("count")):
            self.add_error("agency", _("Pilih instansinya, atau kosongkan seluruh baris."))
        if said.get("agency") and said.get("count") is None and "count" not in self.errors:
            self.add_error("count", _("Isi jumlahnya; 0 berarti instansinya saja yang diberi tahu."))
        if said.get("capability") and said.get("count") == 0:
            self.add_error("capability", _("Kosongkan jenis unit, atau isi jumlah lebih dari 0."))
        return said


NeedRows = forms.formset_factory(NeedForm, extra=0, max_num=MOST, absolute_max=MOST)


def agency_choices(row: Plan | None) -> Choices:
    """The active agencies; one that left stays in the list of a plan that names it, marked, so that it is seen."""
    named = {agency.code for agency in row.gone} if row else set()
    gone = _("tidak aktif")
    agencies = [one for one in Agency.objects.all() if one.is_active or one.code in named]
    return [("", "–"), *((one.code, str(one) if one.is_active else f"{one} ({gone})") for one in agencies)]


def head_of(row: Plan) -> dict[str, Any]:
    """An edition as the form shows it."""
    return {
        "title": row.title,
        "event": f"{KIND}{row.category.code}" if row.category else f"{GROUP}{row.group}",
        "area": row.area.code if row.area else "",
        "starts": row.starts,
        "ends": row.ends,
        "weekdays": row.weekdays,
    }


def rows_of(row: Plan | None) -> list[dict[str, Any]]:
    """Its needs and the empty rows below them."""
    needs = row.needs.all() if row else []
    rows: list[dict[str, Any]] = [
        {"agency": one.agency.code, "capability": one.capability, "count": one.count, "level": one.level}
        for one in needs
    ]
    return [*rows, *({"level": 1} for _empty in range(MOST - len(rows)))]


def draft_in(head: PlanForm, rows: Any) -> Draft:
    """What a valid form says."""
    said = dict(head.cleaned_data)
    event = said.pop("event")
    names = {"category": event.removeprefix(KIND)} if event.startswith(KIND) else {"group": event.removeprefix(GROUP)}
    found = [form.cleaned_data for form in rows.forms]
    needs = [
        Wanted(one["agency"], one["capability"], one["count"], int(one["level"])) for one in found if one.get("agency")
    ]
    return Draft(**said, **names, needs=needs)


class TrialForm(forms.Form):
    """What happens, where, and when: for the question what would be sent."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis kejadian"),
        widget=forms.Select(attrs=FIELD),
        error_messages={"required": gettext_lazy("Pilih jenis kejadian dari daftar.")},
    )
    area = forms.ChoiceField(label=gettext_lazy("Tempat"), required=False, widget=forms.Select(attrs=FIELD))
    at = forms.DateTimeField(
        label=gettext_lazy("Waktu"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput(attrs={**FIELD, "type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": gettext_lazy("Isi tanggal dan jamnya.")},
    )
    alarm = forms.TypedChoiceField(
        label=gettext_lazy("Alarm"),
        choices=[(level, level) for level in range(1, MOST_LEVELS + 1)],
        coerce=int,
        empty_value="1",
        required=False,
        widget=forms.Select(attrs=FIELD),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds and areas there are."""
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = event_choices(with_groups=False)  # type: ignore[attr-defined]
        self.fields["area"].choices = area_choices(_("Tempat belum diketahui"))  # type: ignore[attr-defined]

    @property
    def category(self) -> Category:
        """The kind that was chosen."""
        return Category.objects.get(code=self.cleaned_data["kind"].removeprefix(KIND))

    @property
    def place(self) -> Area | None:
        """The kelurahan or kecamatan that was chosen."""
        code = self.cleaned_data["area"]
        return Area.objects.select_related("parent").get(code=code) if code else None
