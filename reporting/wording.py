"""Figures in the words of the page: percent, minutes, days, and how much better or worse than before. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

DAY = 86400
HOUR = 3600


@dataclass(frozen=True)
class Change:
    """Against the month before: an arrow, how much, and a tone only where better and worse are clear."""

    icon: str
    text: str
    tone: str


def count(value: int | None) -> str:
    """`3.218`; a dash for nothing to count."""
    return "–" if value is None else number_format(value, 0, force_grouping=True)


def percent(value: float | None, places: int = 1) -> str:
    """`64,3%`; a dash when there was nothing to take a share of."""
    return "–" if value is None else f"{number_format(round(value, places), places, force_grouping=True)}%"


def share_of(part: int, whole: int) -> float | None:
    """A share in percent."""
    return 100 * part / whole if whole else None


def minutes(seconds: int | None) -> str:
    """`6:12`, over an hour `1:06:12`; a dash for what did not happen."""
    if seconds is None:
        return "–"
    whole, rest = divmod(seconds, 60)
    return f"{whole // 60}:{whole % 60:02}:{rest:02}" if whole >= 60 else f"{whole}:{rest:02}"


def age(seconds: int | None) -> str:
    """`27 hari`, under two days `31 jam`."""
    if seconds is None:
        return "–"
    if seconds < 2 * DAY:
        return ngettext("%(count)s jam", "%(count)s jam", seconds // HOUR) % {"count": count(seconds // HOUR)}
    return ngettext("%(count)s hari", "%(count)s hari", seconds // DAY) % {"count": count(seconds // DAY)}


def grown(now: int, before: int | None) -> Change | None:
    """A count against the count before, in percent; neither good nor bad."""
    if not before:
        return None
    return Change(arrow(now - before), percent(abs(100 * (now - before) / before)), "")


def moved(now: float | None, before: float | None, *, is_good: int) -> Change | None:
    """A share against the share before, in points; `is_good` is +1 where more is better, -1 where less is."""
    if now is None or before is None:
        return None
    points = round(now - before, 1)
    text = _("%(points)s poin") % {"points": number_format(abs(points), 1)}
    return Change(arrow(points), text, tone(points * is_good))


def quicker(now: int | None, before: int | None) -> Change | None:
    """A time against the time before; less is better."""
    if now is None or before is None:
        return None
    return Change(arrow(now - before), minutes(abs(now - before)), tone(before - now))


def arrow(difference: float) -> str:
    """The glyph of a direction."""
    if difference == 0:
        return "minus"
    return "up" if difference > 0 else "dn"


def tone(gain: float) -> str:
    """Green for a gain, red for a loss."""
    if gain == 0:
        return ""
    return "ok" if gain > 0 else "crit"


def month_name(day: date) -> str:
    """`Januari 2026`."""
    return date_format(day, "F Y")


def short_month(day: date) -> str:
    """`Jan`."""
    return date_format(day, "M")
