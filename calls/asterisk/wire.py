"""The wire of Asterisk's manager interface: bytes in, messages out, wherever they are cut; actions as bytes. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

PORT = 5038
LONGEST_LINE = 65_536  # bytes; a longer one is no message of an exchange


class Message:
    """One message: keys without regard to case, each with all its values in their order."""

    def __init__(self, fields: dict[str, list[str]]) -> None:
        """A message of these fields, keys in small letters."""
        self.fields = fields

    def get(self, key: str) -> str:
        """The first value of a key, empty if it has none."""
        return (self.fields.get(key.lower()) or [""])[0]

    def all(self, key: str) -> list[str]:
        """Every value of a key."""
        return self.fields.get(key.lower(), [])

    @property
    def event(self) -> str:
        """What happened, if it is an event."""
        return self.get("Event")


class Reader:
    """Turns the bytes of one connection into messages, however they are cut."""

    def __init__(self) -> None:
        """A connection of which nothing has been read."""
        self.rest = b""
        self.is_skipping = False
        self.fields: dict[str, list[str]] = {}

    def feed(self, data: bytes) -> list[Message]:
        """The messages that these bytes complete."""
        *lines, self.rest = (self.rest + data).split(b"\n")
        found = [message for line in lines if (message := self.take(line))]
        if len(self.rest) > LONGEST_LINE:
            self.rest, self.is_skipping = b"", True
        return found

    def take(self, line: bytes) -> Message | None:
        """One line; an empty one ends a message. What is no field (the greeting) says nothing."""
        if self.is_skipping:
            self.is_skipping = False
            return None
        text = line.rstrip(b"\r").decode("utf-8", "replace").replace("\x00", "")
        if not text:
            return self.end()
        key, colon, value = text.partition(":")
        if colon:
            self.fields.setdefault(key.lower(), []).append(value.removeprefix(" "))
        return None

    def end(self) -> Message | None:
        """The message whose lines have been taken, if there were any."""
        fields, self.fields = self.fields, {}
        return Message(fields) if fields else None


def action(name: str, **fields: str) -> bytes:
    """What we say; a value that would begin a line of its own is refused."""
    rows = {"Action": name, **fields}
    if any("\r" in value or "\n" in value for value in rows.values()):
        raise ValueError(f"{name}: a value holds a line break")
    return "".join(f"{key}: {value}\r\n" for key, value in rows.items()).encode() + b"\r\n"


def proof(challenge: str, secret: str) -> str:
    """The answer to the exchange's challenge, so that the secret itself is never sent."""
    return hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True)
class Address:
    """Where an exchange listens, as whom we come, and whose queues' callers we follow (none named: all)."""

    host: str
    port: int
    user: str
    secret: str = field(repr=False)
    queues: frozenset[str] = frozenset()

    @classmethod
    def read(cls, url: str) -> Address:
        """`ami://user:secret@host:5038/?queue=112`; ValueError, without the secret, for anything else."""
        try:
            parts = urlsplit(url)
            port = parts.port or PORT
        except ValueError:
            raise ValueError("not an address") from None
        if parts.scheme != "ami" or not (parts.hostname and parts.username and parts.password):
            raise ValueError("expected ami://user:secret@host:5038/?queue=112")
        queues = frozenset(parse_qs(parts.query).get("queue", ()))
        return cls(parts.hostname, port, unquote(parts.username), unquote(parts.password), queues)
