"""How we hear of it: calls, caller identities, reports. Personal data lives here and never in the journal."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Area, Seat
from agencies.permissions import standing
from calls.book import Contact
from calls.commanding import ExchangeCommand as ExchangeCommand
from calls.ends import REASON_CHOICES, CallBackReason, CallBackResult, NoAction
from calls.hands import Hand as Hand
from calls.identity import Identity as Identity
from calls.identity import is_dialable, masked
from calls.lines import ReportLine as ReportLine  # a table of this app that Django must know of
from calls.listened import Exchange as Exchange
from calls.listened import SwitchClock as SwitchClock
from calls.listened import Telephone as Telephone
from calls.locations import CallerLocation as CallerLocation
from calls.questions import ProtocolAnswer as ProtocolAnswer
from calls.recordings import Hearing, Recording, Retention  # noqa: F401 - models of this app with a file of their own
from calls.relations import relation_text
from calls.sights import Sight as Sight
from calls.thread import Channel
from incidents.models import Category, Incident, Priority, Source
from journal.models import Journaled, JournaledQuerySet


class CallOutcome(models.TextChoices):
    """What a call turned out to be; one word per call (domain: normal, ghost, prank, informasi)."""

    PENDING = "", _("Belum diklasifikasi")
    EMERGENCY = "emergency", _("Darurat")
    PRANK = "prank", _("Iseng")
    SILENT = "silent", _("Hening")
    CUT_OFF = "cut_off", _("Terputus")
    INFORMATION = "information", _("Informasi")
    COMPLAINT = "complaint", _("Pengaduan")
    COUNSELLING = "counselling", _("Konseling")
    WRONG_AREA = "wrong_area", _("Salah wilayah")
    ABANDONED = "abandoned", _("Ditutup sebelum dijawab")
    TEST = "test", _("Panggilan uji")


# What a person may choose; the rest is the system's to say.
CODABLE = [
    CallOutcome.EMERGENCY,
    CallOutcome.PRANK,
    CallOutcome.SILENT,
    CallOutcome.CUT_OFF,
    CallOutcome.INFORMATION,
    CallOutcome.COMPLAINT,
    CallOutcome.COUNSELLING,
    CallOutcome.WRONG_AREA,
]
REPORTING = [CallOutcome.EMERGENCY, CallOutcome.COMPLAINT]


class PhoneNumber(models.Model):
    """A caller's identity as the network gave it; its history is the calls that carry it."""

    identity = models.CharField(max_length=6, choices=Identity)
    value = models.CharField(max_length=40)
    # How often a report was begun to be, or is no longer, about this number because somebody typed so.
    touched = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["identity", "value"], name="number_identity_value")]

    def __str__(self) -> str:
        return masked(self.value)

    @property
    def can_be_called(self) -> bool:
        """Whether the centre can ring back: it is a telephone number, neither a service's short code nor nonsense."""
        return self.identity == Identity.NUMBER and is_dialable(self.value)


# Put back into the exchange's queue after an answer, and not picked up since.
WAITS_AGAIN = Q(requeued_at__isnull=False) & (Q(reanswered_at=None) | Q(reanswered_at__lt=F("requeued_at")))


class CallQuerySet(JournaledQuerySet):
    """Calls, by where they stand."""

    def ringing(self) -> Self:
        """Waiting to be picked up, for the first time or again."""
        return self.filter(Q(answered_at=None, outcome="") | WAITS_AGAIN, ended_at=None)

    def unfinished(self) -> Self:
        """Ringing, talking, or answered and not yet coded."""
        return self.filter(outcome="") | self.filter(ended_at=None)

    def visible_to(self, user: User) -> Self:
        """Call-takers and the desk see calls; agencies and heads do not."""
        stand = standing(user)
        return self.all() if stand.is_call_taker or stand.is_desk else self.none()


