"""The sockets' door: who this is, which audience, then push only. Every command comes by HTTP."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from journal import hub
from journal.sockets import Socket

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
LEAN = b"cards=lean"


async def screen(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """One screen, from its handshake to its end. Without an open watch it is closed with 4401."""
    if (await receive())["type"] != "websocket.connect":
        return
    here = await hub.running()
    stream = scope["url_route"]["kwargs"]["stream"]
    admission = await here.admit(scope["cookies"].get("sessionid", ""), stream)
    await send({"type": "websocket.accept"})
    if admission is None:
        await send({"type": "websocket.close", "code": 4401})
        return
    is_lean = stream == "board" and LEAN in scope["query_string"].split(b"&")
    socket = Socket(send, stream, admission, is_lean=is_lean)
    here.welcome(socket)
    try:
        while (await receive())["type"] != "websocket.disconnect":
            socket.heard()
    finally:
        socket.is_closed = True
        here.dismiss(socket)
