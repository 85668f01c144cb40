"""A way to the server that breaks every half minute, for everybody who goes by it and for all that is under way."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

from playwright.sync_api import Page

PERIOD = 30.0  # seconds from one break to the next
FIRST = 10.0  # seconds to the first: whoever begins finds the line somewhere between two
SILENCE = 3.0  # seconds that each lasts
PIECE = 65536  # bytes


class Wire:
    """Carries connections to the server's port; while it is broken it carries none."""

    def __init__(self, to: int) -> None:
        """Whole, and it stays so until it is told to break."""
        self.to = to
        self.breaks: list[int] = []  # of each, how many ends it tore
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.door.getsockname()[1]
        self.ends: set[socket.socket] = set()
        self.lock, self.is_broken, self.is_over = Lock(), False, Event()
        Thread(target=self._accept, daemon=True).start()

    def starts_breaking(self) -> None:
        """Every half minute from now on."""
        Thread(target=self._break_again_and_again, daemon=True).start()

    def holds(self) -> None:
        """Never again."""
        self.is_over.set()
        self._set(is_broken=False)

    def leave(self) -> None:
        """End it with all that goes by it."""
        self.holds()
        self.door.close()
        self._set(is_broken=True)

    def waits_for_break(self, number: int, page: Page) -> None:
        """Until so many have come."""
        while len(self.breaks) < number:
            page.wait_for_timeout(100)

    def _break_again_and_again(self) -> None:
        pause = FIRST
        while not self.is_over.wait(pause):
            self.breaks.append(self._set(is_broken=True))
            self.is_over.wait(SILENCE)
            self._set(is_broken=False)
            pause = PERIOD - SILENCE

    def _set(self, *, is_broken: bool) -> int:
        with self.lock:
            self.is_broken = is_broken
            torn = list(self.ends) if is_broken else []
        for end in torn:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        return len(torn)

    def _accept(self) -> None:
        with suppress(OSError):  # the door is closed
            while True:
                near, _address = self.door.accept()
                self._carry(near)

    def _carry(self, near: socket.socket) -> None:
        with self.lock:
            if self.is_broken:
                near.close()
                return
            far = socket.create_connection(("127.0.0.1", self.to))
            self.ends |= {near, far}
        for one, other in ((near, far), (far, near)):
            one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while piece := one.recv(PIECE):
                other.sendall(piece)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)
        with self.lock:
            self.ends.discard(one)
        one.close()


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """Such a way for the length of a block."""
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.leave()
