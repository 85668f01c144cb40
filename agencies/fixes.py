"""Where a unit is, as its sender says, and what of it cannot be true. No query; the forms are in `trackers.py`.

Degrees, metres of uncertainty, km/h, degrees clockwise from north; what is not told is None.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import cos, hypot, isfinite, radians
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

NORTH, SOUTH, WEST, EAST = 8.0, -13.0, 93.0, 143.0
"""A frame around Indonesia and its seas: what lies outside it is a device that is wrong, or a slip of the hand."""

CLOCK_AHEAD = timedelta(minutes=2)
"""A device's clock may run ahead of ours by so much; such a position counts as found when it arrived."""

KEPT = timedelta(hours=12)
"""Older positions are neither taken nor kept."""

FASTEST_KMH = 300.0
FAR_M = 2000.0
"""Nearer than this no leap is looked for: a first fix after a tunnel may be that far off."""
DOUBTED_FOR = timedelta(seconds=30)
"""A leap is believed once its sender has stayed there for so long: it was the former position that was wrong."""

METRES_PER_DEGREE = 111_195.0
LONGEST_NAME = 80
MILLISECONDS_FROM = 1e11


class Unfit(Exception):
    """A position that is not taken: a code for programs, a sentence for who looks after the device."""

    def __init__(self, code: str, text: str) -> None:
        """Why not."""
        super().__init__(text)
        self.code = code
        self.text = text


@dataclass(frozen=True)
class Fix:
    """A position as told. `names`, best first: the call sign of its unit, or ids of the device."""

    names: tuple[str, ...]
    is_device: bool
    lat: float
    lng: float
    at: datetime
    accuracy: float | None = None
    speed: float | None = None
    heading: float | None = None


@dataclass(frozen=True)
class Spot:
    """Where a unit was known to be, and when."""

    lat: float
    lng: float
    at: datetime


class Leap(Unfit):
    """A place further off than anything drives, doubted from its first telling on."""

    def __init__(self, text: str, first: Spot | Fix) -> None:
        """Where and when it was told first."""
        super().__init__("leap", text)
        self.first = first


def number(value: Any, name: str) -> float:
    """A finite number, also written as text; Unfit otherwise."""
    try:
        found = float("x" if isinstance(value, bool) else value)
    except (TypeError, ValueError, OverflowError):
        found = float("nan")
    if not isfinite(found):
        raise Unfit("not_a_number", _("%(field)s bukan angka.") % {"field": name})
    return found


def measure(value: Any, most: float) -> float | None:
    """A figure that only adds to a position: without sense it is left out, and the position stands."""
    try:
        found = number(value, "")
    except Unfit:
        return None
    return found if 0 <= found <= most else None


def instant(value: Any) -> datetime:
    """ISO 8601 with its zone, or seconds or milliseconds since 1970; Unfit otherwise."""
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).lstrip("-").isdigit():
            return _written(value)
        counted = number(value, "time")
        return datetime.fromtimestamp(counted / 1000 if abs(counted) > MILLISECONDS_FROM else counted, UTC)
    except (Unfit, ValueError, OverflowError, OSError):
        raise Unfit("bad_time", _("Waktu posisi tidak terbaca. Kirim ISO 8601 dengan zona waktu.")) from None


def _written(text: str) -> datetime:
    found = parse_datetime(text[:40])
    if found is None or found.tzinfo is None:
        raise ValueError(text)
    return found.astimezone(UTC)


def is_in_indonesia(lat: float, lng: float) -> bool:
    """Whether a point lies in the frame."""
    return SOUTH <= lat <= NORTH and WEST <= lng <= EAST


def refuse_impossible(fix: Fix, now: datetime) -> None:
    """Unfit for a place or a time that no unit can tell."""
    if not any(fix.names):
        raise Unfit("no_unit", _("Sebutkan sandi panggil unit, atau nomor perangkatnya."))
    if fix.lat == 0 and fix.lng == 0:
        raise Unfit(
            "no_fix", _("Perangkat belum mendapat posisi (0,0). Tunggu posisi berikutnya, atau periksa GPS-nya.")
        )
    if not is_in_indonesia(fix.lat, fix.lng):
        raise Unfit("far_away", _("Posisi ini di luar Indonesia. Periksa perangkat, atau urutan lintang dan bujur."))
    if fix.at > now + CLOCK_AHEAD:
        raise Unfit("future", _("Waktu posisi ini belum tiba. Setel jam perangkat."))
    if fix.at < now - KEPT:
        raise Unfit("too_old", _("Posisi ini lebih dari 12 jam lalu. Setel jam perangkat bila posisinya baru."))


def refuse_leap(before: Spot | Fix | None, doubted: Spot | Fix | None, fix: Fix) -> None:
    """Leap where nothing drives: further from the last place than any unit comes in the time between, however long.

    `doubted` is the first place of a leap that was refused; who is still there after a while is believed.
    """
    if before is None or is_drive(before, fix):
        return
    is_there_still = doubted is not None and is_drive(doubted, fix)
    if is_there_still and doubted is not None and fix.at - doubted.at >= DOUBTED_FOR:
        return
    words = _("Posisi melompat %(km)d km sejak posisi terakhir. Tunggu posisi berikutnya, atau periksa perangkat.")
    km = round(metres_between(before, fix) / 1000)
    raise Leap(words % {"km": km}, doubted if is_there_still and doubted is not None else fix)


def is_drive(before: Spot | Fix, fix: Fix) -> bool:
    """Whether a unit can have come from there."""
    metres = metres_between(before, fix)
    hours = max((fix.at - before.at).total_seconds(), 1) / 3600
    return metres <= FAR_M or metres / 1000 / hours <= FASTEST_KMH


def metres_between(one: Spot | Fix, other: Spot | Fix) -> float:
    """On a flat map, exact enough to tell a drive from a leap."""
    east = (one.lng - other.lng) * cos(radians((one.lat + other.lat) / 2))
    return hypot(east, one.lat - other.lat) * METRES_PER_DEGREE
