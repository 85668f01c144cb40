"""A geocoder outside the house (Nominatim's search), asked only where `GEOCODER_URL` names one.

Only the typed place goes out: no caller, no call, no report, and nothing that holds a long number. It is asked by a
request of its own, so its slowness delays nobody; what it says is kept in this process only.
"""

from __future__ import annotations

import json
import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from http.client import HTTPException
from threading import BoundedSemaphore, Lock
from typing import Any
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings

from agencies.breaker import Breaker
from agencies.coordinates import typed_point
from agencies.models import Centre
from agencies.places import AreaMap, Hit, normal
from agencies.pluscodes import split

LIMIT_S = 1.5
SHORTEST, LONGEST = 4, 100
MOST_BYTES = 200_000
HITS = 4
REACH = 0.5
"""Degrees around the centre that are asked for first, some 55 km."""

# A long number may be somebody's telephone; a house number is not.
PRIVATE = re.compile(r"(?:\d[\s.-]?){6,}|@")


@dataclass(frozen=True)
class Found:
    """What it answered, and whose data that is."""

    hits: tuple[Hit, ...] = ()
    credit: str = ""


class Kept:
    """The last answers, for a quarter of an hour, in this process."""

    MOST, LASTS_S = 300, 900.0

    def __init__(self) -> None:
        """Nothing yet."""
        self.rows: OrderedDict[str, tuple[float, Found]] = OrderedDict()
        self.lock = Lock()

    def get(self, key: str) -> Found | None:
        """The answer, if it is still fresh."""
        with self.lock:
            at, found = self.rows.get(key, (0.0, None))
        return found if found and time.monotonic() - at < self.LASTS_S else None

    def put(self, key: str, found: Found) -> None:
        """Keep it; the oldest goes."""
        with self.lock:
            self.rows[key] = (time.monotonic(), found)
            if len(self.rows) > self.MOST:
                self.rows.popitem(last=False)


breaker = Breaker()
kept = Kept()
# Two at a time: a geocoder that hangs must not take the threads that answer the desk.
lines = BoundedSemaphore(2)


def outside(text: str) -> Found:
    """The places it knows by this text; nothing when none is configured, it is not well, or the text is not for it."""
    plain = normal(text)
    if not settings.GEOCODER_URL or not is_for_outside(text, plain) or breaker.is_open():
        return Found()
    if known := kept.get(plain):
        return known
    if not lines.acquire(blocking=False):
        return Found()
    try:
        found = _hits(_ask(" ".join(text.split())))
        breaker.heard(well=True)
    except (OSError, HTTPException, ValueError, KeyError, TypeError, AttributeError):
        breaker.heard(well=False)
        return Found()
    finally:
        lines.release()
    kept.put(plain, found)
    return found


def is_for_outside(text: str, plain: str) -> bool:
    """A name of some length; points and plus codes are understood here, and a telephone number stays here."""
    is_name = len(plain) >= SHORTEST and len(text) <= LONGEST and not PRIVATE.search(text)
    return is_name and typed_point(text) is None and split(text) is None


def _ask(text: str) -> Any:
    """Its answer as JSON, within the limit from the first byte sent to the last one read."""
    centre = Centre.objects.get()
    box = (centre.lng - REACH, centre.lat + REACH, centre.lng + REACH, centre.lat - REACH)
    wanted = {"q": text, "format": "jsonv2", "limit": HITS, "accept-language": "id", "viewbox": ",".join(map(str, box))}
    joint = "&" if "?" in settings.GEOCODER_URL else "?"
    request = Request(f"{settings.GEOCODER_URL}{joint}{urlencode(wanted)}", headers={"User-Agent": "NTPD-112"})
    until = time.monotonic() + LIMIT_S
    body = b""
    with urlopen(request, timeout=LIMIT_S) as answer:
        while part := answer.read1(16_384):
            body += part
            if len(body) > MOST_BYTES or time.monotonic() > until:
                raise TimeoutError
    return json.loads(body)


def _hits(rows: Any) -> Found:
    """The rows that have a name and a point on earth."""
    areas = AreaMap.read()
    hits = []
    for row in rows[:HITS]:
        lat, lng = float(row["lat"]), float(row["lon"])
        if not (abs(lat) <= 90 and abs(lng) <= 180):
            raise ValueError("not on earth")
        name = " ".join(str(row["display_name"]).split())[:160]
        hits.append(Hit(name, str(row.get("type", ""))[:20], lat, lng, *areas.at(lat, lng)))
    return Found(tuple(hits), str(rows[0].get("licence", ""))[:120] if rows else "")
