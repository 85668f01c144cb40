"""The agencies of the evening: what is given to one nobody signed in for, it does by itself, marked as simulated."""

from __future__ import annotations

from datetime import datetime, timedelta

from agencies.models import Unit
from demo import tempo
from demo.evening import Evening, Presence, attempt
from incidents import actions
from incidents.actions.response import Told
from incidents.models import Assignment, Track
from incidents.states import State

VIA = "simulation"
# A visitor does not wait for hours until a lamp is repaired, nor half an hour for a crew to pack up.
SERVICE_ACCEPT = (40, 150)
SERVICE_DONE = (600, 2400)
# Tickets of the days before are done one by one, and some of them not this evening.
STANDING_ACCEPT = (120, 3600)
STANDING_DONE = (600, 28800)
STAY = 0.4
KM = (0.8, 3.2)

NEXT = {
    (Track.EMERGENCY, State.NOTIFIED): ("accept", "notified_at"),
    (Track.EMERGENCY, State.ACCEPTED): ("depart", "accepted_at"),
    (Track.EMERGENCY, State.EN_ROUTE): ("arrive", "departed_at"),
    (Track.EMERGENCY, State.ON_SCENE): ("finish", "arrived_at"),
    (Track.EMERGENCY, State.CONTROLLED): ("finish", "controlled_at"),
    (Track.SERVICE, State.NOTIFIED): ("accept", "notified_at"),
    (Track.SERVICE, State.ACCEPTED): ("finish", "accepted_at"),
    (Track.SERVICE, State.EN_ROUTE): ("finish", "departed_at"),
    (Track.SERVICE, State.ON_SCENE): ("finish", "arrived_at"),
    (Track.SERVICE, State.CONTROLLED): ("finish", "controlled_at"),
}


def play(evening: Evening, presence: Presence, moment: datetime) -> None:
    """Take each step that is due, of each agency nobody is on watch for."""
    rows = Assignment.objects.active().filter(incident__closed_at=None).exclude(agency__in=presence.agencies)
    for row in rows.select_related("incident", "agency", "unit"):
        verb, stamp = NEXT[Track(row.incident.track), State(row.state)]
        since = getattr(row, stamp)
        if moment >= evening.counted_from(since) + wait(evening, row, verb, is_standing=since < evening.began):
            step(row, verb)


def wait(evening: Evening, row: Assignment, verb: str, *, is_standing: bool) -> timedelta:
    """How long this agency takes for this step; longer for a ticket that stands since before the evening."""
    rng = evening.draw(f"assignment:{row.pk}", verb)
    code = row.agency.code
    if row.incident.track == Track.SERVICE:
        accept, done = (STANDING_ACCEPT, STANDING_DONE) if is_standing else (SERVICE_ACCEPT, SERVICE_DONE)
        return tempo.seconds(rng.uniform(*(accept if verb == "accept" else done)))
    spans = {
        "accept": lambda: tempo.accept_s(rng, code),
        "depart": lambda: tempo.leave_s(rng, code),
        "arrive": lambda: tempo.travel_s(rng, rng.uniform(*KM)),
        "finish": lambda: tempo.stay_s(rng, code) * STAY,
    }
    return tempo.seconds(spans[verb]())


def step(row: Assignment, verb: str) -> None:
    """Take it; an agency given the incident as a whole names a free unit when it accepts."""
    unit = free_unit(row) if verb == "accept" and row.unit is None else ""
    told = Told(via=VIA, unit=unit)
    attempt(lambda: actions.progress(row.pk, verb, actor=None, told=told))


def free_unit(row: Assignment) -> str:
    """A unit of the agency that is on duty and not out."""
    busy = Assignment.objects.active().filter(unit__isnull=False).values("unit")
    free = Unit.objects.filter(agency=row.agency, is_on_duty=True).exclude(pk__in=busy).order_by("call_sign")
    return free.values_list("call_sign", flat=True).first() or ""
