"""Surges: an area where many report the same disaster, from the proposal to the summary, and what it struck."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Area
from journal.models import Journaled, JournaledQuerySet

MOST_STRUCK = 999_999
"""The largest count that is believed: more than a city has inhabitants to lose is a slip of the hand."""


class SurgeStage(models.TextChoices):
    """Where a surge stands."""

    PROPOSED = "proposed", _("Diusulkan")
    DISMISSED = "dismissed", _("Tidak dinyalakan")
    ON = "on", _("Menyala")
    OFF = "off", _("Dimatikan")


class Alert(models.TextChoices):
    """How grave it is, in the words BMKG uses, the gravest last; the shift lead chooses, nothing computes them."""

    WASPADA = "waspada", _("Waspada")
    SIAGA = "siaga", _("Siaga")
    AWAS = "awas", _("Awas")


class Counted(models.TextChoices):
    """Whom and what BPBD counts: people, families by their heads (KK), houses."""

    DEAD = "dead", _("Meninggal")
    MISSING = "missing", _("Hilang")
    BADLY_HURT = "badly_hurt", _("Luka berat")
    LIGHTLY_HURT = "lightly_hurt", _("Luka ringan")
    DISPLACED = "displaced", _("Mengungsi")
    DISPLACED_FAMILIES = "displaced_families", _("Keluarga mengungsi")
    AFFECTED = "affected", _("Terdampak")
    AFFECTED_FAMILIES = "affected_families", _("Keluarga terdampak")
    HOUSES_BADLY = "houses_badly", _("Rumah rusak berat")
    HOUSES_PARTLY = "houses_partly", _("Rumah rusak sedang")
    HOUSES_LIGHTLY = "houses_lightly", _("Rumah rusak ringan")

    @property
    def unit(self) -> str:
        """What stands after the number."""
        if self.value.endswith("_families"):
            return str(_("KK"))
        return str(_("rumah") if self.value.startswith("houses_") else _("orang"))


class SurgeQuerySet(JournaledQuerySet):
    """Surges, by where they stand."""

    def on(self) -> Self:
        """Switched on."""
        return self.filter(stage=SurgeStage.ON)

    def shown(self) -> Self:
        """What a board shows: proposals that wait for the shift lead, and what is on."""
        return self.filter(stage__in=[SurgeStage.PROPOSED, SurgeStage.ON])


class Surge(Journaled):
    """A surge in some areas (none named: in all of them), led as one area event whose parts are the incidents there.

    `area`, `counted` and `window_min` are of the proposal: how many calls came from there in how many minutes.
    """

    kind = "surge"

    stage = models.CharField(max_length=9, choices=SurgeStage)
    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    counted = models.PositiveIntegerField(null=True)
    window_min = models.PositiveSmallIntegerField(null=True)
    proposed_at = models.DateTimeField(null=True)

    areas = models.ManyToManyField(Area, related_name="+")
    incident = models.OneToOneField("incidents.Incident", models.PROTECT, null=True, related_name="surge")
    alert = models.CharField(max_length=7, choices=Alert, default="", blank=True)
    alert_reason = models.CharField(max_length=200, default="", blank=True)
    alert_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    started_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # When and by whom it was dismissed or switched off; of the latter the figures as they then stood.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    summary = models.JSONField(null=True)

    objects = SurgeQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(stage="proposed"), name="surge_proposed_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["proposed", "dismissed"], incident=None, started_at=None, alert="")
                | (Q(stage__in=["on", "off"], incident__isnull=False, started_at__isnull=False) & ~Q(alert="")),
                name="surge_on_has_an_event",
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["proposed", "on"], settled_at=None, settled_by=None)
                | Q(stage__in=["dismissed", "off"], settled_at__isnull=False, settled_by__isnull=False),
                name="surge_settled_by_somebody",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(stage__in=["proposed", "on"]), name="surge_shown"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.stage}"

    @property
    def where_text(self) -> str:
        """The names of its areas, or that it is everywhere."""
        return ", ".join(area.name for area in self.areas.all()) or str(_("seluruh wilayah"))

    @property
    def ground(self) -> Q:
        """What is in it, as a condition on incidents: an area named, or a kelurahan of a kecamatan named."""
        ids = [area.pk for area in self.areas.all()]
        return Q(area__in=ids) | Q(area__parent__in=ids) if ids else Q()

    def last_words(self) -> list[SurgeCount]:
        """The last word on each of what is counted, in its order."""
        return last_words(self.counts.all())


class SurgeCount(models.Model):
    """One word on how many: from whom, told when; never changed and never added up, a later one takes its place."""

    surge = models.ForeignKey(Surge, models.CASCADE, related_name="counts")
    what = models.CharField(max_length=18, choices=Counted)
    value = models.PositiveIntegerField()
    source = models.CharField(max_length=80)
    reason = models.CharField(max_length=200, default="", blank=True)
    counted_at = models.DateTimeField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(value__lte=MOST_STRUCK), name="surge_count_is_possible"),
        ]
        indexes: ClassVar = [models.Index(fields=["surge", "what", "-counted_at"], name="surge_count_last")]

    def __str__(self) -> str:
        return f"{self.surge_id} {self.what} {self.value}"

    @property
    def unit(self) -> str:
        """What stands after the number."""
        return Counted(self.what).unit


def last_words(rows: Iterable[SurgeCount]) -> list[SurgeCount]:
    """The last word on each of what is counted, in its order: what was told later counts, not what is more."""
    last = {row.what: row for row in sorted(rows, key=lambda one: (one.counted_at, one.pk))}
    return [last[what] for what in Counted.values if what in last]


def figure_of(words: list[SurgeCount]) -> dict[str, Any]:
    """The last words as numbers by what is counted; what nobody spoke of is left out."""
    return {row.what: row.value for row in words}
