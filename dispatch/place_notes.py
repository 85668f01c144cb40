"""What crews should know of a place before they are there: a dog, a gate that is locked, gas bottles in the yard."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.fixes import Spot, metres_between
from journal.models import Journaled, JournaledQuerySet

WIDEST_M = 1000
REACH = 0.01  # degrees: a little more than WIDEST_M
LONGEST = 280


class Matter(models.TextChoices):
    """What a note is about."""

    HAZARD = "hazard", _("Bahaya")
    ACCESS = "access", _("Akses")
    WATER = "water", _("Sumber air")
    OTHER = "other", _("Lain-lain")


class PlaceNoteQuerySet(JournaledQuerySet):
    """Notes of places."""

    def standing(self) -> Self:
        """Neither ended nor over."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=now()), ended_at=None)

    def near(self, lat: float, lng: float) -> list[PlaceNote]:
        """Those whose circle this point lies in, hazards first."""
        box = {"lat__range": (lat - REACH, lat + REACH), "lng__range": (lng - REACH, lng + REACH)}
        here = Spot(lat, lng, now())
        rows = [row for row in self.standing().filter(**box) if metres_between(row.spot, here) <= row.radius_m]
        return sorted(rows, key=lambda row: (row.matter != Matter.HAZARD, -row.pk))


class PlaceNote(Journaled):
    """A note of a place, for whatever happens within `radius_m` metres of it while it is valid."""

    kind = "place_note"

    matter = models.CharField(_("tentang"), max_length=10, choices=Matter)
    text = models.CharField(_("catatan"), max_length=LONGEST)
    lat = models.FloatField(_("lintang"))
    lng = models.FloatField(_("bujur"))
    radius_m = models.PositiveSmallIntegerField(_("radius (meter)"))
    valid_until = models.DateTimeField(_("berlaku sampai"), null=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = PlaceNoteQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["lat"], condition=Q(ended_at=None), name="place_note_standing")]

    def __str__(self) -> str:
        return f"{self.pk} {self.matter}"

    @property
    def spot(self) -> Spot:
        """Where it is."""
        return Spot(self.lat, self.lng, self.written_at)


def line_of(row: PlaceNote) -> dict[str, Any]:
    """A note as screens show it: never who wrote it."""
    return {
        "id": row.pk,
        "matter": row.matter,
        "label": Matter(row.matter).label,
        "text": row.text,
        "valid_until": row.valid_until,
    }
