#!/usr/bin/env python3
"""Every board comes back at once after a restart: a socket each, then the whole picture over HTTP.

The server has just come up, and all boards come in the same moment, as if no page waited its random while: once with
gunicorn for HTTP as docker-compose.yml has it, once with one Daphne for both as ./run has it. A board is live when its
socket has greeted it and the snapshot has arrived whole. Goals at 500 boards: none refused, the last live within 5 s
with gunicorn, within 10 s on one Daphne.

Last line: {"boards", "incidents", "refused", "p50_s", "last_s", "daphne_refused", "daphne_p50_s", "daphne_last_s"}.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.rig.stack import (
    daphne,
    free_port,
    gunicorn,
    in_own_python,
    machine,
    percentile,
    process,
    servers,
    wait_for_http,
)


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boards", type=int, default=500)
    parser.add_argument("--quick", action="store_true", help="50 boards")
    chosen = parser.parse_args()
    in_own_python()
    with servers():
        print(machine(), flush=True)
        print(json.dumps(measure(50 if chosen.quick else chosen.boards)))


def measure(boards: int) -> dict[str, Any]:
    """First with gunicorn beside Daphne, then with Daphne alone."""
    import django

    django.setup()
    from bench.rig import product

    session, dispatcher = product.on_watch()
    open_now = len(product.incidents(dispatcher))
    beside = restarted(boards, session, has_gunicorn=True)
    alone = restarted(boards, session, has_gunicorn=False)
    return {
        "boards": boards,
        "incidents": open_now,
        **beside,
        **{f"daphne_{key}": value for key, value in alone.items()},
    }


def restarted(boards: int, session: str, *, has_gunicorn: bool) -> dict[str, float]:
    """A server that just came up, and everybody at its door."""
    http, live = free_port(), free_port()
    with ExitStack() as stack:
        if has_gunicorn:
            stack.enter_context(process("web", gunicorn(http), CONN_MAX_AGE="60"))
            wait_for_http(f"http://127.0.0.1:{http}/healthz")
        stack.enter_context(process("live", daphne(live)))
        wait_for_http(f"http://127.0.0.1:{live}/healthz")
        return figures(return_of(boards, session, live, http if has_gunicorn else live))


def return_of(boards: int, session: str, live: int, http: int) -> list[float | None]:
    """How long each board took."""
    from bench.rig.returning import Doors, come_back

    ours, theirs = multiprocessing.Pipe()
    doors = Doors(live=live, http=http, cookie=f"sessionid={session}")
    client = multiprocessing.Process(target=come_back, args=(doors, boards, theirs), daemon=True)
    client.start()
    took: list[float | None] = ours.recv()
    client.join(30)
    return took


def figures(took: list[float | None]) -> dict[str, float]:
    """Seconds; `refused` counts boards that did not come back at all."""
    back = [seconds for seconds in took if seconds is not None]
    return {
        "refused": len(took) - len(back),
        "p50_s": round(percentile(back, 0.5), 2),
        "last_s": round(max(back), 2),
    }


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
