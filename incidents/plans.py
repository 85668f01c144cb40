"""Response plans: whom an event needs, by kind, place and hour, in editions that never change."""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import User
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import Agency, Area
from agencies.permissions import standing
from journal.models import Journaled, JournaledQuerySet

MOST_LEVELS = 3
"""Alarm levels a plan may have; each adds to those below it."""


class PlanQuerySet(JournaledQuerySet):
    """Editions of plans."""

    def current(self) -> Self:
        """Those that are in force."""
        return self.filter(is_current=True)

    def withdrawn(self) -> Self:
        """The last edition of each plan of which none is in force any more."""
        later = self.model.objects.filter(code=OuterRef("code"), edition__gt=OuterRef("edition"))
        alive = self.model.objects.filter(code=OuterRef("code"), is_current=True)
        return self.filter(~Exists(later), ~Exists(alive))

    def visible_to(self, user: User) -> Self:
        """The desk reads them."""
        return self.all() if standing(user).is_desk else self.none()

    def whole(self) -> Self:
        """With what their page and their choice need."""
        return self.select_related("category", "area__parent").prefetch_related("needs__agency")


class Plan(Journaled):
    """One edition of what is sent to a kind of event, or to a whole group of kinds, somewhere and at some hours.

    An edition never changes; a new one follows, or the plan is withdrawn. Our own are examples until a supervisor
    approves them. Which of several plans holds is said by `choosing.ranked`.
    """

    kind = "plan"

    code = models.SlugField(max_length=40)
    edition = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=60)
    category = models.ForeignKey("incidents.Category", models.PROTECT, null=True, related_name="plans")
    group = models.CharField(max_length=30, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    starts = models.TimeField(null=True)
    ends = models.TimeField(null=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    is_current = models.BooleanField(default=True)
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()
    approved_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["title", "-edition"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "edition"], name="plan_code_edition"),
            models.UniqueConstraint(fields=["code"], condition=Q(is_current=True), name="plan_one_current"),
            models.CheckConstraint(
                condition=(Q(category=None) & ~Q(group="")) | Q(category__isnull=False, group=""),
                name="plan_of_a_kind_or_a_group",
            ),
            models.CheckConstraint(
                condition=Q(starts=None, ends=None)
                | (Q(starts__isnull=False, ends__isnull=False) & ~Q(starts=F("ends"))),
                name="plan_hours_are_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None, approved_by=None)
                | Q(approved_at__isnull=False, approved_by__isnull=False),
                name="plan_approved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.edition}"

    @property
    def event_text(self) -> str:
        """The kind of event it is for, or the group of kinds."""
        return self.category.name if self.category else _("Semua %(group)s") % {"group": self.group}

    @property
    def area_text(self) -> str:
        """Where it holds."""
        return str(self.area) if self.area else _("Semua wilayah")

    @property
    def hours_text(self) -> str:
        """When it holds."""
        days = ", ".join(str(WEEKDAYS_ABBR[day]) for day in self.weekdays) or _("Setiap hari")
        return f"{days} {self.starts:%H:%M}–{self.ends:%H:%M}" if self.starts else days

    @property
    def gone(self) -> list[Agency]:
        """The agencies it names that are no longer active: a plan with any is broken, and skipped."""
        return list(dict.fromkeys(need.agency for need in self.needs.all() if not need.agency.is_active))

    @property
    def gone_text(self) -> str:
        """Why it is broken, in words; nothing for a sound plan."""
        names = ", ".join(agency.short_name for agency in self.gone)
        return _("%(names)s tidak aktif lagi") % {"names": names} if names else ""

    @property
    def top(self) -> int:
        """The highest alarm level it knows."""
        return max((need.level for need in self.needs.all()), default=1)

    def needed(self, level: int) -> list[Need]:
        """What it asks for up to this alarm level; a level adds to those below it."""
        return [need for need in self.needs.all() if need.level <= level]


class Need(models.Model):
    """So many units of one kind from one agency; without a kind any unit will do, and none means the agency is told."""

    MOST = 20

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="needs")
    level = models.PositiveSmallIntegerField(default=1)
    order = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    capability = models.CharField(max_length=40, blank=True)
    count = models.PositiveSmallIntegerField()

    class Meta:
        ordering: ClassVar = ["level", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "order"], name="need_plan_order"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=MOST_LEVELS), name="need_level_exists"),
            models.CheckConstraint(condition=Q(count__lte=20), name="need_count_is_possible"),
            models.CheckConstraint(condition=Q(count__gt=0) | Q(capability=""), name="need_of_nobody_has_no_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.agency.code} {self.text}"

    @property
    def text(self) -> str:
        """`2 pompa`, `1 unit`, or that the agency itself is told."""
        if self.count == 0:
            return pgettext("need", "diberi tahu")
        return f"{self.count} {self.capability or _('unit')}"
