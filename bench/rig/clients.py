"""Raw WebSocket clients: as little between the wire and the clock as Python allows. Run in a process of their own."""

from __future__ import annotations

import asyncio
import base64
import os
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Protocol

ACK = b"\x81\x8e" + b"\0\0\0\0" + b'{"type":"ack"}'
Frame = tuple[int, float, bytes]
Seat = tuple[str, str]  # the path of a screen's socket, and the cookies that open it


class Listener(Protocol):
    """Who wants to know what a board hears."""

    def note(self, number: int, body: bytes) -> None:
        """A frame's last byte is here."""


class Heard:
    """What all boards of a process heard; the same text is kept once, so that a thousand boards fit into the memory."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.frames: list[Frame] = []
        self.texts: dict[bytes, bytes] = {}

    def note(self, number: int, body: bytes) -> None:
        """A frame's last byte is here."""
        self.frames.append((number, time.time(), self.texts.setdefault(body, body)))


class Board(asyncio.Protocol):
    """One board: it notes when each frame's last byte arrived, and answers counted beats."""

    def __init__(self, number: int, request: bytes, heard: Listener, ready: asyncio.Future[None]) -> None:
        """Frames of all boards go into one list with the board's number."""
        self.number, self.request, self.heard, self.ready = number, request, heard, ready
        self.buffer = bytearray()
        self.is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Shake hands."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Cut the stream into frames."""
        self.buffer += data
        if not self.is_open:
            head, found, rest = bytes(self.buffer).partition(b"\r\n\r\n")
            if not found:
                return
            assert b" 101 " in head, head
            self.is_open, self.buffer = True, bytearray(rest)
            self.ready.set_result(None)
        while self.take():
            pass

    def take(self) -> bool:
        """One frame off the buffer; False when it is not whole yet."""
        if len(self.buffer) < 2:
            return False
        size, start = self.buffer[1] & 127, 2
        if size == 126:
            size, start = int.from_bytes(self.buffer[2:4], "big"), 4
        elif size == 127:
            size, start = int.from_bytes(self.buffer[2:10], "big"), 10
        if len(self.buffer) < start + size:
            return False
        body = bytes(self.buffer[start : start + size])
        del self.buffer[: start + size]
        self.heard.note(self.number, body)
        if b'"count"' in body:
            self.transport.write(ACK)
        return True


def handshake(path: str, port: int, cookie: str) -> bytes:
    """An upgrade request from our own origin."""
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        f"GET {path} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Origin: http://127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {key}",
        "Sec-WebSocket-Version: 13",
        f"Cookie: {cookie}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def watch(ports: Sequence[int], seats: Sequence[Seat], boards: int, pipe: Connection) -> None:
    """Open the boards, servers and seats in turn, say "ready", collect until told to stop, hand the frames over."""
    asyncio.run(collect(ports, seats, boards, pipe))


async def collect(ports: Sequence[int], seats: Sequence[Seat], boards: int, pipe: Connection) -> None:
    """The event loop of all boards."""
    loop = asyncio.get_running_loop()
    heard = Heard()
    for start in range(0, boards, 25):
        waits = []
        for number in range(start, min(start + 25, boards)):
            ready: asyncio.Future[None] = loop.create_future()
            port = ports[number % len(ports)]
            path, cookie = seats[number // len(ports) % len(seats)]
            request = handshake(path, port, cookie)
            await loop.create_connection(
                lambda n=number, r=request, f=ready: Board(n, r, heard, f),  # type: ignore[misc]
                "127.0.0.1",
                port,
            )
            waits.append(ready)
        await asyncio.wait_for(asyncio.gather(*waits), 30)
    pipe.send("ready")
    while not pipe.poll():
        await asyncio.sleep(0.1)
    pipe.recv()
    pipe.send(heard.frames)
