"""What "January" means: a local month of the centre, as the half-open interval of UTC it covers. No queries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

# A month is only complete once what was reported in its last minutes has had time to be answered.
SETTLING = timedelta(hours=1)


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month in the zone of the centre."""

    year: int
    number: int
    zone: ZoneInfo = field(compare=False)

    def __str__(self) -> str:
        """Its key, such as `2026-01`."""
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first(self) -> date:
        """Its first day; what a report's row carries."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return self.next.first - timedelta(days=1)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.next.first - self.first).days

    @property
    def start(self) -> datetime:
        """Its first moment, in UTC."""
        return datetime(self.year, self.number, 1, tzinfo=self.zone).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The first moment that no longer belongs to it, in UTC."""
        return self.next.start

    @property
    def next(self) -> Month:
        """The month after."""
        return self.moved(1)

    @property
    def previous(self) -> Month:
        """The month before."""
        return self.moved(-1)

    def moved(self, months: int) -> Month:
        """The month so many months later."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1, self.zone)


def month_at(moment: datetime, zone: ZoneInfo) -> Month:
    """The month in which the centre's calendar shows this moment."""
    local = moment.astimezone(zone)
    return Month(local.year, local.month, zone)


def month_of(day: date, zone: ZoneInfo) -> Month:
    """The month of a local day."""
    return Month(day.year, day.month, zone)


def parse(key: str, zone: ZoneInfo) -> Month:
    """The month of a key such as `2026-01`; raises ValueError for anything else."""
    month = month_of(date.fromisoformat(f"{key}-01"), zone)
    if str(month) != key:
        raise ValueError(key)
    return month


def last_full(moment: datetime, zone: ZoneInfo) -> Month:
    """The latest month that had ended, and settled, at this moment."""
    return month_at(moment - SETTLING, zone).previous


def between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from the first to the last, both included."""
    while first <= last:
        yield first
        first = first.next
