"""Through whose hands a report went: one writes it at a time, whoever wrote it before may look on and add a line."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import User
from django.db import models


class Hand(models.Model):
    """Somebody wrote a report until its call went on to a colleague; the row goes when he puts it off his desk."""

    report = models.ForeignKey("calls.Report", models.CASCADE, related_name="hands")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    left_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "user"], name="hand_report_user")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.left_at:%H:%M:%S}"
