#!/usr/bin/env python3
"""From the last key of a call-taker to the dispatchers' boards: gunicorn for HTTP, Daphne for /ws/, raw socket clients.

Consoles type their drafts at a human rate, each field saved as the page saves it, and send them on; a delivery's time
runs from the beginning of the POST that forwards the report to the last byte of its card at each board. Goal: p99 ≤ 500
ms with 50 boards and 20 consoles connected.

Last line: {"boards", "consoles", "reports", "saves", "lost", "p50_ms", "p99_ms", "post_p99_ms", "save_p99_ms",
"goal_ms"}.
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
GOAL_MS = 500.0


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=50)
    parser.add_argument("--consoles", type=int, default=20)
    parser.add_argument("--reports", type=int, default=5, help="reports that each console sends in a repeat")
    parser.add_argument("--quick", action="store_true", help="one repeat of two reports each")
    chosen = parser.parse_args()
    in_own_python()
    repeats, reports = (1, 2) if chosen.quick else (REPEATS, chosen.reports)
    with servers():
        print(machine(), flush=True)
        print(json.dumps(measure(chosen.boards, chosen.consoles, reports, repeats)))


def measure(boards: int, consoles: int, reports: int, repeats: int) -> dict[str, Any]:
    """The same desks in each repeat; medians."""
    import django

    django.setup()
    from bench.rig import typists

    http, live = free_port(), free_port()
    with ExitStack() as stack:
        stack.enter_context(process("web", gunicorn(http), CONN_MAX_AGE="60"))
        stack.enter_context(process("live", daphne(live)))
        wait_for_http(f"http://127.0.0.1:{http}/healthz")
        wait_for_http(f"http://127.0.0.1:{live}/healthz")
        typists.run(
            1, consoles, 1, http=http, live=live
        )  # a centre that is open: each process has done all of it before
        rows = [typists.run(boards, consoles, reports, http=http, live=live) for _repeat in range(repeats)]
    times = ("p50_ms", "p99_ms", "post_p99_ms", "save_p99_ms")
    middle = {key: round(statistics.median(row[key] for row in rows), 2) for key in times}
    sums = {key: int(sum(row[key] for row in rows)) for key in ("reports", "saves", "lost")}
    return {"boards": boards, "consoles": consoles, **sums, **middle, "goal_ms": GOAL_MS}


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
