#!/usr/bin/env python3
"""Does every board equal the database in a storm: four hours of one, pressed into ten minutes.

The generator of scenarios makes the storm: 700 calls a day, up to 73 in the busiest hour. What is reported goes through
the API: typed and sent on, agencies told, their steps by radio, further callers as notes, closed once more than 105 are
open; a worker fires the timers. Socket clients with the boards' own rule of merging watch over two Daphne processes, as
desk, cleared desk, call-takers and two agencies. At random moments hands and timers are held, and every incident's card
on every board must equal what the database says then; after each stop a tenth of the boards lose their line and return.

Last line: {"calls", "busiest_hour", "opened", "most_open", "deeds", "refused", "boards", "stops", "compared", "wrong",
"settled_ms"}; `compared` counts cards, `wrong` those that differed, `settled_ms` is the longest time until all agreed.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.rig.stack import daphne, free_port, gunicorn, in_own_python, machine, process, servers, wait_for_http

SEED = 112
CALLS_PER_DAY = 700
MOST_OPEN = 105
HOURS = 4
SPAN = 600.0  # seconds that the storm takes
STOPS = 12
SETTLES_WITHIN = 10.0  # seconds
WHO = (
    ("rizal.asrun", "board"),
    ("ahmad.rifai", "board"),
    ("fitriani", "calls"),
    ("damkar", "agency"),
    ("bpbd", "agency"),
)
Cards = dict[int, dict[str, Any]]
START = datetime.fromisoformat("2026-01-10T17:00:00+08:00")  # a Saturday in the rains; it is busiest from 19:00 on


def main() -> None:
    """Parse, play, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=50)
    parser.add_argument("--quick", action="store_true", help="the first twentieth at the same pace, three stops")
    chosen = parser.parse_args()
    in_own_python()
    with servers():
        print(machine(), flush=True)
        print(json.dumps(measure(chosen.boards, 20 if chosen.quick else 1)))


def measure(boards: int, share: int) -> dict[str, Any]:
    """Start everybody, let it storm, stop now and then."""
    import django

    django.setup()
    from bench.rig import crowd, product
    from bench.rig.storming import Storm, hands

    plans = storm_calls()
    _session, dispatcher = product.on_watch()
    _audience, session = product.signed_on("wa.rahmawati")  # she takes calls and dispatches
    crowd.incidents(MOST_OPEN - 30, dispatcher)  # the storm did not begin at a quiet moment
    end = START + timedelta(hours=HOURS) / share
    part = [plan for plan in plans if plan.at < end]
    storm = Storm(START, end, pressed=HOURS * 3600 / SPAN, most_open=MOST_OPEN, opened=MOST_OPEN - 30)
    http, lives = free_port(), [free_port(), free_port()]
    with ExitStack() as stack:
        stack.enter_context(process("web", gunicorn(http), CONN_MAX_AGE="60"))
        timers = stack.enter_context(
            process("timers", ["celery", "-A", "ntpd112", "worker", "-c", "1", "-l", "WARNING"])
        )
        for live in lives:
            stack.enter_context(process("live", daphne(live)))
        for port in (http, *lives):
            wait_for_http(f"http://127.0.0.1:{port}/healthz")
        workers = hands(storm, http, session, part)
        found = watched(http, lives, boards, storm, timers.pid, workers, 3 if share > 1 else STOPS, SPAN / share)
    return {
        "calls": len(part),
        "busiest_hour": max(Counter(plan.at.hour for plan in part).values()),
        "opened": storm.opened - (MOST_OPEN - 30),
        "most_open": storm.peak,
        "deeds": storm.deeds,
        "refused": storm.refused,
        "boards": boards,
        **found,
    }


def storm_calls() -> list[Any]:
    """Every call of the storm."""
    from demo.mix import KINDS, Mix
    from demo.scenario import scenario
    from demo.survey import city

    rain = {"pohon_tumbang": 30.0, "banjir": 20.0, "angin_kencang": 15.0, "listrik_padam": 20.0, "kabel_listrik": 10.0}
    mix = Mix(outcomes={"report": 0.75, "information": 0.17, "silent": 0.08}, kinds={**KINDS, **rain})
    duration = timedelta(hours=HOURS)
    return list(scenario(city(), seed=SEED, start=START, duration=duration, calls_per_day=CALLS_PER_DAY, mix=mix))


