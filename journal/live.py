"""What screens are shown: each app registers how its subjects look to each audience; here a whole picture is made.

An audience is a short text (`desk`, `calls`, `agency:7`); a card is a dict with `kind`, `id` and `version`. The hub
(`journal/hub.py`) sends the same cards one by one that `snapshot()` gives as a whole.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from threading import Lock
from typing import Any

import orjson

Card = dict[str, Any]
Cards = dict[str, Card]

SNAPSHOT_AGE = 1.0


@dataclass(frozen=True)
class Picture:
    """How one kind of subject is shown. Both functions speak of the same rows: those that belong on a screen now."""

    read: Callable[[Collection[int]], dict[int, Cards]]
    versions: Callable[[], dict[int, int]]


@dataclass(frozen=True)
class Admission:
    """Who a socket is: the watch it stands on and the audience it belongs to."""

    watch_id: int
    audience: str


Admit = Callable[[str, str], Admission | None]
Standing = Callable[[Collection[int], str], dict[int, str | None]]

PICTURES: dict[str, Picture] = {}
DOOR: dict[str, Any] = {}


def register(kind: str, picture: Picture) -> None:
    """Say how subjects of this kind are shown; called from an app's `ready()`."""
    PICTURES[kind] = picture


def keep_door(admit: Admit, recheck: Standing) -> None:
    """Say who is let in: `admit(session key, stream)`, and `recheck(watch ids, stream)` for those inside."""
    DOOR.update(admit=admit, recheck=recheck)


def cards_of(audience: str, kinds: Collection[str]) -> list[Card]:
    """Every card of these kinds that this audience sees now."""
    found = []
    for kind in kinds:
        picture = PICTURES[kind]
        made = picture.read(list(picture.versions()))
        found += [cards[audience] for cards in made.values() if audience in cards]
    return found


def encoded(body: Any) -> bytes:
    """JSON with instants in UTC as `…Z`."""
    return orjson.dumps(body, option=orjson.OPT_UTC_Z)


class Snapshots:
    """Whole pictures, made at most once a second per audience however many screens ask at once."""

    def __init__(self) -> None:
        """No picture yet."""
        self.lock = Lock()
        self.kept: dict[tuple[str, ...], tuple[float, bytes]] = {}

    def get(self, audience: str, kinds: Collection[str], more: Callable[[], dict[str, Any]]) -> bytes:
        """The picture as gzipped JSON, at most a second old; `more` adds what is not a card."""
        key = (audience, *kinds)
        with self.lock:
            made_at, body = self.kept.get(key, (0.0, b""))
            if time.monotonic() - made_at > SNAPSHOT_AGE:
                started = time.monotonic()
                body = gzip.compress(encoded({"cards": cards_of(audience, kinds), **more()}), compresslevel=6)
                self.kept[key] = (started, body)
            return body


snapshots = Snapshots()
