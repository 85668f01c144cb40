"""How long a unit needs, where no engine knows the roads: distance, detour, and speed by kind of unit and hour. Pure.

The figures are our own assumptions for a hilly bay city of this size; no source publishes any for it. An installation
holds them against its own departures and arrivals before it trusts them, and every minute made of them is marked `±`.
"""

from __future__ import annotations

from datetime import time

from incidents.suggest import DETOUR, SPEED_KMH

KINDS_KMH = {
    "regu motor": 45.0,
    "ambulans": 40.0,
    "lalu lintas": 40.0,
    "samapta": 40.0,
    "pompa": 35.0,
    "penyelamatan": 35.0,
    "tangki": 30.0,
    "derek": 30.0,
    "perahu": 30.0,
    "angkutan": 25.0,
    "alat berat": 20.0,
}
"""Kilometres an hour with a free road, by how the kind of a unit begins; any other goes at the usual speed."""

HOURS = (
    (time(6, 30), time(8, 30), 0.7),  # to school and work
    (time(16, 30), time(18, 30), 0.7),  # home again, and the evening market
    (time(22), time(5), 1.25),  # empty streets
)
"""From, until, and the share of the free speed that is left of it."""


def speed(kind: str, hour: time) -> float:
    """Kilometres an hour of such a unit at that time of day."""
    free = next((kmh for name, kmh in KINDS_KMH.items() if kind.lower().startswith(name)), SPEED_KMH)
    return free * next((share for starts, ends, share in HOURS if is_within(starts, ends, hour)), 1.0)


def is_within(starts: time, ends: time, hour: time) -> bool:
    """Whether the hour lies in a span that may pass midnight."""
    return starts <= hour < ends if starts < ends else hour >= starts or hour < ends


def estimated(km: float, kind: str, hour: time) -> int:
    """Minutes for a straight distance, at least one."""
    return max(1, round(km * DETOUR / speed(kind, hour) * 60))
