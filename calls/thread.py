"""Conversations by message: a call without audio, answered, coded and counted like any other; its lines are rows here.

Personal data: the words of a thread live in this table alone, never in the journal or in a log, and go with their call.
"""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

# The longest text kept of a gateway's message; what goes on is cut and said to be, for somebody in need wrote it.
LONGEST = 4000
# The longest answer: some seven SMS, and as much as anybody in need reads.
LONGEST_REPLY = 1000
# So many lines a minute from one sender are a conversation; more are a machine.
MOST_PER_MINUTE = 30
# Who writes again so soon after his conversation was closed is shown with it.
FOLLOWS_WITHIN = timedelta(minutes=30)
# How long an answer that was not taken waits for its next try, by how often it was tried; then it has failed.
BACK_OFF = (timedelta(seconds=4), timedelta(seconds=8), timedelta(seconds=16), timedelta(seconds=32))


class Channel(models.TextChoices):
    """How somebody reaches 112."""

    VOICE = "voice", _("Telepon")
    SMS = "sms", _("SMS")
    WHATSAPP = "whatsapp", _("WhatsApp")
    APP = "app", _("Aplikasi")
    PANIC = "panic", _("Tombol panik")


class Direction(models.TextChoices):
    """Who wrote a line."""

    IN = "in", _("pelapor")
    OUT = "out", _("petugas")


class Delivery(models.TextChoices):
    """What became of a line: ours wait until the gateway takes them."""

    RECEIVED = "received", _("diterima")
    QUEUED = "queued", _("mengirim")
    SENT = "sent", _("terkirim")
    FAILED = "failed", _("gagal terkirim")


class MessageQuerySet(models.QuerySet["Message"]):
    """Lines, by what is to be done about them."""

    def to_send(self) -> Self:
        """Our oldest line of each conversation that the gateway has not taken; a later one waits for it."""
        queued = Message.objects.filter(state=Delivery.QUEUED)
        earlier = queued.filter(call=OuterRef("call"), pk__lt=OuterRef("pk"))
        return self.filter(~Exists(earlier), state=Delivery.QUEUED)


class Message(models.Model):
    """One line of a conversation. `sent_at` is the sender's own clock, `at` is ours; `accuracy` is in metres."""

    call = models.ForeignKey("calls.Call", models.CASCADE, related_name="messages")
    direction = models.CharField(max_length=3, choices=Direction)
    text = models.TextField(max_length=LONGEST, blank=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    gateway_id = models.CharField(max_length=120, blank=True)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    sender_name = models.CharField(max_length=80, blank=True)
    attachments = models.PositiveSmallIntegerField(default=0)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    accuracy = models.FloatField(null=True)
    state = models.CharField(max_length=8, choices=Delivery, default=Delivery.RECEIVED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=60, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["call", "gateway_id"], condition=~Q(gateway_id=""), name="message_call_gateway_id"
            ),
            models.CheckConstraint(
                condition=Q(direction="in", state="received", by=None) | (Q(direction="out") & ~Q(state="received")),
                name="message_state_of_direction",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lng=None) | Q(lat__isnull=False, lng__isnull=False), name="message_point_whole"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(state="queued"), name="message_queued"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.direction} {self.at:%H:%M:%S}"

    @property
    def point(self) -> str:
        """`−3,97780 · 122,51510`, as it is read aloud; empty without one."""
        if self.lat is None or self.lng is None:
            return ""
        return " · ".join(f"{degrees:.5f}".replace("-", "−").replace(".", ",") for degrees in (self.lat, self.lng))

    @property
    def key(self) -> str:
        """The one key under which the gateway is handed this line, however often."""
        return f"message-{self.pk}"
