"""How long a recording is kept: held, removed after the days of its class, and gone for good."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils.timezone import now
from pytest_django import Settings

from calls import actions, tasks, vault
from calls.models import Call, CallOutcome
from calls.recordings import CallClass, Recording, RecordingState, Retention, kept_until
from incidents.actions import close
from incidents.models import Incident
from incidents.sealing import Damaged
from tests import factories
from tests.calls import tapes
from tests.calls.tapes import KEY, WAV, kept, over, recording, reported, shelf, sound_of, talked
from tests.calls.test_recorder import lay
from tests.factories import verbs
from tests.refusals import code_of, denied, fields_of

__all__ = ["over", "shelf"]

pytestmark = pytest.mark.django_db

REASON = "keluhan warga tentang jawaban"


@pytest.fixture
def retention(centre: object) -> None:
    """Prank calls for 60 days, incidents for 1,095, all the rest for a year."""
    for code, days in ((CallClass.PRANK, 60), (CallClass.INCIDENT, 1095), (CallClass.OTHER, 365)):
        Retention.objects.create(code=code, days=days)


def coded(call: Call, outcome: CallOutcome) -> Call:
    """With this outcome."""
    Call.objects.filter(pk=call.pk).update(outcome=outcome, outcome_at=now())
    return call


def test_a_recording_goes_when_the_days_of_its_class_are_over_and_its_row_stays(
    shelf: Path, over: Call, retention: None, clock: time_machine.Traveller
) -> None:
    row = kept(coded(over, CallOutcome.PRANK))
    place = vault.place_of(row.pk)
    clock.move_to(over.offered_at + timedelta(days=60))
    tasks.remove_recordings()
    assert recording().state == RecordingState.KEPT and place.exists()
    clock.shift(1)
    tasks.remove_recordings()
    assert (recording().state, recording().removed_at, place.exists()) == (RecordingState.REMOVED, now(), False)
    assert (recording().digest, recording().size) == (row.digest, row.size)
    assert factories.history(row.subject)[-1].facts == {"call_class": "prank"}


@pytest.mark.parametrize(
    ("outcome", "days"), [(CallOutcome.PRANK, 60), (CallOutcome.INFORMATION, 365), (CallOutcome.EMERGENCY, 365)]
)
def test_each_class_has_its_days_and_what_has_none_those_of_the_rest(
    shelf: Path, over: Call, retention: None, outcome: CallOutcome, days: int
) -> None:
    kept(coded(over, outcome))
    found = Recording.objects.classed().get()
    until = kept_until(found.call_class, over.offered_at)
    assert until == over.offered_at + timedelta(days=days)
    assert not Recording.objects.expired(until).exists()
    assert Recording.objects.expired(until + timedelta(seconds=1)).exists()


def test_a_closed_case_and_an_incident_come_before_the_outcome(
    shelf: Path, over: Call, call_taker: User, retention: None
) -> None:
    kept(over)
    incident = reported(over, call_taker)
    assert Recording.objects.classed().get().call_class == CallClass.INCIDENT
    Incident.objects.filter(pk=incident.pk).update(is_confidential=True)
    assert Recording.objects.classed().get().call_class == CallClass.CONFIDENTIAL


def test_nothing_goes_while_nothing_says_how_long_it_is_kept(
    shelf: Path, over: Call, clock: time_machine.Traveller
) -> None:
    kept(over)
    assert kept_until(CallClass.OTHER, now()) is None
    clock.shift(timedelta(days=20_000))
    tasks.remove_recordings()
    assert recording().state == RecordingState.KEPT


def test_the_recordings_of_an_open_incident_stay_until_it_is_closed(
    shelf: Path, over: Call, call_taker: User, retention: None, clock: time_machine.Traveller
) -> None:
    kept(over)
    incident = reported(over, call_taker)
    clock.shift(timedelta(days=1096))
    tasks.remove_recordings()
    assert recording().state == RecordingState.KEPT
    close(incident.pk, "tertangani", actor=None)
    tasks.remove_recordings()
    assert recording().state == RecordingState.REMOVED


@pytest.mark.parametrize(
    ("category", "call_class"), [("kebakaran_rumah", CallClass.INCIDENT), ("kdrt", CallClass.CONFIDENTIAL)]
)
def test_what_was_told_when_the_caller_was_called_back_counts_for_his_first_call(
    shelf: Path, call_taker: User, retention: None, clock: time_machine.Traveller, category: str, call_class: str
) -> None:
    call = actions.answer(factories.ring(at=now()).pk, actor=call_taker)
    clock.shift(30)
    actions.hear(actions.hearing.SwitchEvent("requeued", call.switch_id, now()), actor=None)
    clock.shift(40)
    tapes.ended(call)
    kept(call)
    actions.take_call_back(call.pk, actor=call_taker)
    _call, report = actions.note_try(call.pk, "connected", actor=call_taker)
    assert report is not None
    sent = actions.forward(report.pk, actor=call_taker, category=category, place_text="Jl. Bunga Seroja 17")
    assert sent.incident and Recording.objects.classed().get().call_class == call_class
    clock.shift(timedelta(days=1096))
    assert not Recording.objects.expired(now()).exists()
    close(sent.incident.pk, "tertangani", actor=None)
    assert Recording.objects.expired(now()).exists()


def test_a_hold_keeps_a_recording_until_a_supervisor_lets_go(
    shelf: Path, over: Call, supervisor: User, call_taker: User, retention: None, clock: time_machine.Traveller
) -> None:
    row = kept(coded(over, CallOutcome.PRANK))
    denied(actions.hold_recording, row.pk, REASON, actor=call_taker)
    assert fields_of(actions.hold_recording, row.pk, "ya", actor=supervisor) == ["reason"]
    held = actions.hold_recording(row.pk, REASON, actor=supervisor)
    assert (held.held_at, held.held_by, held.hold_reason) == (now(), supervisor, REASON)
    assert code_of(actions.hold_recording, row.pk, REASON, actor=supervisor) == "already_held"
    clock.shift(timedelta(days=500))
    tasks.remove_recordings()
    assert code_of(actions.remove_recording, row.pk, actor=None) == "not_expired"
    for user in (supervisor, call_taker):
        factories.on_watch(user)
    denied(actions.free_recording, row.pk, actor=call_taker)
    actions.free_recording(row.pk, actor=supervisor)
    assert code_of(actions.free_recording, row.pk, actor=supervisor) == "not_held"
    tasks.remove_recordings()
    assert recording().state == RecordingState.REMOVED
    assert verbs(row.subject) == ["awaited", "kept", "held", "freed", "removed"]
    assert code_of(actions.hold_recording, row.pk, REASON, actor=supervisor) == "not_kept"


def test_nobody_removes_a_recording_before_its_days_are_over(
    shelf: Path, over: Call, supervisor: User, call_taker: User, retention: None
) -> None:
    row = kept(over)
    assert code_of(actions.remove_recording, row.pk, actor=supervisor) == "not_expired"
    with pytest.raises(PermissionDenied):
        actions.remove_recording(row.pk, actor=call_taker)


def test_a_file_that_a_cut_short_removal_left_goes_with_the_next_round(
    shelf: Path, over: Call, retention: None, clock: time_machine.Traveller
) -> None:
    row = kept(coded(over, CallOutcome.PRANK))
    unfinished = lay(vault.place_of(row.pk).parent, "half.part", b"half")
    for path in (vault.place_of(row.pk), unfinished):
        os.utime(path, (over.offered_at.timestamp(),) * 2)
    clock.shift(timedelta(days=61))
    actions.remove_recording(row.pk, actor=None)
    assert vault.place_of(row.pk).exists()
    tasks.remove_recordings()
    assert not vault.place_of(row.pk).exists() and not unfinished.exists()


def test_what_was_shredded_opens_no_more_even_where_the_disk_still_has_it(
    shelf: Path, over: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = kept(over)
    monkeypatch.setattr(Path, "unlink", lambda self, **kwargs: None)
    vault.shred(row.pk)
    with pytest.raises(Damaged):
        sound_of(row)


def test_a_new_key_seals_what_comes_and_the_old_one_still_opens_what_was(
    shelf: Path, over: Call, call_taker: User, settings: Settings
) -> None:
    first = kept(over)
    new = bytes(range(1, 33)).hex()
    settings.RECORDINGS_KEYS = [new, KEY]
    second = kept(talked(call_taker), b"ID3" + WAV)
    assert (sound_of(first), sound_of(second)) == (WAV, b"ID3" + WAV)
    settings.RECORDINGS_KEYS = [new]
    assert sound_of(second)
    with pytest.raises(Damaged):
        sound_of(first)


def test_every_class_is_an_outcome_or_one_of_three() -> None:
    assert set(CallClass.values) - set(CallOutcome.values) == {"confidential", "incident", "other"}
