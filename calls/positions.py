"""Where a caller is, as far as his telephone or the network says: the words and limits of it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a location reached us. The first two are the handset's own (AML), the cell is the network's."""

    AML_SMS = "aml_sms", _("AML lewat SMS")
    AML_HTTPS = "aml_https", _("AML")
    CELL = "cell", _("Area sel")


class Method(models.TextChoices):
    """What the handset found itself by."""

    GNSS = "gnss", _("GPS")
    WIFI = "wifi", _("WiFi")
    CELL = "cell", _("seluler")
    FUSED = "fused", _("gabungan")
    UNKNOWN = "unknown", _("cara tidak diketahui")


# A circle wider than this says no more than the country does; the island's largest cells reach some 35 km.
WIDEST = 100_000.0
# A position this much older than its arrival may be where the telephone was, not where it is.
STALE_AFTER = timedelta(minutes=10)
# Clocks of handsets may run ahead of ours by so much; further ahead, a position's time is not believed.
CLOCK_AHEAD = timedelta(seconds=60)
# Of what was found within this time the most precise is shown; a caller on the move is better shown by the newest.
LATELY = timedelta(seconds=60)


@dataclass(frozen=True)
class Fix:
    """A position: degrees, metres of uncertainty, percent of confidence, and when it was found, as the sender says.

    What is not known is None. A network's cell may be a sector: its middle direction and opening in whole degrees.
    """

    lat: float
    lng: float
    radius_m: float | None = None
    confidence: int | None = None
    method: str = Method.UNKNOWN
    positioned_at: datetime | None = None
    azimuth: int | None = None
    opening: int | None = None


@dataclass(frozen=True)
class Message:
    """What one message says of its sender; `fix` is None when the telephone found no position.

    `number` and `imei` are whom it is about, `network` the serving network (MCC and MNC), `home` that of its card.
    `language`: what the telephone is set to (ISO 639). `is_doubtful`: the message is not as long as it says it is.
    """

    fix: Fix | None
    number: str = ""
    imei: str = ""
    network: str = ""
    home: str = ""
    language: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True)
class Seen:
    """What is needed of a kept location to choose among several."""

    pk: int
    has_point: bool
    is_cell: bool
    is_doubtful: bool
    radius_m: float | None
    positioned_at: datetime | None
    received_at: datetime

    @property
    def at(self) -> datetime:
        """When he was there: as said, else when we heard it."""
        return self.positioned_at or self.received_at

    @property
    def is_stale(self) -> bool:
        """Found long before it was sent."""
        return is_stale(self.positioned_at, self.received_at)


def is_point(lat: float, lng: float) -> bool:
    """Whether these degrees are a place: on the globe, and not the zeros by which a handset says that it has none."""
    return isfinite(lat) and isfinite(lng) and abs(lat) <= 90 and abs(lng) <= 180 and (lat, lng) != (0, 0)


def is_stale(positioned_at: datetime | None, received_at: datetime) -> bool:
    """Found long before it reached us."""
    return positioned_at is not None and received_at - positioned_at > STALE_AFTER


def believed(positioned_at: datetime | None, received_at: datetime) -> datetime | None:
    """The moment of a position: never after its arrival, and unknown if a clock ran far ahead (or told local time)."""
    if positioned_at is None or positioned_at - received_at > CLOCK_AHEAD:
        return None
    return min(positioned_at, received_at)


def shown_first(rows: Sequence[Seen]) -> Seen | None:
    """The location a screen shows: one with a point, fresh before stale, whole before doubtful, the handset's before
    the network's; of those the most precise of the last minute.
    """
    if not rows:
        return None
    rank = min(ranking(row) for row in rows)
    alike = [row for row in rows if ranking(row) == rank]
    newest = max(row.at for row in alike)
    late = [row for row in alike if newest - row.at <= LATELY]
    return min(late, key=lambda row: (row.radius_m is None, row.radius_m or 0.0, -row.at.timestamp(), -row.pk))


def ranking(row: Seen) -> tuple[bool, ...]:
    """The smaller the better."""
    return not row.has_point, row.is_stale, row.is_doubtful, row.is_cell
