"""One screen's socket as the hub sees it: texts are pushed, never awaited, and a sleeper is shown out."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Generator
from types import coroutine
from typing import Any

from journal.frames import Line, Text
from journal.live import Admission

Send = Callable[[dict[str, Any]], Awaitable[None]]
Ear = tuple[str, bool]  # an audience, and whether it is heard in lean cards

BACKLOG = 256
PATIENCE = 30.0
ACK_EVERY = 5
ECHO = Text('{"type":"echo"}')
_slots = itertools.count()


class Socket:
    """A socket that has been let in."""

    def __init__(self, send: Send, stream: str, admission: Admission, *, is_lean: bool = False) -> None:
        """Stands on a watch and belongs to an audience; hears it in whole cards or in lean ones."""
        self.send = send
        self.line = Line.of(send)
        self.stream = stream
        self.admission = admission
        self.ear: Ear = (admission.audience, is_lean)
        self.slot = next(_slots)
        self.beats = 0
        self.heard_at = time.monotonic()
        self.backlog: deque[dict[str, Any]] = deque()
        self.stuck: asyncio.Task[None] | None = None
        self.is_closed = False

    def push(self, text: str) -> None:
        """Send a text without waiting. A socket that pushes back gets a short queue; over its end it is closed."""
        if self.is_closed or self.is_written(text):
            return
        message = {"type": "websocket.send", "text": text}
        if self.stuck is None:
            self.stuck = self.step(message)
        elif len(self.backlog) < BACKLOG:
            self.backlog.append(message)
        else:
            self.close(4408)

    def is_written(self, text: str) -> bool:
        """Whether a text for many could be written as it stands; not past what waits for its turn."""
        return self.line is not None and self.stuck is None and isinstance(text, Text) and self.line.write(text.frame)

    def step(self, message: dict[str, Any]) -> asyncio.Task[None] | None:
        """Run the send as far as it goes by itself: on most servers to its end, at no cost of a task."""
        sending: Any = self.send(message)
        if not asyncio.iscoroutine(sending):
            return asyncio.create_task(self.rest(sending))
        try:
            waiting = sending.send(None)
        except StopIteration:
            return None
        except Exception:
            self.is_closed = True
            return None
        return asyncio.create_task(self.rest(resumed(sending, waiting)))

    async def rest(self, sending: Awaitable[None]) -> None:
        """Finish a send that had to wait, then what queued up behind it."""
        try:
            await sending
            while self.backlog and not self.is_closed:
                await self.send(self.backlog.popleft())
        except Exception:
            self.is_closed = True
        self.stuck = None

    def next_beat(self) -> bool:
        """Count a beat; every fifth carries the checksum and asks for an answer."""
        self.beats += 1
        return self.beats % ACK_EVERY == 0

    def beat(self, text: str) -> None:
        """Send a beat, or show out a screen that has slept too long: its memory is the server's."""
        if time.monotonic() - self.heard_at > PATIENCE:
            self.close(4408)
        else:
            self.push(text)

    def heard(self) -> None:
        """The screen said something, so it is awake; the echo tells it how long the way there and back takes."""
        self.heard_at = time.monotonic()
        self.push(ECHO)

    def close(self, code: int) -> None:
        """Show the screen out; it comes back with a snapshot."""
        if not self.is_closed:
            self.is_closed = True
            self.closing = asyncio.create_task(self.say_goodbye(code))

    async def say_goodbye(self, code: int) -> None:
        """Close the line; a line that is gone already is as good."""
        try:
            await self.send({"type": "websocket.close", "code": code})
        except Exception:
            return


@coroutine
def resumed(sending: Coroutine[Any, Any, None], waiting: Any) -> Generator[Any, Any, None]:
    """A coroutine that has run to its first wait, carried on inside a task."""
    while True:
        value = yield waiting
        try:
            waiting = sending.send(value)
        except StopIteration:
            return
