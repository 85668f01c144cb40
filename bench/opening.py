#!/usr/bin/env python3
"""How long until a board that is opened in the middle of a flood can be used: 1,000 open incidents, 500 units.

The snapshot is asked for over gunicorn, each time more than a second after the last so that it is made anew. The
queries that make it are counted at a tenth of the incidents and at all of them. Where ./test has put a Chromium, the
page itself is opened in it over one Daphne as ./run has it, signed in and with an empty cache. Usable is from the
address to the picture of an incident that was opened by a click, as soon as the link was live and the list filled past
the edge of the screen; whole, until the list counts all of them. Goals: usable within 1 s, at most 120 kB compressed, a
constant number of queries.

Last line: {"incidents", "units", "queries_at_a_tenth", "queries", "first_queries_at_a_tenth", "first_queries", "kB",
"first_ms", "p50_ms", "p99_ms", "usable_ms", "whole_ms", "listed_ms"}; the last three are medians of five after one that
warms the server up, null without a Chromium; `listed_ms` is to the click. `first_queries` are those of a process that
reads the ground's names anew, as it does every half minute; `first_ms` is a process's first snapshot.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import sys
import time
import urllib.request
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

INCIDENTS, UNITS = 1000, 500
PAUSE = 1.1  # seconds, longer than a snapshot is kept
ON_SCREEN = 16  # rows that fill the list of a screen
MOMENTS = ("usable", "whole", "listed")
# Looks before every picture, in the page itself: questions from outside would wait behind its work.
WATCH = """
(([first, all]) => {
  const told = (window.told = {});
  const rows = () => document.querySelectorAll("[id^=row-]").length;
  const counts = () => [...document.querySelectorAll("#rows [data-f=count]")].map((place) => Number(place.textContent));
  const tell = (name) => (told[name] ??= performance.now());
  function look() {
    if (!told.listed && rows() >= first && document.querySelector("#health.ok")) {
      tell("listed");
      document.querySelector("[id^=row-]").click();
    }
    if (told.listed && !document.getElementById("detail-body").hidden) setTimeout(tell, 0, "usable");
    if (counts().reduce((sum, count) => sum + count, 0) >= all) tell("whole");
    requestAnimationFrame(look);
  }
  look();
})
"""


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=INCIDENTS)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--quick", action="store_true", help="a tenth of everything")
    chosen = parser.parse_args()
    in_own_python()
    share = 10 if chosen.quick else 1
    with servers():
        print(machine(), flush=True)
        print(json.dumps(measure(chosen.incidents // share, chosen.units // share)))


def measure(incidents: int, units: int) -> dict[str, Any]:
    """First few incidents, then all of them."""
    import django

    django.setup()
    from bench.rig import crowd, product

    session, dispatcher = product.on_watch()
    crowd.units(units)
    crowd.incidents(incidents // 10, dispatcher)
    few = counted()
    crowd.incidents(incidents, dispatcher)
    return {
        "incidents": incidents,
        "units": units,
        **{f"{name}_at_a_tenth": many for name, many in few.items()},
        **counted(),
        **asked(session),
        **opened(session, incidents),
    }


def counted() -> dict[str, int]:
    """Queries of a snapshot, with the ground's names kept and without."""
    from bench.rig import crowd

    return {"queries": crowd.queries(is_first=False), "first_queries": crowd.queries(is_first=True)}


def asked(session: str, times: int = 20) -> dict[str, float]:
    """The snapshot over HTTP, to its last byte."""
    port = free_port()
    took = []
    with process("web", gunicorn(port), CONN_MAX_AGE="60"):
        wait_for_http(f"http://127.0.0.1:{port}/healthz")
        headers = {"Cookie": f"sessionid={session}", "Accept-Encoding": "gzip"}
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/board/?cards=lean", headers=headers)
        for _time in range(times):
            began = time.perf_counter()
            body = urllib.request.urlopen(request, timeout=30).read()
            took.append((time.perf_counter() - began) * 1000)
            time.sleep(PAUSE)
    figures = {"first_ms": took[0], "p50_ms": percentile(took, 0.5), "p99_ms": percentile(took, 0.99)}
    return {"kB": round(len(body) / 1000, 1), **{key: round(value, 1) for key, value in figures.items()}}


def opened(session: str, rows: int) -> dict[str, float | None]:
    """The page in Chromium; nothing where there is none."""
    from launcher.engines import chromium
    from launcher.statics import gather

    if importlib.util.find_spec("playwright") is None or chromium() is None:
        return {"usable_ms": None, "whole_ms": None, "listed_ms": None}
    from playwright.sync_api import sync_playwright

    gather()
    port = free_port()
    with process("live", daphne(port)), sync_playwright() as play:
        wait_for_http(f"http://127.0.0.1:{port}/healthz")
        browser = play.chromium.launch(executable_path=chromium())
        told = [visit(browser, f"http://127.0.0.1:{port}", session, rows) for _time in range(6)][1:]
        browser.close()
    return {f"{name}_ms": round(statistics.median(one[name] for one in told), 1) for name in MOMENTS}


def visit(browser: Any, site: str, session: str, rows: int) -> dict[str, float]:
    """One board opened by somebody whose browser has never seen it; milliseconds from the address."""
    time.sleep(PAUSE)
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="id-ID")
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    page = context.new_page()
    page.add_init_script(f"({WATCH})({[min(ON_SCREEN, rows), rows]})")
    page.goto(f"{site}/papan/", wait_until="commit")
    page.wait_for_function("names => names.every((name) => window.told[name])", arg=MOMENTS)
    told: dict[str, float] = page.evaluate("window.told")
    context.close()
    return told


if __name__ == "__main__":
    main()
