"""Which free units meet the needs of a plan, which needs stay open, who was passed over: each with its why. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from incidents.suggest import Candidate, Proposal, Trip, by_trip, nearness


@dataclass(frozen=True)
class Want:
    """So many units of a kind from an agency; any kind if none is named, and of none the agency itself is told."""

    agency: str
    kind: str
    count: int
    level: int = 1

    def suits(self, one: Candidate) -> bool:
        """Whether the unit is of this agency and kind."""
        return one.agency == self.agency and self.kind in ("", one.kind)


@dataclass(frozen=True)
class Rostered:
    """A unit of an agency and what keeps it from being sent: `busy` and where, `off` and why, `stale` and for how long
    in minutes, `reserved` and for which incident; nothing for a free one.
    """

    unit: Candidate
    obstacle: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Given:
    """Who is at the event already, a unit or an agency as a whole; or was, and did what was asked at that alarm level:
    `is_over`.
    """

    agency: str
    unit_id: int | None = None
    is_over: bool = False
    level: int = 1

    def answers(self, want: Want) -> bool:
        """Whether nothing more of this need is asked of its agency.

        One that was told as a whole chooses its units itself; once it has finished, only a later alarm asks anew.
        """
        is_due = self.agency == want.agency and (not self.is_over or want.level <= self.level)
        return is_due and (self.unit_id is None or want.count == 0)


@dataclass(frozen=True)
class Gap:
    """A need that is not met: how many are short, and how the units that suit it stand, by obstacle.

    `there` counts those that suit and are not in the way: sent already, or proposed.
    """

    want: Want
    short: int
    there: int
    obstacles: Mapping[str, int]


@dataclass(frozen=True)
class Passed:
    """A unit that is not proposed: its obstacle; `kind` if nobody asked for its kind.

    Without either its need is met. It is farther than those who were chosen (`far`), or only slower (`slow`), or there
    as soon (`even`); only of them the way is known (`lost`); it has finished there (`over`); or nobody new was chosen
    (`met`).
    """

    unit: Candidate
    obstacle: str
    detail: str = ""
    trip: Trip | None = None


@dataclass
class Filling:
    """What became of the needs; `told` are the agencies that are to be told as a whole."""

    units: list[tuple[Want, Proposal]] = field(default_factory=list)
    told: list[tuple[Want, str]] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)


def fill(
    wants: Sequence[Want],
    roster: Sequence[Rostered],
    trips: Mapping[int, Trip],
    *,
    given: Collection[Given],
    leads: Collection[str],
) -> Filling:
    """Meet each need by the units that are there first; who is at the event already counts, or has finished there.

    Needs that name a kind choose before those that take any; who has finished there is sent again after all others.
    """
    made = Filling()
    wanted = [want for want in wants if not any(one.answers(want) for one in given)]
    here = {one.unit_id for one in given if one.unit_id is not None and not one.is_over}
    over = {one.unit_id for one in given if one.unit_id is not None and one.is_over} - here
    counted: set[int] = set()
    taken: set[int] = set()
    for want in sorted(wanted, key=lambda one: not one.kind):
        suiting = [one for one in roster if want.suits(one.unit)]
        sent = [one.unit.unit_id for one in suiting if one.unit.unit_id in (here | over) - counted][: want.count]
        counted.update(sent)
        short = want.count - len(sent)
        free = [one.unit for one in suiting if not one.obstacle and one.unit.unit_id not in taken | here]
        ways = (by_trip(one, trips.get(one.unit_id), is_lead=want.agency in leads) for one in free)
        chosen = sorted(ways, key=lambda one: (one.unit_id in over, nearness(one)))[:short]
        going = {one.unit_id for one in chosen if one.unit_id is not None}
        taken |= going
        made.units += [(want, one) for one in chosen]
        if len(chosen) < short:
            made.gaps.append(gap(want, short - len(chosen), suiting, len(going.union(sent))))
    tell(made, wanted, roster, {one.agency for one in given if not one.is_over})
    made.passed = passed(wants, roster, trips, made.units, here | taken, over)
    order = {id(want): place for place, want in enumerate(wants)}
    made.units.sort(key=lambda row: order[id(row[0])])
    made.gaps.sort(key=lambda row: order[id(row.want)])
    return made


def gap(want: Want, short: int, suiting: Sequence[Rostered], there: int) -> Gap:
    """How those stand that would have met the need."""
    obstacles: dict[str, int] = {}
    for one in suiting:
        if one.obstacle:
            obstacles[one.obstacle] = obstacles.get(one.obstacle, 0) + 1
    return Gap(want, short, there, obstacles)


def tell(made: Filling, wants: Sequence[Want], roster: Sequence[Rostered], given: Collection[str]) -> None:
    """Agencies to be told as a whole: those of which no unit is asked, and those none of whose units is free."""
    sending = {want.agency for want, _unit in made.units}
    gaps = {row.want.agency for row in made.gaps}
    has_units = {one.unit.agency for one in roster}
    told = set(given)
    for want in wants:
        is_asked = want.count == 0 and want.agency not in sending
        is_helpless = want.agency in gaps and want.agency not in sending
        if want.agency not in told and (is_asked or is_helpless):
            told.add(want.agency)
            why = "asked" if want.count == 0 else "none_free" if want.agency in has_units else "no_units"
            made.told.append((want, why))
    # Whom nobody has listed units of is not short of them: the agency knows its own.
    made.gaps = [row for row in made.gaps if row.want.agency in has_units]


def passed(
    wants: Sequence[Want],
    roster: Sequence[Rostered],
    trips: Mapping[int, Trip],
    units: Sequence[tuple[Want, Proposal]],
    taken: Collection[int],
    over: Collection[int],
) -> list[Passed]:
    """Every other unit of the agencies in the plan: why not this one."""
    found = []
    for one in roster:
        if one.unit.unit_id in taken:
            continue
        trip = trips.get(one.unit.unit_id)
        if one.obstacle:
            found.append(Passed(one.unit, one.obstacle, one.detail, trip))
        elif not any(want.count and want.suits(one.unit) for want in wants):
            found.append(Passed(one.unit, "kind", one.unit.kind, trip))
        else:
            chosen = [unit for want, unit in units if want.suits(one.unit)]
            found.append(Passed(one.unit, "over" if one.unit.unit_id in over else behind(trip, chosen), "", trip))
    return found


def behind(trip: Trip | None, chosen: Sequence[Proposal]) -> str:
    """In what a unit stands behind the last of those that were chosen for the needs it suits; `met` if in nothing."""
    last = max(chosen, key=nearness, default=None)
    if last is None or last.minutes is None or last.km is None:
        return "met"
    if trip is None:
        return "lost"
    if trip.minutes == last.minutes:
        return "even"
    return "far" if trip.km > last.km else "slow"
