"""What callers are asked: protocols in their editions, their questions, the replies there are."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from agencies.permissions import standing
from incidents.models import Category, Priority
from journal.models import Journaled, JournaledQuerySet


class ProtocolQuerySet(JournaledQuerySet):
    """Editions of protocols."""

    def current(self) -> Self:
        """Those that are asked now."""
        return self.filter(is_current=True)

    def visible_to(self, user: User) -> Self:
        """Whoever answers calls reads them."""
        return self.all() if standing(user).is_call_taker else self.none()

    def with_questions(self) -> Self:
        """With their questions and the kinds of event they are for."""
        return self.prefetch_related("questions__agency", "categories")


class Protocol(Journaled):
    """One edition of what is asked and read out for some kinds of event; an edition never changes, a new one follows.

    Our own texts are examples until a supervisor approves them.
    """

    kind = "protocol"

    code = models.SlugField(max_length=40)
    edition = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    sop = models.TextField(max_length=2000, blank=True)
    categories = models.ManyToManyField(Category, related_name="protocols")
    is_current = models.BooleanField(default=True)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = ProtocolQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "edition"], name="protocol_code_edition"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_current=True), name="protocol_one_current"),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="protocol_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.edition}"


class Reply(models.TextChoices):
    """What a caller can say to a question of a protocol."""

    YES = "yes", _("Ya")
    NO = "no", _("Tidak")
    UNKNOWN = "unknown", _("Tidak tahu")


class Question(models.Model):
    """One question of an edition: which reply is alarming, how urgent that makes the event, what is read out then.

    Without an alarming reply the instruction is read out when the question is asked.
    """

    ALARMS = (Reply.YES, Reply.NO)

    protocol = models.ForeignKey(Protocol, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=90)
    alarm = models.CharField(max_length=3, choices=[(one.value, one.label) for one in ALARMS], blank=True)
    raises_to = models.PositiveSmallIntegerField(choices=Priority, null=True)
    instruction = models.CharField(max_length=300, blank=True)
    # Whom one of its replies calls for, and the words for that: "ada yang terjepit".
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    agency_reply = models.CharField(max_length=3, choices=[(one.value, one.label) for one in ALARMS], blank=True)
    agency_when = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["protocol", "order"], name="question_protocol_order"),
            models.CheckConstraint(
                condition=~Q(alarm="") | Q(raises_to=None), name="question_without_alarm_raises_nothing"
            ),
            models.CheckConstraint(
                condition=Q(agency=None, agency_reply="", agency_when="")
                | (Q(agency__isnull=False) & ~Q(agency_reply="") & ~Q(agency_when="")),
                name="question_calls_an_agency_by_a_reply",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ProtocolAnswer(models.Model):
    """What a reporter said to one question; through the question it keeps the edition it was given to."""

    report = models.ForeignKey("calls.Report", models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    reply = models.CharField(max_length=7, choices=Reply)
    answered_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["question__protocol_id", "question__order"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["report", "question"], name="answer_report_question")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.reply}"

    @property
    def is_alarming(self) -> bool:
        """Whether this is the reply the question was afraid of."""
        return bool(self.question.alarm) and self.reply == self.question.alarm
