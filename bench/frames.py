#!/usr/bin/env python3
"""Is a board smooth on an old PC: 300 open incidents, 200 units, 20 changes a second, Chromium slowed four times.

The changes are steps of assignments, most with a unit, through the API over gunicorn; the page and its socket come from
one Daphne as ./run has it. A frame lasts from one picture to the next as `requestAnimationFrame` sees it, at least
16.7 ms. `rows_touched` counts rows of the list of which anything but the countdown was drawn anew, over those that
changed: never over 1 when only changed rows are redrawn, less as most are not in sight. Goal: a frame under 50 ms.

The floor is a page with nothing on it, slowed as much, that hears the same changes just before and draws one line for
each: which frames the machine itself is late with.

Last line: {"incidents", "units", "rate", "slowed", "changes", "frames", "p50_ms", "p95_ms", "p99_ms", "longest_ms",
"over_50_ms", "rows_touched", "floor_frames", "floor_p99_ms", "floor_longest_ms", "floor_over_50_ms"}; null from
`frames` on without a Chromium.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread
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

INCIDENTS, UNITS, RATE, SLOWED, SECONDS = 300, 200, 20.0, 4, 30.0
GOAL_MS = 50
JITTER_MS = 0.5  # a picture comes at a multiple of 16.7 ms, said by a clock that is a little off: 50.1 is the third
YIELDS = 10  # how much nicer the servers are
WHOLE = """n => {
  const counts = [...document.querySelectorAll("#rows [data-f=count]")].map((place) => Number(place.textContent));
  return counts.reduce((sum, count) => sum + count, 0) >= n && document.querySelector("#health.ok") !== null;
}"""
SETTLES_MS = 3000  # what is said to a page from outside to watch it costs it a late picture itself
FRAMES = f"""() => {{
  const seen = (window.seen = {{ frames: [], touched: 0 }});
  let last = performance.now();
  const step = (at) => {{ seen.frames.push(at - last); last = at; requestAnimationFrame(step); }};
  setTimeout(() => requestAnimationFrame((at) => {{ last = at; requestAnimationFrame(step); }}), {SETTLES_MS});
}}"""
ROWS = """() => {
  const { seen } = window;
  const rows = document.getElementById("rows");
  new MutationObserver((changes) => {
    const changed = changes.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement))
      .filter((place) => place && !place.closest(".sla")).map((place) => place.closest("[id^=row-]")).filter(Boolean);
    seen.touched += new Set(changed).size;
  }).observe(rows, { childList: true, characterData: true, attributeFilter: ["class"], subtree: true });
}"""

LINE = """() => new Promise((opened) => {
  document.body.textContent = "0";
  const line = new WebSocket(`ws://${location.host}/ws/board/`);
  line.onopen = opened;
  line.onmessage = ({ data }) => { document.body.textContent = `${JSON.parse(data).kind} ${data.length}`; };
})"""
FLOOR_SHARE = 4  # the floor is watched for a fourth of the time


def main() -> None:
    """Parse, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=INCIDENTS)
    parser.add_argument("--units", type=int, default=UNITS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--quick", action="store_true", help="5 s")
    chosen = parser.parse_args()
    in_own_python()
    with old_pc() as browser:
        # The old PC is another machine than the servers: what is started from here on gives way to it.
        os.nice(YIELDS)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the browser's loop is in this thread, and asks Django nothing
        with servers():
            print(machine(), flush=True)
            seconds = 5.0 if chosen.quick else chosen.seconds
            print(json.dumps(measure(browser, chosen.incidents, chosen.units, seconds)))


@contextmanager
def old_pc() -> Iterator[Any]:
    """A Chromium; None where there is none."""
    from launcher.engines import chromium

    if importlib.util.find_spec("playwright") is None or chromium() is None:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium())
        yield browser
        browser.close()


def measure(browser: Any, incidents: int, units: int, seconds: float) -> dict[str, Any]:
    """A board that is watched while others work."""
    import django

    django.setup()
    from bench.rig import crowd, product, steps
    from launcher.statics import gather

    gather()
    session, dispatcher = product.on_watch()
    crowd.units(units)
    crowd.incidents(incidents, dispatcher)
    first, rest = (round(part * RATE) for part in (seconds / FLOOR_SHARE, seconds))
    ahead = steps.ahead(first + rest)
    http, live = free_port(), free_port()
    posted: list[int] = []
    with ExitStack() as stack:
        stack.enter_context(process("web", gunicorn(http), CONN_MAX_AGE="60"))
        stack.enter_context(process("live", daphne(live)))
        wait_for_http(f"http://127.0.0.1:{http}/healthz")
        wait_for_http(f"http://127.0.0.1:{live}/healthz")

        def worker(part: Sequence[steps.Step], done: list[int]) -> Thread:
            return Thread(target=steps.together, args=(http, session, part, RATE, done))

        floor, seen = watched(
            browser, live, session, incidents, [worker(ahead[:first], []), worker(ahead[first:], posted)]
        )
    figures = {"incidents": incidents, "units": units, "rate": RATE, "slowed": SLOWED, "changes": len(posted)}
    return figures | summary(seen, len(posted)) | floor_summary(floor)


def watched(
    browser: Any, port: int, session: str, rows: int, workers: Sequence[Thread]
) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """Frames of a bare page while the first worker works, frames and touched rows of a board with the second.

    None for both without a browser.
    """
    if browser is None:
        for worker in workers:
            worker.start()
            worker.join()
        return None, None
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="id-ID")
    context.add_cookies([{"name": "sessionid", "value": session, "url": f"http://127.0.0.1:{port}"}])
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/healthz")
    page.evaluate(LINE)
    floor = slowed(page, workers[0], FRAMES)
    page.close()
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{port}/papan/")
    page.wait_for_function(WHOLE, arg=rows, timeout=60_000)
    page.wait_for_timeout(3000)
    return floor, slowed(page, workers[1], FRAMES, ROWS)


def slowed(page: Any, worker: Thread, *watches: str) -> dict[str, Any]:
    """What was seen of a page on a slow processor while the worker worked."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    for watch in watches:
        page.evaluate(watch)
    page.wait_for_timeout(SETTLES_MS + 1000)
    worker.start()
    while worker.is_alive():
        page.wait_for_timeout(500)
    seen: dict[str, Any] = page.evaluate("() => window.seen")
    return seen


def summary(seen: dict[str, Any] | None, changes: int) -> dict[str, Any]:
    """What the frames and the rows say."""
    if seen is None:
        return dict.fromkeys(("frames", "p50_ms", "p95_ms", "p99_ms", "longest_ms", "over_50_ms", "rows_touched"), None)
    frames = seen["frames"]
    shares = {f"p{share}_ms": round(percentile(frames, share / 100), 1) for share in (50, 95, 99)}
    return {
        "frames": len(frames),
        **shares,
        "longest_ms": round(max(frames), 1),
        "over_50_ms": sum(frame > GOAL_MS + JITTER_MS for frame in frames),
        "rows_touched": round(seen["touched"] / changes, 2),
    }


def floor_summary(seen: dict[str, Any] | None) -> dict[str, Any]:
    """What the frames of the bare page say."""
    if seen is None:
        return dict.fromkeys(("floor_frames", "floor_p99_ms", "floor_longest_ms", "floor_over_50_ms"), None)
    said = summary(seen, 1)
    names = {"frames": "floor_frames", "p99_ms": "floor_p99_ms", "longest_ms": "floor_longest_ms"}
    return {new: said[old] for old, new in (names | {"over_50_ms": "floor_over_50_ms"}).items()}


if __name__ == "__main__":
    main()
