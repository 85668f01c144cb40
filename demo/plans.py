"""What a scenario says will happen: plain data, no rows. Moments are absolute, everything after them is a span."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Step:
    """One verb of an agency, so long after it was told; `unit` is named when it accepts, `reason` when it declines."""

    verb: str
    after: timedelta
    unit: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Task:
    """What one agency does about an incident."""

    agency: str
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Response:
    """What the desk does about an incident: whom it tells when, when it closes, and how it acknowledges."""

    assigned_after: timedelta
    tasks: tuple[Task, ...]
    closed_after: timedelta
    disposition: str
    acknowledged_after: timedelta


@dataclass(frozen=True)
class Said:
    """What a caller reported, and how long after the answer it was located, classified and sent on.

    Without a response it is one more caller about an event that stands on the board already.
    """

    category: str
    place_text: str
    landmark: str
    area: str
    lat: float
    lng: float
    name: str
    relation: str
    words: str
    located_after: timedelta
    classified_after: timedelta
    sent_after: timedelta
    response: Response | None


@dataclass(frozen=True)
class CallPlan:
    """One call: who, when, how long it rings and lasts, what it turns out to be, and what was reported."""

    at: datetime
    identity: str
    value: str
    dialled: str
    transferred_from: str
    taker: int
    rings: timedelta
    talks: timedelta
    coded_after: timedelta
    outcome: str
    said: Said | None = None

    @property
    def is_answered(self) -> bool:
        """Whether anybody picked up before the caller gave up."""
        return self.outcome != ABANDONED

    @property
    def answered_at(self) -> datetime:
        """When it was answered, or given up."""
        return self.at + self.rings


ABANDONED = "abandoned"