class Call(Journaled):
    """One call as the exchange tells it and as a call-taker codes it."""

    kind = "call"

    # How it came: all but voice is a conversation by message, which the exchange knows nothing of.
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.VOICE)
    follows = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    switch_id = models.CharField(max_length=80, unique=True)
    caller = models.ForeignKey(PhoneNumber, models.PROTECT, null=True, related_name="calls")
    received_as = models.CharField(max_length=40, blank=True)
    dialled = models.CharField(max_length=10, blank=True)
    transferred_from = models.CharField(max_length=10, blank=True)
    transferred_to = models.CharField(max_length=40, blank=True)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="answered_calls")
    # The first answer stays; when the exchange last put the call back into its queue, and when it was picked up again.
    requeued_at = models.DateTimeField(null=True)
    reanswered_at = models.DateTimeField(null=True)
    seat = models.ForeignKey(Seat, models.SET_NULL, null=True)
    ended_at = models.DateTimeField(null=True)
    # When the exchange itself said so: a console may have ended the call before, and take that back.
    hung_up_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=CallOutcome, default="", blank=True)
    outcome_at = models.DateTimeField(null=True)
    outcome_reason = models.CharField(max_length=12, choices=REASON_CHOICES, default="", blank=True)
    clues = models.JSONField(default=list, blank=True)
    referred_to = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="+")
    receipt = models.CharField(max_length=80, default="", blank=True)  # who took it over there, or why nobody did
    is_test = models.BooleanField(default=False)
    is_simulated = models.BooleanField(default=False)
    # When a call that rang at nobody climbed to the supervisors, and who of them saw to it.
    climbed_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True)
    # The exchange that is listened to; null: it was told of over HTTP. And how long it last let the caller wait.
    exchange = models.ForeignKey(Exchange, models.PROTECT, null=True)
    hold_s = models.PositiveIntegerField(null=True)
    # By how much its exchange's clock was behind when it began; and from when it rings for us, if told minutes late.
    clock_behind = models.DurationField(default=timedelta(0))
    rings_since = models.DateTimeField(null=True)

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(outcome="", outcome_at=None) | (~Q(outcome="") & Q(outcome_at__isnull=False)),
                name="call_outcome_has_a_time",
            ),
            models.UniqueConstraint(
                fields=["channel", "caller"],
                condition=~Q(channel="voice") & Q(ended_at=None),
                name="call_one_conversation_per_sender",
            ),
            models.CheckConstraint(
                condition=Q(channel="voice") | (~Q(outcome="abandoned") & Q(caller__isnull=False)),
                name="call_message_has_a_sender_and_waits",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(outcome="") | Q(ended_at=None), name="call_unfinished"),
            models.Index(fields=["offered_at"], name="call_offered_at"),
            models.Index(fields=["caller", "offered_at"], name="call_caller_offered"),
            models.Index(fields=["offered_at"], condition=Q(outcome__in=["abandoned", "cut_off"]), name="call_lost"),
            models.Index(fields=["offered_at"], condition=Q(requeued_at__isnull=False), name="call_put_back"),
        ]

    def __str__(self) -> str:
        return f"{self.switch_id} {self.outcome}"

    @property
    def waits_again(self) -> bool:
        """Put back into the queue after an answer, and not picked up since."""
        return self.requeued_at is not None and (self.reanswered_at is None or self.reanswered_at < self.requeued_at)

    @property
    def is_unanswered(self) -> bool:
        """Whether nobody has it in hand: never answered, or waiting again."""
        return self.answered_at is None or self.waits_again

    @property
    def is_ringing(self) -> bool:
        """Waiting to be picked up: what `ringing()` asks of rows."""
        return self.is_unanswered and self.ended_at is None and (self.waits_again or not self.outcome)

    @property
    def waits_since(self) -> datetime:
        """Since when it rings: first, or again."""
        return self.rings_since or self.requeued_at or self.offered_at

    @property
    def picked_up_at(self) -> datetime | None:
        """When it was last answered."""
        return self.reanswered_at or self.answered_at

    @property
    def is_voice(self) -> bool:
        """Whether somebody rang, rather than wrote."""
        return self.channel == Channel.VOICE


class DemotionQuerySet(JournaledQuerySet):
    """Proposals to put numbers below the others."""

    def in_force(self, at: datetime) -> Self:
        """Approved, and its day is not over."""
        return self.filter(ends_at__gt=at)

    def alive(self, at: datetime) -> Self:
        """Waiting for a decision or in force."""
        return self.filter(Q(decided_at=None) | Q(ends_at__gt=at))


class Demotion(Journaled):
    """A number whose calls stand below the others for a day, if a supervisor agrees; they ring on."""

    kind = "demotion"

    number = models.ForeignKey(PhoneNumber, models.PROTECT, related_name="demotions")
    call = models.ForeignKey(Call, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    objects = DemotionQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], condition=Q(decided_at=None), name="demotion_one_proposal"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(decided_at__isnull=False), name="demotion_ends_only_if_decided"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.proposed_at:%Y-%m-%d %H:%M}"


# How many people a reporter speaks of, by what happened to them.
VICTIMS = {
    "dead": _("Meninggal"),
    "badly_hurt": _("Luka berat"),
    "lightly_hurt": _("Luka ringan"),
    "trapped": _("Terjebak"),
}
MOST_VICTIMS = 999


class LetGo(models.TextChoices):
    """Why a report that waited for a colleague's stands alone again."""

    DROPPED = "dropped", _("laporan rekan tidak jadi dikirim")
    CLOSED = "closed", _("kejadian tertutup")


