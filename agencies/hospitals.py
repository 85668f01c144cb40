"""Hospitals and their beds, as their own people last told: what the desk looks at before an ambulance leaves the scene.

Nothing here counts down by itself. Only the hospital knows which bed is free, so only its word is shown, with its age;
what it said by telephone with the name of who wrote it down.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from journal.models import Journaled, JournaledQuerySet

KIND = "hospital"
STALE = timedelta(hours=8)
"""After a shift nobody should send anybody because of a bed that was free then."""

MOST_BEDS = 2000


class Emergency(models.TextChoices):
    """How the emergency room stands."""

    OPEN = "open", _("IGD menerima")
    FULL = "full", _("IGD penuh")
    CLOSED = "closed", _("IGD tutup")


class BedKind(models.TextChoices):
    """Kinds of beds as Indonesian hospitals count them."""

    EMERGENCY = "igd", _("IGD")
    ICU = "icu", _("ICU")
    HCU = "hcu", _("HCU")
    CHILDREN = "picu", _("PICU/NICU")
    ISOLATION = "isolasi", _("Isolasi")
    MATERNITY = "bersalin", _("Bersalin")
    WARD = "inap", _("Rawat inap")


class HospitalQuerySet(JournaledQuerySet):
    """Hospitals."""

    def at_work(self) -> Self:
        """Those of active agencies."""
        return self.filter(post__agency__is_active=True)


class Hospital(Journaled):
    """A post of an agency where people are treated; the post says whose it is, where, and its telephone."""

    kind = KIND

    post = models.OneToOneField("agencies.Post", models.CASCADE, related_name="hospital", verbose_name=_("pos"))
    emergency = models.CharField(_("IGD"), max_length=6, choices=Emergency, blank=True, editable=False)
    told_at = models.DateTimeField(_("kabar terakhir"), null=True, editable=False)
    # Who at the desk wrote down what the hospital said by telephone; None: it told itself.
    heard_by = models.ForeignKey(User, models.PROTECT, null=True, editable=False, related_name="+")

    objects = HospitalQuerySet.as_manager()

    class Meta:
        verbose_name = _("rumah sakit")
        verbose_name_plural = _("rumah sakit")
        ordering: ClassVar = ["post__name"]

    def __str__(self) -> str:
        return str(self.post)


class Beds(models.Model):
    """How many beds of a kind a hospital has, and how many were free when it last told."""

    hospital = models.ForeignKey(Hospital, models.CASCADE, related_name="beds")
    kind = models.CharField(max_length=10, choices=BedKind)
    free = models.PositiveSmallIntegerField()
    total = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["hospital", "kind"], name="beds_once_a_kind"),
            models.CheckConstraint(condition=Q(free__lte=F("total")), name="beds_no_more_free_than_there_are"),
        ]

    def __str__(self) -> str:
        return f"{self.hospital_id} {self.kind} {self.free}/{self.total}"


Told = Mapping[str, tuple[int, int]]
"""Free and all, by the kind of bed."""


def refuse_beds(beds: Told) -> None:
    """ValidationError for figures no hospital can have; a kind that is not named is not told."""
    for kind, (free, total) in beds.items():
        if not 0 <= free <= total <= MOST_BEDS:
            words = {"kind": BedKind(kind).label, "free": free, "total": total, "most": MOST_BEDS}
            raise ValidationError(
                {"beds": _t("%(kind)s: %(free)s kosong dari %(total)s tidak mungkin. Periksa angkanya.") % words}
            )


def versions() -> dict[int, int]:
    """For the hub: every hospital of an active agency."""
    return dict(Hospital.objects.at_work().values_list("pk", "version"))


def read(ids: Collection[int]) -> dict[int, dict[str, dict[str, Any]]]:
    """For the hub: these hospitals' cards, for the desk and for their own agency."""
    rows = Hospital.objects.at_work().filter(pk__in=ids)
    rows = rows.select_related("post__agency", "heard_by").prefetch_related("beds")
    made = {}
    for row in rows:
        card = hospital_card(row)
        made[row.pk] = {"desk": card, "desk+closed": card, f"agency:{row.post.agency_id}": card}
    return made


def card_for(hospital_id: int) -> dict[str, Any] | None:
    """One hospital as the desk sees it."""
    return read([hospital_id]).get(hospital_id, {}).get("desk")


def hospital_card(row: Hospital) -> dict[str, Any]:
    """What a hospital last told; a kind of bed it did not tell of is not there."""
    told = {one.kind: one for one in row.beds.all()}
    return {
        "kind": KIND,
        "id": row.pk,
        "version": row.version,
        "name": row.post.name,
        "agency": row.post.agency.code,
        "phone": row.post.phone,
        "lat": row.post.lat,
        "lng": row.post.lng,
        "emergency": row.emergency,
        "told_at": row.told_at,
        "heard_by": row.heard_by.get_full_name() if row.heard_by else "",
        "stale_at": row.told_at + STALE if row.told_at else None,
        "beds": [
            {"kind": kind, "free": told[kind].free, "total": told[kind].total}
            for kind in BedKind.values
            if kind in told
        ],
    }
