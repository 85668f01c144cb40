"""Where callers are, as their telephones or the network said: kept beside the call, never put into the incident."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from agencies.permissions import standing
from agencies.places import AreaMap
from calls.positions import Method, Seen, Way, believed, shown_first
from calls.tongues import Tongue

Card = dict[str, Any]


class CallerLocationQuerySet(models.QuerySet["CallerLocation"]):
    """Locations, by whose they are."""

    def unmatched(self) -> Self:
        """Of no call yet."""
        return self.filter(call=None)

    def of_incident(self, incident_id: int, user: User) -> Self:
        """Those of the callers who reported an incident, for whoever may know of them; a hidden one may live there."""
        stand = standing(user)
        if not (stand.is_call_taker or stand.is_desk):
            return self.none()
        rows = self.filter(call__report__incident=incident_id, call__report__hides_reporter=False)
        return rows if stand.is_cleared else rows.filter(call__report__incident__is_confidential=False)


class CallerLocation(models.Model):
    """One thing that was said of a caller's place; without a point it says that his telephone found none.

    Whose it is (`number`, fourteen digits of `imei`) is kept only while no call is known that it belongs to.
    """

    call = models.ForeignKey("calls.Call", models.PROTECT, null=True, related_name="locations")
    number = models.CharField(max_length=40, blank=True)
    imei = models.CharField(max_length=14, blank=True)
    fingerprint = models.CharField(max_length=64)
    way = models.CharField(max_length=9, choices=Way)
    method = models.CharField(max_length=7, choices=Method, default=Method.UNKNOWN)
    network = models.CharField(max_length=6, blank=True)
    home = models.CharField(max_length=6, blank=True)
    language = models.CharField(max_length=3, blank=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    radius_m = models.FloatField(null=True)
    confidence = models.PositiveSmallIntegerField(null=True)
    azimuth = models.PositiveSmallIntegerField(null=True)
    opening = models.PositiveSmallIntegerField(null=True)
    is_doubtful = models.BooleanField(default=False)
    positioned_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()

    objects = CallerLocationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(lat=None, lng=None)
                | (
                    Q(lat__gte=-90, lat__lte=90, lng__gte=-180, lng__lte=180, lat__isnull=False, lng__isnull=False)
                    & ~Q(lat=0, lng=0)
                ),
                name="location_is_a_place_or_none",
            ),
            models.CheckConstraint(
                condition=Q(call=None) | Q(number="", imei=""), name="location_of_a_call_names_nobody"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["fingerprint", "received_at"], name="location_fingerprint"),
            models.Index(fields=["number", "received_at"], condition=Q(call=None), name="location_waiting_number"),
            models.Index(fields=["imei", "received_at"], condition=Q(call=None), name="location_waiting_imei"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.received_at:%Y-%m-%d %H:%M:%S}"

    @property
    def moment(self) -> datetime | None:
        """When he was there, as far as the sender's clock is believed."""
        return believed(self.positioned_at, self.received_at)

    @property
    def seen(self) -> Seen:
        """What is needed of it to choose among several."""
        return Seen(
            pk=self.pk,
            has_point=self.lat is not None,
            is_cell=self.way == Way.CELL,
            is_doubtful=self.is_doubtful,
            radius_m=self.radius_m,
            positioned_at=self.moment,
            received_at=self.received_at,
        )


def shown(rows: Iterable[CallerLocation]) -> CallerLocation | None:
    """The one a screen shows of the locations of one call."""
    by_key = {row.pk: row for row in rows}
    found = shown_first([row.seen for row in by_key.values()])
    return by_key[found.pk] if found else None


def of_calls(call_ids: Collection[int]) -> dict[int, list[CallerLocation]]:
    """All locations of each of these calls, by the call's id; one question for all of them."""
    return by_call(CallerLocation.objects.filter(call__in=call_ids) if call_ids else ())


def shown_of(call_ids: Collection[int]) -> dict[int, CallerLocation]:
    """The location a screen shows of each of these calls."""
    return {call_id: found for call_id, rows in of_calls(call_ids).items() if (found := shown(rows))}


def one_each(rows: Iterable[CallerLocation]) -> list[CallerLocation]:
    """Of the locations of several calls the one that is shown of each."""
    return [found for rows in by_call(rows).values() if (found := shown(rows))]


def by_call(rows: Iterable[CallerLocation]) -> dict[int, list[CallerLocation]]:
    """Those that belong to a call, by its id."""
    found: dict[int, list[CallerLocation]] = {}
    for row in rows:
        if row.call_id:
            found.setdefault(row.call_id, []).append(row)
    return found


def card(row: CallerLocation, ground: AreaMap) -> Card:
    """A location as a screen draws it, with the kelurahan its middle lies in."""
    area, _is_approximate = ground.at(row.lat, row.lng) if row.lat is not None and row.lng is not None else (None, True)
    return {
        "id": row.pk,
        "way": row.way,
        "way_name": str(Way(row.way).label),
        "method_name": str(Method(row.method).label) if row.method != Method.UNKNOWN else "",
        "lat": row.lat,
        "lng": row.lng,
        "radius_m": row.radius_m,
        "confidence": row.confidence,
        "azimuth": row.azimuth,
        "opening": row.opening,
        "is_cell": row.way == Way.CELL,
        "is_stale": row.seen.is_stale,
        "is_doubtful": row.is_doubtful,
        "positioned_at": row.moment or (row.received_at if row.way == Way.CELL else None),
        "received_at": row.received_at,
        "area_name": area.name if area else "",
    }


def spoken(rows: Sequence[CallerLocation]) -> Tongue:
    """The language and the card of one telephone: what it said last of each."""
    late = sorted(rows, key=lambda row: (row.received_at, row.pk), reverse=True)
    return Tongue(
        language=next((row.language for row in late if row.language), ""),
        home=next((row.home for row in late if row.home), ""),
    )


def cards(rows: Iterable[CallerLocation]) -> list[Card]:
    """Several of them, the latest first."""
    found = list(rows)
    ground = AreaMap.read() if any(row.lat is not None for row in found) else AreaMap([])
    return [card(row, ground) for row in sorted(found, key=lambda row: (row.seen.at, row.pk), reverse=True)]


def of_callers(incident_id: int, user: User) -> list[CallerLocation]:
    """The location a screen shows of each caller of an incident, as far as this reader may know of them."""
    return one_each(CallerLocation.objects.of_incident(incident_id, user))
