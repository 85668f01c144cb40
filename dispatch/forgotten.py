"""When an incident counts as forgotten, and how it most likely ended: from what its agencies did and said. Pure.

What waits for a unit or for an answer has its own clock and its own group on the board; only what is being handled can
fall silent. The board itself looks at the moment, so that every screen moves the row at the same second, whatever was
restarted meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Protocol

from incidents.clocks import Limit, applying
from incidents.states import Finding, Stage, State


class Moved(Protocol):
    """An assignment as far as it shows movement."""

    state: str
    reason: str
    finding: str
    notified_at: datetime
    accepted_at: datetime | None
    departed_at: datetime | None
    arrived_at: datetime | None
    controlled_at: datetime | None
    ended_at: datetime | None


class Line(Protocol):
    """A note as far as it shows movement: when, by which agency, in which words, and whether it still holds."""

    written_at: datetime
    agency_id: int | None
    text: str

    @property
    def is_struck(self) -> bool:
        """Whether another line corrects it."""


class Timed(Protocol):
    """What a standard is chosen by."""

    track: str
    priority: int
    category_id: int


# Words of the field and the ending they speak of, by its APCO code; the first that is found counts. Whole words only:
# who leaves a place ("meninggalkan") has not died there.
SAID = tuple(
    (re.compile(pattern), code)
    for pattern, code in (
        (r"\bpalsu\b", "17"),
        (r"\bnihil\b", "14"),
        (r"\btidak ditemukan\b", "38"),
        (r"(?<!tidak ada )(?<!tidak ada yang )(?<!tidak ada korban )\bmeninggal\b", "39"),
        (r"\bmenolak\b", "42"),
        (r"\bdirujuk\b", "25"),
        (r"\bdibawa\b", "45"),
        (r"\b(?:di)?padam(?:kan)?\b", "23"),
        (r"\bselamat\b(?! (?:pagi|siang|sore|malam|bertugas|jalan))", "24"),
    )
)
FOUND = {Finding.NIL: "14", Finding.FALSE: "17"}
HANDLED, RECALLED, NOBODY_THERE = "01", "21", "32"


def silent_from(
    row: Timed, stage: str, assignments: Collection[Moved], notes: Iterable[Line], standards: Iterable[Limit]
) -> datetime | None:
    """When an incident that is being handled counts as forgotten unless something moves; None if no clock says so."""
    if stage != Stage.HANDLED or not assignments:
        return None  # an area event without agencies is handled by its parts
    moved = max([*(stamp for one in assignments for stamp in stamps(one)), *(note.written_at for note in notes)])
    limit = applying(standards, "still", track=row.track, priority=row.priority, category_id=row.category_id, at=moved)
    return moved + limit.limit if limit else None


def stamps(row: Moved) -> list[datetime]:
    """Every moment at which an assignment moved."""
    moments = (row.notified_at, row.accepted_at, row.departed_at, row.arrived_at, row.controlled_at, row.ended_at)
    return [moment for moment in moments if moment]


def ending(assignments: Sequence[Moved], notes: Sequence[Line]) -> str | None:
    """How it most likely ended, as an APCO code: by what all who were there found, else by the field's last telling
    words, else by how far its units came.
    """
    if not assignments:
        return None
    found = {one.finding for one in assignments if one.arrived_at}
    if len(found) == 1 and (finding := found.pop()):
        return FOUND[Finding(finding)]
    said = [note.text for note in notes if note.agency_id and not note.is_struck]
    for text in reversed(said):
        for word, code in SAID:
            if word.search(text.casefold()):
                return code
    if any(one.arrived_at or one.state == State.DONE for one in assignments):
        return HANDLED
    return RECALLED if any(one.departed_at for one in assignments) else NOBODY_THERE
