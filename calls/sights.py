"""Who at the desk has seen a report before it was sent."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import User
from django.db import models


class Sight(models.Model):
    """A dispatcher has seen a report before it was sent; the report's version counts it."""

    report = models.ForeignKey("calls.Report", models.CASCADE, related_name="sights")
    seen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["seen_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "seen_by"], name="sight_report_seen_by")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.seen_at:%H:%M:%S}"
