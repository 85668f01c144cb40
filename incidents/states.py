"""The steps of an assignment and the stage of an incident, as data: what may follow what, and what it stamps."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where an assignment is."""

    NOTIFIED = "notified", _("Menunggu diterima")
    ACCEPTED = "accepted", _("Diterima")
    EN_ROUTE = "en_route", _("Menuju lokasi")
    ON_SCENE = "on_scene", _("Tiba di lokasi")
    CONTROLLED = "controlled", _("Terkendali")
    DONE = "done", _("Selesai")
    DECLINED = "declined", _("Ditolak")
    RECALLED = "recalled", _("Ditarik")


ENDED = [State.DONE, State.DECLINED, State.RECALLED]
ACTIVE = [state for state in State if state not in ENDED]
GIVEN_BACK = [State.DECLINED, State.RECALLED]  # ended without help: the incident has nobody by them


class Finding(TextChoices):
    """What a crew found instead of what was reported; only who is there can say it."""

    NIL = "nil", _("Nihil di lokasi")
    FALSE = "false", _("Laporan palsu")


@dataclass(frozen=True)
class Step:
    """One verb: from which states it leads where, which column it stamps, its past for the journal, what was found."""

    verb: str
    past: str
    start: frozenset[State]
    end: State
    stamps: str
    finding: str = ""


N, A, E, S, C = State.NOTIFIED, State.ACCEPTED, State.EN_ROUTE, State.ON_SCENE, State.CONTROLLED

STEPS = {
    step.verb: step
    for step in (
        #    verb       past          from                     to               stamps
        Step("accept", "accepted", frozenset({N}), State.ACCEPTED, "accepted_at"),
        Step("decline", "declined", frozenset({N, A, E}), State.DECLINED, "ended_at"),
        Step("depart", "departed", frozenset({N, A}), State.EN_ROUTE, "departed_at"),
        Step("arrive", "arrived", frozenset({N, A, E}), State.ON_SCENE, "arrived_at"),
        Step("control", "controlled", frozenset({S}), State.CONTROLLED, "controlled_at"),
        Step("finish", "finished", frozenset({A, E, S, C}), State.DONE, "ended_at"),
        Step("find_nil", "found_nil", frozenset({S}), State.DONE, "ended_at", Finding.NIL),
        Step("find_false", "found_false", frozenset({S}), State.DONE, "ended_at", Finding.FALSE),
        Step("recall", "recalled", frozenset(ACTIVE), State.RECALLED, "ended_at"),
    )
}

# The verbs an agency has for itself; recalling is the desk's.
AGENCY_VERBS = ("accept", "decline", "depart", "arrive", "control", "finish", "find_nil", "find_false")


class Stage(TextChoices):
    """What a board says of an incident; derived from its assignments, never stored."""

    UNASSIGNED = "unassigned", _("Perlu ditugaskan")
    WAITING = "waiting", _("Menunggu diterima")
    HANDLED = "handled", _("Sedang ditangani")
    FINISHED = "finished", _("Perlu ditutup")
    CLOSED = "closed", _("Ditutup")


class Held(Protocol):
    """An assignment as far as it says whether anybody works, or has worked, by it."""

    state: str
    unit_id: int | None
    accepted_at: datetime | None
    ended_at: datetime | None


def states_at_work(rows: Iterable[Held]) -> list[str]:
    """The states of those that send somebody; that an agency has taken note, which was all it had to, helps nobody."""
    return [row.state for row in rows if row.unit_id or row.accepted_at is None or row.ended_at != row.accepted_at]


def stage_of(*, is_closed: bool, states: Collection[str], is_area_event: bool = False) -> Stage:
    """The stage of an incident whose assignments stand in these states."""
    if is_closed:
        return Stage.CLOSED
    active = [state for state in states if state not in ENDED]
    if State.NOTIFIED in active:
        return Stage.WAITING
    if active:
        return Stage.HANDLED
    if is_area_event:
        return Stage.HANDLED  # by its parts; itself it needs nobody
    return Stage.FINISHED if State.DONE in states else Stage.UNASSIGNED


class Given(Protocol):
    """An assignment as far as it says whether somebody was left to help."""

    state: str
    ended_at: datetime | None


def untold_since(forwarded_at: datetime, rows: Collection[Given]) -> datetime | None:
    """Since when no agency stands told: from the start, or since the last one was taken back or declined; else None."""
    if any(row.state not in GIVEN_BACK for row in rows):
        return None
    return max((row.ended_at for row in rows if row.ended_at), default=forwarded_at)


def chip_of(states: Iterable[str]) -> State:
    """One agency's chip: waiting if any row waits, else the furthest of its active rows, else its last row."""
    rows = [State(state) for state in states]
    active = [state for state in rows if state in ACTIVE]
    if State.NOTIFIED in active:
        return State.NOTIFIED
    return max(active, key=ACTIVE.index) if active else rows[-1]
