"""The city of a scenario as the rows of this installation describe it."""

from __future__ import annotations

from agencies.models import Area, Centre, Place, Unit
from demo.city import City, Kind, Spot
from incidents.models import Category


def city() -> City:
    """Kelurahan, landmarks, active categories and the units that can be sent."""
    units: dict[str, list[Spot]] = {}
    for unit in Unit.objects.filter(is_on_duty=True, lat__isnull=False, lng__isnull=False).select_related("agency"):
        units.setdefault(unit.agency.code, []).append(Spot(unit.call_sign, "", unit.lat or 0, unit.lng or 0))
    wards = Area.objects.filter(level=Area.Level.WARD)
    return City(
        zone=Centre.objects.get().zone,
        wards=[Spot(area.code, area.name, area.lat, area.lng) for area in wards],
        landmarks=[Spot("", place.name, place.lat, place.lng) for place in Place.objects.order_by("pk")],
        kinds={kind.code: kind for kind in kinds()},
        units={code: tuple(spots) for code, spots in units.items()},
    )


def kinds() -> list[Kind]:
    """What can happen, with the agencies that still work."""
    rows = Category.objects.filter(is_active=True).prefetch_related("leads", "also_told")
    return [
        Kind(
            row.code,
            row.name,
            row.track,
            row.priority,
            tuple(agency.code for agency in row.leads.all() if agency.is_active),
            tuple(agency.code for agency in row.also_told.all() if agency.is_active),
        )
        for row in rows
    ]
