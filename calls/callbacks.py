"""Which calls wait to be called back: asked of the calls themselves, so nothing has to be remembered or tidied up.

A caller who rang in vain, or was cut off while he spoke, waits until he is served: by a conversation with him that
ended no earlier than he rang, or by somebody who closed his call-back, or by a report that bears his number. What he
rang in vain before that is one call-back, kept at the first of those calls.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Case, DateTimeField, ExpressionWrapper, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest

from calls.models import WAITS_AGAIN, Call, CallBack, CallOutcome, Identity, Report
from calls.thread import Channel, Direction, Message

# Longer ago than a watch lasts nobody expects to be called back.
WINDOW = timedelta(hours=12)
# Whoever takes a call-back on has it to himself for so long.
HELD_FOR = timedelta(minutes=10)
# One that resolved itself is still shown for so long.
SHOWN_FOR = timedelta(minutes=10)
# A conversation whose end the exchange never told is over after this.
TALKS_AT_MOST = timedelta(minutes=15)

# The line broke while he spoke, as a call-taker said; who has no number is not waited for, nothing can be done for him.
CUT_OFF = Q(outcome=CallOutcome.CUT_OFF, channel=Channel.VOICE)
IS_NUMBER = Q(caller__identity=Identity.NUMBER)
# Ended while nobody had it in hand: never answered, or put back into the queue after an answer. What was said in the
# first talk may have been sent, and then that is the call's outcome; its caller waits all the same.
GAVE_UP = Q(outcome=CallOutcome.ABANDONED) | WAITS_AGAIN & Q(ended_at__isnull=False) | CUT_OFF

# A thread stays open for hours after its last word, so it serves until what we wrote last, or were there to read.
WRITTEN = Message.objects.filter(call=OuterRef("pk"), direction=Direction.OUT).order_by("-pk").values("at")[:1]
SERVES_UNTIL = Case(
    When(
        channel=Channel.VOICE,
        then=Coalesce("ended_at", ExpressionWrapper(F("answered_at") + TALKS_AT_MOST, DateTimeField())),
    ),
    default=Greatest("answered_at", Subquery(WRITTEN)),
    output_field=DateTimeField(),
)


def gave_up(call: Call) -> bool:
    """What `GAVE_UP` asks of rows, and of who was cut off a number to ring."""
    if call.outcome == CallOutcome.CUT_OFF and call.is_voice and not call.waits_again:
        return call.caller is not None and call.caller.can_be_called
    return call.outcome == CallOutcome.ABANDONED or (call.waits_again and call.ended_at is not None)


@dataclass(frozen=True)
class Lost:
    """A call nobody answered, or that broke off; `closed_at`: when a person closed its call-back, after it ended."""

    call: int
    version: int
    caller: int | None
    offered_at: datetime
    ended_at: datetime
    closed_at: datetime | None
    touched: int | None


@dataclass(frozen=True)
class Served:
    """A conversation with a caller, or a report with his number: since when, until when, by whom, and the incident."""

    at: datetime
    until: datetime
    by: str
    seat: str
    incident: int | None
    short: str


@dataclass(frozen=True)
class Waiting:
    """A call-back: how often and when last the caller rang in vain; `served` once it has resolved itself."""

    call: int
    version: int
    calls: int
    last_at: datetime
    served: Served | None


def waiting(at: datetime) -> dict[int, Waiting]:
    """The call-backs a screen shows now, by the call they are kept at."""
    rows = list(lost_since(at - WINDOW))
    served = served_since(at - WINDOW, {row.caller for row in rows if row.caller})
    by_caller: dict[tuple[str, int], list[Lost]] = defaultdict(list)
    for row in rows:
        by_caller[("caller", row.caller) if row.caller else ("call", row.call)].append(row)
    found = [one for mine in by_caller.values() for one in of_caller(mine, served.get(mine[0].caller or 0, []), at)]
    return {one.call: one for one in found}


def lost_since(since: datetime) -> Iterable[Lost]:
    """The calls whose callers gave up since then, oldest first, with older ones that were closed since then."""
    columns = ("pk", "version", "caller_id", "offered_at", "ended_at", "call_back__closed_at", "caller__touched")
    rows = Call.objects.filter(GAVE_UP, ~CUT_OFF | WAITS_AGAIN | IS_NUMBER, is_test=False).filter(
        Q(offered_at__gte=since) | Q(call_back__closed_at__gte=since)
    )
    return (Lost(*row) for row in rows.order_by("offered_at", "pk").values_list(*columns))


def served_since(since: datetime, callers: Collection[int]) -> dict[int, list[Served]]:
    """The conversations with these callers that were going on then or later."""
    found: dict[int, list[Served]] = defaultdict(list)
    if not callers:
        return found
    talks = Call.objects.filter(~WAITS_AGAIN, ~(CUT_OFF & IS_NUMBER), caller_id__in=callers, answered_at__isnull=False)
    rows = talks.annotate(until=SERVES_UNTIL).filter(until__gte=since)
    for typed in reported_since(since, callers):
        found[typed.number_id or 0].append(by_report(typed))
    for row in rows.select_related("answered_by", "seat", "report__incident"):
        assert row.caller_id is not None and row.answered_at is not None
        report = getattr(row, "report", None)
        incident = report.incident if report and not (report.incident and report.incident.is_confidential) else None
        found[row.caller_id].append(
            Served(
                at=row.answered_at,
                until=row.until,
                by=row.answered_by.get_full_name() if row.answered_by else "",
                seat=row.seat.name if row.seat else "",
                incident=incident.pk if incident else None,
                short=incident.short_number if incident else "",
            )
        )
    return found


def reported_since(since: datetime, callers: Collection[int]) -> Iterable[Report]:
    """The reports in which somebody typed the number of one of these callers; a call-back's own report ends itself.

    The number of the very call that is being written down says nothing more than that call does.
    """
    is_news = Q(call=None) | Q(call__caller=None) | ~Q(call__caller=F("number"))
    rows = Report.objects.filter(is_news, number_id__in=callers, saved_at__gte=since, call_back=None)
    return rows.select_related("taken_by", "call__seat", "incident")


def by_report(row: Report) -> Served:
    """Whoever wrote a report with the number spoke with its caller, until it was written last."""
    incident = row.incident if row.incident and not row.incident.is_confidential else None
    return Served(
        at=row.started_at,
        until=row.saved_at or row.started_at,
        by=row.taken_by.get_full_name(),
        seat=row.call.seat.name if row.call and row.call.seat else "",
        incident=incident.pk if incident else None,
        short=incident.short_number if incident else "",
    )


def is_end(end: tuple[datetime, Served | None], row: Lost) -> bool:
    """Whether this ends the wait: a conversation that went on when he rang, or a person who saw him give up."""
    until, served = end
    return until >= (row.offered_at if served else row.ended_at)


def of_caller(rows: list[Lost], served: list[Served], at: datetime) -> list[Waiting]:
    """The call-backs of one caller: his lost calls, each put to whatever ended the wait for it. Pure."""
    ends: list[tuple[datetime, Served | None]] = [(one.until, one) for one in served]
    ends += [(row.closed_at, None) for row in rows if row.closed_at]
    ends.sort(key=lambda end: end[0])
    groups: dict[int | None, list[Lost]] = defaultdict(list)
    for row in rows:
        groups[next((place for place, end in enumerate(ends) if is_end(end, row)), None)].append(row)
    found = []
    for place, mine in groups.items():
        by = ends[place][1] if place is not None else None
        is_shown = place is None or (by is not None and max(by.at, mine[-1].offered_at) >= at - SHOWN_FOR)
        if is_shown:
            found.append(called_back(mine, by))
    return found


def called_back(rows: list[Lost], served: Served | None) -> Waiting:
    """Some lost calls as one call-back; its version rises with everything that changes how it looks."""
    first = rows[0]
    # A number typed and taken out again must not look older than before: such a change weighs more than being served.
    rise = len(rows) - 1 + 3 * (first.touched or 0) + (0 if served is None else 2 if served.incident else 1)
    return Waiting(first.call, first.version + rise, len(rows), rows[-1].offered_at, served)


def holder_of(row: CallBack | None, at: datetime) -> User | None:
    """Who has taken the call-back on and still has it to himself."""
    if row is None or row.closed_at or row.taken_at is None or row.taken_at + HELD_FOR <= at:
        return None
    return row.taken_by
