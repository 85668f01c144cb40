"""Where each unit was last: one row a unit, written over by the next; where it was before is kept nowhere.

A track of a vehicle is a track of its crew. Nobody needs it to send help, so it is not collected (UU PDP, article 16).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

STALE = timedelta(minutes=2)
"""Older than this a screen shows the age."""

UNSURE = timedelta(minutes=15)
"""Older than this a unit is not recommended: it may be anywhere."""


class Position(models.Model):
    """The last place of a unit; km/h, degrees from north, metres.

    `version` is what screens know it by; it only grows, also when the place was forgotten meanwhile.
    """

    unit = models.OneToOneField("agencies.Unit", models.CASCADE, primary_key=True, related_name="position")
    lat = models.FloatField()
    lng = models.FloatField()
    at = models.DateTimeField()  # without an index: a row whose indexed columns stay is rewritten in its own page
    received_at = models.DateTimeField()
    accuracy = models.FloatField(null=True)
    speed = models.FloatField(null=True)
    heading = models.FloatField(null=True)
    version = models.BigIntegerField()
    # The first place of a leap that is not believed (yet).
    doubted_lat = models.FloatField(null=True)
    doubted_lng = models.FloatField(null=True)
    doubted_at = models.DateTimeField(null=True)
    # The watch whose telephone told it, which goes with the consent; a device's has none.
    watch = models.ForeignKey("agencies.Watch", models.CASCADE, null=True, related_name="positions")

    def __str__(self) -> str:
        return f"{self.unit_id} {self.at:%Y-%m-%d %H:%M:%S}"

    def age(self, moment: datetime | None = None) -> timedelta:
        """How long ago the unit was there."""
        return (moment or now()) - self.at


class Tracker(models.Model):
    """A device that tells where a unit is, by the id under which it sends."""

    device = models.CharField(
        _("nomor perangkat"),
        max_length=80,
        unique=True,
        help_text=_("Seperti dikirim perangkat: identifier di Traccar, topic atau pengguna/perangkat di OwnTracks."),
    )
    unit = models.ForeignKey("agencies.Unit", models.CASCADE, related_name="trackers", verbose_name=_("unit"))

    class Meta:
        verbose_name = _("perangkat pelacak")
        verbose_name_plural = _("perangkat pelacak")
        ordering: ClassVar = ["device"]

    def __str__(self) -> str:
        return self.device
