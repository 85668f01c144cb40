"""The recording of a call: where it stands, who heard it and why, and how long each class of call is kept.

The sound itself lies sealed in a folder (`vault.py`); what a recording was heard for is typed and so lives here, not in
the journal.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.contrib.auth.models import User
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from incidents.attachments import Attachment, AttachmentQuerySet
from journal.models import Journaled, JournaledQuerySet

LONGEST_NAME = 200
LONGEST_REASON = 200
# No call is put back so often; an exchange that names more is out of its mind.
MOST_STRETCHES = 20
# A call that a console ended and the exchange never said to be over is taken to be over after this.
UNTOLD = timedelta(minutes=15)


class RecordingState(models.TextChoices):
    """Where a recording stands."""

    AWAITED = "awaited", _("Ditunggu dari sentral")
    KEPT = "kept", _("Tersimpan")
    MISSING = "missing", _("Tidak ada")
    REMOVED = "removed", _("Dihapus")


class Problem(models.TextChoices):
    """Why a recording could not be fetched."""

    ABSENT = "absent", _("berkasnya tidak ada di sentral")
    EMPTY = "empty", _("berkasnya kosong")
    GROWING = "growing", _("berkasnya masih ditulis sentral")
    UNREACHABLE = "unreachable", _("tempat rekaman sentral tidak terjangkau")
    REFUSED = "refused", _("sentral menolak memberikannya")
    UNSAFE = "unsafe", _("nama berkas dari sentral tidak wajar")
    KIND = "kind", _("berkasnya bukan WAV, MP3, atau OGG")
    LARGE = "large", _("berkasnya terlalu besar")
    STORE = "store", _("tempat penyimpanan kita gagal menulis")


class CallClass(models.TextChoices):
    """What a recording is kept as: a closed case and an incident come first, then the outcome, then all the rest."""

    CONFIDENTIAL = "confidential", _("Kejadian tertutup")
    INCIDENT = "incident", _("Terkait kejadian")
    PRANK = "prank", _("Iseng")
    SILENT = "silent", _("Hening")
    CUT_OFF = "cut_off", _("Terputus")
    INFORMATION = "information", _("Informasi")
    COMPLAINT = "complaint", _("Pengaduan")
    COUNSELLING = "counselling", _("Konseling")
    WRONG_AREA = "wrong_area", _("Salah wilayah")
    TEST = "test", _("Panggilan uji")
    OTHER = "other", _("Lainnya")


CLOSED = (
    Q(call__report__is_confidential=True)
    | Q(call__report__category__is_confidential=True)
    | Q(call__report__incident__is_confidential=True)
    | Q(call__call_back__report__is_confidential=True)
    | Q(call__call_back__report__category__is_confidential=True)
    | Q(call__call_back__report__incident__is_confidential=True)
)
# What was said in a call is told in its own report or in that of its call-back.
TOLD = Q(call__report__incident__isnull=False) | Q(call__call_back__report__incident__isnull=False)


def whole(at: datetime, call: str = "") -> Q:
    """The calls nobody speaks in any more, so that what was recorded is all there is; `call` leads to them (`call__`).

    A console may end a call on whose line people still talk, or take its word back: the exchange's word counts.
    """
    is_told = Q(**{f"{call}ended_at__isnull": False, f"{call}hung_up_at__isnull": False})
    return is_told | Q(**{f"{call}ended_at__lte": at - UNTOLD})


class Retention(models.Model):
    """How many days the recordings of one class of call are kept; counted from the call."""

    code = models.CharField(_("golongan panggilan"), max_length=12, choices=CallClass, unique=True)
    days = models.PositiveIntegerField(
        _("hari"),
        validators=[MinValueValidator(1)],
        help_text=_("Sejak panggilan. Rekaman kejadian yang masih terbuka atau ditahan tidak dihapus."),
    )
    is_example = models.BooleanField(_("contoh, menunggu pengesahan"), default=True)

    class Meta:
        verbose_name = _("masa simpan rekaman")
        verbose_name_plural = _("masa simpan rekaman")
        ordering: ClassVar = ["days", "code"]
        constraints: ClassVar = [models.CheckConstraint(condition=Q(days__gte=1), name="retention_at_least_a_day")]

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.days}"


class RecordingQuerySet(JournaledQuerySet):
    """Recordings, by where they stand and what they are kept as."""

    def kept(self) -> Self:
        """Those that can be heard."""
        return self.filter(state=RecordingState.KEPT)

    def due(self, at: datetime) -> Self:
        """Awaited, the call is over at the exchange, and the next try is now; the earliest first."""
        rows = self.filter(whole(at, "call__"), state=RecordingState.AWAITED, next_try_at__lte=at)
        return rows.order_by("next_try_at", "pk")

    def classed(self) -> Self:
        """With `call_class`, the class of call whose days count."""
        outcome = F("call__outcome")
        return self.annotate(
            call_class=Case(
                When(CLOSED, then=Value(CallClass.CONFIDENTIAL.value)),
                When(TOLD, then=Value(CallClass.INCIDENT.value)),
                When(call__outcome__in=CallClass.values, then=outcome),
                default=Value(CallClass.OTHER.value),
                output_field=models.CharField(),
            )
        )

    def expired(self, at: datetime) -> Self:
        """Kept longer than their class allows, not on hold, and no open incident needs them."""
        days = dict(Retention.objects.values_list("code", "days"))
        over = Q(pk__in=[])
        for code in CallClass.values:
            limit = days.get(code, days.get(CallClass.OTHER))
            if limit:
                over |= Q(call_class=code, call__offered_at__lt=at - timedelta(days=limit))
        own = Q(call__report__incident=None) | Q(call__report__incident__closed_at__isnull=False)
        back = Q(call__call_back__report__incident=None) | Q(call__call_back__report__incident__closed_at__isnull=False)
        return self.kept().classed().filter(over, own, back, held_at=None)


class Recording(Journaled):
    """One recording of a call, from the moment it is awaited to its removal; row and journal outlive the sound.

    A call that was put back into the queue and picked up again has one for each stretch that the exchange names.
    """

    kind = "recording"
    call_class: str  # only of rows from `classed()`

    call = models.ForeignKey("calls.Call", models.PROTECT, related_name="recordings")
    # Which of the call's recordings it is, in the order in which the exchange spoke of them; from 1.
    stretch = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=8, choices=RecordingState, default=RecordingState.AWAITED)
    told_name = models.CharField(max_length=LONGEST_NAME, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=12, choices=Problem, blank=True)
    # Bytes and SHA-256 of the clear sound; what kind of file it is.
    size = models.PositiveBigIntegerField(null=True)
    digest = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=20, blank=True)
    taken_at = models.DateTimeField(null=True)
    missing_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    held_at = models.DateTimeField(null=True)
    held_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    hold_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    objects = RecordingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "stretch"], name="recording_one_per_stretch"),
            models.UniqueConstraint(
                fields=["call", "told_name"], condition=~Q(told_name=""), name="recording_one_per_name"
            ),
            models.CheckConstraint(
                condition=Q(stretch__gte=1) & Q(stretch__lte=MOST_STRETCHES), name="recording_stretch_is_counted"
            ),
            models.CheckConstraint(
                condition=~Q(state="kept") | Q(size__isnull=False, taken_at__isnull=False) & ~Q(digest=""),
                name="recording_kept_is_described",
            ),
            models.CheckConstraint(
                condition=Q(state="awaited", next_try_at__isnull=False) | ~Q(state="awaited") & Q(next_try_at=None),
                name="recording_tried_while_awaited",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None, held_by=None, hold_reason="")
                | Q(held_at__isnull=False, held_by__isnull=False) & ~Q(hold_reason=""),
                name="recording_held_has_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_try_at"], condition=Q(state="awaited"), name="recording_awaited"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id}.{self.stretch} {self.state}"


class Hearing(models.Model):
    """That somebody asked to hear a recording, and why, in his own words."""

    recording = models.ForeignKey(Recording, models.PROTECT, related_name="hearings")
    heard_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    heard_at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)

    def __str__(self) -> str:
        return f"{self.recording_id} {self.heard_at:%Y-%m-%d %H:%M}"


def attachments_expired(at: datetime) -> AttachmentQuerySet:
    """Photos and sounds of closed incidents that are older than recordings of their class are kept, and not on hold."""
    days = dict(Retention.objects.values_list("code", "days"))
    over = Q(pk__in=[])
    for code, closed in ((CallClass.CONFIDENTIAL, True), (CallClass.INCIDENT, False)):
        limit = days.get(code, days.get(CallClass.OTHER))
        if limit:
            over |= Q(incident__is_confidential=closed, added_at__lt=at - timedelta(days=limit))
    held = Recording.objects.exclude(held_at=None).filter(call__report__incident__isnull=False)
    return (
        Attachment.objects.kept()
        .filter(over, incident__closed_at__isnull=False)
        .exclude(incident__in=held.values("call__report__incident"))
    )


def kept_until(call_class: str, offered_at: datetime) -> datetime | None:
    """When the days of this class are over for a call of that moment; None: nothing says that they ever are."""
    days = dict(Retention.objects.filter(code__in=[call_class, CallClass.OTHER]).values_list("code", "days"))
    limit = days.get(call_class, days.get(CallClass.OTHER))
    return offered_at + timedelta(days=limit) if limit else None
