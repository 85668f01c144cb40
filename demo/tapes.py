"""A few recordings of the demo, so that a visitor can press play: tones that nobody could take for a voice."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable

from django.conf import settings

from calls import actions, vault
from calls.models import Call

RATE = 8000  # samples a second, as on a telephone
TONES_HZ = (440, 0, 440, 0, 660, 0)
TONE_S = 0.5
TITLE = b"simulasi, nada buatan\0"
EACH = 4  # so many calls with an incident, and as many without


def add() -> int:
    """Give the latest finished calls of the demo a recording, by the same actions as real ones; answers how many.

    Without a key to seal with there are none.
    """
    if not settings.RECORDINGS_KEYS:
        return 0
    calls = chosen()
    for call in calls:
        row = actions.await_recording(call.pk, actor=None)
        actions.keep_recording(row.pk, vault.put(row, [wave()]), "audio/wav", actor=None)
    return len(calls)


def chosen() -> list[Call]:
    """The latest that were spoken in, some of an incident and some of none."""
    spoken = Call.objects.filter(is_simulated=True, answered_at__isnull=False, ended_at__isnull=False, recordings=None)
    latest = spoken.order_by("-offered_at")
    told = latest.filter(report__incident__isnull=False, report__incident__is_confidential=False)
    return [*told[:EACH], *latest.filter(report__incident=None)[:EACH]]


def wave() -> bytes:
    """A WAV file of tones and pauses, 8 bits and 8 kHz, which says of itself that it is made up."""
    sound = bytes(round(128 + 60 * value) for value in samples())
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE, 1, 8)
    title = struct.pack("<4sI4s4sI", b"LIST", 12 + len(TITLE), b"INFO", b"INAM", len(TITLE)) + TITLE
    data = struct.pack("<4sI", b"data", len(sound)) + sound
    return struct.pack("<4sI4s", b"RIFF", 4 + len(form) + len(title) + len(data), b"WAVE") + form + title + data


def samples() -> Iterable[float]:
    """Each tone for half a second, softly begun and ended."""
    length = int(RATE * TONE_S)
    for tone in TONES_HZ:
        for place in range(length):
            softly = min(1.0, place / 200, (length - place) / 200)
            yield softly * math.sin(2 * math.pi * tone * place / RATE)
