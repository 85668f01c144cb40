"""The demo's recordings are tones, plainly made up, and kept like real ones."""

from __future__ import annotations

import wave as wav
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from calls import vault
from calls.models import Call
from calls.recorder import media_type_of
from calls.recordings import Recording
from demo import tapes
from tests.calls.tapes import shelf, talked

__all__ = ["shelf"]

pytestmark = pytest.mark.django_db


def test_a_recording_of_the_demo_is_three_seconds_of_tones_and_says_so() -> None:
    sound = tapes.wave()
    with wav.open(BytesIO(sound)) as file:
        assert (file.getnframes() / file.getframerate(), file.getnchannels()) == (3.0, 1)
    assert media_type_of(sound) == "audio/wav"
    assert b"simulasi" in sound and len(sound) < 25_000


def test_some_calls_of_the_demo_can_be_heard_and_no_real_one(shelf: Path, call_taker: User) -> None:
    talked(call_taker)
    made_up = [talked(call_taker) for _one in range(tapes.EACH + 2)]
    Call.objects.filter(pk__in=[call.pk for call in made_up]).update(is_simulated=True)
    assert tapes.add() == tapes.EACH
    assert Recording.objects.kept().filter(call__is_simulated=True).count() == tapes.EACH
    assert all(vault.is_sound(row) for row in Recording.objects.all())


def test_without_a_key_the_demo_has_no_recordings(shelf: Path, settings: Settings, call_taker: User) -> None:
    Call.objects.filter(pk=talked(call_taker).pk).update(is_simulated=True)
    settings.RECORDINGS_KEYS = []
    assert tapes.add() == 0
