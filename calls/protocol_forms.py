"""A protocol as a supervisor writes it: its head, and its questions row by row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from calls.actions.protocols import MOST, Asked
from calls.questions import Protocol, Question
from incidents.models import Category, Priority

AREA = forms.Textarea(attrs={"rows": 6, "class": "in"})


class HeadForm(forms.Form):
    """Title, SOP and the kinds of event."""

    title = forms.CharField(label=_("Judul"), max_length=60, widget=forms.TextInput(attrs={"class": "in"}))
    sop = forms.CharField(label=_("Teks SOP"), max_length=2000, required=False, widget=AREA)
    categories = forms.MultipleChoiceField(
        label=_("Jenis kejadian"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Pilih sedikitnya satu jenis kejadian dari daftar.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds in use, by group."""
        super().__init__(*args, **kwargs)
        groups: dict[str, list[tuple[str, str]]] = {}
        for kind in Category.objects.filter(is_active=True):
            groups.setdefault(kind.group, []).append((kind.code, kind.name))
        self.fields["categories"].choices = list(groups.items())  # type: ignore[attr-defined]


class QuestionForm(forms.Form):
    """One question; a row without a text is left out."""

    text = forms.CharField(
        label=_("Pertanyaan"), max_length=90, required=False, widget=forms.TextInput(attrs={"class": "in"})
    )
    alarm = forms.ChoiceField(
        label=_("Jawaban bahaya"),
        choices=[("", _("tidak ada")), *((one.value, one.label) for one in Question.ALARMS)],
        required=False,
        widget=forms.Select(attrs={"class": "in"}),
    )
    raises_to = forms.TypedChoiceField(
        label=_("Menaikkan ke"),
        choices=[("", _("tetap")), *((one.value, f"{one.value} · {one.label}") for one in Priority)],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(attrs={"class": "in"}),
    )
    instruction = forms.CharField(
        label=_("Bacakan"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "in"}),
    )

    agency = forms.ChoiceField(
        label=_("Memanggil instansi"), required=False, widget=forms.Select(attrs={"class": "in"})
    )
    agency_reply = forms.ChoiceField(
        label=_("bila dijawab"),
        choices=[("", "–"), *((one.value, one.label) for one in Question.ALARMS)],
        required=False,
        widget=forms.Select(attrs={"class": "in"}),
    )
    agency_when = forms.CharField(
        label=_("karena (mis. ada yang terjepit)"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "in"}),
    )

    def __init__(self, *args: Any, agencies: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Offer the agencies in use."""
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", _("tidak ada")), *agencies]  # type: ignore[attr-defined]

    @property
    def calling(self) -> list[forms.BoundField]:
        """Whom which reply calls for and why, for the template."""
        return [self[name] for name in ("agency", "agency_reply", "agency_when")]

    def clean(self) -> dict[str, Any]:
        """What a row says must belong to a question, and a priority to an alarming reply."""
        said = super().clean() or {}
        others = ("instruction", "alarm", "raises_to", "agency")
        if not said.get("text") and any(said.get(name) for name in others):
            self.add_error("text", _("Tulis pertanyaannya, atau kosongkan seluruh baris."))
        if said.get("raises_to") and not said.get("alarm"):
            self.add_error("alarm", _("Pilih jawaban bahaya, atau biarkan prioritas tetap."))
        if said.get("agency") and not said.get("agency_reply"):
            self.add_error("agency_reply", _("Pilih jawaban yang memanggil instansi ini."))
        if said.get("agency") and not said.get("agency_when"):
            self.add_error("agency_when", _("Tulis karena apa, beberapa kata."))
        return said


def offered() -> list[tuple[str, str]]:
    """The agencies an answer can call for."""
    return list(Agency.objects.filter(is_active=True).values_list("code", "short_name"))


QuestionRows = forms.formset_factory(QuestionForm, extra=0, max_num=MOST, absolute_max=MOST)


def head_of(row: Protocol) -> dict[str, Any]:
    """An edition as the form shows it."""
    return {"title": row.title, "sop": row.sop, "categories": [kind.code for kind in row.categories.all()]}


def rows_of(row: Protocol | None) -> list[dict[str, Any]]:
    """Its questions and the empty rows below them."""
    asked = row.questions.all() if row else []
    rows = [
        {
            "text": one.text,
            "alarm": one.alarm,
            "raises_to": one.raises_to,
            "instruction": one.instruction,
            "agency": one.agency.code if one.agency else "",
            "agency_reply": one.agency_reply,
            "agency_when": one.agency_when,
        }
        for one in asked
    ]
    return [*rows, *({} for _empty in range(MOST - len(rows)))]


def asked_in(rows: Any) -> list[Asked]:
    """The questions of a valid formset, in order."""
    found = [form.cleaned_data for form in rows.forms]
    names = [one.name for one in fields(Asked)]
    return [Asked(**{name: one[name] for name in names}) for one in found if one.get("text")]