class ReportQuerySet(JournaledQuerySet):
    """What reporters said."""

    def drafts(self) -> Self:
        """Not sent yet: a report without an incident."""
        return self.filter(incident=None, discarded_at=None)

    def visible_to(self, user: User) -> Self:
        """The person who takes a draft sees it; once sent, intake and desk do. Confidential ones only the cleared."""
        stand = standing(user)
        if not (stand.is_call_taker or stand.is_desk):
            return self.none()
        sent = Q(incident__isnull=False)
        if not stand.is_cleared:
            sent &= Q(incident__is_confidential=False)
        return self.filter(Q(taken_by=user, incident=None) | sent)


class Report(Journaled):
    """What one reporter said. A draft is a report without an incident; each field is saved as it is typed."""

    kind = "report"

    call = models.OneToOneField(Call, models.PROTECT, null=True, related_name="report")
    incident = models.ForeignKey(Incident, models.PROTECT, null=True, related_name="reports")
    source = models.CharField(max_length=10, choices=Source)
    taken_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField(null=True)
    discarded_at = models.DateTimeField(null=True)
    # Why it was put aside, if it was ended because it needed nobody.
    no_action = models.CharField(max_length=13, choices=NoAction, default="", blank=True)
    no_action_word = models.CharField(max_length=80, default="", blank=True)
    attached_at = models.DateTimeField(null=True)
    # The colleague's unsent report this one waits for, and why it waits no more if that was not its writer's doing.
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followers")
    let_go = models.CharField(max_length=7, choices=LetGo, default="", blank=True)

    place_text = models.CharField(max_length=200, blank=True)
    landmark = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)
    located_at = models.DateTimeField(null=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True)
    priority = models.PositiveSmallIntegerField(choices=Priority, null=True)
    classified_at = models.DateTimeField(null=True)
    is_confidential = models.BooleanField(default=False)
    reporter_name = models.CharField(max_length=80, blank=True)
    relation = models.CharField(max_length=40, blank=True)
    callback = models.CharField(max_length=40, blank=True)
    # Who asks that his identity be kept: see `secrecy.py`.
    hides_reporter = models.BooleanField(default=False)
    # The caller known by the number that was typed in by hand.
    number = models.ForeignKey(PhoneNumber, models.PROTECT, null=True, related_name="reports")
    words = models.TextField(max_length=4000, blank=True)
    # Whom the call-taker proposes: see `Incident.proposed`.
    proposed = models.CharField(max_length=80, default="", blank=True)
    dead = models.PositiveSmallIntegerField(VICTIMS["dead"], default=0)
    badly_hurt = models.PositiveSmallIntegerField(VICTIMS["badly_hurt"], default=0)
    lightly_hurt = models.PositiveSmallIntegerField(VICTIMS["lightly_hurt"], default=0)
    trapped = models.PositiveSmallIntegerField(VICTIMS["trapped"], default=0)

    objects = ReportQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["taken_by"], condition=Q(incident=None, discarded_at=None), name="report_drafts"),
            models.Index(fields=["discarded_at"], condition=~Q(no_action=""), name="report_no_action"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(no_action="", no_action_word="")
                | (~Q(no_action="") & Q(discarded_at__isnull=False, incident=None)),
                name="report_no_action_is_put_aside",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%H:%M}"

    def want(self) -> list[str]:
        """It is wanted, whatever it was put aside for; answers the columns touched."""
        self.discarded_at, self.no_action, self.no_action_word = None, "", ""
        return ["discarded_at", "no_action", "no_action_word"]

    @property
    def is_closed(self) -> bool:
        """A confidential case, by the call-taker's word or by its kind."""
        return self.is_confidential or bool(self.category and self.category.is_confidential)

    @property
    def relation_text(self) -> str:
        """What the reporter is to those in need, in a word."""
        return relation_text(self.relation)

    @property
    def victims(self) -> list[tuple[str, int]]:
        """Those that were counted, in words."""
        counted = [(str(label), int(getattr(self, name))) for name, label in VICTIMS.items()]
        return [(label, number) for label, number in counted if number]


class CallBack(models.Model):
    """What people did about a call that nobody answered; without a row nobody has touched it yet.

    It belongs to the first call the caller lost since he was last served; his later ones are more of the same. Which
    calls wait to be called back is asked of the calls themselves (`callbacks.py`); the call's version counts this.
    """

    call = models.OneToOneField(Call, models.PROTECT, related_name="call_back")
    taken_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_result = models.CharField(max_length=12, choices=CallBackResult, blank=True)
    last_try_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=12, choices=CallBackReason, blank=True)
    report = models.OneToOneField(Report, models.PROTECT, null=True, related_name="call_back")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reason="", closed_at=None) | (~Q(reason="") & Q(closed_at__isnull=False)),
                name="call_back_closed_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="call_back_taken_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.reason}"
