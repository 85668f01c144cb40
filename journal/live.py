"""What screens are shown: each app registers how its subjects look to each audience; here a whole picture is made.

An audience is a short text (`desk`, `calls`, `agency:7`); a card is a dict with `kind`, `id` and `version`. The hub
(`journal/hub.py`) sends the same cards one by one that `snapshot()` gives as a whole.
"""

from __future__ import annotations

import gzip
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import orjson

Card = dict[str, Any]
Cards = dict[str, Card]

SNAPSHOT_AGE = 1.0


@dataclass(frozen=True)
class Picture:
    """How one kind of subject is shown. Both functions speak of the same rows: those that belong on a screen now.

    For `stands_s` seconds a snapshot may show a card again that was made before, as long as its version is the same:
    for kinds of which nothing but the ground changes without a new version. 0: each snapshot reads all of them.
    `lean` leaves out of a card what our own pages put back; they ask for it so, everybody else gets whole cards.
    """

    read: Callable[[Collection[int]], dict[int, Cards]]
    versions: Callable[[], dict[int, int]]
    stands_s: float = 0.0
    lean: Callable[[Card], Card] | None = None


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


def cards_of(audience: str, kinds: Collection[str], kept: Kept | None = None) -> list[Card]:
    """Every card of these kinds that this audience sees now; `kept` spares making those again that still stand."""
    kept = kept or Kept()
    return [cards[audience] for kind in kinds for cards in kept.cards(kind) if audience in cards]


def leaner(card: Card) -> Card:
    """The card without what our own pages put back; one that is gone says nothing else anyway."""
    lean = PICTURES[card["kind"]].lean
    return lean(card) if lean and not card.get("gone") else card


class Kept:
    """Cards of all audiences that were made before, with their versions: a picture reads only what changed since."""

    def __init__(self) -> None:
        """No card yet."""
        self.made: dict[str, dict[int, tuple[int, Cards]]] = defaultdict(dict)
        self.leaned: dict[int, tuple[Card, Card]] = {}  # by the card's identity, which holds as long as it is kept here
        self.since: dict[str, float] = {}

    def cards(self, kind: str) -> Iterable[Cards]:
        """What belongs on screens now."""
        picture = PICTURES[kind]
        present = picture.versions()
        if not picture.stands_s:
            return picture.read(list(present)).values()
        if time.monotonic() - self.since.get(kind, 0.0) > picture.stands_s:
            self.since[kind], self.made[kind] = time.monotonic(), {}
            self.leaned.clear()
        made = self.made[kind]
        changed = [pk for pk, version in present.items() if pk not in made or made[pk][0] != version]
        if changed:
            for pk, cards in picture.read(changed).items():
                made[pk] = (max(card["version"] for card in cards.values()), cards)
        for pk in made.keys() - present.keys():
            del made[pk]
        return [cards for _version, cards in made.values()]

    def lean(self, card: Card) -> Card:
        """The leaner card; one that stands is made lean once."""
        if not PICTURES[card["kind"]].stands_s:
            return leaner(card)
        if id(card) not in self.leaned:
            self.leaned[id(card)] = (card, leaner(card))
        return self.leaned[id(card)][1]

    def clear(self) -> None:
        """Forget all of them."""
        self.leaned.clear()
        self.made.clear()
        self.since.clear()


def encoded(body: Any) -> bytes:
    """JSON with instants in UTC as `…Z`."""
    return orjson.dumps(body, option=orjson.OPT_UTC_Z)


class Snapshots:
    """Whole pictures, made at most once a second per audience however many screens ask at once."""

    def __init__(self) -> None:
        """No picture yet."""
        self.lock = Lock()
        self.kept: dict[tuple[str, bool, tuple[str, ...]], tuple[float, bytes]] = {}
        self.cards = Kept()

    def get(
        self, audience: str, kinds: Collection[str], more: Callable[[], dict[str, Any]], *, is_lean: bool = False
    ) -> bytes:
        """The picture as gzipped JSON, at most a second old; `more` adds what is not a card, and `now` of before it."""
        key = (audience, is_lean, tuple(kinds))
        with self.lock:
            made_at, body = self.kept.get(key, (0.0, b""))
            if time.monotonic() - made_at > SNAPSHOT_AGE:
                started, rest = time.monotonic(), more()
                cards = cards_of(audience, kinds, self.cards)
                if is_lean:
                    cards = [self.cards.lean(card) for card in cards]
                body = gzip.compress(encoded({"cards": cards, **rest}), compresslevel=6)
                self.kept[key] = (started, body)
            return body

    def clear(self) -> None:
        """Forget what was kept, pictures and cards."""
        self.kept.clear()
        self.cards.clear()


snapshots = Snapshots()
