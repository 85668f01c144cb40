"""The ground as cards speak of it, kept by each process for a few seconds: it changes by the month."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from agencies.models import Agency, Area, Unit
from incidents.models import Assignment, Category, Disposition, Incident

KEPT_S = 30.0


@dataclass(frozen=True)
class Names:
    """Every row of the ground that a card may name, by its id."""

    categories: dict[int, Category]
    areas: dict[int, Area]
    dispositions: dict[int, Disposition]
    agencies: dict[int, Agency]
    units: dict[int, Unit]
    read_at: float = field(default_factory=time.monotonic)

    @classmethod
    def read(cls) -> Names:
        """As the rows stand now; areas without their outlines, which weigh more than all else together."""
        return cls(
            Category.objects.in_bulk(),
            Area.objects.defer("outline", "parent__outline").select_related("parent").in_bulk(),
            Disposition.objects.in_bulk(),
            Agency.objects.in_bulk(),
            Unit.objects.in_bulk(),
        )

    def know(self, incidents: Iterable[Incident], assignments: Iterable[Assignment]) -> bool:
        """Whether everything these rows point to is here; what was added a moment ago is not yet."""
        return all(
            row.category_id in self.categories
            and (row.area_id is None or row.area_id in self.areas)
            and (row.disposition_id is None or row.disposition_id in self.dispositions)
            for row in incidents
        ) and all(
            row.agency_id in self.agencies and (row.unit_id is None or row.unit_id in self.units) for row in assignments
        )

    def fill(self, incidents: Iterable[Incident], assignments: Iterable[Assignment]) -> None:
        """Give these rows what they point to, without a query."""
        for row in incidents:
            row.category = self.categories[row.category_id]
            row.area = self.areas[row.area_id] if row.area_id else None
            row.disposition = self.dispositions[row.disposition_id] if row.disposition_id else None
        for one in assignments:
            one.agency = self.agencies[one.agency_id]
            one.unit = self.units[one.unit_id] if one.unit_id else None


_kept: Names | None = None


def name(incidents: Iterable[Incident], assignments: Iterable[Assignment]) -> None:
    """Fill into these rows what they point to, as it stood at most half a minute ago."""
    global _kept
    kept = _kept
    if kept is None or time.monotonic() - kept.read_at > KEPT_S or not kept.know(incidents, assignments):
        kept = _kept = Names.read()
    kept.fill(incidents, assignments)


def forget() -> None:
    """Read the names anew when they are asked for next."""
    global _kept
    _kept = None
