"""How things look on every screen: icons, priorities, instants in the centre's zone, durations, numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django import template
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

register = template.Library()

HOUR = 3600


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """One glyph of the font of icons, hidden from screen readers: the word stands beside it."""
    return format_html(
        '<app-icon class="i i-{}{}" aria-hidden="true"></app-icon>', name, f" {classes}" if classes else ""
    )


@register.inclusion_tag("_priority.html")
def priority(value: int, classes: str = "") -> dict[str, Any]:
    """The shape, number and name of a priority."""
    return {"value": value, "classes": classes}


@register.inclusion_tag("_agency.html")
def agency(row: Any) -> dict[str, Any]:
    """The neutral badge of an agency: glyph and code."""
    return {"agency": row}


@register.filter
def instant(value: datetime) -> str:
    """An instant for scripts: ISO-8601 in UTC."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@register.filter
def clock(value: datetime | None) -> str:
    """`21:47:36` in the centre's zone; a dash for what did not happen."""
    return f"{localtime(value):%H:%M:%S}" if value else "–"


@register.filter
def day(value: datetime | None) -> str:
    """`Sab 13 Des 2025` in the centre's zone."""
    return date_format(localtime(value), "D j M Y") if value else "–"


@register.filter
def moment(value: datetime | None) -> str:
    """`13 Des 2025 21:47:36` in the centre's zone."""
    return f"{date_format(localtime(value), 'j M Y')} {clock(value)}" if value else "–"


@register.filter
def brief(value: datetime | None) -> str:
    """The time of day for today, with its date for any other day."""
    if value is None:
        return "–"
    return clock(value) if localtime(value).date() == localtime().date() else moment(value)


@register.filter
def duration(value: timedelta | None) -> str:
    """`05:50`, over an hour `1:21:45`, from three days on `4 hari`; a dash for what did not happen."""
    if value is None:
        return "–"
    seconds = int(abs(value).total_seconds())
    sign = "−" if value < timedelta() else ""
    if seconds >= 72 * HOUR:
        return sign + _("%(days)s hari") % {"days": decimal(seconds / HOUR / 24, 0)}
    minutes, rest = divmod(seconds, 60)
    if seconds < HOUR:
        return f"{sign}{minutes:02}:{rest:02}"
    return f"{sign}{minutes // 60}:{minutes % 60:02}:{rest:02}"


@register.filter
def decimal(value: float | None, places: int = 1) -> str:
    """`1.234,5`: decimals with a comma, thousands with a dot (in Indonesian)."""
    return "–" if value is None else number_format(round(value, places), places, force_grouping=True)
