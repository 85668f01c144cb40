"""What the desk says to an agency or to one of its units about an incident, and who there has read it."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q

from agencies.models import Agency, Unit
from agencies.permissions import Standing

LONGEST = 500  # what a crew reads at a glance


class UnitMessageQuerySet(models.QuerySet["UnitMessage"]):
    """Messages to units, by what is asked about them."""

    def readable_by(self, stand: Standing) -> Self:
        """The desk's all; an agency's those to itself; nobody else's any."""
        if stand.is_desk:
            return self.all()
        return self.filter(agency_id=stand.agency_id) if stand.agency_id else self.none()


class UnitMessage(models.Model):
    """One message; never changed, never taken back: who was told has perhaps acted on it already."""

    incident = models.ForeignKey("incidents.Incident", models.CASCADE, related_name="messages")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    text = models.CharField(max_length=LONGEST)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    objects = UnitMessageQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None) | Q(read_at__gte=F("sent_at"), read_by__isnull=False),
                name="unitmessage_read_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.sent_at:%H:%M}"

    @property
    def codes(self) -> dict[str, Any]:
        """What it is called in the journal; read it with agency and unit."""
        return {
            "message": self.pk,
            "agency": self.agency.code,
            "unit": self.unit.call_sign if self.unit else None,
        }
