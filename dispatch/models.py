"""Receipts only: one message to one person on one channel, and what became of it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dispatch.place_notes import PlaceNote as PlaceNote  # tables of this app that Django must know of
from dispatch.presence import Presence as Presence
from dispatch.shares import Share as Share
from incidents.models import Assignment


class Channel(models.TextChoices):
    """How a person of an agency is reached."""

    APP = "app", _("aplikasi")
    GATEWAY = "gateway", _("WhatsApp/SMS")
    TELEPHONE = "telephone", _("telepon oleh dispatcher")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Receipts, by what became of them."""

    def waiting(self) -> Self:
        """To be handed to the gateway still."""
        return self.filter(channel=Channel.GATEWAY, sent_at=None, failed_at=None)


class Delivery(models.Model):
    """One message to one person on one channel. A second alarm is a nuisance, a missing one is not."""

    assignment = models.ForeignKey(Assignment, models.CASCADE, related_name="deliveries")
    level = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=10, choices=Channel)
    title = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=120, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["assignment", "level", "channel"], name="delivery_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                condition=Q(channel="gateway", sent_at=None, failed_at=None),
                name="delivery_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} {self.level} {self.channel}"
