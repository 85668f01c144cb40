"""What is happening: incidents, assignments, escalations, notes, and the rows that classify and time them."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self, cast

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency, Area, Unit
from agencies.permissions import standing
from agencies.templatetags.screen import duration
from incidents.attachments import Attachment as Attachment
from incidents.clocks import CLOCKS, applying
from incidents.messages import UnitMessage as UnitMessage
from incidents.plans import Need as Need
from incidents.plans import Plan as Plan  # tables of this app that Django must know of
from incidents.reservations import Reservation as Reservation
from incidents.states import ACTIVE, ENDED, Finding, State
from incidents.surges import Surge as Surge
from incidents.surges import SurgeCount as SurgeCount
from journal.models import Journaled, JournaledQuerySet


class Track(models.TextChoices):
    """Emergencies are measured in minutes, services in hours and days."""

    EMERGENCY = "emergency", _("Darurat")
    SERVICE = "service", _("Layanan")


class Priority(models.IntegerChoices):
    """How urgent; 1 is the most urgent."""

    P1 = 1, _("Gawat darurat")
    P2 = 2, _("Darurat")
    P3 = 3, _("Mendesak")
    P4 = 4, _("Tidak darurat")


class Category(models.Model):
    """A kind of event: which agencies lead, which are told too, how urgent it is by default."""

    code = models.CharField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("nama"), max_length=80)
    english = models.CharField(_("nama Inggris"), max_length=80)
    group = models.CharField(_("kelompok"), max_length=30)
    short_code = models.CharField(_("singkatan"), max_length=10, unique=True, help_text=_("Misalnya kll mtr."))
    words = models.CharField(
        _("kata sehari-hari"),
        max_length=300,
        blank=True,
        help_text=_("Sebutan penelepon, dipisah koma: maling, kecurian. Dicari di konsol sesudah nama resminya."),
    )
    glyph = models.CharField(_("glif"), max_length=20)
    track = models.CharField(_("jalur"), max_length=10, choices=Track)
    priority = models.PositiveSmallIntegerField(_("prioritas awal"), choices=Priority)
    leads = models.ManyToManyField(Agency, related_name="led_categories", verbose_name=_("instansi utama"))
    also_told = models.ManyToManyField(
        Agency, blank=True, related_name="told_categories", verbose_name=_("ikut diberi tahu")
    )
    is_confidential = models.BooleanField(_("tertutup"), default=False)
    apco_code = models.CharField(_("kode APCO"), max_length=12, blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=100)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("kategori")
        verbose_name_plural = _("kategori")
        ordering: ClassVar = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Disposition(models.Model):
    """How an incident ended, in the centre's words, with the APCO ANS 1.111.2 code for exports."""

    code = models.CharField(_("kode"), max_length=30, unique=True)
    name = models.CharField(_("nama"), max_length=80)
    apco_code = models.CharField(_("kode APCO"), max_length=2, blank=True)
    order = models.PositiveSmallIntegerField(_("urutan"), default=100)
    is_active = models.BooleanField(_("aktif"), default=True)

    class Meta:
        verbose_name = _("hasil akhir")
        verbose_name_plural = _("hasil akhir")
        ordering: ClassVar = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class StandardQuerySet(models.QuerySet["Standard"]):
    """Promised limits."""

    def in_force(self, clock: str, *, track: str, priority: int, category_id: int, at: datetime) -> Standard | None:
        """The limit that holds for such an incident at that moment; None when this clock does not run for it."""
        found = applying(list(self.all()), clock, track=track, priority=priority, category_id=category_id, at=at)
        return cast("Standard | None", found)


class Standard(models.Model):
    """How long a clock may run, from when on, and the share (in percent) that must keep it.

    The most specific row wins: category before priority before track. Minutes are copied into a promise when
    its clock starts, so editing a standard never rewrites a promise.
    """

    clock = models.CharField(_("jam"), max_length=10)
    track = models.CharField(_("jalur"), max_length=10, choices=Track, blank=True)
    priority = models.PositiveSmallIntegerField(_("prioritas"), choices=Priority, null=True, blank=True)
    category = models.ForeignKey(Category, models.CASCADE, null=True, blank=True, verbose_name=_("kategori"))
    limit = models.DurationField(_("batas"))
    percentile = models.PositiveSmallIntegerField(_("target persen"), default=90)
    valid_from = models.DateTimeField(_("berlaku sejak"))
    is_example = models.BooleanField(_("contoh, menunggu pengesahan"), default=True)

    objects = StandardQuerySet.as_manager()

    class Meta:
        verbose_name = _("standar waktu")
        verbose_name_plural = _("standar waktu")
        ordering: ClassVar = ["clock", "track", "priority", "category", "-valid_from"]

    def __str__(self) -> str:
        return f"{CLOCKS[self.clock].label} {duration(self.limit)}"


