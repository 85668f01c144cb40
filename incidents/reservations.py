"""Who is kept for an incident that does not need him yet, as the ambulance that stands by: a word, not a task."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q

from agencies.models import Agency, Unit


class ReservationQuerySet(models.QuerySet["Reservation"]):
    """Reservations, by what is asked about them."""

    def standing(self) -> Self:
        """Neither released nor fulfilled."""
        return self.filter(ended_at=None)

    def to_be_reminded(self) -> Self:
        """Standing, with a moment at which the desk wants to hear of it and has not yet."""
        return self.standing().filter(remind_at__isnull=False, reminded_at=None)


class Reservation(models.Model):
    """An agency or one of its units, kept for an incident. Nobody is told, no clock runs, and it may go elsewhere."""

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="reservations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    reserved_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    reserved_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    # When the desk asked to be reminded of it, and when that was done.
    remind_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    objects = ReservationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["reserved_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit"], condition=Q(ended_at=None), name="reservation_unit_once"),
            models.UniqueConstraint(
                fields=["incident", "agency"], condition=Q(unit=None, ended_at=None), name="reservation_agency_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.who}"

    @property
    def who(self) -> str:
        """The unit's call sign, else the agency's code; read it with both."""
        return self.unit.call_sign if self.unit else self.agency.code

    @property
    def codes(self) -> dict[str, Any]:
        """What it is called in the journal."""
        unit = self.unit.call_sign if self.unit else None
        return {"reservation": self.pk, "agency": self.agency.code, "unit": unit}
