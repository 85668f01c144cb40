"""What the admin does not take: points that are nowhere, ladders that do not rise, the same row a second time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import LadderStep
from agencies.templatetags.screen import duration


class RowForm(forms.ModelForm):  # type: ignore[type-arg]  # takes no argument when it runs
    """Any row; the framework's own Indonesian says of one that is there already that it is not there."""

    class Meta:
        error_messages: ClassVar = {
            NON_FIELD_ERRORS: {"unique_together": gettext_lazy("%(model_name)s dengan %(field_labels)s ini sudah ada.")}
        }


class PointForm(RowForm):
    """A row that stands somewhere, or, where it may, nowhere: never at half a point."""

    def clean(self) -> dict[str, Any]:
        """Complaints at the fields themselves."""
        said = super().clean() or {}
        lat, lng = said.get("lat"), said.get("lng")
        if lat is not None and not -90 <= lat <= 90:
            self.add_error("lat", _("Lintang dari -90 sampai 90."))
        if lng is not None and not -180 <= lng <= 180:
            self.add_error("lng", _("Bujur dari -180 sampai 180."))
        if (lat is None) != (lng is None) and not {"lat", "lng"} & set(self.errors):
            self.add_error("lat" if lat is None else "lng", _("Isi lintang dan bujur, atau kosongkan keduanya."))
        return said


class RungForm(RowForm):
    """A rung of a ladder."""

    def clean_after(self) -> timedelta:
        """Nobody is told before it happened."""
        after: timedelta = self.cleaned_data["after"]
        if after < timedelta():
            raise forms.ValidationError(_("Waktu ini tidak boleh negatif."))
        return after


class LadderStepForm(RungForm):
    """A rung by itself; it stands among those of its ladder that were kept before."""

    def clean(self) -> dict[str, Any]:
        """A rung in its order."""
        said = super().clean() or {}
        if {"level", "after"} <= set(said):
            rung = LadderStep(level=said["level"], after=said["after"])
            others = LadderStep.objects.filter(agency=said.get("agency")).exclude(pk=self.instance.pk)
            complain(self, rung, others)
        return said


class LadderFormSet(BaseInlineFormSet):  # type: ignore[type-arg]  # takes no argument when it runs
    """All rungs of a ladder at once, as they will stand together."""

    def clean(self) -> None:
        """Each rung in its order."""
        super().clean()
        gone = self.deleted_forms
        kept = [one for one in self.forms if one not in gone and {"level", "after"} <= set(one.cleaned_data)]
        for one in kept:
            complain(one, one.instance, [below.instance for below in kept if below.instance.level < one.instance.level])


def complain(form: forms.ModelForm[Any], rung: LadderStep, others: Iterable[LadderStep]) -> None:
    """Who stands higher is not told before who stands lower."""
    for other in others:
        lower, higher = sorted((rung, other), key=lambda one: one.level)
        if lower.level < higher.level and higher.after < lower.after:
            said = _(
                "Tingkat %(higher)s (%(sooner)s) tidak boleh lebih cepat daripada tingkat %(lower)s (%(later)s)."
            ) % {
                "higher": higher.level,
                "sooner": duration(higher.after),
                "lower": lower.level,
                "later": duration(lower.after),
            }
            form.add_error("after", said)
            return