class Outcome(models.TextChoices):
    """What people decided about an incident; everything else about its state is derived."""

    OPEN = "", _("Terbuka")
    CLOSED = "closed", _("Ditutup")
    CANCELLED = "cancelled", _("Dibatalkan")
    MERGED = "merged", _("Digabung")


class Source(models.TextChoices):
    """How the first word of it reached the centre."""

    CALL = "call", _("Panggilan 112")
    RADIO = "radio", _("Radio")
    WALK_IN = "walk_in", _("Datang langsung")
    PHONE = "phone", _("Telepon lain")
    MESSAGE = "message", _("Pesan")
    DESK = "desk", _("Meja pengendali")


class IncidentQuerySet(JournaledQuerySet):
    """Incidents, by what is asked about them."""

    def open(self) -> Self:
        """Nobody has closed, cancelled or merged it."""
        return self.filter(closed_at=None)

    def visible_to(self, user: User) -> Self:
        """What this account may know exists, by its present watch or token; everything else is 404 to it.

        The desk and the centre's head see all (confidential ones as a masked card unless cleared), call-takers all
        that is not confidential, an agency what it was given, its head what his agency was given.
        """
        stand = standing(user)
        if stand.is_desk or stand.is_centre_head:
            return self.all()
        own = Q(assignments__agency_id=stand.agency_id) if stand.agency_id else Q(pk__in=[])
        open_to_calls = Q(is_confidential=False) if stand.is_call_taker else Q(pk__in=[])
        return self.filter(own | open_to_calls).distinct()


class Incident(Journaled):
    """One event that agencies are sent to, however many people report it."""

    kind = "incident"

    number = models.PositiveIntegerField(unique=True)
    opened_on = models.DateField()
    track = models.CharField(max_length=10, choices=Track)
    category = models.ForeignKey(Category, models.PROTECT)
    priority = models.PositiveSmallIntegerField(choices=Priority)
    is_confidential = models.BooleanField(default=False)
    source = models.CharField(max_length=10, choices=Source)
    place_text = models.CharField(max_length=200)
    landmark = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True)
    lat = models.FloatField(null=True)
    lng = models.FloatField(null=True)

    reported_at = models.DateTimeField()
    located_at = models.DateTimeField()
    classified_at = models.DateTimeField()
    opened_at = models.DateTimeField()
    forwarded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, default="", blank=True)
    disposition = models.ForeignKey(Disposition, models.PROTECT, null=True)
    report_count = models.PositiveSmallIntegerField(default=1)
    is_simulated = models.BooleanField(default=False)
    # Opened to lead a surge by: nobody reported it, so no clock runs and no month counts it.
    is_area_event = models.BooleanField(default=False)
    alarm = models.PositiveSmallIntegerField(default=1)
    # Codes of agencies the call-taker left ticked, parted by commas; `-` for none, empty when he did not say.
    proposed = models.CharField(max_length=80, default="", blank=True)
    # Whom answers of its reports call for beside those its kind does: code, short name and why of each.
    called = models.JSONField(default=list, blank=True)
    # The incident that goes on in its place; only of one that was closed by merging.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    # The larger event this is a part of; a part has no parts of its own.
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="parts")

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("kejadian")
        verbose_name_plural = _("kejadian")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
                name="incident_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lng=None) | Q(lat__isnull=False, lng__isnull=False),
                name="incident_point_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | (Q(outcome="merged") & ~Q(merged_into=models.F("pk"))),
                name="incident_merged_into_another",
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("pk")), name="incident_part_of_another"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(closed_at=None), name="incident_open"),
            models.Index(fields=["closed_at"], name="incident_closed_at"),
            models.Index(fields=["reported_at"], name="incident_reported_at"),
        ]

    def __str__(self) -> str:
        return self.short_number

    @property
    def short_number(self) -> str:
        """`#1042` for an emergency, `L-1042` for a service; the number itself never changes."""
        return f"#{self.number}" if self.track == Track.EMERGENCY else f"L-{self.number}"

    def full_number(self, centre_code: str) -> str:
        """`KDI-20251213-1042`: centre, local date of opening, number."""
        return f"{centre_code}-{self.opened_on:%Y%m%d}-{self.number}"


