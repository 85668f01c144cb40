"""Workers and supervisors at the same recording at the same moment, with real threads and real commits."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from django.contrib.auth.models import User

from calls import actions, tasks
from calls.recordings import Recording, RecordingState
from tests.calls.tapes import kept, shelf, talked
from tests.calls.test_recorder import lay
from tests.dispatch.test_races import at_once, one_winner
from tests.factories import verbs

__all__ = ["shelf"]

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "diminta penyidik, surat 12/2026"


def test_of_many_workers_one_has_each_recording_in_hand(shelf: Path, call_taker: User) -> None:
    for _one in range(3):
        actions.await_recording(talked(call_taker).pk, actor=None)
    found = at_once(*[partial(actions.claim_recording, actor=None)] * 6)
    rows = [row.pk for row in found if row]
    # Who looks while another holds the earliest takes the next; nobody takes one that is taken.
    assert rows and len(rows) == len(set(rows))
    assert sorted(Recording.objects.filter(tries=1).values_list("pk", flat=True)) == sorted(rows)


def test_however_many_workers_fetch_a_recording_is_kept_once(shelf: Path, call_taker: User) -> None:
    calls = [talked(call_taker) for _one in range(3)]
    for call in calls:
        lay(shelf, f"{call.switch_id}.wav")
    at_once(*[tasks.fetch_recordings] * 4)
    assert [row.state for row in Recording.objects.all()] == [RecordingState.KEPT] * 3
    for row in Recording.objects.all():
        assert (row.tries, verbs(row.subject)) == (1, ["awaited", "kept"])


def test_of_two_supervisors_who_hold_one_recording_one_is_told(shelf: Path, call_taker: User, supervisor: User) -> None:
    row = kept(talked(call_taker))
    _won, refusals = one_winner(at_once(*[partial(actions.hold_recording, row.pk, REASON, actor=supervisor)] * 2))
    assert [one.code for one in refusals] == ["already_held"]
    assert verbs(row.subject) == ["awaited", "kept", "held"]
