"""What a month says about each agency; counts and subtractions over the books, no queries."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from incidents.states import State
from reporting.arithmetic import earliest, kept, spread, whole
from reporting.books import Books, Case, Task
from reporting.incident_figures import judged, measured, response, service, within_limit

Pair = tuple[Case, Task]


def by_agency(books: Books) -> list[dict[str, Any]]:
    """One row for each agency that was given something, or still has something open."""
    rows = [
        {"code": agency.code, "name": agency.short_name, "glyph": agency.glyph, **row_of(books, frozenset({agency.pk}))}
        for agency in books.agencies
        if any(case.of(agency.pk) for case in [*books.cases, *books.backlog])
    ]
    return [*rows, {"code": "", "name": "", "glyph": "", **together(books)}]


def together(books: Books) -> dict[str, Any]:
    """The last row: all assignments, but each incident once where it is an incident that was on time."""
    everyone = frozenset(agency.pk for agency in books.agencies)
    whole_centre = {"arrive": response(books), "within_limit": within_limit(books), "service": service(books)}
    return {**row_of(books, everyone), **whole_centre}


def row_of(books: Books, wanted: frozenset[int]) -> dict[str, Any]:
    """All figures of these agencies; neighbours who help are counted, but our limits are not theirs."""
    pairs = [(case, task) for case in books.emergencies for task in case.tasks if task.agency_id in wanted]
    bound = wanted - books.neighbours
    owed = [(case, task) for case, task in pairs if task.agency_id in bound]
    return {
        "emergency": tally(books, pairs),
        "answered_in_time": answered_in_time(books, owed),
        "accept": spread(task.taken_at - task.notified_at for _case, task in owed if task.taken_at),
        "arrive": spread(arrival - case.reported_at for case, arrival in first_arrivals(books, bound) if arrival),
        "within_limit": judged(books, first_arrivals(books, bound)),
        "service": tickets(books, wanted),
    }


def tally(books: Books, pairs: list[Pair]) -> dict[str, int]:
    """Emergency assignments received, accepted, declined, withdrawn, finished and still open."""
    states = [task.state for _case, task in pairs]
    return {
        "received": len(pairs),
        "accepted": sum(task.taken_at is not None for _case, task in pairs),
        "declined": states.count(State.DECLINED),
        "recalled": states.count(State.RECALLED),
        "closed": sum(task.done_before(books.as_of) for _case, task in pairs),
        "open": sum(not task.ended_before(books.as_of) for _case, task in pairs),
    }


def answered_in_time(books: Books, pairs: list[Pair]) -> dict[str, Any]:
    """Which emergency assignments were answered within their standard; those withdrawn unanswered are left out."""
    asked = [
        (task, limit)
        for case, task in pairs
        if (limit := books.limit("accept", case, task.notified_at)) is not None
        and not (task.state == State.RECALLED and task.answered_at is None)
    ]
    in_time = sum(
        task.answered_at is not None and task.answered_at - task.notified_at <= limit for task, limit in asked
    )
    return kept(in_time, len(asked))


def first_arrivals(books: Books, wanted: frozenset[int]) -> list[tuple[Case, datetime | None]]:
    """Each measured incident these agencies were given, with their first arrival there.

    An agency the desk withdrew before it arrived was not late: it is left out, like an incident called off.
    """
    found: list[tuple[Case, datetime | None]] = []
    for case in measured(books):
        own = [task for task in case.tasks if task.agency_id in wanted]
        arrival = earliest(task.arrived_at for task in own)
        if arrival or any(task.state != State.RECALLED for task in own):
            found.append((case, arrival))
    return found


def tickets(books: Books, agency_ids: frozenset[int]) -> dict[str, Any]:
    """Tickets received, finished of those, every ticket of these agencies still open at the end, the oldest's age."""
    received = [(case, own) for case in books.tickets if (own := kept_by(case, agency_ids))]
    waiting = [case for case in books.backlog if is_open(books, case, kept_by(case, agency_ids))]
    ages = [books.as_of - case.reported_at for case in waiting]
    return {
        "received": len(received),
        "finished": sum(is_finished(books, case, own) for case, own in received),
        "open": len(ages),
        "oldest_s": whole(max(ages).total_seconds()) if ages else None,
    }


def kept_by(case: Case, agency_ids: frozenset[int]) -> list[Task]:
    """What these agencies were given of a case and did not refuse."""
    return [task for task in case.tasks if task.agency_id in agency_ids and task.state != State.DECLINED]


def is_open(books: Books, case: Case, own: list[Task]) -> bool:
    """Whether these agencies had something left to do about it at the end."""
    return not case.closed_before(books.as_of) and any(not task.ended_before(books.as_of) for task in own)


def is_finished(books: Books, case: Case, own: list[Task]) -> bool:
    """Whether the desk had closed it, or these agencies had reported all their work done, at the end."""
    done = any(task.done_before(books.as_of) for task in own)
    return case.closed_before(books.as_of) or (done and not is_open(books, case, own))
