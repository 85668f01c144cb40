"""Where the exchange keeps its recordings: a folder of this machine or an address, and never anywhere else.

What the exchange calls a call or a file is not trusted: it may name a file in that folder or at that address, no more.
"""

from __future__ import annotations

import os
import re
import stat
import time
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import SplitResult, quote, unquote, urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error

from calls.recordings import Problem
from incidents.sealing import WrongKey, keys_of

PIECE = 64 * 1024
LARGEST = 256 * 1024 * 1024
SMALLEST = 64  # bytes: less is a header without sound
SILENCE_S = 5.0  # how long the exchange may say nothing
LONGEST_S = 30.0  # how long one file may take
STILL_S = 2.0  # a file written to since is still being written
ENDINGS = ("wav", "WAV", "mp3", "ogg")
PLACE = "{call_id}"
SAFE = re.compile(r"[A-Za-z0-9_@+=-][A-Za-z0-9_.@:+=~-]{0,119}", re.ASCII)
ENOUGH = 12  # bytes by which a kind of file is known


class Unavailable(Exception):
    """The recording cannot be had now, or at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        """For this reason."""
        super().__init__(problem.value)
        self.problem = problem


def is_safe(name: str) -> bool:
    """Whether a told name stays in its folder: plain parts, none of which is hidden or leads up."""
    parts = name.split("/")
    return len(parts) <= 6 and all(SAFE.fullmatch(part) for part in parts)


@contextmanager
def opened(call_id: str, told_name: str = "") -> Iterator[Iterator[bytes]]:
    """The sound of a call as it comes from the exchange, piece by piece; raises Unavailable, also while it is read."""
    if not is_safe(told_name or call_id) or (not told_name and "/" in call_id):
        raise Unavailable(Problem.UNSAFE)
    source = settings.RECORDINGS_SOURCE
    if is_address(source):
        with asked(urlsplit(source), call_id, told_name) as answer:
            yield downloaded(answer)
    else:
        names = [told_name] if told_name else [f"{call_id}.{ending}" for ending in ENDINGS]
        with found(Path(source), names) as file:
            yield read_from(file)


def examined(pieces: Iterable[bytes]) -> tuple[str, Iterator[bytes]]:
    """The media type by the first bytes, and all the bytes, while they are not too many; raises Unavailable."""
    rest = iter(pieces)
    head = b""
    for piece in rest:
        head += piece
        if len(head) >= SMALLEST:
            break
    if len(head) < SMALLEST:
        raise Unavailable(Problem.EMPTY)
    return media_type_of(head), limited(head, rest)


def media_type_of(head: bytes) -> str:
    """WAV, MP3 or OGG; raises Unavailable for anything else, whatever its name says."""
    if head[:4] == b"RIFF" and head[8:ENOUGH] == b"WAVE":
        return "audio/wav"
    if head[:4] == b"OggS":
        return "audio/ogg"
    if head[:3] == b"ID3" or (head[0] == 0xFF and head[1] & 0xE6 == 0xE2):  # a tag, or a frame of layer III
        return "audio/mpeg"
    raise Unavailable(Problem.KIND)


def limited(head: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    """All of it; raises Unavailable when there is more than fits a recording."""
    size = len(head)
    yield head
    for piece in rest:
        size += len(piece)
        if size > LARGEST:
            raise Unavailable(Problem.LARGE)
        yield piece


# --- a folder -------------------------------------------------------------------------------------------------------


@contextmanager
def found(folder: Path, names: Sequence[str]) -> Iterator[BinaryIO]:
    """The first of these files that is there; raises Unavailable."""
    if not folder.is_dir():
        raise Unavailable(Problem.UNREACHABLE)
    for name in names:
        path = (folder / name).resolve()
        if path.is_file() and not path.is_relative_to(folder.resolve()):
            raise Unavailable(Problem.UNSAFE)  # a link that leads elsewhere
        if path.is_file():
            break
    else:
        raise Unavailable(Problem.ABSENT)
    try:
        # Without following a link laid there since, nor waiting for a pipe to be written to.
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        raise Unavailable(Problem.REFUSED) from None
    with os.fdopen(number, "rb") as file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise Unavailable(Problem.UNSAFE)
        if time.time() - about.st_mtime < STILL_S:
            raise Unavailable(Problem.GROWING)
        yield file


def read_from(file: BinaryIO) -> Iterator[bytes]:
    """A file in pieces."""
    try:
        while piece := file.read(PIECE):
            yield piece
    except OSError:
        raise Unavailable(Problem.UNREACHABLE) from None


# --- an address -----------------------------------------------------------------------------------------------------


def is_address(source: str) -> bool:
    """Whether recordings are asked for over HTTP."""
    return source.lower().startswith(("http://", "https://"))


def target_of(address: SplitResult, call_id: str, told_name: str) -> str:
    """What is asked of the host. A told name takes the place of the last part where that part names the call."""
    path, query = address.path, address.query
    above, _slash, last = path.rpartition("/")
    if told_name and PLACE in last:
        path = f"{above}/{quote(told_name, safe='/')}"
    name = quote(told_name or call_id, safe="")
    return path.replace(PLACE, name) + (f"?{query.replace(PLACE, name)}" if query else "")


@contextmanager
def asked(address: SplitResult, call_id: str, told_name: str) -> Iterator[HTTPResponse]:
    """The exchange's answer; a redirection is none, so nobody is led to another host. Raises Unavailable."""
    dial = HTTPSConnection if address.scheme.lower() == "https" else HTTPConnection
    with closing(dial(address.hostname or "", address.port, timeout=SILENCE_S)) as line:
        try:
            line.request("GET", target_of(address, call_id, told_name), headers=credentials_of(address))
            answer = line.getresponse()
        except (OSError, HTTPException):
            raise Unavailable(Problem.UNREACHABLE) from None
        with answer:
            if answer.status != 200:
                raise Unavailable(Problem.ABSENT if answer.status in (404, 410) else Problem.REFUSED)
            yield answer