class Merger(models.Model):
    """What went from one incident into another and what both were before, so that it can be taken back as it was."""

    source = models.ForeignKey(Incident, models.CASCADE, related_name="mergers")
    target = models.ForeignKey(Incident, models.CASCADE, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    # Ids of assignments, notes and reports that went along; of assignments that ended because their agency had two.
    moved = models.JSONField()
    ended = models.JSONField()
    # The target's version right after, and what merging wrote over.
    target_version = models.PositiveIntegerField()
    reported_at = models.DateTimeField()
    forwarded_at = models.DateTimeField()
    priority = models.PositiveSmallIntegerField(choices=Priority)
    alarm = models.PositiveSmallIntegerField(null=True)  # none: merged before a level went along
    is_confidential = models.BooleanField()
    source_is_confidential = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at=None), name="merger_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} → {self.target_id}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments, by what is asked about them."""

    def active(self) -> Self:
        """Not ended: the agency still has something to do or to answer."""
        return self.filter(ended_at=None)

    def holding(self) -> Self:
        """That keep a unit from being sent elsewhere: it is at an emergency; a service waits, it never holds one."""
        return self.active().filter(incident__track=Track.EMERGENCY)

    def visible_to(self, user: User) -> Self:
        """The desk's all; an agency's own."""
        stand = standing(user)
        if stand.is_desk:
            return self.all()
        return self.filter(agency_id=stand.agency_id) if stand.agency_id else self.none()


class Assignment(models.Model):
    """What one agency, or one of its units, has to do with an incident; the agency moves, so the life is here."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="assignments")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="assignments")
    state = models.CharField(max_length=12, choices=State, default=State.NOTIFIED)
    level = models.PositiveSmallIntegerField(default=0)
    notified_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    departed_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(null=True)
    controlled_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    finding = models.CharField(max_length=5, choices=Finding, default="", blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("penugasan")
        verbose_name_plural = _("penugasan")
        ordering: ClassVar = ["notified_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "agency"], condition=Q(unit=None, ended_at=None), name="assignment_agency_once"
            ),
            models.UniqueConstraint(
                fields=["incident", "unit"], condition=Q(ended_at=None), name="assignment_unit_once"
            ),
            models.CheckConstraint(
                condition=(Q(ended_at=None) & Q(state__in=ACTIVE)) | (Q(ended_at__isnull=False) & Q(state__in=ENDED)),
                name="assignment_ended_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(finding="") | Q(state=State.DONE, arrived_at__isnull=False),
                name="assignment_found_on_scene",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "notified_at"], name="assignment_agency_notified"),
            models.Index(fields=["unit"], condition=Q(ended_at=None), name="assignment_active_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.agency_id} {self.state}"


class Escalation(models.Model):
    """A clock that ran out: which, when, who was told, and who at the desk has acknowledged it by name."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="escalations")
    assignment = models.ForeignKey(Assignment, models.CASCADE, null=True, related_name="escalations")
    clock = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField()
    told = models.CharField(max_length=120, blank=True)
    # Who did not wait for the clock, and why; without a name the clock did it.
    raised_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True, default="")
    acknowledged_at = models.DateTimeField(null=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("eskalasi")
        verbose_name_plural = _("eskalasi")
        ordering: ClassVar = ["raised_at", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "assignment", "clock", "level"], name="escalation_once", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.clock} {self.level}"


class Note(models.Model):
    """A line somebody added; never changed, never removed, but perhaps struck through by another that corrects it."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notes")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    text = models.TextField(max_length=4000)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, related_name="correction")

    class Meta:
        verbose_name = _("catatan")
        verbose_name_plural = _("catatan")
        ordering: ClassVar = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.written_at:%H:%M}"

    @property
    def is_struck(self) -> bool:
        """Whether another line corrects this one; read it with `correction`."""
        return hasattr(self, "correction")
