"""How an incident looks on a screen, to each audience: the only shapes it has there, versioned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import LadderStep, ladder_among
from agencies.permissions import standing
from dispatch import forgotten, wall
from dispatch.beside import Beside, Handlers, incidents_of
from dispatch.keeping import kept_for
from dispatch.messages import message_card, messages_of, unread
from dispatch.names import name
from dispatch.notes import last_notes, note_card
from dispatch.ties import ties_of
from incidents.clocks import applying
from incidents.messages import UnitMessage
from incidents.models import Assignment, Escalation, Incident, IncidentQuerySet, Note, Standard, Track
from incidents.states import STEPS, Stage, State, chip_of, stage_of, states_at_work
from journal.live import Card, Cards
from journal.models import Timer
from journal.rows import select

R = TypeVar("R", Assignment, Escalation, Note)
KEPT = timedelta(hours=12)
STANDS_S = 60.0  # a card may name the ground as it was so long ago; all else about an incident comes with a new version
GIVEN = "WHERE incident_id = ANY(%s) ORDER BY notified_at, id"
TO_CLOSE = (Stage.HANDLED, Stage.FINISHED)  # what may be over: the board proposes how it ended


def scope() -> IncidentQuerySet:
    """What belongs on a screen now: open, or closed during the last half day."""
    rows: IncidentQuerySet = Incident.objects.filter(Q(closed_at=None) | Q(closed_at__gt=now() - KEPT))
    return rows


def versions() -> dict[int, int]:
    """For the hub: what the screens should show."""
    return dict(scope().values_list("pk", "version"))


def read(ids: Collection[int]) -> dict[int, Cards]:
    """For the hub: these incidents' cards by audience, in a constant number of queries."""
    rows, handlers, beside = incidents_of(ids, closed_after=now() - KEPT)
    around = Around.of(rows, handlers, beside)
    return {row.pk: cards(row, around) for row in rows}


@dataclass(frozen=True)
class Around:
    """What cards need beside the incident's own row, read once for all of them; by incident."""

    assignments: dict[int, list[Assignment]]
    escalations: dict[int, list[Escalation]]
    timers: dict[int, list[Timer]]
    notes: dict[int, list[Note]]
    messages: dict[int, list[UnitMessage]]
    steps: list[LadderStep]
    standards: list[Standard]
    ties: dict[int, list[Card]]
    handlers: Handlers
    reservations: dict[int, list[Card]]

    @classmethod
    def of(cls, rows: Collection[Incident], handlers: Handlers, beside: Beside) -> Around:
        """What these incidents need: notes only for agencies to read, ladders only where one has not answered."""
        ids = [row.pk for row in rows]
        given = select(Assignment, GIVEN, ids) if beside.assignments else []
        assignments = by_incident(given)
        raised = with_names(Escalation.objects.filter(incident__in=ids)) if beside.escalations else []
        notes = last_notes(assignments) if given and beside.notes else {}
        messages = messages_of(assignments) if given and beside.messages else {}
        name(rows, given)
        waits = any(one.state == State.NOTIFIED for one in given)
        return cls(
            assignments,
            by_incident(raised),
            timers_of(rows),
            notes,
            messages,
            select(LadderStep, "ORDER BY level") if waits else [],
            select(Standard) if given else [],
            ties_of(rows) if beside.ties else {},
            handlers,
            kept_for(ids) if beside.reservations else {},
        )


def by_incident(rows: Iterable[R]) -> dict[int, list[R]]:
    """Rows of incidents, in the order given; prefetching costs twice as much."""
    found: dict[int, list[R]] = defaultdict(list)
    for row in rows:
        found[row.incident_id].append(row)
    return found


def with_names(raised: Iterable[Escalation]) -> list[Escalation]:
    """Escalations with whoever took them on; a query only when somebody has."""
    rows = list(raised)
    people = User.objects.in_bulk({row.acknowledged_by_id for row in rows if row.acknowledged_by_id} or ())
    for row in rows:
        row.acknowledged_by = people[row.acknowledged_by_id] if row.acknowledged_by_id else None
    return rows


def timers_of(rows: Iterable[Incident]) -> dict[int, list[Timer]]:
    """Every promise about these incidents, kept or not, in the order they were made."""
    timers: dict[int, list[Timer]] = defaultdict(list)
    for timer in select(Timer, "WHERE subject = ANY(%s) ORDER BY id", [row.subject for row in rows]):
        timers[int(timer.subject.partition(":")[2])].append(timer)
    return timers


