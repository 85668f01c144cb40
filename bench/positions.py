#!/usr/bin/env python3
"""What do 500 units cost that tell every 5 s where they are: gunicorn for HTTP, Daphne for /ws/, boards that watch.

The cost is the processor time of web, live and PostgreSQL processes together, in cores: 1.0 is one core all the time.
Each unit's device sends for itself; `gateway_cores` is the same in batches of 50, as a fleet system sends, and
`telephone_cores` the telephones of as many crews, each by the session of its owner every 10 s, as our page sends.
Goal: under half a core, and no board hears of places more than once a second.

Last line: {"units", "every_s", "boards", "sent", "refused", "cores", "gateway_cores", "telephone_cores", "post_p50_ms",
"post_p99_ms", "frames_per_s", "goal_cores", "load"}: the load before and after.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.rig.stack import free_port, in_own_python, machine, process, servers, wait_for_http

GOAL_CORES = 0.5
BATCH = 50
TELEPHONES_EVERY_S = 10.0  # as static/js/agency/sharing.js sends at most


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two positions of a unit")
    parser.add_argument("--boards", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--quick", action="store_true", help="10 s")
    chosen = parser.parse_args()
    in_own_python()
    seconds = 10.0 if chosen.quick else chosen.seconds
    with servers():
        print(machine(), flush=True)
        print(json.dumps(measure(chosen.units, chosen.every, chosen.boards, seconds)))


def measure(units: int, every: float, boards: int, seconds: float) -> dict[str, Any]:
    """Unit by unit, by a gateway and by the telephones of crews, the same drive."""
    import django

    django.setup()
    from bench.rig import drivers

    http, live = free_port(), free_port()
    web = ["gunicorn", "ntpd112.wsgi", "-k", "gthread", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{http}"]
    sockets = ["daphne", "-b", "127.0.0.1", "-p", str(live), "ntpd112.asgi:application"]
    drivers.fleet(units)
    with ExitStack() as stack:
        stack.enter_context(process("web", web, CONN_MAX_AGE="60"))  # as docker-compose.yml has it
        stack.enter_context(process("live", sockets))
        wait_for_http(f"http://127.0.0.1:{http}/healthz")
        wait_for_http(f"http://127.0.0.1:{live}/healthz")
        before, ports = os.getloadavg()[0], {"http": http, "live": live}
        device, telephone = drivers.gateway(), drivers.telephones(units)
        for tell in (device, telephone):  # each process has done all of it before
            drivers.run(tell, units, every, 0, 5, **ports)
        alone = drivers.run(device, units, every, boards, seconds, **ports)
        gateway = drivers.run(device, units, every, boards, seconds, **ports, batch=BATCH)
        telephones = drivers.run(telephone, units, TELEPHONES_EVERY_S, boards, seconds, **ports)
    return {
        "units": units,
        "every_s": every,
        "boards": boards,
        **alone,
        "gateway_cores": gateway["cores"],
        "telephone_cores": telephones["cores"],
        "goal_cores": GOAL_CORES,
        "load": [round(before, 1), round(os.getloadavg()[0], 1)],
    }


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    main()
