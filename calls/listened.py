"""The exchange we listen to, and how it says that the desks' telephones and the rooms of conferences stand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Seat


class Exchange(models.Model):
    """The telephone exchange we listen to, and since when it is not heard; a pulse, kept without a journal."""

    heard_at = models.DateTimeField(null=True)
    lost_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.pk} {self.heard_at:%H:%M:%S}" if self.heard_at else f"{self.pk}"


class SwitchClock(models.Model):
    """A machine account whose words are all late: by how much, since when, how many agree. One in time removes it."""

    SURE_BY: ClassVar = 3
    SURE_AFTER: ClassVar = timedelta(minutes=1)
    AGREES: ClassVar = timedelta(seconds=3)

    account = models.OneToOneField(User, models.CASCADE, related_name="+")
    behind = models.DurationField()
    since = models.DateTimeField()
    heard_at = models.DateTimeField()
    words = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.account_id} {self.behind}"

    def weigh(self, late: timedelta, at: datetime) -> None:
        """Take one more word that came late. The smallest delay counts: what lags more was held up besides."""
        if late < self.behind - self.AGREES:
            self.behind, self.since, self.heard_at, self.words = late, at, at, 1
        elif late <= self.behind + self.AGREES:
            self.heard_at, self.words = at, self.words + 1

    @property
    def is_sure(self) -> bool:
        """Whether it is the clock: what was held back comes at once and lags less and less, a clock lags on and on."""
        return self.words >= self.SURE_BY and self.heard_at - self.since >= self.SURE_AFTER


class Standing(models.TextChoices):
    """How a telephone stands in a queue: only one that is ready is rung."""

    READY = "ready", _("siap")
    PAUSED = "paused", _("dijeda di sentral")
    AWAY = "away", _("tidak tersambung")
    REMOVED = "removed", _("keluar dari antrean")


@dataclass(frozen=True)
class TelephoneWord:
    """What an exchange says of a queue's telephone: its number or its desk's name, how it stands, and since when."""

    queue: str
    extension: str
    member: str
    standing: str
    at: datetime


class Telephone(models.Model):
    """A desk's telephone in one queue, as the exchange said last."""

    seat = models.ForeignKey(Seat, models.CASCADE, related_name="telephones")
    queue = models.CharField(max_length=80)
    standing = models.CharField(max_length=7, choices=Standing, default=Standing.READY)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["seat", "queue"], name="telephone_seat_queue")]

    def __str__(self) -> str:
        return f"{self.seat_id} {self.queue} {self.standing}"


@dataclass(frozen=True)
class RoomWord:
    """Who came into the room of a conference or left it (channel, telephone), or that its third did not lift."""

    IN: ClassVar = "in"
    OUT: ClassVar = "out"
    UNANSWERED: ClassVar = "unanswered"

    room: int
    said: str
    at: datetime
    uid: str = ""
    telephone: str = ""


@dataclass(frozen=True)
class RoomsListed:
    """Everybody in a room of a conference at one moment: room, channel, telephone."""

    members: frozenset[tuple[int, str, str]]
    at: datetime

    def of(self, room: int) -> set[tuple[str, str]]:
        """Channel and telephone of everybody in one room."""
        return {(uid, telephone) for number, uid, telephone in self.members if number == room}
