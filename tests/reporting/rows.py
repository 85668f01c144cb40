"""Hand-made rows of January 2026 with known seconds: what the measures are checked against."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from agencies.models import Agency, Area, Centre
from calls.models import Call, CallOutcome
from incidents.models import Assignment, Category, Incident, Outcome, Standard, Track
from incidents.states import State
from reporting.measures import compute
from reporting.periods import Month

WITA = ZoneInfo("Asia/Makassar")
JANUARY = Month(2026, 1, WITA)
NOON = datetime(2026, 1, 10, 12, 0, tzinfo=WITA)
AFTER = datetime(2026, 2, 3, 8, 0, tzinfo=WITA)

numbers = count(1)


def seconds(value: float) -> timedelta:
    """So many seconds."""
    return timedelta(seconds=value)


def minutes(value: float) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=value)


def city() -> None:
    """A centre in WITA, three agencies, three kinds of event, two kecamatan, the usual limits."""
    Centre.objects.create(name="NTPD 112", region="Kota Kendari", code="KDI", lat=-4.0, lng=122.5)
    dmk = Agency.objects.create(code="DMK", name="Damkar", short_name="Damkar", glyph="flame", order=1)
    Agency.objects.create(code="POL", name="Polresta", short_name="Polresta", glyph="shield", order=2)
    dhb = Agency.objects.create(code="DHB", name="Dishub", short_name="Dishub", glyph="lamp", order=3)
    kind("kebakaran", Track.EMERGENCY, 1).leads.add(dmk)
    kind("kdrt", Track.EMERGENCY, 2, is_confidential=True)
    kind("lpju", Track.SERVICE, 4).leads.add(dhb)
    for code, name in (("74.71.08", "Kadia"), ("74.71.11", "Nambo")):
        district = Area.objects.create(code=code, name=name, level=Area.Level.DISTRICT, lat=-4, lng=122.5)
        Area.objects.create(code=f"{code}.1001", name=name, level=Area.Level.WARD, parent=district, lat=-4, lng=122.5)
    standards()


def kind(code: str, track: str, priority: int, *, is_confidential: bool = False) -> Category:
    """A category."""
    return Category.objects.create(
        code=code,
        name=code.capitalize(),
        english=code,
        group="uji",
        short_code=code,
        glyph="x",
        track=track,
        priority=priority,
        is_confidential=is_confidential,
    )


def standards() -> None:
    """10 s to answer, one minute to accept at P1–P2, seven to arrive at P1–P3, three days for a lamp."""
    since = datetime(2025, 1, 1, tzinfo=UTC)
    rows: list[tuple[str, str, int | None, timedelta, int]] = [
        ("answer", "", None, seconds(10), 90),
        ("accept", Track.EMERGENCY, 1, minutes(1), 90),
        ("accept", Track.EMERGENCY, 2, minutes(1), 90),
        ("accept", Track.EMERGENCY, 3, minutes(3), 90),
        ("arrive", Track.EMERGENCY, 1, minutes(7), 80),
        ("arrive", Track.EMERGENCY, 2, minutes(7), 80),
        ("arrive", Track.EMERGENCY, 3, minutes(7), 80),
        ("finish", Track.SERVICE, None, timedelta(days=3), 90),
    ]
    for clock, track, priority, limit, percentile in rows:
        Standard.objects.create(
            clock=clock, track=track, priority=priority, limit=limit, percentile=percentile, valid_from=since
        )


def incident(code: str = "kebakaran", *, at: datetime = NOON, ward: str = "74.71.08.1001", **fields: Any) -> Incident:
    """An incident reported at this moment."""
    category = Category.objects.get(code=code)
    defaults: dict[str, Any] = {
        "number": next(numbers),
        "opened_on": at.astimezone(WITA).date(),
        "track": category.track,
        "category": category,
        "priority": category.priority,
        "is_confidential": category.is_confidential,
        "source": "call",
        "place_text": "Jl. Uji 1",
        "area": Area.objects.filter(code=ward).first(),
        **dict.fromkeys(("reported_at", "located_at", "classified_at", "opened_at", "forwarded_at"), at),
    }
    return Incident.objects.create(**{**defaults, **fields})


def task(row: Incident, agency: str = "DMK", *, told: float = 30, state: str = "", **after: float) -> Assignment:
    """An assignment whose steps came so many seconds after the report; the last one says where it stands."""
    at = row.reported_at
    stamps = {f"{step}_at": at + seconds(value) for step, value in after.items()}
    return Assignment.objects.create(
        incident=row,
        agency=Agency.objects.get(code=agency),
        notified_at=at + seconds(told),
        state=state or furthest(stamps),
        **stamps,
    )


def furthest(stamps: dict[str, datetime]) -> State:
    """Where these steps lead to."""
    steps = {
        "ended_at": State.DONE,
        "arrived_at": State.ON_SCENE,
        "departed_at": State.EN_ROUTE,
        "accepted_at": State.ACCEPTED,
    }
    return next((state for name, state in steps.items() if name in stamps), State.NOTIFIED)


def called_off(row: Incident, *, after: float, outcome: str = Outcome.CANCELLED) -> None:
    """Close the incident without a disposition, so many seconds after its report."""
    row.closed_at, row.outcome = row.reported_at + seconds(after), outcome
    row.save(update_fields=["closed_at", "outcome"])


def call(outcome: str = CallOutcome.INFORMATION, *, at: datetime = NOON, rang: float = 4, **fields: Any) -> Call:
    """A call that rang so many seconds before it was answered, or given up."""
    abandoned = outcome == CallOutcome.ABANDONED
    end = at + seconds(rang)
    return Call.objects.create(
        switch_id=f"uji-{next(numbers)}",
        offered_at=at,
        answered_at=None if abandoned else end,
        ended_at=end if abandoned else end + seconds(60),
        outcome=outcome,
        outcome_at=end if outcome else None,
        **fields,
    )


def figures() -> dict[str, Any]:
    """What January measures, looked at after its end."""
    return compute(JANUARY, AFTER)
