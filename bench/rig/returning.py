"""Boards that come back at once: a socket each, and when it greets the whole picture. Run in a process of their own."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection

from bench.rig.clients import handshake

PATIENCE = 60.0


@dataclass(frozen=True)
class Doors:
    """Where sockets and pages are, and the session that opens both."""

    live: int
    http: int
    cookie: str


def come_back(doors: Doors, boards: int, pipe: Connection) -> None:
    """All of them now; hands over how many seconds each took, None for one that was refused or not done in time."""
    pipe.send(asyncio.run(all_at_once(doors, boards)))


async def all_at_once(doors: Doors, boards: int) -> list[float | None]:
    """Every board begins in the same moment."""
    began = time.perf_counter()
    return await asyncio.gather(*(one(doors, began) for _number in range(boards)))


async def one(doors: Doors, began: float) -> float | None:
    """A board until it is live: the socket has greeted it and the picture is whole."""
    try:
        async with asyncio.timeout(PATIENCE):
            reader, socket = await asyncio.open_connection("127.0.0.1", doors.live)
            socket.write(handshake("/ws/board/?cards=lean", doors.live, doors.cookie))
            head = await reader.readuntil(b"\r\n\r\n")
            if b" 101 " not in head.partition(b"\r\n")[0]:
                return None
            await reader.readexactly(2)
            is_whole = await picture(doors)
            socket.close()
            return time.perf_counter() - began if is_whole else None
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return None


async def picture(doors: Doors) -> bool:
    """The snapshot, to its last byte."""
    reader, writer = await asyncio.open_connection("127.0.0.1", doors.http)
    lines = ["GET /api/v1/board/?cards=lean HTTP/1.1", f"Host: 127.0.0.1:{doors.http}", f"Cookie: {doors.cookie}"]
    writer.write("\r\n".join([*lines, "Accept-Encoding: gzip", "Connection: close", "", ""]).encode())
    whole = await reader.read()
    writer.close()
    return b" 200 " in whole.partition(b"\r\n")[0]
