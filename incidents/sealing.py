"""How recordings and attachments lie on the disk: AES-256-GCM in pieces of 64 KiB, so any part opens without the rest.

A file is a header (mark, which key, 16 random bytes) and sealed pieces. Each file has a key of its own, derived (HKDF,
RFC 5869) from the centre's and the random bytes; the nonce of a piece is its place and whether it is the last. So no
piece can be moved, repeated, left out or cut off, nor a file laid in the place of another's, without being noticed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

PIECE = 64 * 1024
TAG = 16
MARK = b"112R\x01"
NAME = 8
SALT = 16
HEADER = len(MARK) + NAME + SALT
KEY = 32


class Damaged(Exception):
    """The file is not what was sealed, or none of the centre's keys opens it."""


class WrongKey(ValueError):
    """A key that is not 64 hexadecimal digits."""


def keys_of(words: Iterable[str]) -> list[bytes]:
    """The centre's keys, newest first, from 64 hexadecimal digits each; raises WrongKey without repeating them."""
    found = []
    for word in words:
        try:
            key = bytes.fromhex(word)
        except ValueError:
            raise WrongKey from None
        if len(key) != KEY:
            raise WrongKey
        found.append(key)
    return found


def name_of(key: bytes) -> bytes:
    """What a header calls a key; it tells nothing of the key."""
    return sha256(b"ntpd112 recording key" + key).digest()[:NAME]


def seal(pieces: Iterable[bytes], target: BinaryIO, *, key: bytes, subject: str) -> int:
    """Write what comes in pieces of any size as a sealed file of this subject; answers its clear size in bytes."""
    header = MARK + name_of(key) + os.urandom(SALT)
    box = AESGCM(_own_key(key, header))
    bound = _bound(header, subject)
    target.write(header)
    size = place = 0
    waiting = b""
    for piece in pieces:
        waiting += piece
        size += len(piece)
        while len(waiting) > PIECE:  # the last piece is never empty unless the whole is
            target.write(box.encrypt(_nonce(place, is_last=False), waiting[:PIECE], bound))
            waiting = waiting[PIECE:]
            place += 1
    target.write(box.encrypt(_nonce(place, is_last=True), waiting, bound))
    return size


@dataclass(frozen=True)
class Sealed:
    """A sealed file that is open for reading."""

    file: BinaryIO
    size: int
    _box: AESGCM
    _bound: bytes

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """The clear bytes from `start` up to `stop`; raises Damaged at the first piece that was touched."""
        last = _last_place(self.size)
        stop = min(stop, self.size)
        for place in range(start // PIECE, -(-stop // PIECE)):
            self.file.seek(HEADER + place * (PIECE + TAG))
            try:
                clear = self._box.decrypt(
                    _nonce(place, is_last=place == last), self.file.read(PIECE + TAG), self._bound
                )
            except InvalidTag:
                raise Damaged from None
            yield clear[max(start - place * PIECE, 0) : stop - place * PIECE]


def unseal(file: BinaryIO, *, keys: Sequence[bytes], subject: str) -> Sealed:
    """Look at the header and find the key; nothing else is read yet. Raises Damaged."""
    header = file.read(HEADER)
    key = next((key for key in keys if header[len(MARK) : len(MARK) + NAME] == name_of(key)), None)
    if len(header) < HEADER or not header.startswith(MARK) or key is None:
        raise Damaged
    return Sealed(file, clear_size(file), AESGCM(_own_key(key, header)), _bound(header, subject))


def clear_size(file: BinaryIO) -> int:
    """How many bytes were sealed, by the length of the file; raises Damaged where no file of ours has that length."""
    rest = file.seek(0, os.SEEK_END) - HEADER
    whole, part = divmod(rest, PIECE + TAG)
    if rest < TAG or 0 < part < TAG:
        raise Damaged
    return whole * PIECE + (part - TAG if part else 0)


def _last_place(size: int) -> int:
    """Where the last piece stands."""
    return max(size - 1, 0) // PIECE


def _own_key(key: bytes, header: bytes) -> bytes:
    """The key of one file."""
    return HKDF(algorithm=SHA256(), length=KEY, salt=header[-SALT:], info=b"ntpd112 recording").derive(key)


def _nonce(place: int, *, is_last: bool) -> bytes:
    """Never the same twice under one file's key."""
    return place.to_bytes(11, "big") + bytes([is_last])


def _bound(header: bytes, subject: str) -> bytes:
    """What every piece is bound to besides its place."""
    return header + subject.encode()
