"""How the work is shared out among the desk: a kecamatan or an agency is one dispatcher's, for the length of his watch.

What nobody holds is everybody's; when its holder goes off watch it is everybody's again. Nothing is refused to whoever
does not hold it: a share only says who looks first.

Who signs in again without having signed off leaves an open watch behind: at one seat only his newest is alive, and what
the older ones hold stays his until he signs off there.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, ClassVar

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q

from agencies.models import Agency, Area, Role, Watch
from journal.live import Card, Cards
from journal.models import Journaled, JournaledQuerySet

KIND = "share"
# What can be shared: a kecamatan, an agency.
KINDS = ["area", "agency"]
HOLDERS = (Role.DISPATCHER, Role.SUPERVISOR)


class Share(Journaled):
    """One kecamatan or one agency in the hands of one watch."""

    kind = KIND

    area = models.ForeignKey(Area, models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    watch = models.ForeignKey(Watch, models.PROTECT, related_name="+")
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    objects = JournaledQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(area=None, agency__isnull=False) | Q(area__isnull=False, agency=None),
                name="share_of_one_thing",
            ),
            models.UniqueConstraint(fields=["area"], condition=Q(ended_at=None), name="share_area_once"),
            models.UniqueConstraint(fields=["agency"], condition=Q(ended_at=None), name="share_agency_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.watch_id}"

    @property
    def name(self) -> str:
        """What is shared, in the words of the board."""
        return self.area.name if self.area else self.agency.short_name if self.agency else ""


def held() -> Any:
    """The shares that hold: their holders are on watch."""
    later = Watch.objects.filter(member=OuterRef("watch__member"), seat=OuterRef("watch__seat"), ended_at__isnull=False)
    left = later.filter(pk__gt=OuterRef("watch"), roles__overlap=list(HOLDERS))
    return Share.objects.filter(~Exists(left), ended_at=None, watch__in=at_desk())


def at_desk() -> Any:
    """The open watches that may hold a share."""
    return Watch.objects.open().filter(roles__overlap=list(HOLDERS))


def holders() -> Any:
    """Of each person at each seat the watch that is alive, in the order of their names."""
    newest = at_desk().values("member", "seat").annotate(newest=Max("pk")).values("newest")
    rows = Watch.objects.filter(pk__in=newest).select_related("member__user", "seat")
    return rows.order_by("member__user__first_name", "member__user__last_name", "pk")


def versions() -> dict[int, int]:
    """For the hub: the shares that hold now."""
    return dict(held().values_list("pk", "version"))


def read(ids: Collection[int]) -> dict[int, Cards]:
    """For the hub: who holds what."""
    rows = held().filter(pk__in=ids).select_related("area", "agency", "watch__member__user", "watch__seat")
    return {row.pk: dict.fromkeys(("desk+closed", "desk"), share_card(row)) for row in rows}


def share_card(row: Share) -> Card:
    """One share; an area is known by its name, as on the cards of incidents, an agency by its code."""
    return {
        "kind": KIND,
        "id": row.pk,
        "version": row.version,
        "what": "area" if row.area else "agency",
        "code": row.area.code if row.area else row.agency.code if row.agency else "",
        "name": row.name,
        "user_id": row.watch.member.user_id,
        "holder": str(row.watch.member),
        "seat": row.watch.seat.name if row.watch.seat else None,
    }
