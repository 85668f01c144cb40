"""What is looked for in the lists of incidents and calls, and how that narrows them; what is hidden is not found."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.permissions import Standing
from calls.identity import normalised
from calls.models import CallOutcome
from calls.secrecy import HIDDEN
from incidents.models import Track

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

NUMBER = re.compile(r"^(?:#|L-|[A-Z]{2,5}-\d{8}-)?(\d{1,9})$", re.IGNORECASE)
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"]
WRONG_DAY = _("Tulis tanggal seperti 31/12/2025.")
WHOLE_NUMBER = 8  # digits from which a telephone number is looked up; less could probe what the mask hides


def day_field(label: _StrOrPromise) -> forms.DateField:
    """A day between the years 2000 and 2999; the browser's own calendar writes it, or a person."""
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DATE_FORMATS,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
        validators=[MinValueValidator(date(2000, 1, 1), WRONG_DAY), MaxValueValidator(date(2999, 12, 31), WRONG_DAY)],
        error_messages={"invalid": WRONG_DAY},
    )


class SpanForm(forms.Form):
    """Words and two dates."""

    q = forms.CharField(label=_("Cari"), required=False, max_length=100)
    since = day_field(_("Dari"))
    until = day_field(_("Sampai"))

    @property
    def spans(self) -> list[forms.BoundField]:
        """The two dates, for the template."""
        return [self["since"], self["until"]]

    def clean_until(self) -> date | None:
        """Refuses a span that ends before it begins."""
        since: date | None = self.cleaned_data.get("since")
        until: date | None = self.cleaned_data["until"]
        if since and until and until < since:
            raise ValidationError(_("Tanggal akhir lebih awal daripada tanggal mulai."))
        return until

    def span(self, field: str) -> Q:
        """The chosen local days, as instants of this field."""
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        found = Q(**{f"{field}__gte": midnight(since)}) if since else Q()
        return found & Q(**{f"{field}__lt": midnight(until + timedelta(days=1))}) if until else found


def midnight(day: date) -> datetime:
    """When a day begins in the centre's zone."""
    return datetime.combine(day, time(), get_current_timezone())


class IncidentSearch(SpanForm):
    """What may be asked of the list of incidents."""

    track = forms.ChoiceField(label=_("Jalur"), required=False, choices=[("", _("Semua")), *Track.choices])
    state = forms.ChoiceField(
        label=_("Keadaan"),
        required=False,
        choices=[("", _("Semua")), ("open", _("Terbuka")), ("closed", _("Ditutup"))],
    )
    agency = forms.ModelChoiceField(
        Agency.objects.all(), to_field_name="code", label=_("Instansi"), required=False, empty_label=_("Semua")
    )

    def for_one_agency(self) -> None:
        """An agency may not ask who else was given its incidents."""
        del self.fields["agency"]

    def narrowed(self, rows: Any, stand: Standing) -> Any:
        """The rows that fit. Whoever is not cleared finds a confidential incident by its number alone."""
        wanted = self.cleaned_data
        rows = rows.filter(self.span("reported_at"))
        if wanted["track"]:
            rows = rows.filter(track=wanted["track"])
        if wanted["state"]:
            rows = rows.filter(closed_at__isnull=wanted["state"] == "open")
        if wanted.get("agency"):
            rows = rows.filter(assignments__agency=wanted["agency"]).distinct()
        return rows.filter(self.words(stand)) if wanted["q"] else rows

    def words(self, stand: Standing) -> Q:
        """A number in any of its spellings, or words of place, area and kind."""
        text = self.cleaned_data["q"]
        number = NUMBER.match(text)
        if number:
            return Q(number=number[1]) & Q(number__lte=2**31 - 1)
        places = Q(place_text__icontains=text) | Q(landmark__icontains=text) | Q(category__name__icontains=text)
        readable = Q(is_confidential=False)
        if stand.is_cleared:
            readable = Q()
        elif stand.agency_id:
            readable |= Q(assignments__agency_id=stand.agency_id)
        area = Q(area__name__icontains=text) | Q(area__parent__name__icontains=text)
        return area | (places & readable)


class CallSearch(SpanForm):
    """What may be asked of the list of calls."""

    outcome = forms.ChoiceField(
        label=_("Hasil"),
        required=False,
        choices=[("", _("Semua")), ("pending", CallOutcome.PENDING.label)]
        + [(code, label) for code, label in CallOutcome.choices if code],
    )

    def narrowed(self, rows: Any, stand: Standing) -> Any:
        """The calls that fit."""
        outcome = self.cleaned_data["outcome"]
        rows = rows.filter(self.span("offered_at"))
        if outcome:
            rows = rows.filter(outcome="" if outcome == "pending" else outcome)
        return rows.filter(self.words(stand)) if self.cleaned_data["q"] else rows

    def words(self, stand: Standing) -> Q:
        """A whole telephone number or its last four digits, an incident's number, who answered, what was said.

        By his number a caller is not found who asked that his identity be kept.
        """
        text = self.cleaned_data["q"]
        digits = re.sub(r"[\s().-]", "", text)
        if digits.lstrip("+").isdigit():
            if len(digits) >= WHOLE_NUMBER:
                return Q(caller__value=normalised(digits)) & ~HIDDEN
            ending = Q(caller__value__endswith=digits) & ~HIDDEN if len(digits) == 4 else Q(pk__in=[])
            return ending | Q(report__incident__number=int(digits))
        number = NUMBER.match(text)
        if number:
            return Q(report__incident__number=number[1])
        name = Q(answered_by__first_name__icontains=text) | Q(answered_by__last_name__icontains=text)
        said = Q(report__words__icontains=text) | Q(report__place_text__icontains=text)
        if not stand.is_cleared:
            said &= Q(report__is_confidential=False) & ~Q(report__incident__is_confidential=True)
        return name | said | Q(seat__name__iexact=text)
