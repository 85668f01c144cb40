"""The journal's rows: what was done (`Entry`), what is promised (`Timer`), what was answered (`Answer`)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models import Q
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext_lazy as _

from journal.rows import select


class JournaledQuerySet(models.QuerySet[Any]):
    """Rows whose every change leaves an entry; actions read them under their lock."""

    def locked(self, pk: int, *, version: int | None = None) -> Any:
        """The row under its lock; refuses with `changed` if the caller saw another version than the row's."""
        if not connection.in_atomic_block:
            raise TransactionManagementError("a lock lasts as long as the transaction of an action")
        if self.query.where:
            raise TypeError("a row is locked by its key alone: what narrows the rows would not be asked")
        rows = select(self.model, "WHERE id = %s FOR NO KEY UPDATE", pk)
        if not rows:
            raise self.model.DoesNotExist
        rows[0].refuse_unseen(version)
        return rows[0]

    def locked_if_free(self, pk: int) -> Any | None:
        """The row under its lock, or None at once while another transaction holds it."""
        return self.select_for_update(no_key=True, of=("self",), skip_locked=True).filter(pk=pk).first()


class Journaled(models.Model):
    """A row whose version counts its entries; boards show the highest version they were told."""

    version = models.PositiveIntegerField(default=0, editable=False)

    kind: ClassVar[str]

    class Meta:
        abstract = True

    @property
    def subject(self) -> str:
        """The row's name in the journal, such as `incident:17`."""
        return f"{self.kind}:{self.pk}"

    def refuse_unseen(self, version: int | None) -> None:
        """Refuses with `changed` if the caller saw another version than the row's; None: he does not say."""
        if version is not None and version != self.version:
            raise ValidationError(
                _("Data ini sudah diubah orang lain. Layar memuat yang terbaru; periksa lalu ulangi."),
                code="changed",
                params={"subject": self.subject},
            )


class Entry(models.Model):
    """One line of the journal: who did what to which subject, when it happened and when it was written down."""

    subject = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    happened_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    # No constraint: history neither blocks the removal of an account nor goes with it.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.DO_NOTHING, null=True, db_constraint=False, related_name="+"
    )
    verb = models.CharField(max_length=40)
    facts = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("jurnal")
        verbose_name_plural = _("jurnal")
        ordering: ClassVar = ["subject", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["subject", "number"], name="entry_subject_number"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.number} {self.verb}"


class TimerQuerySet(models.QuerySet["Timer"]):
    """Promises, by what became of them."""

    def pending(self) -> Self:
        """Neither fired nor cancelled."""
        return self.filter(fired_at=None, cancelled_at=None)

    def due(self, now: datetime) -> Self:
        """Pending and to be tried at `now`, the earliest promise first."""
        return self.pending().filter(next_try_at__lte=now).order_by("due_at", "pk")


class Timer(models.Model):
    """A promise to act at a moment unless it is cancelled; never evidence of what happened."""

    subject = models.CharField(max_length=40)
    assignment_id = models.BigIntegerField(null=True)
    kind = models.CharField(max_length=20)
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    fired_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    objects = TimerQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(fired_at=None) | Q(cancelled_at=None), name="timer_fired_or_cancelled_not_both"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["next_try_at"], condition=Q(fired_at=None, cancelled_at=None), name="timer_pending_next_try"
            ),
            models.Index(fields=["subject", "kind"], name="timer_subject_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.due_at:%Y-%m-%d %H:%M:%S}"


class Answer(models.Model):
    """The first answer given to an Idempotency-Key of an account, kept for 24 hours."""

    account = models.CharField(max_length=80)
    key = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    content_type = models.CharField(max_length=80, default="")
    location = models.CharField(max_length=300, default="")
    body = models.TextField(default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "key"], name="answer_account_key")]
        indexes: ClassVar = [models.Index(fields=["asked_at"], name="answer_asked_at")]

    def __str__(self) -> str:
        return f"{self.account} {self.key}"
