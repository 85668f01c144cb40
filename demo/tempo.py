"""How fast each agency answers, leaves, arrives and finishes: one table, and spans drawn from it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import log
from random import Random

ROAD = 1.35  # how much longer the road is than the crow's flight
SPEED = 54 / 3600  # kilometres a second with siren, through the city
FIRST_TURN = 20  # seconds lost in leaving the yard and finding the house


@dataclass(frozen=True)
class Tempo:
    """Medians of one agency; shares of what goes wrong. Seconds for emergencies, hours for services."""

    accept_s: float = 38
    late: float = 0.10
    leave_s: float = 70
    stay_min: float = 30
    service_accept_h: float = 0.8
    service_done_h: float = 20
    forgets: float = 0.05


TEMPOS = {
    #        accept  late  leave  stay  accept h  done h  forgets
    "PSC": Tempo(20, 0.03, 45, 28),
    "DMK": Tempo(18, 0.03, 50, 35, 0.3, 3, 0.0),
    "POL": Tempo(30, 0.10, 50, 32, 0.5, 6, 0.0),
    "BPB": Tempo(34, 0.20, 80, 75, 0.6, 10, 0.08),
    "PLN": Tempo(40, 0.25, 110, 45, 0.4, 7, 0.0),
    "DHB": Tempo(36, 0.14, 90, 40, 1.6, 46, 0.61),
    "DLH": Tempo(42, 0.35, 120, 60, 2.2, 50, 0.82),
    "SPP": Tempo(34, 0.08, 70, 30, 0.7, 8, 0.05),
    "SOS": Tempo(32, 0.05, 90, 45, 0.7, 12, 0.0),
    "PPA": Tempo(28, 0.03, 80, 90),
    "SAR": Tempo(30, 0.04, 80, 120),
}
USUAL = Tempo()


def spread(rng: Random, median: float, sigma: float) -> float:
    """A lognormal draw: most near the median, some far above it."""
    return rng.lognormvariate(log(median), sigma)


def seconds(value: float) -> timedelta:
    """A span in whole milliseconds, as exchanges and phones give them."""
    return timedelta(milliseconds=round(value * 1000))


def tempo_of(agency: str) -> Tempo:
    """How this agency usually behaves."""
    return TEMPOS.get(agency, USUAL)


def accept_s(rng: Random, agency: str) -> float:
    """From being told of an emergency to accepting it; the late ones are those the ladder is for."""
    tempo = tempo_of(agency)
    if rng.random() < tempo.late:
        return rng.uniform(62, 290)
    return min(spread(rng, tempo.accept_s, 0.35), 59)


def leave_s(rng: Random, agency: str) -> float:
    """From accepting to leaving the post."""
    return spread(rng, tempo_of(agency).leave_s, 0.4)


def travel_s(rng: Random, km: float) -> float:
    """From leaving to standing in front of the house; crews on the road are nearer than their post."""
    return FIRST_TURN + km * ROAD / SPEED * rng.uniform(0.4, 1.05)


def stay_s(rng: Random, agency: str) -> float:
    """From arriving to having finished."""
    return 60 * spread(rng, tempo_of(agency).stay_min, 0.45)


def service_accept_s(rng: Random, agency: str) -> float:
    """From being given a ticket to taking it on."""
    return 3600 * spread(rng, tempo_of(agency).service_accept_h, 0.7)


def service_done_s(rng: Random, agency: str) -> float:
    """From taking a ticket on to having done it."""
    return 3600 * spread(rng, tempo_of(agency).service_done_h, 0.6)


def is_forgotten(rng: Random, agency: str) -> bool:
    """Whether the agency does the work but never reports it done."""
    return rng.random() < tempo_of(agency).forgets
