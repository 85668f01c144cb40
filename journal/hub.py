"""From a hint to every screen that may see it: one hub per server process.

The database is the truth and a hint only speed. Each second the hub compares what it has sent with what the rows say,
so a lost hint, a restarted database or a paused process heals by itself (docs/adr/0004-cards-not-deltas.md).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

import psycopg2
from django.db import Error, connection
from django.utils.timezone import now

from journal import live, timers
from journal.frames import Text
from journal.journal import CHANNEL
from journal.live import Admission, Card
from journal.sockets import Ear, Socket

log = logging.getLogger(__name__)
T = TypeVar("T")

CATCH_UP = 1.0
SLICE = 0.2  # a tenth of the sockets are beaten each slice, so each hears a beat every 2 s
SLICES = 10
REPEAT_FOR = 4.0  # a cached snapshot may be older than a new socket: recent cards are said again to it
RETRY = 0.2
RECHECK = 2.0


class Hub:
    """Holds this process's sockets; reads each changed row once for all of them."""

    def __init__(self) -> None:
        """A hub that has not started."""
        self.sockets: dict[Ear, set[Socket]] = defaultdict(set)
        self.known: dict[tuple[str, int], dict[str, tuple[int, bool]]] = {}
        self.sent: dict[tuple[str, int], int] = {}
        self.recent: deque[tuple[float, str, bytes]] = deque()
        self.hinted: set[tuple[str, int]] = set()
        self.wake = asyncio.Event()
        self.reader = ThreadPoolExecutor(1, thread_name_prefix="cards")
        self.porter = ThreadPoolExecutor(1, thread_name_prefix="porter")
        self.overdue_s = 0.0
        self.caught_up = time.monotonic()
        self.since = datetime.now(UTC)
        self.tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Read the present picture, then begin to listen; the first reading comes before the first socket."""
        await self.persist(self.learn)
        for work in (self.listen, self.pump, self.catch_up, self.beat, self.recheck):
            self.tasks.append(asyncio.create_task(self.forever(work)))

    async def forever(self, work: Callable[[], Any]) -> None:
        """Run a part of the hub; whatever breaks it, begin it again."""
        while True:
            try:
                await work()
            except Exception as error:
                complain(work.__name__, error)
            await asyncio.sleep(RETRY)

    async def persist(self, work: Callable[[], Any]) -> None:
        """Do it until it succeeds once."""
        while True:
            try:
                await work()
                return
            except Exception as error:
                complain(work.__name__, error)
                await asyncio.sleep(RETRY)

    async def ask(self, thread: ThreadPoolExecutor, question: Callable[..., T], *args: Any) -> T:
        """Ask the database on a thread with a kept connection, which is dropped on any error."""

        def answer() -> T:
            try:
                return question(*args)
            except Exception:
                connection.close()
                raise

        return await asyncio.get_running_loop().run_in_executor(thread, answer)

    # --- hints ------------------------------------------------------------------------------------------------------

    async def listen(self) -> None:
        """Hear the database's hints until the connection breaks."""
        loop = asyncio.get_running_loop()
        line = await loop.run_in_executor(self.porter, dial)
        broken: asyncio.Future[None] = loop.create_future()
        number = line.fileno()
        loop.add_reader(number, self.hear, line, broken)
        try:
            await broken
        finally:
            loop.remove_reader(number)  # before the descriptor's number can be given to somebody else
            line.close()

    def hear(self, line: Any, broken: asyncio.Future[None]) -> None:
        """Take the hints that have arrived; any fault means dialling again."""
        try:
            line.poll()
        except Exception as error:
            if not broken.done():
                broken.set_exception(error)
            return
        while line.notifies:
            kind, pk, version = line.notifies.pop(0).payload.split(":")
            if kind in live.PICTURES and self.sent.get((kind, int(pk))) != int(version):
                self.hint([(kind, int(pk))])

    def hint(self, subjects: Iterable[tuple[str, int]]) -> None:
        """These subjects may have changed; what is hinted during a reading is the next batch."""
        self.hinted.update(subjects)
        if self.hinted:
            self.wake.set()

    # --- reading and sending ----------------------------------------------------------------------------------------

    async def learn(self) -> None:
        """Know the present picture without telling anybody: there is no socket yet.

        A snapshot from before `since`, which others cached, may lack what is known here already: who has only such a
        one asks again (static/js/shared/live.js).
        """
        for kind, picture in live.PICTURES.items():
            versions = await self.ask(self.reader, picture.versions)
            cards = await self.ask(self.reader, picture.read, list(versions))
            for pk, made in cards.items():
                self.remember((kind, pk), made)
        self.since = datetime.now(UTC)

    async def pump(self) -> None:
        """Read what was hinted, once for all audiences, and send it; what is hinted meanwhile comes next."""
        while True:
            await self.wake.wait()
            self.wake.clear()
            batch, self.hinted = self.hinted, set()
            try:
                frames = await self.read(batch)
            except Exception:
                self.hint(batch)
                raise
            for audience, cards in frames.items():
                self.tell(audience, cards)

    async def read(self, batch: set[tuple[str, int]]) -> dict[str, list[Card]]:
        """What each audience has to be told of these subjects."""
        made: dict[tuple[str, int], live.Cards] = {}
        for kind in {kind for kind, _pk in batch}:
            ids = [pk for name, pk in batch if name == kind]
            found = await self.ask(self.reader, live.PICTURES[kind].read, ids)
            made |= {(kind, pk): found.get(pk, {}) for pk in ids}
        frames: dict[str, list[Card]] = defaultdict(list)
        for subject, cards in made.items():  # only now: what is remembered as told must not be lost to an error
            for audience, card in self.news(subject, cards):
                frames[audience].append(card)
        return frames

    def news(self, subject: tuple[str, int], cards: live.Cards) -> list[tuple[str, Card]]:
        """The cards that say something new, and `gone` to those who saw the subject and may not any more."""
        before = self.known.get(subject, {})
        seen = {audience: version for audience, (version, _open) in before.items()}
        told = [(audience, card) for audience, card in cards.items() if seen.get(audience) != card["version"]]
        last = max(seen.values(), default=0)
        # Gone in the version last shown, so that whatever is written next is news to the screens again.
        version = max((card["version"] for card in cards.values()), default=last)
        gone = {"kind": subject[0], "id": subject[1], "version": version, "gone": True}
        told += [(audience, gone) for audience in before if audience not in cards]
        self.remember(subject, cards)
        return told

    def remember(self, subject: tuple[str, int], cards: live.Cards) -> None:
        """What each audience has been told last; subjects that left every screen are forgotten."""
        if not cards:
            self.known.pop(subject, None)
            self.sent.pop(subject, None)
            return
        self.known[subject] = {who: (card["version"], is_open(card)) for who, card in cards.items()}
        self.sent[subject] = max(card["version"] for card in cards.values())

    def tell(self, audience: str, cards: list[Card]) -> None:
        """One text for all sockets of an audience, kept for those who come in the next seconds; a leaner for ours."""
        text = live.encoded({"type": "cards", "cards": cards})
        self.recent.append((time.monotonic(), audience, text))
        self.push((audience, False), text)
        if self.sockets.get((audience, True)):
            lean = [live.leaner(card) for card in cards]
            self.push((audience, True), live.encoded({"type": "cards", "cards": lean}))

    def push(self, ear: Ear, text: bytes) -> None:
        """Hand the same text to every socket that hears it so."""
        words = Text(text.decode())
        for socket in list(self.sockets.get(ear, ())):
            socket.push(words)

    # --- healing and watching ---------------------------------------------------------------------------------------

    async def catch_up(self) -> None:
        """Once a second, compare what was sent with what the rows say: states, not logs."""
        while True:
            for kind, picture in live.PICTURES.items():
                present = await self.ask(self.reader, picture.versions)
                sent = {pk: version for (name, pk), version in self.sent.items() if name == kind}
                self.hint((kind, pk) for pk, version in present.items() if sent.get(pk) != version)
                self.hint((kind, pk) for pk in sent if pk not in present)
            self.overdue_s = (await self.ask(self.reader, timers.overdue, now())).total_seconds()
            self.caught_up = time.monotonic()
            self.forget()
            await asyncio.sleep(CATCH_UP)

    def forget(self) -> None:
        """Drop the cards no new socket needs to be told again."""
        while self.recent and self.recent[0][0] < time.monotonic() - REPEAT_FOR:
            self.recent.popleft()

    async def beat(self) -> None:
        """The server's clock to a tenth of the sockets at a time; whoever has not answered for long is closed."""
        slot = 0
        while True:
            texts: dict[tuple[str, bool], Text] = {}
            for (audience, _lean), sockets in list(self.sockets.items()):
                for socket in [one for one in sockets if one.slot % SLICES == slot]:
                    counted = socket.next_beat()
                    key = (audience, counted)
                    if key not in texts:
                        texts[key] = Text(live.encoded(self.pulse(audience, counted=counted)).decode())
                    socket.beat(texts[key])
            slot = (slot + 1) % SLICES
            await asyncio.sleep(SLICE)

    def pulse(self, audience: str, *, counted: bool) -> dict[str, Any]:
        """One beat: the time, how late the latest promise is, how old the hub's own picture is; at times a checksum."""
        body: dict[str, Any] = {
            "type": "beat",
            "now": datetime.now(UTC),
            "overdue_s": round(self.overdue_s, 1),
            "stale_s": round(time.monotonic() - self.caught_up, 1),
        }
        if counted:
            rows = [
                (pk, seen[audience][0])
                for (kind, pk), seen in self.known.items()
                if kind == "incident" and seen.get(audience, (0, False))[1]
            ]
            body["count"] = len(rows)
            body["sum"] = sum(pk * 1000003 + version * 7919 for pk, version in rows) % 2**32
        return body

    async def recheck(self) -> None:
        """Every two seconds: whose watch has ended or changed is shown out."""
        while True:
            for stream in {one.stream for group in self.sockets.values() for one in group}:
                inside = [one for group in self.sockets.values() for one in group if one.stream == stream]
                ids = {one.admission.watch_id for one in inside}
                allowed = await self.ask(self.porter, live.DOOR["recheck"], ids, stream)
                for socket in inside:
                    if allowed.get(socket.admission.watch_id) != socket.admission.audience:
                        socket.close(4403)
            await asyncio.sleep(RECHECK)

    # --- coming and going -------------------------------------------------------------------------------------------

    async def admit(self, session_key: str, stream: str) -> Admission | None:
        """Who this is, asked on a thread of its own so that log-ins never hold up the cards."""
        return await self.ask(self.porter, live.DOOR["admit"], session_key, stream)

    def welcome(self, socket: Socket) -> None:
        """Let a socket in: greet it and say again what was said in the last seconds."""
        audience = socket.admission.audience
        hello = {"type": "hello", "now": datetime.now(UTC), "since": self.since, "audience": audience}
        socket.push(live.encoded(hello).decode())
        self.forget()
        for _at, who, text in self.recent:
            if who == audience:
                socket.push(text.decode())
        self.sockets[socket.ear].add(socket)

    def dismiss(self, socket: Socket) -> None:
        """A socket is gone."""
        self.sockets[socket.ear].discard(socket)


def complain(part: str, error: Exception) -> None:
    """A database that is away is said in a line, five times a second is enough; anything else in full."""
    if isinstance(error, Error | psycopg2.Error):
        log.warning("hub: %s: %s", part, str(error).strip().partition("\n")[0])
    else:
        log.error("hub: %s", part, exc_info=error)


def is_open(card: Card) -> bool:
    """Whether a card counts in the checksum."""
    return not card.get("closed_at")


def dial() -> Any:
    """A connection of its own that hears the hints; Django's parameters, nobody's transaction."""
    line: Any = connection.get_new_connection(connection.get_connection_params())
    line.autocommit = True
    with line.cursor() as cursor:
        cursor.execute(f"LISTEN {CHANNEL}")
    return line


_hub: Hub | None = None
_starting: asyncio.Lock | None = None


async def running() -> Hub:
    """This process's hub, started at its first socket."""
    global _hub, _starting
    _starting = _starting or asyncio.Lock()
    async with _starting:
        if _hub is None:
            hub = Hub()
            await hub.start()
            _hub = hub
    return _hub
