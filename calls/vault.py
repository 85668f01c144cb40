"""Where the sealed recordings lie: a folder outside the web root, one file for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from calls.recordings import Recording
from incidents import safe
from incidents.safe import ENDING, GRACE, Stored
from incidents.sealing import Sealed


def place_of(pk: int) -> Path:
    """The file of a recording; a thousand to a folder."""
    return Path(settings.RECORDINGS_DIR) / f"{pk // 1000:06d}" / f"{pk}{ENDING}"


def put(row: Recording, pieces: Iterable[bytes]) -> Stored:
    """Seal the sound into its place; the file appears whole or not at all. Raises OSError, or what `pieces` raise."""
    return safe.put(place_of(row.pk), pieces, subject=row.subject)


def opened(row: Recording) -> AbstractContextManager[Sealed]:
    """The file of a recording, open for hearing; raises Damaged or FileNotFoundError."""
    return safe.opened(place_of(row.pk), subject=row.subject)


def is_sound(row: Recording) -> bool:
    """Whether its file is there, of the recorded length, and opens at its end; a cut or another's does not."""
    return safe.is_sound(place_of(row.pk), subject=row.subject, size=row.size)


def digest_of(row: Recording) -> str:
    """The SHA-256 of the clear sound as it lies there now; empty when it does not open."""
    return safe.digest_of(place_of(row.pk), subject=row.subject)


def shred(pk: int) -> None:
    """Remove a file for good."""
    safe.shred(place_of(pk))


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
    safe.drop_unfinished(Path(settings.RECORDINGS_DIR), at)
