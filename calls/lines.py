"""What a call-taker writes down while somebody speaks: lines with a time and a name, corrected but never erased."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import User
from django.db import models

LONGEST_LINE = 4000
MOST_LINES = 200


class ReportLine(models.Model):
    """One line of a report's notes. A correction strikes another line through; both stay.

    `key` is made by the browser that wrote it, so that a line sent twice, or from two tabs, is one line.
    """

    report = models.ForeignKey("calls.Report", models.PROTECT, related_name="lines")
    key = models.UUIDField()
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField(max_length=LONGEST_LINE)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="correction")

    class Meta:
        ordering: ClassVar = ["written_at", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "key"], name="line_report_key")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.written_at:%H:%M:%S}"
