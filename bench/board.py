#!/usr/bin/env python3
"""How fast does a change reach every board: gunicorn for HTTP, two Daphne processes for /ws/, raw socket clients.

Changes come through the API at a steady rate. A delivery's latency runs from the moment the change was written down
(the entry's `recorded_at`, just before its commit) to the last byte at the board. The floor runs from three bare SQL
inserts and their commit to the last byte of the same bytes fanned out by bare WebSocket frames; it is measured before
and after. Each of both is the median of three. Where uvicorn is installed, the same is measured with two of it in
place of Daphne, in turn, and printed beside. Goals over two processes: 200 boards at 50 changes/s, p50 <= 3.5 x and p99
<= 4 x the floor, uvicorn 2.5 x both; 1,000 boards at 10/s, nothing lost and p99 <= 250 ms; at most 2 kB a change with
six assignments. What a change costs the socket servers grows with --audiences, and hardly with --boards.

Last line: {"boards", "audiences", "assignments", "events", "lost", "p50_ms", "p99_ms", "post_p50_ms", "post_p99_ms",
"floor_p50_ms", "floor_p99_ms", "ratio_p50", "ratio_p99", "made_per_s", "live_ms", "bytes", "uvicorn"}; `post_…` runs
from the beginning of the POST, `made_per_s` is the rate that was reached, `live_ms` the processor time of the socket
servers per change, `bytes` the largest change, `uvicorn` the same figures over uvicorn or null.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import multiprocessing
import os
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.rig.stack import (
    daphne,
    free_port,
    gunicorn,
    in_own_python,
    machine,
    process,
    servers,
    uvicorn,
    wait_for_http,
)

REPEATS = 3
RATE = 20.0
LIVES = 2
OF_PRODUCT = ("p50_ms", "p99_ms", "post_p50_ms", "post_p99_ms")
OF_WORK = ("made_per_s", "live_ms", "bytes")


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=200)
    parser.add_argument("--events", type=int, default=300)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--lives", type=int, default=LIVES, help="processes that serve the sockets")
    parser.add_argument("--audiences", type=int, choices=range(1, 6), default=1, help="that the boards belong to")
    parser.add_argument("--assignments", type=int, default=0, help="agencies that each incident is given to")
    parser.add_argument("--quick", action="store_true", help="one repeat of three seconds")
    chosen = parser.parse_args()
    if chosen.audiences > 3 and chosen.assignments < 2:
        parser.error("agencies hear only of what they were given: --assignments 2")
    in_own_python()
    repeats, events = (1, round(chosen.rate * 3)) if chosen.quick else (REPEATS, chosen.events)
    with servers():
        print(machine(), flush=True)
        crowd = (chosen.boards, chosen.audiences, chosen.assignments)
        print(json.dumps(measure(crowd, events, chosen.rate, repeats, chosen.lives)))


def measure(who: tuple[int, int, int], events: int, rate: float, repeats: int, lives: int) -> dict[str, Any]:
    """Floor, product, floor, in turn; medians and their ratios."""
    import django

    django.setup()
    from bench.rig import floor
    from bench.rig.product import Crowd

    http, crowd = free_port(), Crowd(*who)
    kinds = {"daphne": daphne, **({"uvicorn": uvicorn} if importlib.util.find_spec("uvicorn") else {})}
    floors: list[dict[str, float]] = []
    products: dict[str, list[dict[str, float]]] = {kind: [] for kind in kinds}
    with process("web", gunicorn(http), CONN_MAX_AGE="60"):
        wait_for_http(f"http://127.0.0.1:{http}/healthz")
        for _repeat in range(repeats):
            floors.append(floor.run(crowd.boards, events, rate))
            for kind, command in kinds.items():
                products[kind].append(over(command, lives, crowd, events, rate, http))
            floors.append(floor.run(crowd.boards, events, rate))
    found = {kind: summary(rows, floors) for kind, rows in products.items()}
    made = {**asdict(crowd), "events": events * repeats}
    return {**made, **found["daphne"], "uvicorn": found.get("uvicorn")}


def over(command: Any, lives: int, crowd: Any, events: int, rate: float, http: int) -> dict[str, float]:
    """One repeat over fresh socket servers of one kind."""
    from bench.rig import product

    with sockets(command, lives) as (ports, pids):
        return product.run(crowd, events, rate, http=http, live=ports, spent=lambda: sum(map(processor, pids)))


@contextmanager
def sockets(command: Any, lives: int) -> Iterator[tuple[list[int], list[int]]]:
    """So many servers of the sockets; their ports and process numbers."""
    ports = [free_port() for _one in range(lives)]
    with ExitStack() as stack:
        pids = [stack.enter_context(process("live", command(port))).pid for port in ports]
        for port in ports:
            wait_for_http(f"http://127.0.0.1:{port}/healthz")
        yield ports, pids


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    figures = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")


def summary(products: Sequence[dict[str, float]], floors: Sequence[dict[str, float]]) -> dict[str, Any]:
    """Medians over the repeats."""

    def middle(rows: Sequence[dict[str, float]], key: str) -> float:
        return round(statistics.median(row[key] for row in rows), 2)

    ours = {key: middle(products, key) for key in OF_PRODUCT}
    base = {f"floor_{key}": middle(floors, key) for key in ("p50_ms", "p99_ms")}
    return {
        "lost": int(sum(row["lost"] for row in products)),
        **ours,
        **base,
        "ratio_p50": round(ours["p50_ms"] / base["floor_p50_ms"], 2),
        "ratio_p99": round(ours["p99_ms"] / base["floor_p99_ms"], 2),
        **{key: middle(products, key) for key in OF_WORK},
    }


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
