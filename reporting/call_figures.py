"""What a month says about calls: asked of the database, which only counts what it has an index for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Count, Func, Q
from django.db.models.functions import ExtractHour, ExtractIsoWeekDay

from calls.models import CallOutcome
from calls.thread import Channel
from incidents.clocks import applying
from reporting.arithmetic import kept, share, whole
from reporting.books import Books

# Who hangs up this soon never waited for us: a slip of the finger, not a call we lost.
SLIP = timedelta(seconds=5)
# What the answer clock is measured against where the centre has set nothing.
USUAL_ANSWER = timedelta(seconds=10)


# Nobody holds a receiver while he waits for an answer to a message: the answer clock is the telephone's alone.
SPOKEN = Q(channel=Channel.VOICE)


class Seconds(Func):
    """The length between two moments, in seconds."""

    template = "EXTRACT(EPOCH FROM (%(expressions)s))"
    arg_joiner = " - "
    output_field = models.FloatField()


class Percentile(models.Aggregate):
    """PostgreSQL's percentile_cont."""

    function = "percentile_cont"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = models.FloatField()


def offered(books: Books) -> dict[str, Any]:
    """How many calls came, were answered, were given up; test calls are counted apart."""
    counts = books.calls.aggregate(
        offered=Count("pk"),
        answered=Count("pk", filter=Q(answered_at__isnull=False) & ~Q(outcome=CallOutcome.ABANDONED)),
        abandoned=Count("pk", filter=Q(outcome=CallOutcome.ABANDONED)),
        written=Count("pk", filter=~SPOKEN),
    )
    days = max((min(books.as_of, books.month.end) - books.month.start) / timedelta(days=1), 1)
    tests = books.every_call.filter(is_test=True).count()
    counts["unfollowed"] = books.calls.filter(report__no_action__gt="").count()
    return {**counts, "per_day": round(counts["offered"] / days), "tests": tests}


def by_outcome(books: Books) -> dict[str, int]:
    """How many calls of each outcome; those not coded yet under `pending`."""
    rows = books.calls.order_by().values_list("outcome").annotate(count=Count("pk"))
    found = {outcome or "pending": count for outcome, count in rows}
    names = [name or "pending" for name in CallOutcome.values if name != CallOutcome.TEST]
    return {name: found.get(name, 0) for name in names}


def answered_in_time(books: Books) -> dict[str, Any]:
    """The share answered within the standard, of all calls by telephone but those given up within five seconds."""
    counts = books.calls.filter(SPOKEN).aggregate(
        slips=Count("pk", filter=Q(answered_at=None, ended_at__lt=models.F("offered_at") + SLIP)),
        kept=Count("pk", filter=Q(answered_at__lte=models.F("offered_at") + answer_limit(books))),
        all=Count("pk"),
    )
    return kept(counts["kept"], counts["all"] - counts["slips"])


def answer_time(books: Books) -> dict[str, Any]:
    """Median and 90th percentile from ringing to answer, by telephone."""
    waited = Seconds("answered_at", "offered_at")
    row = books.calls.filter(SPOKEN, answered_at__isnull=False).aggregate(
        median=Percentile(waited, share=0.5), p90=Percentile(waited, share=0.9), of=Count("pk")
    )
    return {"median_s": whole(row["median"]), "p90_s": whole(row["p90"]), "of": row["of"]}


def nuisance(books: Books) -> dict[str, Any]:
    """How many calls were pranks or silent, and their share of all calls."""
    counts = by_outcome(books)
    count = counts[CallOutcome.PRANK] + counts[CallOutcome.SILENT]
    return {"count": count, "share": share(count, sum(counts.values()))}


def by_hour(books: Books) -> list[list[int]]:
    """Seven rows of 24 counts, Monday first, in local time."""
    zone = books.month.zone
    rows = (
        books.calls.order_by()
        .values_list(ExtractIsoWeekDay("offered_at", tzinfo=zone), ExtractHour("offered_at", tzinfo=zone))
        .annotate(count=Count("pk"))
    )
    table = [[0] * 24 for _day in range(7)]
    for day, hour, count in rows:
        table[day - 1][hour] = count
    return table


def answer_limit(books: Books) -> timedelta:
    """How long a call may ring by the standard in force at the month's end."""
    row = applying(books.standards, "answer", track="", priority=0, category_id=None, at=books.as_of)
    return row.limit if row else USUAL_ANSWER