def credentials_of(address: SplitResult) -> dict[str, str]:
    """The account in the address, as HTTP wants it."""
    if not address.username:
        return {}
    pair = f"{unquote(address.username)}:{unquote(address.password or '')}"
    return {"Authorization": f"Basic {b64encode(pair.encode()).decode()}"}


def downloaded(answer: HTTPResponse) -> Iterator[bytes]:
    """An answer in pieces, as they come; raises Unavailable when it is too large, too slow or breaks off."""
    if (answer.length or 0) > LARGEST:
        raise Unavailable(Problem.LARGE)
    expected, got = answer.length, 0
    until = time.monotonic() + LONGEST_S
    try:
        while piece := answer.read1(PIECE):
            got += len(piece)
            yield piece
            if time.monotonic() > until:
                raise Unavailable(Problem.UNREACHABLE)
    except (OSError, HTTPException):
        raise Unavailable(Problem.UNREACHABLE) from None
    if expected is not None and got < expected:
        raise Unavailable(Problem.UNREACHABLE)


# --- the settings ---------------------------------------------------------------------------------------------------


def misconfigured(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Django's check: what of the settings would let recordings be lost or lie open; it repeats no secret."""
    found: list[CheckMessage] = []
    try:
        has_key = bool(keys_of(settings.RECORDINGS_KEYS))
    except WrongKey:
        found.append(Error("RECORDINGS_KEYS: each key is 64 hexadecimal digits (openssl rand -hex 32).", id="calls.E1"))
        has_key = True
    source = settings.RECORDINGS_SOURCE
    if source and not has_key:
        found.append(Error("RECORDINGS_SOURCE needs a key in RECORDINGS_KEYS to seal with.", id="calls.E2"))
    if source and not is_usable(source):
        hint = f"a folder from the root, or http(s)://host/path with {PLACE} in its path or query."
        found.append(Error(f"RECORDINGS_SOURCE: {hint}", id="calls.E3"))
    return found


def is_usable(source: str) -> bool:
    """Whether recordings can be looked for there."""
    if not is_address(source):
        return Path(source).is_absolute()
    try:
        address = urlsplit(source)
        _port = address.port
    except ValueError:
        return False
    return bool(address.hostname) and PLACE not in address.netloc and PLACE in address.path + address.query
