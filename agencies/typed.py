"""What comes in over HTTP, read: the body, typed text, and moments of what has happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.utils.timezone import is_naive, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, parsers, serializers

from agencies.fixes import CLOCK_AHEAD
from agencies.plain import plain


class JsonBody(parsers.JSONParser):
    """JSON; one that is nested deeper than anybody nests is as unreadable as one that is torn."""

    def parse(self, *args: Any, **kwargs: Any) -> Any:
        """What the body holds."""
        try:
            return super().parse(*args, **kwargs)
        except RecursionError:
            raise exceptions.ParseError from None


class TypedText(serializers.CharField):
    """What a person typed: what no person types and no database keeps is dropped, not refused with the rest."""

    def to_internal_value(self, data: Any) -> str:
        """The text without control characters and halves of characters."""
        return plain(super().to_internal_value(data))


def not_yet() -> str:
    """What is said of a moment that is to come where one that has passed is wanted."""
    return _("Jam ini belum lewat. Isi jam kejadiannya, atau kosongkan untuk sekarang.")


class ZonedMoment(serializers.DateTimeField):
    """A moment that says where its clock stands: taken for a local one, it would be hours off in the record."""

    default_error_messages: ClassVar = {
        "no_zone": gettext_lazy("Waktu ini tanpa zona. Kirim ISO 8601 dengan zona, misalnya 2026-01-31T08:15:00+08:00.")
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        """In the zone of the request; one without any zone is refused, not taken for a local one."""
        if is_naive(value):
            self.fail("no_zone")
        return super().enforce_timezone(value)


class PastMoment(ZonedMoment):
    """When something happened, told afterwards: one that is to come is refused, but for clocks that differ a little."""

    def to_internal_value(self, value: Any) -> datetime:
        """The moment; what is ahead by less than clocks are is left to whoever writes it down."""
        moment = super().to_internal_value(value)
        if moment > now() + CLOCK_AHEAD:
            raise serializers.ValidationError(not_yet())
        return moment
