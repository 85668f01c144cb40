"""The monthly report as it was built; a published one is only ever followed by a revision."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import AnonymousUser, User
from django.db import models

from agencies.permissions import READERS, standing
from journal.models import Journaled, JournaledQuerySet


class ReportQuerySet(JournaledQuerySet):
    """Monthly reports."""

    def current(self) -> Self:
        """The last revision of each month, newest month first."""
        return self.order_by("-month", "-revision").distinct("month")

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Heads, supervisors and administrators read them; what of the figures, `audience.py` says."""
        return self.all() if standing(user).roles & READERS else self.none()


class Report(Journaled):
    """One month, local time, at one revision; `figures` holds every measure as it was computed."""

    kind = "month"

    month = models.DateField()
    revision = models.PositiveSmallIntegerField(default=1)
    built_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    figures = models.JSONField()

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-month", "-revision"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["month", "revision"], name="report_month_revision")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} r{self.revision}"
