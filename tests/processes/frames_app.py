"""A server that says what it is told to, by the way of our sockets, and how: for `test_frames.py`."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from daphne.ws_protocol import WebSocketProtocol

from journal.frames import Text
from journal.live import Admission
from journal.sockets import Socket

usual: list[str] = []  # what went through Daphne's own hands
of_daphne = WebSocketProtocol.serverSend


def counted(self: Any, content: Any, binary: bool = False) -> None:
    """Daphne's sending, counted."""
    usual.append(content)
    of_daphne(self, content, binary)


WebSocketProtocol.serverSend = counted


async def application(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Any) -> None:
    """Each order `{"many": n, "single": m, "size": s}`: numbered texts of a size, every m-th for this socket alone."""
    if scope["type"] != "websocket":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        return
    await receive()
    await send({"type": "websocket.accept"})
    way = passing(send) if scope["path"] == "/wrapped/" else send
    socket = Socket(way, "board", Admission(1, "desk"))
    while (message := await receive())["type"] != "websocket.disconnect":
        order = json.loads(message["text"])
        usual.clear()
        for number in range(order["many"]):
            text = f"{number} ".ljust(order["size"], "é")
            socket.push(text if order["single"] and number % order["single"] == 0 else Text(text))
        socket.push(json.dumps({"usual": len(usual)}))


def passing(send: Any) -> Any:
    """Another layer around the server's `send`, as any middleware may add one."""

    async def passed(message: dict[str, Any]) -> None:
        await send(message)

    return passed
