"""Which unit a position is of. Its statement is written out: hundreds ask it each second."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from agencies.fixes import Fix, Spot

NAMED = """
SELECT FALSE, unit.call_sign, unit.id, known.lat, known.lng, known.at,
       known.doubted_lat, known.doubted_lng, known.doubted_at
FROM agencies_unit unit JOIN agencies_agency agency ON agency.id = unit.agency_id AND agency.is_active
LEFT JOIN agencies_position known ON known.unit_id = unit.id
WHERE unit.call_sign = ANY(%(signs)s) AND agency.id = coalesce(%(agency)s, agency.id)
UNION ALL
SELECT TRUE, tracker.device, unit.id, known.lat, known.lng, known.at,
       known.doubted_lat, known.doubted_lng, known.doubted_at
FROM agencies_tracker tracker JOIN agencies_unit unit ON unit.id = tracker.unit_id
JOIN agencies_agency agency ON agency.id = unit.agency_id AND agency.is_active
LEFT JOIN agencies_position known ON known.unit_id = unit.id
WHERE tracker.device = ANY(%(devices)s) AND agency.id = coalesce(%(agency)s, agency.id)
"""


def spot(lat: float | None, lng: float | None, at: datetime | None) -> Spot | None:
    """A place out of its columns."""
    return None if lat is None or lng is None or at is None else Spot(lat, lng, at)


@dataclass(frozen=True)
class Addressee:
    """A unit that was named, where it was last, and where it was said to be since but hardly can be."""

    unit_id: int
    last: Spot | None
    doubted: Spot | None


class Addressees:
    """The units that these positions are of, by call sign and by device."""

    def __init__(self, fixes: Collection[Fix], agency_id: int | None) -> None:
        """Read them in one query; only units of an active agency, and only of this one unless it is None."""
        signs = [name for fix in fixes if not fix.is_device for name in fix.names]
        devices = [name for fix in fixes if fix.is_device for name in fix.names]
        with connection.cursor() as cursor:
            cursor.execute(NAMED, {"signs": signs, "devices": devices, "agency": agency_id})
            rows = cursor.fetchall()
        self.found = {
            (is_device, name): Addressee(pk, spot(*spots[:3]), spot(*spots[3:])) for is_device, name, pk, *spots in rows
        }

    def of(self, fix: Fix) -> Addressee | None:
        """The unit a position is of, None if it is nobody's that may be told of here."""
        return next((one for name in fix.names if (one := self.found.get((fix.is_device, name)))), None)
