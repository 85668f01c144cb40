"""Files that lie sealed outside the web root: each appears whole or not at all, readable by this account alone."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from incidents.sealing import HEADER, Damaged, Sealed, keys_of, seal, unseal

ENDING = ".112r"
UNFINISHED = ".part"
# How long a file without a kept row is left alone: its row may be about to be written.
GRACE = timedelta(hours=1)


@dataclass(frozen=True)
class Stored:
    """What was put away: clear bytes, their SHA-256."""

    size: int
    digest: str


def put(place: Path, pieces: Iterable[bytes], *, subject: str) -> Stored:
    """Seal what comes into its place as this subject's. Raises OSError, or what `pieces` raise."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = sha256()

    def counted() -> Iterator[bytes]:
        for piece in pieces:
            digest.update(piece)
            yield piece

    key = keys_of(settings.RECORDINGS_KEYS)[0]
    with NamedTemporaryFile(dir=place.parent, suffix=UNFINISHED, delete=False) as file:
        try:
            size = seal(counted(), file, key=key, subject=subject)  # type: ignore[arg-type]  # it is a binary file
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, place)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(file.name)
            raise
    return Stored(size, digest.hexdigest())


@contextmanager
def opened(place: Path, *, subject: str) -> Iterator[Sealed]:
    """The file, open for reading; raises Damaged or FileNotFoundError."""
    with place.open("rb") as file:
        yield unseal(file, keys=keys_of(settings.RECORDINGS_KEYS), subject=subject)


def is_sound(place: Path, *, subject: str, size: int | None) -> bool:
    """Whether the file is there, of the recorded length, and opens at its end; a cut or another's does not."""
    try:
        with opened(place, subject=subject) as file:
            return file.size == size and all(True for _piece in file.read(file.size - 1, file.size))
    except (Damaged, OSError):
        return False


def digest_of(place: Path, *, subject: str) -> str:
    """The SHA-256 of the clear bytes as they lie there now; empty when they do not open."""
    digest = sha256()
    try:
        with opened(place, subject=subject) as file:
            for piece in file.read(0, file.size):
                digest.update(piece)
    except (Damaged, OSError):
        return ""
    return digest.hexdigest()


def shred(place: Path) -> None:
    """Remove a file for good: first what its key is made from, so that what a disk may still hold opens no more."""
    with suppress(FileNotFoundError):
        with place.open("r+b") as file:
            file.write(os.urandom(HEADER))
            file.flush()
            os.fsync(file.fileno())
        place.unlink()


def drop_unfinished(folder: Path, at: datetime) -> None:
    """Remove what a killed process left half written."""
    for path in folder.glob(f"*/*{UNFINISHED}"):
        if path.stat().st_mtime < (at - GRACE).timestamp():
            path.unlink(missing_ok=True)
