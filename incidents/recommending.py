"""Whom to send and why: the plan's needs met by free units, what is missing, who was passed over; all in words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from agencies.models import Agency, Area
from incidents.answered import given_to
from incidents.filling import Gap, Given, Passed, Rostered, Want, fill
from incidents.models import Category, Incident
from incidents.planning import Choice, choose, choose_for
from incidents.proposing import bases_of, doubted, waits, weighed
from incidents.roster import roster, trips_to
from incidents.suggest import Base, Called, Point, Proposal, called_forward, whole


@dataclass(frozen=True)
class Recommendation:
    """Whom to send, in order; by which plan, at which alarm level; in words what is missing and who was passed over.

    `called` are those of whom an answer is the reason; `is_unsure` is who was passed over for an old position alone.
    """

    found: list[Proposal]
    choice: Choice
    alarm: int
    missing: list[str] = field(default_factory=list)
    passed: list[dict[str, Any]] = field(default_factory=list)
    called: list[Called] = field(default_factory=list)

    @property
    def next_alarm(self) -> int | None:
        """The level that would add something."""
        plan = self.choice.plan
        return self.alarm + 1 if plan and plan.top > self.alarm else None


def recommend_for(incident: Incident) -> Recommendation:
    """Whom to send to an incident, beside those who are at it already or have finished there."""
    at = (incident.lat, incident.lng) if incident.lat is not None and incident.lng is not None else None
    called = [Called(code, name, why, is_called=True) for code, name, why in incident.called]
    choice = choose_for(incident)
    return recommend(
        incident.category,
        choice,
        at=at,
        area=incident.area,
        given=given_to(incident),
        called=called,
        alarm=incident.alarm,
        incident_id=incident.pk,
    )


def recommend_to(
    category: Category,
    *,
    at: Point | None,
    area: Area | None,
    moment: datetime,
    called: Collection[Called] = (),
    alarm: int = 1,
) -> Recommendation:
    """Whom to send to an event that is no incident yet, and who waits for an answer."""
    choice = choose(category, area=area, at=moment)
    return recommend(category, choice, at=at, area=area, called=called, alarm=alarm, moment=moment)


def recommend(
    category: Category,
    choice: Choice,
    *,
    at: Point | None,
    area: Area | None,
    given: Collection[Given] = (),
    called: Collection[Called] = (),
    alarm: int = 1,
    moment: datetime | None = None,
    incident_id: int | None = None,
) -> Recommendation:
    """By the plan that was chosen; without one the agencies of the kind, nearest first."""
    moment = moment or now()
    if choice.plan is None:
        assigned = [one.agency for one in given]
        made = weighed(
            category, at=at, area=area, assigned=assigned, called=called, moment=moment, incident_id=incident_id
        )
        passed = passed_lines(Passed(one.unit, one.obstacle, one.detail) for one in made.passed)
        return Recommendation(made.proposed, choice, alarm, passed=passed, called=[*called])
    crew = partial(roster, incident_id=incident_id)
    return by_plan(category, choice, crew, at=at, area=area, given=given, called=called, alarm=alarm, moment=moment)


def by_plan(
    category: Category,
    choice: Choice,
    crew_of: Callable[[Collection[str]], list[Rostered]],
    *,
    at: Point | None,
    area: Area | None,
    given: Collection[Given],
    called: Collection[Called],
    alarm: int,
    moment: datetime,
) -> Recommendation:
    """The needs of the plan up to this alarm level, and one unit of each agency that only an answer calls for."""
    assert choice.plan is not None
    needs = (Want(one.agency.code, one.capability, one.count, one.level) for one in choice.plan.needed(alarm))
    planned = merged(needs, given)
    asked = {want.agency for want in planned}
    # Whom the plan asks for does not wait for an answer.
    due = [one for one in called if one.is_called or one.agency not in asked]
    extra = {one.agency: one for one in due if one.agency not in asked}
    wants = [*planned, *(Want(code, "", 1) for code in extra)]
    codes = list(dict.fromkeys(want.agency for want in wants))
    crew = crew_of(codes)
    trips = trips_to(at, [one.unit for one in crew if not one.obstacle], moment=moment)
    leads = set(category.leads.values_list("code", flat=True)) - set(extra)
    made = fill(wants, crew, trips, given=given, leads=leads)
    bases = bases_of({want.agency for want, _why in made.told}, area) if made.told else []
    unsure = [one for one in crew if one.obstacle == "stale"]
    agencies = doubted([told(want, why, leads, bases, at) for want, why in made.told], unsure)
    found = called_forward([*placed(made.units, extra), *agencies], due)
    names = dict(Agency.objects.filter(code__in=codes).values_list("code", "short_name"))
    missing = [missing_text(one, names) for one in made.gaps if not waits(extra.get(one.want.agency))]
    return Recommendation(found, choice, alarm, missing, passed_lines(made.passed), due)


def merged(wants: Iterable[Want], given: Collection[Given]) -> list[Want]:
    """The same kind asked for on several levels is one need, as urgent as its lowest level; what of it was answered
    already is another.
    """
    found: dict[tuple[str, str, bool], Want] = {}
    for want in wants:
        key = want.agency, want.kind, any(one.answers(want) for one in given)
        known = found.get(key)
        found[key] = replace(known, count=known.count + want.count) if known else want
    return list(found.values())


def placed(units: Iterable[tuple[Want, Proposal]], called: Container[str]) -> list[Proposal]:
    """Each unit with the need of the plan it meets; of those that only answers call for, the answer says it."""
    return [one if one.agency in called else replace(one, need=need_text(want)) for want, one in units]


def need_text(want: Want) -> str:
    """`diminta 2 pompa`; with the alarm that asks for it, where that is not the first."""
    asked = _("diminta %(count)s %(kind)s") % {"count": want.count, "kind": want.kind or _("unit")}
    return f"{asked} · {_('alarm %(level)s') % {'level': want.level}}" if want.level > 1 else asked


def told(want: Want, why: str, leads: Collection[str], bases: Collection[Base], at: Point | None) -> Proposal:
    """An agency as a whole, by its nearest post, and why no unit of it is named, where that is not the usual."""
    words = {"asked": _("cukup diberi tahu"), "no_units": _("tanpa unit terdaftar")}
    return replace(whole(want.agency, want.agency in leads, bases, at), need=words.get(why, ""))


def missing_text(one: Gap, names: dict[str, str]) -> str:
    """`Kurang 1 pompa: semua pompa Damkar bertugas`; several reasons are counted."""
    kind, agency = one.want.kind or _("unit"), names[one.want.agency]
    head = _("Kurang %(short)s %(kind)s %(agency)s") % {"short": one.short, "kind": kind, "agency": agency}
    reasons = obstacles_text(one)
    if not one.there and len(one.obstacles) == 1:
        every = next(iter(one.obstacles))
        return _("%(head)s: semua %(state)s") % {"head": head, "state": STATES[every]()}
    return _("%(head)s: %(why)s") % {"head": head, "why": reasons} if reasons else head


def obstacles_text(one: Gap) -> str:
    """How many stand how; without any obstacle, how many there are at all."""
    counted = [f"{number} {STATES[name]()}" for name, number in one.obstacles.items()]
    if counted:
        return ", ".join(counted)
    if one.there:
        return ngettext("hanya %(n)s terdaftar", "hanya %(n)s terdaftar", one.there) % {"n": one.there}
    return _("tidak ada yang terdaftar")


STATES = {
    "busy": lambda: _("bertugas"),
    "off": lambda: _("tidak siaga"),
    "reserved": lambda: _("dicadangkan"),
    "declined": lambda: _("menolak"),
    "stale": lambda: _("posisinya lama"),
}


def passed_lines(passed: Iterable[Passed]) -> list[dict[str, Any]]:
    """Who is not proposed, and why."""
    return [
        {"unit": one.unit.unit, "reason": passed_text(one), "is_unsure": one.obstacle == "stale"}
        for one in sorted(passed, key=order)
    ]


def passed_text(one: Passed) -> str:
    """Why this unit is not proposed; of one that could be sent also how long it would take."""
    words = {
        "busy": _("bertugas di %(detail)s"),
        "off": _("tidak siaga (%(detail)s)") if one.detail else _("tidak siaga"),
        "stale": _("posisi terakhir %(detail)s menit lalu"),
        "reserved": _("dicadangkan untuk %(detail)s"),
        "declined": _("menolak kejadian ini (%(detail)s)") if one.detail else _("menolak kejadian ini"),
        "kind": _("jenis %(detail)s tidak diminta") if one.detail else _("jenisnya tidak dicatat"),
        "far": _("lebih jauh; kebutuhan sudah terpenuhi"),
        "slow": _("lebih lama di jalan; kebutuhan sudah terpenuhi"),
        "even": _("waktu tempuhnya sama; kebutuhan sudah terpenuhi"),
        "lost": _("jaraknya tidak diketahui; kebutuhan sudah terpenuhi"),
        "over": _("sudah selesai di sini; kebutuhan sudah terpenuhi"),
        "met": _("kebutuhan sudah terpenuhi"),
    }
    text = words[one.obstacle] % {"detail": one.detail}
    if one.obstacle not in SPARE or one.trip is None:
        return text
    mark = "±" if one.trip.is_estimate else ""
    return f"{text} ({_('%(mark)s%(n)s mnt') % {'mark': mark, 'n': one.trip.minutes}})"


SPARE = ("far", "slow", "even", "lost", "over", "met")
"""What is said of a unit that could be sent, were it needed."""


def order(one: Passed) -> tuple[int, bool, int, str]:
    """Those who could still be sent first, the soonest there before the others, then by name."""
    if one.obstacle in SPARE:
        return -1, one.trip is None, one.trip.minutes if one.trip else 0, one.unit.unit
    return ["kind", "reserved", "stale", "declined", "busy", "off"].index(one.obstacle), False, 0, one.unit.unit
