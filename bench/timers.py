#!/usr/bin/env python3
"""How late are promises kept: 10,000 deadlines within a minute, two Celery workers, the real action on real rows.

Last line: {"timers", "lost", "doubled", "early", "lateness_p50_ms", "lateness_p99_ms"}; lateness is the moment the
breach was written down minus its deadline.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.rig.stack import in_own_python, machine, percentile, process, servers

HEAD_START = timedelta(seconds=12)


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--timers", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--quick", action="store_true", help="1,000 timers in 10 s")
    chosen = parser.parse_args()
    count, span = (1_000, 10) if chosen.quick else (chosen.timers, chosen.seconds)
    in_own_python()
    with servers():
        print(machine(), flush=True)
        print(json.dumps(measure(count, span, chosen.workers)))


def measure(count: int, span: int, workers: int) -> dict[str, float]:
    """Start the workers, make the promises, wait until the last is kept or half a minute late."""
    import django

    django.setup()
    from django.utils.timezone import now

    worker = ["celery", "-A", "ntpd112", "worker", "-P", "prefork", "-c", "1", "-l", "WARNING"]
    with ExitStack() as stack:
        for number in range(workers):
            stack.enter_context(process(f"worker {number}", [*worker, "-n", f"bench{number}@%h"]))
        make_promises(1, first=1, start=now(), span=1)
        wait_until_kept(now() + timedelta(seconds=90))  # the workers are up once they have kept one
        start = now() + HEAD_START
        make_promises(count, first=2, start=start, span=span)
        wait_until_kept(start + timedelta(seconds=span + 30))
    return figures(count)


def make_promises(count: int, *, first: int, start: datetime, span: int) -> None:
    """Open emergencies whose seven minutes end evenly spread over the span, written as the bulk loader would."""
    from django.db import connection
    from django.utils.timezone import localdate, now

    from incidents.models import Category, Incident
    from journal.models import Entry, Timer

    category = Category.objects.filter(track="emergency", priority=1, is_confidential=False)[0]
    at = now()
    moment = {"reported_at": at, "located_at": at, "classified_at": at, "opened_at": at, "forwarded_at": at}
    common = {"opened_on": localdate(), "track": "emergency", "category": category, "priority": 1, "source": "radio"}
    incidents = Incident.objects.bulk_create(
        Incident(number=number, place_text="bench", version=1, **common, **moment)
        for number in range(first, first + count)
    )
    Entry.objects.bulk_create(
        Entry(subject=row.subject, number=1, happened_at=at, recorded_at=at, verb="opened") for row in incidents
    )
    dues = [start + timedelta(seconds=span * number / count) for number in range(count)]
    Timer.objects.bulk_create(
        Timer(subject=row.subject, kind="arrive", due_at=due, next_try_at=due)
        for row, due in zip(incidents, dues, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server's own autovacuum would have, had the rows come one by one


def wait_until_kept(until: datetime) -> None:
    """Poll gently: the measurement must not be measured."""
    from django.utils.timezone import now

    from journal.models import Timer

    while now() < until and Timer.objects.pending().exists():
        time.sleep(2)


def figures(count: int) -> dict[str, float]:
    """What became of the promises, from the journal."""
    from django.db.models import Count

    from journal.models import Entry, Timer

    breaches = Entry.objects.filter(verb="breached").exclude(subject=Timer.objects.earliest("pk").subject)
    late = [
        (recorded - due).total_seconds() * 1000
        for recorded, due in breaches.values_list("recorded_at", "happened_at").iterator()
    ]
    doubled = breaches.values("subject").annotate(times=Count("pk")).filter(times__gt=1).count()
    return {
        "timers": count,
        "lost": Timer.objects.pending().count(),
        "doubled": doubled,
        "early": sum(1 for value in late if value < 0),
        "lateness_p50_ms": round(percentile(late, 0.50), 1),
        "lateness_p99_ms": round(percentile(late, 0.99), 1),
    }


if __name__ == "__main__":
    main()
