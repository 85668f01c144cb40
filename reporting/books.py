"""The rows one month's report is drawn from, read once; the figures only count and subtract them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import QuerySet

from agencies.models import Agency, Area
from calls.models import Call
from incidents.clocks import applying
from incidents.models import Assignment, Category, Incident, Outcome, Priority, Standard, Track
from incidents.states import State
from reporting.arithmetic import earliest
from reporting.periods import Month

MEASURED = frozenset({Priority.P1, Priority.P2, Priority.P3})

# Endings that mean "nobody was needed any more", by their APCO code: event cancelled, unit cancelled on its way,
# cancelled before arrival; and "the same as another incident". The desk closes with these words, too.
CANCELLED_CODES = frozenset({"10", "21", "32"})
MERGED_CODES = frozenset({"22"})


@dataclass(frozen=True)
class Task:
    """One assignment as its timestamps tell it."""

    agency_id: int
    state: str
    notified_at: datetime
    accepted_at: datetime | None = None
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def taken_at(self) -> datetime | None:
        """When the agency first showed that it is coming: accepted, or simply left or arrived."""
        return earliest((self.accepted_at, self.departed_at, self.arrived_at))

    @property
    def answered_at(self) -> datetime | None:
        """When the agency first said anything, a refusal included; what stops the accept clock."""
        return earliest((self.taken_at, self.ended_at if self.state == State.DECLINED else None))

    def ended_before(self, moment: datetime) -> bool:
        """Whether nothing was left to do at this moment."""
        return self.ended_at is not None and self.ended_at < moment

    def done_before(self, moment: datetime) -> bool:
        """Whether the agency had reported it finished at this moment."""
        return self.state == State.DONE and self.ended_before(moment)


@dataclass(frozen=True)
class Case:
    """One incident with what its agencies did."""

    track: str
    priority: int
    category_id: int
    reported_at: datetime
    closed_at: datetime | None = None
    outcome: str = ""
    is_confidential: bool = False
    ending: str = ""
    district: str = ""
    tasks: list[Task] = field(default_factory=list)

    @property
    def is_emergency(self) -> bool:
        """Measured in minutes."""
        return self.track == Track.EMERGENCY

    @property
    def first_arrived_at(self) -> datetime | None:
        """When the first unit of any agency was on scene."""
        return earliest(task.arrived_at for task in self.tasks)

    def of(self, agency_id: int) -> list[Task]:
        """What one agency did about it."""
        return [task for task in self.tasks if task.agency_id == agency_id]

    @property
    def is_cancelled(self) -> bool:
        """Whether it ended because nobody was needed any more."""
        return self.outcome == Outcome.CANCELLED or self.ending in CANCELLED_CODES

    @property
    def is_merged(self) -> bool:
        """Whether it turned out to be the same as another incident."""
        return self.outcome == Outcome.MERGED or self.ending in MERGED_CODES

    def called_off_before(self, arrived_at: datetime | None) -> bool:
        """Whether it was cancelled or merged into another before that arrival, or without any."""
        if self.closed_at is None or not (self.is_cancelled or self.is_merged):
            return False
        return arrived_at is None or arrived_at > self.closed_at

    def closed_before(self, moment: datetime) -> bool:
        """Whether the desk had closed it at this moment."""
        return self.closed_at is not None and self.closed_at < moment


@dataclass(frozen=True)
class Books:
    """Everything a report of one month is drawn from, as it stood at `as_of`."""

    month: Month
    as_of: datetime
    cases: list[Case]
    backlog: list[Case]
    standards: Sequence[Standard]
    agencies: Sequence[Agency]
    categories: dict[int, Category]
    districts: Sequence[Area]

    @property
    def calls(self) -> QuerySet[Call]:
        """The month's calls, test calls apart."""
        return self.every_call.filter(is_test=False)

    @property
    def every_call(self) -> QuerySet[Call]:
        """The month's calls, by the moment they were presented."""
        return Call.objects.filter(offered_at__gte=self.month.start, offered_at__lt=self.month.end)

    @property
    def neighbours(self) -> frozenset[int]:
        """Agencies of neighbouring regions, who help when asked."""
        return frozenset(agency.pk for agency in self.agencies if agency.is_neighbour)

    @property
    def events(self) -> list[Case]:
        """Each event once: without the incidents that were merged into another of it."""
        return [case for case in self.cases if not case.is_merged]

    @property
    def emergencies(self) -> list[Case]:
        """Events measured in minutes."""
        return [case for case in self.events if case.is_emergency]

    @property
    def tickets(self) -> list[Case]:
        """Incidents measured in hours and days, those called off apart."""
        return [case for case in self.cases if not case.is_emergency and not case.called_off_before(None)]

    def limit(self, clock: str, case: Case, at: datetime) -> timedelta | None:
        """What the standard in force at that moment allowed this clock; None if it does not run."""
        row = applying(
            self.standards, clock, track=case.track, priority=case.priority, category_id=case.category_id, at=at
        )
        return row.limit if row else None

    def arrive_limit(self, case: Case) -> timedelta | None:
        """What the arrival is measured against: only emergencies of priority 1 to 3 are."""
        if not case.is_emergency or case.priority not in MEASURED:
            return None
        return self.limit("arrive", case, case.reported_at)


def read(month: Month, moment: datetime) -> Books:
    """The books of a month; of the running month as far as they are written at this moment."""
    as_of = min(moment, month.end)
    districts = list(Area.objects.filter(level=Area.Level.DISTRICT))
    counted = Incident.objects.filter(is_area_event=False)
    reported = counted.filter(reported_at__gte=month.start, reported_at__lt=month.end)
    carried = counted.filter(reported_at__lt=as_of, track=Track.SERVICE).exclude(closed_at__lt=as_of)
    return Books(
        month=month,
        as_of=as_of,
        cases=cases_of(reported),
        backlog=cases_of(carried),
        standards=list(Standard.objects.all()),
        agencies=list(Agency.objects.all()),
        categories={category.pk: category for category in Category.objects.all()},
        districts=districts,
    )


def cases_of(incidents: QuerySet[Incident]) -> list[Case]:
    """These incidents with their assignments, in two queries."""
    tasks = tasks_by_incident(Assignment.objects.filter(incident__in=incidents.order_by().values("pk")))
    rows = incidents.values_list(
        "pk", "track", "priority", "category_id", "reported_at", "closed_at", "outcome", "is_confidential",
        "disposition__apco_code", "area__code", "area__parent__code",
    )  # fmt: skip
    return [
        Case(*row[1:8], row[8] or "", district=row[10] or row[9] or "", tasks=tasks.get(row[0], []))
        for row in rows.order_by("pk")
    ]


def tasks_by_incident(assignments: QuerySet[Assignment]) -> dict[int, list[Task]]:
    """The assignments of each incident, in the order they were given."""
    rows: Iterable[tuple[int, Task]] = (
        (row[0], Task(*row[1:]))
        for row in assignments.order_by("notified_at", "pk").values_list(
            "incident_id", "agency_id", "state", "notified_at", "accepted_at", "departed_at", "arrived_at", "ended_at"
        )
    )
    found: dict[int, list[Task]] = {}
    for incident_id, task in rows:
        found.setdefault(incident_id, []).append(task)
    return found
