"""Static files straight from an ASGI server's loop: a page of eighty modules need not pass eighty times through Django.

Only where no proxy serves them, as under `./run`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class StaticFirst:
    """Answers for the gathered files as `WhiteNoiseMiddleware` does, and hands everything else on."""

    def __init__(self, application: Application) -> None:
        """Wrap the application; the files are looked for once."""
        self.application = application
        self.files: dict[str, Any] = WhiteNoiseMiddleware(lambda _request: None).files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file, or whatever was asked for."""
        if scope["type"] == "http" and (file := self.files.get(scope["path"])):
            await answer(file.get_response(scope["method"], asked(scope)), send)
        else:
            await self.application(scope, receive, send)


def asked(scope: Scope) -> dict[str, str]:
    """The request's headers by the names that WhiteNoise knows them by."""
    told = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in told}


async def answer(found: Any, send: Send) -> None:
    """A whole file, a part of one, or that it has not changed."""
    headers = [(name.lower().encode(), value.encode()) for name, value in found.headers]
    headers.append((b"x-content-type-options", b"nosniff"))
    await send({"type": "http.response.start", "status": int(found.status), "headers": headers})
    body = b""
    if found.file:
        with found.file as file:
            body = file.read()
    await send({"type": "http.response.body", "body": body})
