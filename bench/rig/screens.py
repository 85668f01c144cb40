"""Boards without a browser that keep what they are told as a page does (static/js/shared/state.js). Their own process.

A screen opens its socket, fetches its snapshot when it is greeted, and keeps the newer of two cards in whatever order.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from bench.rig.clients import Board, handshake

MAY_LAG = 2.0  # seconds that a snapshot may be older than its answer
KEPT_FOR = 1.5  # seconds after which another one is made
Card = dict[str, Any]
Picture = dict[tuple[str, int], Card]


@dataclass(frozen=True)
class Seat:
    """Where a screen belongs: its audience, the session that opens it, its socket and its snapshot."""

    audience: str
    session: str
    socket: str
    snapshot: str


@dataclass
class Screen:
    """One board and what it knows; `note` is what the socket calls with each frame."""

    seat: Seat
    http: int
    live: int
    entries: dict[tuple[str, int], tuple[Card, float]] = field(default_factory=dict)
    floor: float = float("-inf")
    since: datetime | None = None
    loads: int = 0
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    transport: Any = None

    def note(self, number: int, body: bytes) -> None:
        """A frame: a greeting asks for the snapshot, cards are heard, beats are answered elsewhere."""
        message = json.loads(body)
        if message["type"] == "hello":
            self.since = datetime.fromisoformat(message["since"])
            task = asyncio.get_running_loop().create_task(self.load())
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        elif message["type"] == "cards":
            self.hear(message["cards"], time.monotonic())

    def hear(self, cards: Sequence[Card], at: float) -> None:
        """Keep the newer; at the same version `gone` is news."""
        for card in cards:
            key = (card["kind"], card["id"])
            known, heard = self.entries.get(key, (None, at))
            is_news = (
                known is None
                or card["version"] > known["version"]
                or (card["version"] == known["version"] and card.get("gone") and not known.get("gone"))
            )
            self.entries[key] = (card if is_news or known is None else known, max(at, heard))

    async def load(self) -> None:
        """The snapshot; what it lacks and nobody has spoken of since it was asked for is there no more.

        One from before the server's hub knew what it knows is not enough.
        """
        while True:
            asked = time.monotonic()
            picture = await snapshot(self.http, self.seat)
            self.hear(picture["cards"], asked)
            self.floor = max(self.floor, asked - MAY_LAG)
            if self.since and datetime.fromisoformat(picture["now"]) > self.since:
                break
            await asyncio.sleep(KEPT_FOR)
        self.loads += 1

    def shown(self) -> Picture:
        """What stands on it now."""
        return {
            key: card for key, (card, heard) in self.entries.items() if heard >= self.floor and not card.get("gone")
        }

    async def open(self) -> None:
        """A socket, as if the page had just been opened or its line had come back."""
        if self.transport:
            self.transport.abort()
        loop = asyncio.get_running_loop()
        ready: asyncio.Future[None] = loop.create_future()
        request = handshake(self.seat.socket, self.live, f"sessionid={self.seat.session}")
        made = await loop.create_connection(lambda: Board(0, request, self, ready), "127.0.0.1", self.live)
        self.transport = made[0]
        await asyncio.wait_for(ready, 30)


async def snapshot(port: int, seat: Seat) -> dict[str, Any]:
    """All cards of an audience and when they were read, as its page fetches them."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    lines = [f"GET {seat.snapshot} HTTP/1.1", f"Host: 127.0.0.1:{port}", f"Cookie: sessionid={seat.session}"]
    writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode())
    head, _blank, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    assert b" 200 " in head.partition(b"\r\n")[0], head
    picture: dict[str, Any] = json.loads(body)
    return picture


def watch(http: int, lives: Sequence[int], seats: Sequence[Seat], seed: int, pipe: Connection) -> None:
    """Open a screen for each seat and answer: "shown" tells what stands on each, "again" breaks some of the lines."""
    asyncio.run(serve(http, lives, seats, Random(seed), pipe))


async def serve(http: int, lives: Sequence[int], seats: Sequence[Seat], chance: Random, pipe: Connection) -> None:
    """The event loop of all screens."""
    screens = [Screen(seat, http, lives[number % len(lives)]) for number, seat in enumerate(seats)]
    for screen in screens:
        await screen.open()
    while any(screen.loads == 0 for screen in screens):
        await asyncio.sleep(0.1)
    pipe.send("ready")
    while True:
        while not pipe.poll():
            await asyncio.sleep(0.02)
        match pipe.recv():
            case "shown":
                pipe.send([(screen.seat.audience, screen.shown()) for screen in screens])
            case "again":
                for screen in chance.sample(screens, max(1, len(screens) // 10)):
                    await screen.open()
                pipe.send("done")
            case _:
                return
