"""An exchange of our own on a real socket, for what a listener must live through."""

from __future__ import annotations

import asyncio

from calls.asterisk.wire import Message, Reader, proof
from tests.calls.recordings import said

SECRET = "rahasia-sentral"
CHALLENGE = "840415273"


class SmallExchange:
    """Answers as an Asterisk does: challenge, login, lists of what waits and which channels there are."""

    def __init__(self) -> None:
        """An exchange without a call."""
        self.secret = SECRET
        self.waiting: list[str] = []
        self.channels: list[str] = []
        self.is_silent = False
        self.refusals: dict[str, str] = {}
        self.deaf_to: set[str] = set()
        self.actions: list[Message] = []
        self.writers: list[asyncio.StreamWriter] = []
        self.logins = 0
        self.port = 0
        self.server: asyncio.Server | None = None

    async def open(self) -> None:
        """Listen, on the same port as before if it was open before."""
        self.server = await asyncio.start_server(self.serve, "127.0.0.1", self.port)
        self.port = self.server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Hang up on everybody and be away, as in a reboot."""
        if self.server:
            self.server.close()
        for writer in self.writers:
            writer.close()
        self.writers.clear()
        await asyncio.sleep(0)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client."""
        self.writers.append(writer)
        writer.write(b"Asterisk Call Manager/13.0.0\r\n")
        wire = Reader()
        while data := await reader.read(4096):
            for action in wire.feed(data):
                self.actions.append(action)
                if not self.is_silent:
                    writer.write(self.answer(action))
        writer.close()

    def answer(self, action: Message) -> bytes:
        """What an action is answered with."""
        action_id, name = action.get("ActionID"), action.get("Action")
        yes = f"Response: Success\r\nActionID: {action_id}\r\n".encode()
        if name == "Challenge":
            return yes + f"Challenge: {CHALLENGE}\r\n\r\n".encode()
        if name == "Login":
            if action.get("Key") != proof(CHALLENGE, self.secret):
                return f"Response: Error\r\nActionID: {action_id}\r\nMessage: Authentication failed\r\n\r\n".encode()
            self.logins += 1
            return yes + b"\r\n"
        if name in self.deaf_to:
            return b""
        if name in self.refusals:
            return f"Response: Error\r\nActionID: {action_id}\r\nMessage: {self.refusals[name]}\r\n\r\n".encode()
        return yes + b"\r\n" + self.listed(name, action_id)

    def listed(self, name: str, action_id: str) -> bytes:
        """The list an action asks for."""
        if name == "QueueStatus":
            rows = [said("QueueEntry", ActionID=action_id, Uniqueid=uid, Wait="3") for uid in self.waiting]
            return b"".join(rows) + said("QueueStatusComplete", ActionID=action_id)
        if name == "CoreShowChannels":
            rows = [said("CoreShowChannel", ActionID=action_id, Uniqueid=uid) for uid in self.channels]
            return b"".join(rows) + said("CoreShowChannelsComplete", ActionID=action_id)
        return b""

    def asked_for(self, *names: str) -> list[Message]:
        """The actions of these names that came, in their order."""
        return [one for one in self.actions if one.get("Action") in names]

    def tell(self, *chunks: bytes) -> None:
        """Say something to everybody."""
        for writer in self.writers:
            writer.write(b"".join(chunks))
