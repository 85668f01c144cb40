"""What is asked of the exchange: one row per command, written by an action, sent by the process that listens to it.

A web process never speaks to the exchange and holds none of its secrets (docs/adr/0011-commands-are-rows.md).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from journal.models import Journaled, JournaledQuerySet

# A command is sent within this or never: an old one would pull a caller out of a talk that has gone on since.
LIVES = timedelta(seconds=5)
# The same thing asked again so soon is the same press of a nervous finger.
TWICE = timedelta(seconds=2)
# Whoever sent a command and has not said so by now never will.
SETTLES = timedelta(seconds=10)


class Verb(models.TextChoices):
    """What an exchange can be asked to do."""

    ANSWER = "answer", _("Angkat")
    HOLD = "hold", _("Tahan")
    RESUME = "resume", _("Lanjutkan")
    TRANSFER = "transfer", _("Alihkan")
    HANG_UP = "hang_up", _("Akhiri")
    CALL_BACK = "call_back", _("Telepon balik")
    CONFER = "confer", _("Konferensi")
    LEAVE = "leave", _("Keluar dari konferensi")


# Those that ring the operator's own telephone, or move it.
OF_A_DESK = frozenset({Verb.ANSWER, Verb.RESUME, Verb.CALL_BACK, Verb.CONFER})
# Those that go on to somebody else.
TO_ANOTHER = frozenset({Verb.TRANSFER, Verb.CONFER})


class Result(models.TextChoices):
    """What became of a command; empty while it is under way."""

    DONE = "done", _("Dikerjakan sentral.")
    GONE = "gone", _("Penelepon sudah tidak ada di sentral; panggilan ini tetap tercatat. Selesaikan hasilnya.")
    REFUSED = "refused", _("Sentral menolak perintah ini. Kerjakan lewat telepon meja.")
    LOST = (
        "lost",
        _("Sambungan ke sentral putus di tengah perintah. Periksa telepon meja dan kerjakan di sana."),
    )
    EXPIRED = "expired", _("Sentral tidak sempat mengerjakan perintah ini. Kerjakan lewat telepon meja.")


# After these the caller is still on the line, for all we know.
FAILED = frozenset({Result.REFUSED, Result.LOST, Result.EXPIRED})


class Third(models.TextChoices):
    """Where the third person of a conference stands; handed over: the operator has left, caller and third talk on."""

    RINGING = "ringing", _("dihubungi")
    JOINED = "joined", _("ikut bicara")
    UNANSWERED = "unanswered", _("tidak mengangkat")
    LEFT = "left", _("sudah keluar")
    HANDED = "handed", _("bersama penelepon")


class ExchangeCommandQuerySet(JournaledQuerySet):
    """Commands, by what became of them."""

    def under_way(self) -> Self:
        """Without a result so far."""
        return self.filter(result="")

    def to_send(self, at: datetime) -> Self:
        """Not taken by any listener, and young enough."""
        return self.under_way().filter(sent_at=None, expires_at__gt=at).order_by("pk")

    def left_over(self, at: datetime) -> Self:
        """Never sent in their time, or sent by a listener that is no more."""
        return (
            self.under_way().filter(Q(sent_at=None, expires_at__lte=at) | Q(sent_at__lte=at - SETTLES)).order_by("pk")
        )


class ExchangeCommand(Journaled):
    """One thing asked of the exchange for one call; `target` is the number it goes on to, never the caller's own."""

    kind = "command"

    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="commands")
    verb = models.CharField(max_length=9, choices=Verb)
    extension = models.CharField(max_length=10, blank=True)
    target = models.CharField(max_length=40, blank=True)
    target_name = models.CharField(max_length=80, blank=True)
    # Of a conference alone; it counts only where the command itself did not fail.
    third = models.CharField(max_length=10, choices=Third, blank=True)
    # Asked by no key: the line of a call that was closed by its outcome.
    is_promised = models.BooleanField(default=False)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=8, choices=Result, blank=True)
    settled_at = models.DateTimeField(null=True)

    objects = ExchangeCommandQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(result="", settled_at=None) | (~Q(result="") & Q(settled_at__isnull=False)),
                name="command_result_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["call", "verb"], condition=Q(result=""), name="command_one_under_way_per_verb"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(result=""), name="command_under_way"),
            models.Index(fields=["asked_at"], name="command_asked_at"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.call_id} {self.result}"
