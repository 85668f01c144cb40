"""The monthly report as it was built; a published one is only ever followed by a revision."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from journal.models import Journaled, JournaledQuerySet


class Report(Journaled):
    """One month, local time, at one revision; `figures` holds every measure as it was computed."""

    kind = "month"

    month = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    built_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    figures = models.JSONField()

    objects = JournaledQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-month", "-revision"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["month", "revision"], name="report_month_revision")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} r{self.revision}"
