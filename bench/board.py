#!/usr/bin/env python3
"""How fast does a change reach every board: gunicorn for HTTP, Daphne for /ws/, raw socket clients.

Changes come through the API at a steady rate. A delivery's latency runs from the moment the change was written down
(the entry's `recorded_at`, just before its commit) to the last byte at the board. The floor runs from three bare SQL
inserts and their commit to the last byte of the same bytes fanned out by bare WebSocket frames; it is measured before
and after. Each of both is the median of three.

Last line: {"boards", "events", "lost", "p50_ms", "p99_ms", "post_p50_ms", "post_p99_ms", "floor_p50_ms",
"floor_p99_ms", "ratio_p50", "ratio_p99"}; `post_…` runs from the beginning of the POST.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.rig.stack import daphne, free_port, gunicorn, in_own_python, machine, process, servers, wait_for_http

REPEATS = 3
RATE = 20.0


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=200)
    parser.add_argument("--events", type=int, default=300)
    parser.add_argument("--rate", type=float, default=RATE)
    parser.add_argument("--quick", action="store_true", help="one repeat of 60 changes")
    chosen = parser.parse_args()
    in_own_python()
    repeats, events = (1, 60) if chosen.quick else (REPEATS, chosen.events)
    with servers():
        print(machine(), flush=True)
        print(json.dumps(measure(chosen.boards, events, chosen.rate, repeats)))


def measure(boards: int, events: int, rate: float, repeats: int) -> dict[str, Any]:
    """Floor, product, floor, in turn; medians and their ratios."""
    import django

    django.setup()
    from bench.rig import floor, product

    http, live = free_port(), free_port()
    floors, products = [], []
    with ExitStack() as stack:
        stack.enter_context(process("web", gunicorn(http), CONN_MAX_AGE="60"))
        stack.enter_context(process("live", daphne(live)))
        wait_for_http(f"http://127.0.0.1:{http}/healthz")
        wait_for_http(f"http://127.0.0.1:{live}/healthz")
        for _repeat in range(repeats):
            floors.append(floor.run(boards, events, rate))
            products.append(product.run(boards, events, rate, http=http, live=live))
            floors.append(floor.run(boards, events, rate))
    return summary(boards, events, floors, products)


def summary(
    boards: int, events: int, floors: list[dict[str, float]], products: list[dict[str, float]]
) -> dict[str, Any]:
    """Medians over the repeats."""

    def middle(rows: list[dict[str, float]], key: str) -> float:
        return round(statistics.median(row[key] for row in rows), 2)

    ours = {key: middle(products, key) for key in ("p50_ms", "p99_ms", "post_p50_ms", "post_p99_ms")}
    base = {f"floor_{key}": middle(floors, key) for key in ("p50_ms", "p99_ms")}
    return {
        "boards": boards,
        "events": events * len(products),
        "lost": int(sum(row["lost"] for row in products)),
        **ours,
        **base,
        "ratio_p50": round(ours["p50_ms"] / base["floor_p50_ms"], 2),
        "ratio_p99": round(ours["p99_ms"] / base["floor_p99_ms"], 2),
    }


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
