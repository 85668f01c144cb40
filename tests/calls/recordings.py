"""The recorded sessions of an Asterisk, and messages in its own words for what no recording has."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from calls.actions.hearing import SwitchEvent
from calls.asterisk.wire import Message, Reader

FOLDER = Path(__file__).resolve().parent.parent / "data" / "telephony"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text())
NAMES = sorted(EXPECTED)
QUEUES = frozenset({"psap112"})


@cache
def recorded(name: str) -> bytes:
    """A session's bytes."""
    return gzip.decompress((FOLDER / name).read_bytes())


def pieces(data: bytes, size: int) -> Iterator[bytes]:
    """The bytes in chunks of this size."""
    for start in range(0, len(data), size):
        yield data[start : start + size]


def cuts(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """The bytes cut at so many random places."""
    places = sorted(Random(seed).sample(range(1, len(data)), count))
    for start, end in zip([0, *places], [*places, len(data)], strict=True):
        yield data[start:end]


def messages(chunks: Iterable[bytes]) -> list[Message]:
    """What a reader makes of these chunks."""
    reader = Reader()
    return [message for chunk in chunks for message in reader.feed(chunk)]


def said(name: str, **fields: str) -> bytes:
    """An event as an exchange sends it."""
    rows = {"Event": name, "Queue": "psap112", **fields}
    return "".join(f"{key}: {value}\r\n" for key, value in rows.items()).encode() + b"\r\n"


def summary(events: Iterable[SwitchEvent]) -> dict[str, dict[str, Any]]:
    """What became of each call, in the words of expected.json."""
    calls: dict[str, dict[str, Any]] = {}
    for event in events:
        call = calls.setdefault(
            event.call_id, {"caller": event.value, "outcome": "", "answered_by": [], "hold_seconds_reported": []}
        )
        if event.event == "answered":
            call["answered_by"].append(event.member)
        if event.hold_s is not None:
            call["hold_seconds_reported"].append(str(event.hold_s))
        if event.event == "ended":
            call["outcome"] = "answered" if call["answered_by"] else "abandoned"
    return calls


def wanted(name: str) -> dict[str, dict[str, Any]]:
    """What expected.json says became of each call, without its steps."""
    return {
        uid: {key: value for key, value in call.items() if key != "steps"}
        for uid, call in EXPECTED[name]["calls"].items()
    }