def watched(
    http: int, lives: list[int], boards: int, storm: Any, timers: int, workers: list[Any], stops: int, span: float
) -> dict[str, Any]:
    """Screens that watch the storm, and what each stop found."""
    from bench.rig.screens import watch

    ours, theirs = multiprocessing.Pipe()
    where = (http, lives, [seats()[number % len(WHO)] for number in range(boards)], SEED, theirs)
    client = multiprocessing.Process(target=watch, args=where, daemon=True)
    client.start()
    assert ours.recv() == "ready"
    storm.began = time.monotonic()
    storm.go.set()
    for worker in workers:
        worker.start()
    moments = sorted(Random(SEED).uniform(0.1, 1) * span for _stop in range(stops))
    found = [stop(storm, timers, ours, storm.began + moment) for moment in moments]
    for worker in workers:
        worker.join(span)
    found.append(stop(storm, timers, ours, time.monotonic()))
    ours.send("stop")
    client.join(30)
    return {
        "stops": len(found),
        "compared": sum(compared for compared, _wrong, _took in found),
        "wrong": sum(wrong for _compared, wrong, _took in found),
        "settled_ms": round(max(took for _compared, _wrong, took in found)),
    }


def stop(storm: Any, timers: int, pipe: Any, moment: float) -> tuple[int, int, float]:
    """Hold the hands at a moment; how many cards there are, how many stayed wrong, milliseconds until all agreed."""
    while (left := moment + storm.waited - time.monotonic()) > 0:
        time.sleep(min(left, 0.2))
    held = time.monotonic()
    storm.go.clear()
    os.kill(timers, signal.SIGSTOP)
    while storm.busy:
        time.sleep(0.01)
    quiet = time.monotonic()
    while True:
        pipe.send("shown")
        shown, present = pipe.recv(), truth()
        compared, wrong = differences(shown, present)
        took = time.monotonic() - quiet
        if not wrong or took > SETTLES_WITHIN:
            break
        time.sleep(0.1)
    if wrong:
        sys.stderr.write(f"{wrong} wrong after {took:.1f} s: {dict(Counter(strayed(shown, present)))}\n")
    pipe.send("again")
    assert pipe.recv() == "done"
    storm.waited += time.monotonic() - held
    os.kill(timers, signal.SIGCONT)
    storm.go.set()
    return compared, wrong, took * 1000


def truth() -> dict[str, Cards]:
    """What the database says now that each audience sees of incidents, by their ids."""
    from journal.live import cards_of, encoded

    made = {}
    for audience in {seat.audience for seat in seats()}:
        cards = json.loads(encoded(cards_of(audience, ("incident",))))
        made[audience] = {card["id"]: card for card in cards}
    return made


def differences(pictures: list[tuple[str, dict[Any, Any]]], present: dict[str, Cards]) -> tuple[int, int]:
    """Incidents' cards on all screens beside these: how many there are, and how many are not the same."""
    compared = wrong = 0
    for audience, picture in pictures:
        shown = {pk: card for (kind, pk), card in picture.items() if kind == "incident"}
        ids = shown.keys() | present[audience].keys()
        compared += len(ids)
        wrong += sum(shown.get(pk) != present[audience].get(pk) for pk in ids)
    return compared, wrong


def strayed(pictures: list[tuple[str, dict[Any, Any]]], present: dict[str, Cards]) -> Iterator[tuple[str, str]]:
    """For each card that is not the same: whose it is, and which of its words differ."""
    for audience, picture in pictures:
        shown = {pk: card for (kind, pk), card in picture.items() if kind == "incident"}
        for pk in shown.keys() | present[audience].keys():
            ours, theirs = present[audience].get(pk, {}), shown.get(pk, {})
            words = [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
            if words:
                yield audience, " ".join(sorted(words)) if ours and theirs else "missing" if ours else "too many"


@cache
def seats() -> list[Any]:
    """Everybody who watches, signed on once: a second time would end the first."""
    from bench.rig.product import signed_on
    from bench.rig.screens import Seat

    return [Seat(*signed_on(username), f"/ws/{name}/", f"/api/v1/{name}/") for username, name in WHO]


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
