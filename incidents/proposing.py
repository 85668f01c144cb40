"""Whom the ground has for an event: the rows behind `suggest.py`, for the board and for the call-taker's console."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from agencies.models import Agency, Area, Post
from incidents.filling import Rostered
from incidents.models import Category
from incidents.roster import roster, trips_to
from incidents.suggest import Base, Called, Point, Proposal, called_forward, proposals

NOBODY = "-"
"""What a call-taker says who took away everybody that was recommended."""


@dataclass(frozen=True)
class Weighed:
    """Whom to send, and which free units not: their position is old, or another incident keeps them."""

    proposed: list[Proposal]
    passed: list[Rostered]


def weighed(
    category: Category,
    *,
    at: Point | None,
    area: Area | None = None,
    assigned: Collection[str] = (),
    called: Collection[Called] = (),
    moment: datetime | None = None,
    incident_id: int | None = None,
) -> Weighed:
    """Whom the category and the answers call for, nearest free unit first, by a post where no unit is free."""
    leads = list(category.leads.filter(is_active=True).values_list("code", flat=True))
    also = list(category.also_told.filter(is_active=True).values_list("code", flat=True))
    also += [one.agency for one in called if one.agency not in (*leads, *also)]
    codes = [*leads, *also]
    crew = roster(codes, incident_id=incident_id)
    units = [one.unit for one in crew if not one.obstacle]
    unsure = [one for one in crew if one.obstacle == "stale" and one.unit.agency not in assigned]
    passed = [one for one in crew if one.obstacle and one.unit.agency not in assigned]
    idle = set(codes) - {one.agency for one in units} - set(assigned)
    bases = bases_of(idle, area) if idle else []
    trips = trips_to(at, units, moment=moment)
    found = proposals(leads, also, units, at=at, assigned=assigned, bases=bases, trips=trips)
    return Weighed(doubted(called_forward(found, called), unsure), passed)


def doubted(found: Collection[Proposal], unsure: Collection[Rostered]) -> list[Proposal]:
    """The same, marked where an agency is told as a whole because it is not known where its free units are."""
    lost = {one.unit.agency for one in unsure}
    return [replace(one, is_unsure=one.unit is None and one.agency in lost) for one in found]


def bases_of(codes: Collection[str], area: Area | None) -> list[Base]:
    """The posts of these agencies; `Polsek Mandonga` is the one of Mandonga, kelurahan or kecamatan."""
    names = [one.name.lower() for one in (area, area.parent if area else None) if one]
    rows = Post.objects.filter(agency__code__in=codes).values_list("agency__code", "name", "lat", "lng")
    return [
        Base(
            code,
            name,
            (lat, lng) if lat is not None and lng is not None else None,
            is_of_area=any(name.lower().endswith(f" {one}") for one in names),
        )
        for code, name, lat, lng in rows
    ]


def worded(
    found: Collection[Proposal], proposed: str = "", because: Collection[str] = (), called: Collection[Called] = ()
) -> list[dict[str, Any]]:
    """Proposals with their reasons in words, those who lead also with `because`, what was said that makes it urgent.

    `proposed` are the codes a call-taker left ticked, parted by commas. Who does not lead and is called for by an
    answer has that for a reason; until it is given he `waits`.
    """
    by_answer = {one.agency: one for one in called}
    names = dict(Agency.objects.values_list("code", "short_name"))
    ticked = proposed.split(",")
    return [
        {
            "agency": one.agency,
            "name": names.get(one.agency, one.agency),
            "unit": one.unit,
            "unit_id": one.unit_id,
            "km": round(one.km, 1) if one.km is not None else None,
            "minutes": one.minutes,
            "is_estimate": one.is_estimate,
            "reason": " · ".join([reason_of(one, by_answer.get(one.agency)), *(because if one.is_lead else ())]),
            "is_proposed": one.agency in ticked,
            "waits": not one.is_lead and waits(by_answer.get(one.agency)),
        }
        for one in found
    ]


def waits(called: Called | None) -> bool:
    """Whether the answer that calls for an agency has not been given."""
    return called is not None and not called.is_called


def reason_of(one: Proposal, called: Called | None = None) -> str:
    """Why it is proposed, and from where."""
    answered = called.why if called and not one.is_lead else ""
    role = _("instansi utama") if one.is_lead else answered or _("ikut diberi tahu")
    if one.unit:
        return " · ".join(part for part in (one.need, answered) if part) if one.need else role
    free = one.need or (_("posisi unit siaga sudah lama") if one.is_unsure else _("tanpa unit siaga"))
    return " · ".join(part for part in (role, one.post, free) if part)


def called_for(category: Category, proposed: str = "", called: Collection[Called] = ()) -> dict[str, str]:
    """Those a kind and its answers call for, short names by code, who lead first; of those whom a call-taker left
    ticked, if he said so.

    Read the category with its `leads` and `also_told`.
    """
    leads = [one.code for one in category.leads.all()]
    rows = {one.code: one.short_name for one in [*category.leads.all(), *category.also_told.all()] if one.is_active}
    rows |= {one.agency: one.name for one in called if one.agency not in rows}
    if is_meant(proposed, rows):
        return {code: name for code, name in rows.items() if code in proposed.split(",")}
    waiting = {one.agency for one in called if waits(one)} - set(leads)
    return {code: name for code, name in rows.items() if code not in waiting}


def is_meant(proposed: str, codes: Collection[str]) -> bool:
    """Whether a call-taker said whom he means of these; what he said of another kind of event says nothing of this."""
    return proposed == NOBODY or not set(codes).isdisjoint(proposed.split(","))
