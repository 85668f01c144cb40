"""The one generator behind history, evening, training and load: a seed and a mix make a stream of calls.

Pure: the same arguments give the same calls, for ever and on any machine; no rows, no clock, no settings.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import heappop, heappush, merge
from itertools import count
from random import Random

from demo import mix as mixes
from demo import tempo
from demo.callers import Callers
from demo.city import City, Kind, kilometres
from demo.mix import CALLS_PER_DAY, HOURS, RAIN, RAINY, WEEKDAYS, Mix
from demo.plans import ABANDONED, CallPlan, Said
from demo.responding import Responding
from demo.tempo import seconds
from demo.words import FAMILY, GIVEN, NEAR, RELATIONS, SENTENCES, STREETS

USUAL = sum(HOURS) / 24 * sum(WEEKDAYS) / 7
BUSIEST = max(HOURS) * max(WEEKDAYS) / USUAL
Event = tuple[datetime, str]
TAKERS = 1000  # whoever plays the scenario divides its call-takers over these numbers


def scenario(
    city: City,
    *,
    seed: int,
    start: datetime,
    duration: timedelta,
    calls_per_day: float = CALLS_PER_DAY,
    mix: Mix = mixes.USUAL,
    agenda: Sequence[Event] = (),
) -> Iterator[CallPlan]:
    """Every call from `start` on for `duration`, in the order in which they ring.

    `agenda` adds events that are to happen for certain: when they are called in, and of which kind they are.
    """
    teller = Teller(city, mix, Random(seed))
    waiting: list[tuple[datetime, int, CallPlan]] = []
    order = count()
    ringing = arrivals(city, Random(f"{seed} arrivals"), start, start + duration, calls_per_day)
    for at, code in merge(((at, "") for at in ringing), sorted(agenda)):
        while waiting and waiting[0][0] <= at:
            yield heappop(waiting)[2]
        plan = teller.report(at, city.kinds[code]) if code else teller.call(at)
        for echo in teller.echoes(plan):
            if echo.at < start + duration:
                heappush(waiting, (echo.at, next(order), echo))
        yield plan
    while waiting:
        yield heappop(waiting)[2]


def arrivals(city: City, rng: Random, start: datetime, end: datetime, calls_per_day: float) -> Iterator[datetime]:
    """The moments at which it rings: at random, more often in busy hours and on busy days of the local calendar."""
    per_second = calls_per_day / 86400 * BUSIEST
    at = start
    while True:
        at += seconds(rng.expovariate(per_second))
        if at >= end:
            return
        local = at.astimezone(city.zone)
        if rng.random() < HOURS[local.hour] * WEEKDAYS[local.weekday()] / USUAL / BUSIEST:
            yield at


class Teller:
    """Invents one call after the other."""

    def __init__(self, city: City, mix: Mix, rng: Random) -> None:
        """Nobody has called yet."""
        self.city = city
        self.mix = mix
        self.rng = rng
        self.callers = Callers(rng)
        self.responding = Responding(city, rng)
        self.kinds = [city.kinds[code] for code in mix.kinds if code in city.kinds]

    def call(self, at: datetime) -> CallPlan:
        """A call that rings at this moment."""
        outcome = self.outcome()
        if outcome == "report":
            return self.report(at, self.kind(at))
        identity, value = self.callers.pick(outcome)
        dialled, source = self.line()
        coded = self.talking(outcome)
        # Either the caller hangs up and is coded afterwards, or the outcome itself ends the call.
        talks = max(coded - self.rng.uniform(2, 15), 1) if self.rng.random() < 0.35 else coded + 1
        return CallPlan(
            at=at,
            identity=identity,
            value=value,
            dialled=dialled,
            transferred_from=source,
            taker=self.rng.randrange(TAKERS),
            rings=seconds(self.ringing(outcome)),
            talks=seconds(talks),
            coded_after=seconds(coded),
            outcome=outcome,
        )

    def outcome(self) -> str:
        """What a call turns out to be."""
        if self.rng.random() < self.mix.abandoned:
            return ABANDONED
        return self.rng.choices(list(self.mix.outcomes), list(self.mix.outcomes.values()))[0]

    def kind(self, at: datetime) -> Kind:
        """What is reported; the weather brings some of it."""
        rain = RAIN[at.astimezone(self.city.zone).month - 1]
        weights = [self.mix.kinds[kind.code] * (rain if kind.code in RAINY else 1) for kind in self.kinds]
        return self.rng.choices(self.kinds, weights)[0]

    def line(self) -> tuple[str, str]:
        """Which number was dialled; a few calls come over from other services."""
        chance = self.rng.random()
        if chance < 0.96:
            return "112", ""
        other = self.rng.choice(("110", "113", "119"))
        return other, other if chance > 0.985 else ""

    def ringing(self, outcome: str) -> float:
        """How long it rings until it is answered or given up."""
        if outcome != ABANDONED:
            return min(tempo.spread(self.rng, 4.6, 0.42), 40)
        return self.rng.uniform(1, 4.9) if self.rng.random() < 0.55 else self.rng.uniform(5, 35)

    def talking(self, outcome: str) -> float:
        """How long people stay on the line."""
        medians = {"prank": 14, "silent": 20, "cut_off": 8, "information": 75, "counselling": 520, "wrong_area": 50}
        return tempo.spread(self.rng, medians.get(outcome, 110), 0.45)

    def report(self, at: datetime, kind: Kind) -> CallPlan:
        """A call that becomes an incident."""
        identity, value = self.callers.pick("report")
        dialled, source = self.line()
        rings = seconds(self.ringing("report"))
        said = self.said(kind, at + rings)
        return CallPlan(
            at=at,
            identity=identity,
            value=value,
            dialled=dialled,
            transferred_from=source,
            taker=self.rng.randrange(TAKERS),
            rings=rings,
            talks=said.sent_after + seconds(self.rng.uniform(5, 60)),
            coded_after=said.located_after - seconds(self.rng.uniform(1, 6)),
            outcome="emergency" if kind.track == "emergency" else "complaint",
            said=said,
        )

    def said(self, kind: Kind, answered_at: datetime) -> Said:
        """What the caller says, how long it takes to write down, and what is done about it."""
        ward = self.rng.choice(self.city.wards)
        lat, lng = round(ward.lat + self.rng.gauss(0, 0.003), 5), round(ward.lng + self.rng.gauss(0, 0.003), 5)
        located = tempo.spread(self.rng, 24, 0.35) + 6
        classified = located + self.rng.uniform(3, 15)
        sent = classified + tempo.spread(self.rng, 14 if kind.track == "emergency" else 45, 0.5)
        return Said(
            category=kind.code,
            place_text=f"{self.rng.choice(STREETS)} {self.rng.randrange(1, 120)}",
            landmark=self.landmark(lat, lng),
            area=ward.code,
            lat=lat,
            lng=lng,
            name=f"{self.rng.choice(GIVEN)} {self.rng.choice(FAMILY)}",
            relation=self.rng.choice(RELATIONS),
            words=SENTENCES.get(kind.code, f"{kind.name}, minta ditangani."),
            located_after=seconds(located),
            classified_after=seconds(classified),
            sent_after=seconds(sent),
            response=self.responding.to(kind, lat, lng, answered_at + seconds(sent)),
        )

    def landmark(self, lat: float, lng: float) -> str:
        """What the caller names to be found by: something known nearby, or just some shop."""
        near = [spot.name for spot in self.city.landmarks if kilometres(lat, lng, spot) < 0.6]
        return near[0] if near else self.rng.choice(NEAR)

    def echoes(self, plan: CallPlan) -> Iterator[CallPlan]:
        """Further callers about the same event, within minutes."""
        most = self.mix.seen.get(plan.said.category, 0) if plan.said else 0
        for _each in range(self.rng.randint(0, most) if most else 0):
            identity, value = self.callers.pick("report")
            after = seconds(self.rng.uniform(40, 420))
            yield replace(
                plan,
                at=plan.at + after,
                identity=identity,
                value=value,
                taker=self.rng.randrange(TAKERS),
                rings=seconds(self.ringing("report")),
                said=replace(plan.said, name=self.rng.choice(GIVEN), response=None) if plan.said else None,
            )
