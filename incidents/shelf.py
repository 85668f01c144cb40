"""Where attachments lie sealed: a folder outside the web root, a file for each, beside a photo its small copy."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from incidents import safe
from incidents.attachments import Attachment
from incidents.media import Developed
from incidents.safe import ENDING, GRACE

log = logging.getLogger(__name__)

SMALL = "-small"


@dataclass(frozen=True)
class Shelved:
    """An upload that was put away and has no row yet."""

    name: str
    made: Developed
    digest: str
    source_digest: str


def is_there() -> bool:
    """Whether this centre has a key to seal attachments with."""
    return bool(settings.RECORDINGS_KEYS)


def place_of(name: str, *, small: bool = False) -> Path:
    """Where a file lies; some to a folder."""
    return Path(settings.ATTACHMENTS_DIR) / name[:2] / f"{name}{SMALL if small else ''}{ENDING}"


def subject_of(name: str, *, small: bool = False) -> str:
    """What a file is sealed as, so that none can be laid in another's place."""
    return f"attachment:{name}{SMALL if small else ''}"


def put(made: Developed, source_digest: str) -> Shelved:
    """Put away what is to be kept; raises OSError. Without a row of this name it is swept within hours."""
    name = uuid4().hex
    stored = safe.put(place_of(name), [made.content], subject=subject_of(name))
    if made.small:
        safe.put(place_of(name, small=True), [made.small], subject=subject_of(name, small=True))
    return Shelved(name, made, stored.digest, source_digest)


def is_sound(row: Attachment, *, small: bool = False) -> bool:
    """Whether its file is there, of the recorded length, and opens at its end."""
    size = row.small_size if small else row.size
    return safe.is_sound(place_of(row.name, small=small), subject=subject_of(row.name, small=small), size=size)


def digest_of(row: Attachment) -> str:
    """The SHA-256 of what lies there now; empty when it does not open."""
    return safe.digest_of(place_of(row.name), subject=subject_of(row.name))


def pieces(row: Attachment, start: int, stop: int, *, small: bool = False) -> Iterator[bytes]:
    """The clear bytes of a stretch."""
    with safe.opened(place_of(row.name, small=small), subject=subject_of(row.name, small=small)) as file:
        yield from file.read(start, stop)


def shred(name: str) -> None:
    """Remove it and its small copy for good."""
    for small in (True, False):
        safe.shred(place_of(name, small=small))


def forgotten(at: datetime) -> Iterator[str]:
    """The names of files that lie here and should not: of a removal or an upload that was cut short a while ago."""
    paths = Path(settings.ATTACHMENTS_DIR).glob(f"*/*{ENDING}")
    here = {path.stem.removesuffix(SMALL) for path in paths if path.stat().st_mtime < (at - GRACE).timestamp()}
    yield from sorted(here - set(Attachment.objects.kept().filter(name__in=here).values_list("name", flat=True)))


def sweep(at: datetime) -> None:
    """Remove what has no row, and what a killed process left half written."""
    for name in forgotten(at):
        shred(name)
    safe.drop_unfinished(Path(settings.ATTACHMENTS_DIR), at)
