"""Where the sealed recordings lie: a folder outside the web root, one file for each, readable by this account alone."""

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

from calls.recordings import Recording
from calls.sealing import HEADER, Damaged, Sealed, keys_of, seal, unseal

ENDING = ".112r"
UNFINISHED = ".part"
# How long a file without a kept row is left alone: its row may be about to be written.
GRACE = timedelta(hours=1)


@dataclass(frozen=True)
class Stored:
    """What was put away: clear bytes, their SHA-256."""

    size: int
    digest: str


def place_of(pk: int) -> Path:
    """The file of a recording; a thousand to a folder."""
    return Path(settings.RECORDINGS_DIR) / f"{pk // 1000:06d}" / f"{pk}{ENDING}"


def put(row: Recording, pieces: Iterable[bytes]) -> Stored:
    """Seal the sound into its place; the file appears whole or not at all. Raises OSError, or what `pieces` raise."""
    place = place_of(row.pk)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest = sha256()

    def counted() -> Iterator[bytes]:
        for piece in pieces:
            digest.update(piece)
            yield piece

    key = keys_of(settings.RECORDINGS_KEYS)[0]
    with NamedTemporaryFile(dir=place.parent, suffix=UNFINISHED, delete=False) as file:
        try:
            size = seal(counted(), file, key=key, subject=row.subject)  # type: ignore[arg-type]  # it is a binary file
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, place)
        except BaseException:
            with suppress(FileNotFoundError):
                os.unlink(file.name)
            raise
    return Stored(size, digest.hexdigest())


@contextmanager
def opened(row: Recording) -> Iterator[Sealed]:
    """The file of a recording, open for hearing; raises Damaged or FileNotFoundError."""
    with place_of(row.pk).open("rb") as file:
        yield unseal(file, keys=keys_of(settings.RECORDINGS_KEYS), subject=row.subject)


def is_sound(row: Recording) -> bool:
    """Whether its file is there, of the recorded length, and opens at its end; a cut or another's does not."""
    try:
        with opened(row) as file:
            return file.size == row.size and all(True for _piece in file.read(file.size - 1, file.size))
    except (Damaged, OSError):
        return False


def digest_of(row: Recording) -> str:
    """The SHA-256 of the clear sound as it lies there now; empty when it does not open."""
    digest = sha256()
    try:
        with opened(row) as file:
            for piece in file.read(0, file.size):
                digest.update(piece)
    except (Damaged, OSError):
        return ""
    return digest.hexdigest()


def shred(pk: int) -> None:
    """Remove a file for good: first what its key is made from, so that what a disk may still hold opens no more."""
    place = place_of(pk)
    with suppress(FileNotFoundError):
        with place.open("r+b") as file:
            file.write(os.urandom(HEADER))
            file.flush()
            os.fsync(file.fileno())
        place.unlink()


def files() -> Iterator[tuple[int, Path]]:
    """Each finished file with the key of its row."""
    for path in Path(settings.RECORDINGS_DIR).glob(f"*/*{ENDING}"):
        if path.stem.isdecimal():
            yield int(path.stem), path


def forgotten(at: datetime) -> Iterator[int]:
    """The rows of which a file lies here and should not: of a removal or a fetching that was cut short a while ago."""
    here = {pk for pk, path in files() if path.stat().st_mtime < (at - GRACE).timestamp()}
    yield from sorted(here - set(Recording.objects.kept().filter(pk__in=here).values_list("pk", flat=True)))


def drop_unfinished(at: datetime) -> None:
    """Remove what a killed worker left half written."""
    for path in Path(settings.RECORDINGS_DIR).glob(f"*/*{UNFINISHED}"):
        if path.stat().st_mtime < (at - GRACE).timestamp():
            path.unlink(missing_ok=True)
