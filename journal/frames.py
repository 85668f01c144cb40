"""One frame for many sockets: under Daphne a text is framed once and written at once, instead of anew for each of them.

A server masks no frame and Daphne compresses none, so the same text is the same bytes for everybody. Daphne would also
ask the event loop for a turn to write each frame in. This reaches into Daphne, autobahn and Twisted, of whom
`tests/processes/test_frames.py` says what must stay as it is; under any other server `Line.of` finds nothing, and every
text goes the usual way (`journal/sockets.py`).
"""

from __future__ import annotations

import struct
import sys
from functools import cached_property
from typing import Any

ALONE = 0x81  # a whole text in one frame


class Text(str):
    """A text that many sockets are sent."""

    @cached_property
    def frame(self) -> bytes:
        """The bytes on the wire (RFC 6455, 5.2)."""
        body = self.encode()
        size = len(body)
        if size < 126:
            return struct.pack(">BB", ALONE, size) + body
        if size < 65536:
            return struct.pack(">BBH", ALONE, 126, size) + body
        return struct.pack(">BBQ", ALONE, 127, size) + body


class Line:
    """The wire of a socket that Daphne serves."""

    def __init__(self, protocol: Any) -> None:
        """Daphne's own view of the connection."""
        self.protocol = protocol
        self.transport = protocol.transport

    @classmethod
    def of(cls, send: Any) -> Line | None:
        """The wire behind an application's `send`, if Daphne serves it over plain TCP."""
        server, tcp = sys.modules.get("daphne.ws_protocol"), sys.modules.get("twisted.internet.tcp")
        protocol = next(iter(getattr(send, "args", ())), None)
        if server is None or tcp is None or not isinstance(protocol, server.WebSocketProtocol):
            return None
        return cls(protocol) if type(protocol.transport) is tcp.Server and not protocol.transport.TLS else None

    def write(self, frame: bytes) -> bool:
        """Write behind what waits already, if anything does; False when it has to go the usual way."""
        protocol, transport = self.protocol, self.transport
        if protocol.state != protocol.STATE_OPEN or protocol.websocket_extensions_in_use or protocol.send_queue:
            return False
        waits = transport.dataBuffer or transport._tempDataBuffer
        sent = 0 if waits else transport.writeSomeData(frame)
        if sent != len(frame):  # Twisted keeps the rest until it can go, and notices itself if the line is broken
            transport.write(frame[sent:] if isinstance(sent, int) else frame)
        return True
