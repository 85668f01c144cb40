"""What the desk and its agencies do about one incident of a scenario: who is told, who comes, when it is over. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from demo import tempo
from demo.city import City, Kind, kilometres
from demo.plans import Response, Step, Task
from demo.tempo import seconds

DISPOSITIONS = {
    "kebakaran": "api_padam",
    "kll": "dirawat_dan_dibawa",
    "sesak": "dirawat_dan_dibawa",
    "stroke": "dirawat_dan_dibawa",
    "permintaan": "dibawa_ambulans",
    "orang": "diselamatkan",
}
REFUSALS = ("semua unit sedang bertugas", "armada rusak", "di luar wilayah kerja")
HOURS_8_TO_15 = range(8, 16)


class Responding:
    """Draws responses; remembers which unit is busy until when, so that none is in two places."""

    def __init__(self, city: City, rng: Random) -> None:
        """Every unit is free."""
        self.city = city
        self.rng = rng
        self.busy: dict[str, datetime] = {}

    def to(self, kind: Kind, lat: float, lng: float, sent_at: datetime) -> Response:
        """What is done about an event of this kind at this place that reached the desk at this moment."""
        if kind.track == "service":
            return self.service(kind, sent_at)
        assigned_after = seconds(tempo.spread(self.rng, 22, 0.5))
        told_at = sent_at + assigned_after
        agencies = [*kind.leads, *(code for code in kind.also_told if self.rng.random() < 0.3)]
        tasks = tuple(self.task(code, kind, (lat, lng), told_at, is_only=len(agencies) == 1) for code in agencies)
        return self.response(kind, assigned_after, tasks, seconds(self.rng.uniform(60, 900)))

    def response(self, kind: Kind, assigned: timedelta, tasks: tuple[Task, ...], closing: timedelta) -> Response:
        """The tasks with the desk's own part around them."""
        last = max((task.steps[-1].after for task in tasks if task.steps), default=timedelta())
        return Response(
            assigned_after=assigned,
            tasks=tasks,
            closed_after=last + closing,
            disposition=self.disposition(kind),
            acknowledged_after=seconds(self.rng.uniform(6, 75)),
        )

    def task(self, agency: str, kind: Kind, place: tuple[float, float], told_at: datetime, *, is_only: bool) -> Task:
        """One agency on its way to an emergency and back; now and then it declines, or forgets a step."""
        accepted = tempo.accept_s(self.rng, agency)
        if not is_only and self.rng.random() < 0.04:
            return Task(agency, (Step("decline", seconds(accepted), reason=self.rng.choice(REFUSALS)),))
        if agency not in kind.leads and self.rng.random() < 0.12:
            # Still on its way when it is over: the desk recalls it by closing.
            left = accepted + tempo.leave_s(self.rng, agency)
            return Task(agency, (Step("accept", seconds(accepted)), Step("depart", seconds(left))))
        unit, km = self.nearest(agency, place, told_at + seconds(accepted))
        left = accepted + tempo.leave_s(self.rng, agency)
        arrived = left + tempo.travel_s(self.rng, km)
        finished = arrived + tempo.stay_s(self.rng, agency)
        steps = [
            Step("accept", seconds(accepted), unit),
            Step("depart", seconds(left)),
            Step("arrive", seconds(arrived)),
        ]
        if self.rng.random() < 0.06:
            del steps[1]
        if kind.code.startswith("kebakaran") and agency in kind.leads:
            steps.append(Step("control", seconds(arrived + (finished - arrived) * 0.6)))
        if unit:
            self.busy[unit] = told_at + seconds(finished) + timedelta(minutes=20)
        return Task(agency, (*steps, Step("finish", seconds(finished))))

    def nearest(self, agency: str, place: tuple[float, float], at: datetime) -> tuple[str, float]:
        """The nearest free unit and its distance; an agency without one comes from somewhere in the city."""
        ranked = sorted((kilometres(*place, spot), spot.code) for spot in self.city.units.get(agency, ()))
        free = [(km, code) for km, code in ranked if self.busy.get(code, at) <= at]
        if not free:
            return "", self.rng.uniform(1.5, 5)
        return free[0][1], free[0][0]

    def service(self, kind: Kind, sent_at: datetime) -> Response:
        """A ticket: told within minutes, taken on in office hours, done in hours or days, or forgotten for weeks."""
        assigned_after = seconds(tempo.spread(self.rng, 240, 0.8))
        tasks = tuple(self.ticket(code, sent_at + assigned_after) for code in kind.leads)
        if any(task.steps[-1].verb == "accept" for task in tasks):
            return self.response(kind, assigned_after, tasks, timedelta(days=self.rng.uniform(6, 38)))
        return self.response(kind, assigned_after, tasks, seconds(self.rng.uniform(600, 6 * 3600)))

    def ticket(self, agency: str, told_at: datetime) -> Task:
        """What one agency does about a ticket."""
        taken = tempo.service_accept_s(self.rng, agency)
        if told_at.astimezone(self.city.zone).hour not in HOURS_8_TO_15 and self.rng.random() < 0.4:
            taken += 3600 * self.rng.uniform(1, 6)
        accept = Step("accept", seconds(taken))
        if tempo.is_forgotten(self.rng, agency):
            return Task(agency, (accept,))
        done = taken + tempo.service_done_s(self.rng, agency)
        return Task(agency, (accept, Step("finish", seconds(done))))

    def disposition(self, kind: Kind) -> str:
        """How it ended, in the centre's codes."""
        chance = self.rng.random()
        if kind.track == "emergency" and chance < 0.05:
            return "nihil" if chance < 0.035 else "laporan_palsu"
        return DISPOSITIONS.get(kind.code.partition("_")[0], "tertangani")
