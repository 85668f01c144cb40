"""Live screens without a browser: sockets on the real ASGI application, in a loop of their own thread."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

from django.db import connection
from django.test import Client

from journal import hub
from ntpd112.asgi import application

T = TypeVar("T")
PATIENCE = 15.0
ORIGIN = "http://localhost"


class Screen:
    """One socket: what it was sent, and the newest card of every subject as a browser would keep it."""

    def __init__(self, screens: Screens, path: str, session_key: str, origin: str, query: str) -> None:
        """Knocks at once."""
        self.screens = screens
        self.frames: list[dict[str, Any]] = []
        self.cards: dict[tuple[str, int], dict[str, Any]] = {}
        self.code: int | None = None
        self.accepted = False
        self.inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.task: Future[Any] = screens.do(self.live(path, session_key, origin, query))

    async def live(self, path: str, session_key: str, origin: str, query: str) -> None:
        """From the handshake to the end."""
        headers = [(b"cookie", f"sessionid={session_key}".encode()), (b"origin", origin.encode())]
        scope: Any = {"type": "websocket", "path": path, "headers": headers, "subprotocols": []}
        scope["query_string"] = query.encode()
        await self.inbox.put({"type": "websocket.connect"})
        asgi: Any = application
        await asgi(scope, self.inbox.get, self.send)

    async def send(self, message: dict[str, Any]) -> None:
        """What the server says."""
        if message["type"] == "websocket.accept":
            self.accepted = True
        elif message["type"] == "websocket.close":
            self.code = message.get("code", 1000)
            await self.inbox.put({"type": "websocket.disconnect", "code": self.code})
        else:
            self.take(json.loads(message["text"]))

    def take(self, frame: dict[str, Any]) -> None:
        """Keep the card with the higher version; of equals, the one that is gone."""
        self.frames.append(frame)
        for card in frame.get("cards", ()):
            known = self.cards.get((card["kind"], card["id"]))
            is_end = known is not None and card["version"] == known["version"] and card.get("gone", False)
            if known is None or card["version"] > known["version"] or is_end:
                self.cards[card["kind"], card["id"]] = card

    def card(self, kind: str, pk: int) -> dict[str, Any]:
        """The card this screen shows of a subject; empty if it shows none."""
        found = self.cards.get((kind, pk), {})
        return {} if found.get("gone") else found

    def see(self, kind: str, pk: int, version: int, patience: float = PATIENCE) -> float:
        """Wait until this version of a subject is shown; answers the seconds it took."""
        return self.wait(lambda: self.card(kind, pk).get("version") == version, patience)

    def lose(self, kind: str, pk: int) -> None:
        """Wait until a subject is gone."""
        self.wait(lambda: self.cards.get((kind, pk), {}).get("gone"))

    def end(self, patience: float = PATIENCE) -> int:
        """Wait until the server closes the socket; answers with which code."""
        self.wait(lambda: self.code, patience)
        return self.code or 0

    def beats(self) -> list[dict[str, Any]]:
        """The heartbeats that were heard, waiting for the first."""
        self.wait(lambda: any(frame["type"] == "beat" for frame in self.frames))
        return [frame for frame in self.frames if frame["type"] == "beat"]

    def say(self, body: dict[str, Any]) -> None:
        """The browser says something."""
        self.screens.do(self.inbox.put({"type": "websocket.receive", "text": json.dumps(body)})).result(5)

    def leave(self) -> None:
        """The browser closes its tab."""
        self.screens.do(self.inbox.put({"type": "websocket.disconnect", "code": 1001})).result(5)
        self.task.result(5)

    def wait(self, done: Callable[[], object], patience: float = PATIENCE) -> float:
        """Wait until this is so; answers the seconds it took."""
        started = time.monotonic()
        while not done():
            assert time.monotonic() - started < patience, f"not in {patience} s; heard {self.frames[-3:]}"
            time.sleep(0.005)
        return time.monotonic() - started


class Screens:
    """All screens of one server process, with a hub of its own."""

    def __init__(self) -> None:
        """A loop that runs; the hub starts at the first socket."""
        hub._hub, hub._starting = None, None
        self.loop = asyncio.new_event_loop()
        self.thread = Thread(target=self.loop.run_forever, name="screens", daemon=True)
        self.thread.start()

    def do(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Begin something in the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    @property
    def hub(self) -> hub.Hub:
        """The hub of this process."""
        return self.do(hub.running()).result(PATIENCE)

    def knock(self, stream: str, session_key: str = "", *, origin: str = ORIGIN, query: str = "") -> Screen:
        """Open a socket, whatever becomes of it."""
        return Screen(self, f"/ws/{stream}/", session_key, origin, query)

    def open(self, stream: str, browser: Client, query: str = "") -> Screen:
        """Open the socket of a browser on watch, and wait until it has been greeted."""
        screen = self.knock(stream, browser.session.session_key or "", query=query)
        screen.wait(lambda: screen.frames or screen.code)
        assert screen.code is None
        return screen

    def stop(self) -> None:
        """End everything, the kept connections to the database too."""
        try:
            self.do(self.end()).result(PATIENCE)
        finally:
            self.loop.call_soon_threadsafe(self.loop.stop)
            self.thread.join(PATIENCE)
            self.loop.close()
            hub._hub, hub._starting = None, None

    async def end(self) -> None:
        """End the hub and every socket."""
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        for thread in (hub._hub.reader, hub._hub.porter) if hub._hub else ():
            await asyncio.get_running_loop().run_in_executor(thread, hang_up)
            thread.shutdown()


def hang_up() -> None:
    """Close the connection of the thread that runs this."""
    connection.close()