def cards(row: Incident, around: Around) -> Cards:
    """Who sees what of one incident."""
    whole = desk_card(row, around)
    made = {
        "desk+closed": whole,
        "desk": masked(whole) if row.is_confidential else whole,
        "calls": calls_card(row, whole),
    }
    given = around.assignments.get(row.pk, ())
    if not row.is_confidential and not row.is_area_event:  # its surge has a line of its own there
        made["wall"] = wall.card(row, whole, around.escalations.get(row.pk, ()), given)
    for agency_id in {one.agency_id for one in given}:
        made[f"agency:{agency_id}"] = agency_card(row, whole, around, agency_id)
    return made


def desk_card(row: Incident, around: Around) -> Card:
    """The whole of it, for those at the desk."""
    assignments = around.assignments.get(row.pk, [])
    timers, notes = around.timers.get(row.pk, []), around.notes.get(row.pk, [])
    states = states_at_work(assignments)
    stage = stage_of(is_closed=bool(row.closed_at), states=states, is_area_event=row.is_area_event)
    accept_due = {timer.assignment_id: timer.due_at for timer in timers if timer.kind == "ladder" and is_pending(timer)}
    return {
        "kind": "incident",
        "id": row.pk,
        "version": row.version,
        "number": row.number,
        "short": row.short_number,
        "track": row.track,
        "priority": row.priority,
        "category": {"code": row.category.code, "name": row.category.name, "glyph": row.category.glyph},
        "title": row.category.name,
        "is_confidential": row.is_confidential,
        "masked": False,
        "place": row.place_text,
        "landmark": row.landmark,
        "area": str(row.area) if row.area else "",
        "lat": row.lat,
        "lng": row.lng,
        "source": row.source,
        "reports": row.report_count,
        "alarm": row.alarm,
        "is_simulated": row.is_simulated,
        "reported_at": row.reported_at,
        "forwarded_at": row.forwarded_at,
        "closed_at": row.closed_at,
        "outcome": row.outcome,
        "disposition": row.disposition.name if row.disposition else None,
        "stage": stage,
        "silent_from": forgotten.silent_from(row, stage, assignments, notes, around.standards),
        "ending": forgotten.ending(assignments, notes) if stage in TO_CLOSE else None,
        "unread": unread(around.messages.get(row.pk, ())),
        "handlers": around.handlers.get(row.pk, []),
        "clock": clock_of(row, assignments, timers),
        "chips": chips(assignments),
        "assignments": [
            assignment_card(one, accept_due.get(one.pk), ladder_limit(row, one, around)) for one in assignments
        ],
        "escalations": [escalation_card(one, assignments) for one in around.escalations.get(row.pk, ())],
        "promised_at": min((timer.due_at for timer in timers if is_due_kind(timer)), default=None),
        "ties": around.ties.get(row.pk, []),
        "reservations": around.reservations.get(row.pk, []),
    }


def is_pending(timer: Timer) -> bool:
    """Neither kept nor withdrawn."""
    return timer.fired_at is None and timer.cancelled_at is None


def is_due_kind(timer: Timer) -> bool:
    """A pending promise whose keeping the board will see as a new version."""
    return is_pending(timer) and timer.kind != "deliver"


def clock_of(row: Incident, assignments: Collection[Assignment], timers: Collection[Timer]) -> Card | None:
    """The one clock of a row: until the first unit is there, or until a service is done; None when none is promised."""
    name = "finish" if row.track == Track.SERVICE else "arrive"
    stop = stopped_at(name, assignments)
    promised = [timer for timer in timers if timer.kind == name]
    living = [timer for timer in promised if timer.cancelled_at is None]
    if not living and (stop or row.closed_at):
        living = promised  # withdrawn because it was kept or the incident ended, not because it runs no more
    if not living:
        return None
    return {
        "name": name,
        "label": _("selesai") if name == "finish" else _("tiba"),
        "started_at": row.reported_at,
        "due_at": living[-1].due_at,
        "stopped_at": stop,
        "limit_s": round((living[-1].due_at - row.reported_at).total_seconds()),
    }


def stopped_at(name: str, assignments: Iterable[Assignment]) -> datetime | None:
    """When the clock was stopped: the first arrival, or the first agency to be done."""
    if name == "arrive":
        moments = [one.arrived_at for one in assignments if one.arrived_at]
    else:
        moments = [one.ended_at for one in assignments if one.ended_at and one.state == State.DONE]
    return min(moments, default=None)


def chips(assignments: Iterable[Assignment]) -> list[Card]:
    """One chip per agency, in the order the agencies were told."""
    groups: dict[str, list[Assignment]] = defaultdict(list)
    for one in assignments:
        groups[one.agency.code].append(one)
    return [
        {
            "code": code,
            "name": rows[0].agency.short_name,
            "glyph": rows[0].agency.glyph,
            "state": chip_of([one.state for one in rows]),
            "escalated": any(one.level > 0 and one.state == State.NOTIFIED for one in rows),
        }
        for code, rows in groups.items()
    ]


