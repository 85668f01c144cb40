"""Recordings as the pages of a call and of an incident show them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from agencies.permissions import MAY, Standing
from calls.models import Call
from calls.recording_words import state_of
from calls.recordings import Hearing, Recording, RecordingState, kept_until

TONES = {
    RecordingState.AWAITED: ("warn", "hour"),
    RecordingState.KEPT: ("ok", "check"),
    RecordingState.MISSING: ("crit", "warn"),
    RecordingState.REMOVED: ("off", "x"),
}


def recordings_of(calls: Iterable[Call]) -> dict[int, list[Recording]]:
    """The recordings of these calls, by call and in their order, with what they are kept as."""
    rows = Recording.objects.classed().filter(call__in=list(calls)).select_related("call", "held_by")
    found: dict[int, list[Recording]] = {}
    for row in rows.order_by("call", "stretch"):
        found.setdefault(row.call_id, []).append(row)
    return found


def described(row: Recording) -> dict[str, Any]:
    """Where a recording of `recordings_of` stands: words, tone and glyph."""
    until = kept_until(row.call_class, row.call.offered_at) if row.state == RecordingState.KEPT else None
    tone, glyph = TONES[RecordingState(row.state)]
    return {"row": row, "text": state_of(row, until), "tone": tone, "glyph": glyph}


def reasons_of(rows: Iterable[Recording], stand: Standing) -> dict[int, str]:
    """What these recordings were heard for, for those who keep them."""
    if not stand.roles & MAY["keep_recordings"]:
        return {}
    return dict(Hearing.objects.filter(recording__in=list(rows)).values_list("pk", "reason"))
