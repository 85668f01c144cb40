"""A routing engine outside the house (OSRM or Valhalla), asked only where `ROUTING_URL` names one.

Only points go out: of units and of the event, without a name or a number of anything. One request asks for the ways of
all units; whatever is wrong with the answer, or with half a second gone without one, the estimate stands in its place.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from concurrent.futures import Future
from http.client import HTTPException
from threading import BoundedSemaphore, Thread
from typing import Any
from urllib.request import Request, urlopen

from django.conf import settings

from agencies.breaker import Breaker
from incidents.suggest import Point

LIMIT_S = 0.5
MOST_BYTES = 400_000
MOST_POINTS = 100
"""Units of one request: as many as an engine takes that was set up for no more; who asks sees to it."""

Leg = tuple[float, float]
"""Kilometres and minutes by road."""

breaker = Breaker()
# Two at a time, each in a thread of its own: an engine that hangs must not take those that answer the desk.
lines = BoundedSemaphore(2)


def legs(sources: Sequence[Point], to: Point) -> list[Leg | None]:
    """The way of each source to the event; None for one that no road leads from, and for all where nobody answers."""
    nobody: list[Leg | None] = [None] * len(sources)
    if not settings.ROUTING_URL or not sources or breaker.is_open():
        return nobody
    if not lines.acquire(blocking=False):
        return nobody
    try:
        found = _read(_asked(sources, to).result(LIMIT_S), len(sources))
        breaker.heard(well=True)
    except (OSError, HTTPException, ValueError, KeyError, TypeError, IndexError, AttributeError):
        breaker.heard(well=False)
        return nobody
    return found


def is_valhalla() -> bool:
    """The address says whose it is: `…/sources_to_targets` is Valhalla's, `…/table/v1/driving` OSRM's."""
    return str(settings.ROUTING_URL).rstrip("/").endswith("/sources_to_targets")


def _request(sources: Sequence[Point], to: Point) -> Request:
    url, headers = settings.ROUTING_URL.rstrip("/"), {"User-Agent": "NTPD-112"}
    if is_valhalla():
        places = [{"lat": lat, "lon": lng} for lat, lng in (*sources, to)]
        wanted = {"sources": places[:-1], "targets": places[-1:], "costing": "auto", "units": "kilometers"}
        return Request(url, json.dumps(wanted).encode(), {**headers, "Content-Type": "application/json"})
    points = ";".join(f"{lng:.6f},{lat:.6f}" for lat, lng in (*sources, to))
    from_all = ";".join(str(place) for place in range(len(sources)))
    asked = f"sources={from_all}&destinations={len(sources)}&annotations=duration,distance"
    return Request(f"{url}/{points}?{asked}", headers=headers)


def _asked(sources: Sequence[Point], to: Point) -> Future[Any]:
    """Its answer, once it is there; the line is free again when the engine has let go of it."""
    said: Future[Any] = Future()
    Thread(target=_answer, args=(said, sources, to), daemon=True, name="routing").start()
    return said


def _answer(said: Future[Any], sources: Sequence[Point], to: Point) -> None:
    try:
        said.set_result(_ask(sources, to))
    except Exception as error:
        said.set_exception(error)
    finally:
        del said  # the error holds this frame, and with it the socket, as long as the frame holds the error
        lines.release()


def _ask(sources: Sequence[Point], to: Point) -> Any:
    """Its answer as JSON; given up when it is too long, or comes too slowly to be waited for."""
    until = time.monotonic() + LIMIT_S
    body = b""
    with urlopen(_request(sources, to), timeout=LIMIT_S) as answer:
        while part := answer.read1(16_384):
            body += part
            if len(body) > MOST_BYTES or time.monotonic() > until:
                raise TimeoutError
    return json.loads(body)


def _read(said: Any, count: int) -> list[Leg | None]:
    """One leg for each source, in order."""
    if is_valhalla():
        rows = [(row[0]["distance"], row[0]["time"]) for row in said["sources_to_targets"]]
    else:
        metres, seconds = said["distances"], said["durations"]
        rows = [(None if far[0] is None else far[0] / 1000, long[0]) for far, long in zip(metres, seconds, strict=True)]
    if len(rows) != count:
        raise ValueError("not one leg for each source")
    return [None if km is None or took is None else _leg(float(km), float(took) / 60) for km, took in rows]


def _leg(km: float, minutes: float) -> Leg:
    if not (0 <= km < 10_000 and 0 <= minutes < 100_000):
        raise ValueError("no way on earth")
    return km, minutes