def assignment_card(row: Assignment, accept_due_at: datetime | None, ladder_s: int | None) -> Card:
    """One assignment, with what may be recorded next."""
    return {
        "id": row.pk,
        "agency": row.agency.code,
        "agency_name": row.agency.short_name,
        "unit": row.unit.call_sign if row.unit else None,
        "unit_id": row.unit_id,
        "state": row.state,
        "level": row.level,
        "reason": row.reason,
        "finding": row.finding,
        "notified_at": row.notified_at,
        "accepted_at": row.accepted_at,
        "departed_at": row.departed_at,
        "arrived_at": row.arrived_at,
        "controlled_at": row.controlled_at,
        "ended_at": row.ended_at,
        "accept_due_at": accept_due_at,
        "ladder_s": ladder_s,
        "verbs": [step.verb for step in STEPS.values() if row.state in step.start],
    }


def escalation_card(row: Escalation, assignments: Iterable[Assignment]) -> Card:
    """A clock that ran out, and who has taken it on."""
    agency = next((one.agency.code for one in assignments if one.pk == row.assignment_id), None)
    return {
        "id": row.pk,
        "clock": row.clock,
        "level": row.level,
        "raised_at": row.raised_at,
        "assignment": row.assignment_id,
        "agency": agency,
        "told": row.told,
        "acknowledged_at": row.acknowledged_at,
        "acknowledged_by": row.acknowledged_by.get_full_name() if row.acknowledged_by else None,
    }


def ladder_limit(incident: Incident, row: Assignment, around: Around) -> int | None:
    """After how many seconds the first rung above an agency that has not answered is told; None when none will be.

    The other rungs follow in the proportion of the ladder's own minutes (`incidents.clocks.rung_due`).
    """
    if row.state != State.NOTIFIED or not any(step.level for step in ladder_among(around.steps, row.agency_id)):
        return None
    limit = applying(
        around.standards,
        "accept",
        track=incident.track,
        priority=incident.priority,
        category_id=incident.category_id,
        at=row.notified_at,
    )
    return round(limit.limit.total_seconds()) if limit else None


def masked(card: Card) -> Card:
    """What the desk sees of a confidential incident without clearance: that it is there, where about, who is at it."""
    return {
        **card,
        "masked": True,
        "category": {"code": "", "name": _("Kejadian tertutup"), "glyph": "lock"},
        "title": _("Kejadian tertutup"),
        "place": "",
        "landmark": "",
        "lat": None,
        "lng": None,
        "disposition": None,
        "ending": None,
        "assignments": [{**one, "reason": ""} for one in card["assignments"]],
    }


CALLS_KEYS = (
    "kind",
    "id",
    "version",
    "short",
    "track",
    "priority",
    "area",
    "stage",
    "reported_at",
    "closed_at",
    "reports",
)


def calls_card(row: Incident, whole: Card) -> Card:
    """What a call-taker sees, to tell whether his caller speaks of the same event."""
    card = {key: whole[key] for key in CALLS_KEYS}
    if row.is_confidential:
        hidden = {"title": _("Kejadian tertutup"), "glyph": "lock", "place": "", "lat": None, "lng": None}
        return {**card, **hidden, "priority": None}
    return {
        **card,
        "title": whole["title"],
        "glyph": row.category.glyph,
        "place": row.place_text,
        "lat": row.lat,
        "lng": row.lng,
    }


AGENCY_KEYS = (
    "kind", "id", "version", "short", "track", "priority", "title", "place", "landmark", "area", "lat", "lng",
    "reported_at", "closed_at", "clock", "is_confidential", "is_simulated",
)  # fmt: skip


def agency_card(row: Incident, whole: Card, around: Around, agency_id: int) -> Card:
    """What an agency sees of an incident it was given: the event, its own rows, the last words; never the caller."""
    own = [one.pk for one in around.assignments[row.pk] if one.agency_id == agency_id]
    return {
        **{key: whole[key] for key in AGENCY_KEYS},
        "glyph": row.category.glyph,
        "assignments": [one for one in whole["assignments"] if one["id"] in own],
        "notes": [note_card(note) for note in around.notes.get(row.pk, ())],
        "messages": [message_card(one) for one in around.messages.get(row.pk, ()) if one.agency_id == agency_id],
    }


def card_for(subject: str, user: User | AnonymousUser) -> Card | None:
    """The present card of an incident as this account sees it; None for another subject or another's."""
    kind, _colon, pk = subject.partition(":")
    stand = standing(user)
    audience = (
        ("desk+closed" if stand.is_cleared else "desk")
        if stand.is_desk
        else f"agency:{stand.agency_id}"
        if stand.agency_id
        else "calls"
    )
    return read([int(pk)]).get(int(pk), {}).get(audience) if kind == "incident" else None
