"""How a recording comes to be kept: awaited, fetched or missing; and who hears it, for a reason."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import Settings

from agencies.models import Role, Watch
from calls import actions, tasks, vault
from calls.actions.recording import LEASE, RETRIES, may_hear
from calls.models import Call, CallOutcome, Report
from calls.recordings import UNTOLD, Problem, Recording, RecordingState
from incidents.actions import close
from incidents.models import Incident
from incidents.safe import Stored
from tests import factories
from tests.calls import tapes
from tests.calls.tapes import WAV, kept, over, recording, reported, shelf, sound_of, talked
from tests.calls.test_recorder import lay
from tests.factories import verbs
from tests.refusals import code_of, denied, fields_of

__all__ = ["over", "shelf"]

pytestmark = pytest.mark.django_db

REASON = "keluhan warga tentang jawaban"


# --- fetching -------------------------------------------------------------------------------------------------------


def test_the_recording_of_a_call_that_is_over_is_fetched_and_sealed(shelf: Path, over: Call) -> None:
    lay(shelf, f"{over.switch_id}.wav")
    tasks.fetch_recordings()
    row = recording()
    assert (row.call, row.state, row.size, row.media_type) == (over, RecordingState.KEPT, len(WAV), "audio/wav")
    assert (row.taken_at, row.tries, row.next_try_at) == (now(), 1, None)
    assert sound_of(row) == WAV
    assert WAV[:40] not in vault.place_of(row.pk).read_bytes()
    assert vault.place_of(row.pk).stat().st_mode & 0o077 == 0
    assert verbs(row.subject) == ["awaited", "kept"]


def test_a_centre_that_keeps_no_recordings_awaits_none(over: Call, settings: Settings) -> None:
    settings.RECORDINGS_SOURCE = ""
    tasks.fetch_recordings()
    factories.ring(recording="77.wav")
    assert not Recording.objects.exists()


def test_only_calls_that_were_spoken_in_and_are_over_are_awaited(shelf: Path, centre: object) -> None:
    factories.ring()
    talking = talked()
    Call.objects.filter(pk=talking.pk).update(ended_at=None)
    training = talked()
    Call.objects.filter(pk=training.pk).update(is_simulated=True)
    long_ago = talked()
    Call.objects.filter(pk=long_ago.pk).update(offered_at=now() - timedelta(days=8))
    tasks.fetch_recordings()
    assert not Recording.objects.exists()


def test_a_call_that_only_a_console_ended_is_fetched_when_the_exchange_ends_it_or_stays_silent(
    shelf: Path, call_taker: User, clock: time_machine.Traveller
) -> None:
    told, untold = (actions.answer(factories.ring(at=now()).pk, actor=call_taker) for _one in range(2))
    for call in (told, untold):
        lay(shelf, f"{call.switch_id}.wav")
        actions.set_outcome(call.pk, CallOutcome.INFORMATION, actor=call_taker)
    tasks.fetch_recordings()
    assert not Recording.objects.exists(), "on its line people may still talk"
    tapes.ended(told)
    tasks.fetch_recordings()
    assert [row.call for row in Recording.objects.kept()] == [told]
    clock.shift(UNTOLD)
    tasks.fetch_recordings()
    assert {row.call for row in Recording.objects.kept()} == {told, untold}


def test_a_call_put_back_after_its_console_ended_it_is_recorded_to_its_end(
    shelf: Path, call_taker: User, second_call_taker: User, clock: time_machine.Traveller
) -> None:
    call = actions.answer(factories.ring(at=now() - timedelta(seconds=60)).pk, actor=call_taker)
    clock.shift(30)
    actions.hang_up(call.pk, actor=call_taker)
    lay(shelf, f"{call.switch_id}.wav", WAV[:200])
    tasks.fetch_recordings()
    clock.shift(5)
    actions.hear(actions.hearing.SwitchEvent("requeued", call.switch_id, now()), actor=None)
    actions.answer(call.pk, actor=second_call_taker)
    clock.shift(60)
    tapes.ended(call)
    lay(shelf, f"{call.switch_id}.wav", WAV)
    tasks.fetch_recordings()
    assert (recording().state, recording().size) == (RecordingState.KEPT, len(WAV))


def test_a_try_that_fails_is_made_again_after_growing_pauses_then_the_recording_is_missing(
    shelf: Path, over: Call, clock: time_machine.Traveller
) -> None:
    for tries, pause in enumerate(RETRIES, 1):
        tasks.fetch_recordings()
        assert (recording().state, recording().tries) == (RecordingState.AWAITED, tries)
        assert recording().next_try_at == now() + pause
        clock.shift(pause - timedelta(seconds=1))
        tasks.fetch_recordings()
        assert recording().tries == tries
        clock.shift(1)
    tasks.fetch_recordings()
    row = recording()
    assert (row.state, row.problem, row.missing_at) == (RecordingState.MISSING, Problem.ABSENT, now())
    assert verbs(row.subject) == ["awaited", *["sought"] * len(RETRIES), "missed"]
    clock.shift(timedelta(days=1))
    tasks.fetch_recordings()
    assert recording().version == row.version


def test_what_no_later_try_will_mend_is_missing_at_once(shelf: Path, over: Call) -> None:
    lay(shelf, f"{over.switch_id}.wav", b"<html>" * 50)
    tasks.fetch_recordings()
    assert (recording().state, recording().problem) == (RecordingState.MISSING, Problem.KIND)


def test_a_file_that_comes_late_is_still_taken(shelf: Path, over: Call, clock: time_machine.Traveller) -> None:
    tasks.fetch_recordings()
    lay(shelf, f"{over.switch_id}.wav", age_s=-60)
    clock.shift(10)
    tasks.fetch_recordings()
    assert (recording().problem, recording().tries) == (Problem.GROWING, 2)
    lay(shelf, f"{over.switch_id}.wav")
    clock.shift(60)
    tasks.fetch_recordings()
    assert (recording().state, recording().problem) == (RecordingState.KEPT, "")


def test_what_a_killed_worker_had_in_hand_is_due_again_after_its_lease(
    shelf: Path, over: Call, clock: time_machine.Traveller
) -> None:
    lay(shelf, f"{over.switch_id}.wav")
    actions.await_recording(over.pk, actor=None)
    claimed = actions.claim_recording(actor=None)
    assert claimed == recording()
    assert actions.claim_recording(actor=None) is None
    tasks.fetch_recordings()
    assert recording().state == RecordingState.AWAITED
    clock.shift(LEASE)
    tasks.fetch_recordings()
    assert (recording().state, recording().tries) == (RecordingState.KEPT, 2)


def test_the_second_to_bring_a_recording_changes_nothing(shelf: Path, over: Call) -> None:
    row = kept(over)
    stored = Stored(row.size or 0, row.digest)
    assert code_of(actions.keep_recording, row.pk, stored, "audio/wav", actor=None) == "not_awaited"
    assert code_of(actions.miss_recording, row.pk, Problem.ABSENT, actor=None) == "not_awaited"


def test_our_own_full_disk_is_a_reason_like_any_other(shelf: Path, over: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(shelf, f"{over.switch_id}.wav")

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    tasks.fetch_recordings()
    assert (recording().state, recording().problem) == (RecordingState.AWAITED, Problem.STORE)
    assert list(vault.place_of(recording().pk).parent.iterdir()) == []


def test_a_host_that_is_away_ends_the_round(shelf: Path, over: Call, call_taker: User) -> None:
    talked(call_taker)
    shelf.rmdir()
    tasks.fetch_recordings()
    assert sorted(Recording.objects.values_list("tries", flat=True)) == [0, 1]


def test_a_supervisor_has_a_missing_recording_looked_for_again(shelf: Path, over: Call, supervisor: User) -> None:
    lay(shelf, f"{over.switch_id}.wav", b"<html>" * 50)
    tasks.fetch_recordings()
    lay(shelf, f"{over.switch_id}.wav")
    actions.seek_recording(recording().pk, actor=supervisor)
    tasks.fetch_recordings()
    assert (recording().state, recording().missing_at) == (RecordingState.KEPT, None)
    assert code_of(actions.seek_recording, recording().pk, actor=supervisor) == "not_missing"


# --- told by the exchange -------------------------------------------------------------------------------------------


def test_the_exchange_may_say_under_which_name_it_keeps_it(
    shelf: Path, call_taker: User, clock: time_machine.Traveller
) -> None:
    lay(shelf, "2026/q-112.wav")
    call = factories.ring(at=now(), recording="2026/q-112.wav")
    tasks.fetch_recordings()
    assert (recording().state, recording().tries) == (RecordingState.AWAITED, 0), "the call is not over"
    actions.answer(call.pk, actor=call_taker)
    tapes.ended(call)
    tasks.fetch_recordings()
    assert recording().state == RecordingState.KEPT


def test_a_name_that_leads_elsewhere_costs_the_recording_and_never_the_call(
    shelf: Path, clock: time_machine.Traveller, centre: object
) -> None:
    pabx = factories.machine_client("pabx", "telephony")
    for event in ("answered", "ended"):
        said = {"event": event, "call_id": "77", "at": now().isoformat(), "recording": "../../etc/passwd"}
        assert factories.post(pabx, "telephony/events/", said)[0] == 200
    tasks.fetch_recordings()
    assert Call.objects.get().ended_at == now()
    assert (recording().state, recording().problem) == (RecordingState.MISSING, Problem.UNSAFE)


def test_a_name_told_afterwards_has_a_missing_recording_looked_for_again(
    shelf: Path, over: Call, clock: time_machine.Traveller
) -> None:
    row = actions.await_recording(over.pk, actor=None)
    actions.miss_recording(row.pk, Problem.UNSAFE, actor=None)
    said = actions.hearing.SwitchEvent("ended", over.switch_id, now(), recording="q.wav")
    actions.hear(said, actor=None)
    assert (recording().told_name, recording().state) == ("q.wav", RecordingState.AWAITED)
    before = factories.traces()
    actions.hear(said, actor=None)
    assert factories.traces() == before


def test_a_name_told_after_the_recording_was_put_away_changes_nothing(shelf: Path, over: Call) -> None:
    kept(over)
    actions.hear(actions.hearing.SwitchEvent("ended", over.switch_id, now(), recording="q.wav"), actor=None)
    assert (recording().state, recording().told_name) == (RecordingState.KEPT, "")


# --- hearing --------------------------------------------------------------------------------------------------------


def test_hearing_is_written_down_with_who_when_and_why(shelf: Path, over: Call, supervisor: User) -> None:
    row = kept(over)
    hearing = actions.hear_recording(row.pk, f"  {REASON}\n", actor=supervisor)
    assert (hearing.recording, hearing.heard_by, hearing.heard_at, hearing.reason) == (row, supervisor, now(), REASON)
    entry = factories.history(row.subject)[-1]
    assert (entry.verb, entry.actor, entry.facts) == ("heard", supervisor, {"hearing": hearing.pk})


@pytest.mark.parametrize("reason", ["", "ingin tahu", "   a   b    c   ", "x" * 201])
def test_a_reason_of_a_few_letters_is_none(shelf: Path, over: Call, supervisor: User, reason: str) -> None:
    row = kept(over)
    if reason != "ingin tahu":  # ten letters are enough
        assert fields_of(actions.hear_recording, row.pk, reason, actor=supervisor) == ["reason"]
    else:
        assert actions.hear_recording(row.pk, reason, actor=supervisor)


def test_only_what_is_kept_can_be_heard(shelf: Path, over: Call, supervisor: User) -> None:
    row = actions.await_recording(over.pk, actor=None)
    assert code_of(actions.hear_recording, row.pk, REASON, actor=supervisor) == "not_kept"


def test_a_call_taker_hears_his_own_calls_of_this_watch_only(
    shelf: Path, over: Call, call_taker: User, second_call_taker: User, dispatcher: User, clock: time_machine.Traveller
) -> None:
    row = kept(over)
    assert actions.hear_recording(row.pk, REASON, actor=call_taker)
    denied(actions.hear_recording, row.pk, REASON, actor=second_call_taker)
    denied(actions.hear_recording, row.pk, REASON, actor=dispatcher)
    Watch.objects.filter(member__user=call_taker).update(started_at=now() + timedelta(seconds=1))
    denied(actions.hear_recording, row.pk, REASON, actor=call_taker)


def test_his_is_also_the_call_he_picked_up_when_it_was_put_back(
    shelf: Path, call_taker: User, clock: time_machine.Traveller
) -> None:
    call = actions.answer(factories.ring(at=now()).pk, actor=call_taker)
    clock.shift(30)
    later = factories.person("baru", "Baru", Role.CALL_TAKER, seat="Meja 05")
    clock.shift(30)
    actions.hear(actions.hearing.SwitchEvent("requeued", call.switch_id, now()), actor=None)
    clock.shift(5)
    actions.answer(call.pk, actor=later)
    assert may_hear(kept(tapes.ended(call)), later)


def test_the_desk_hears_the_calls_of_an_incident_while_it_is_open(
    shelf: Path, over: Call, call_taker: User, second_call_taker: User, dispatcher: User
) -> None:
    row = kept(over)
    incident = reported(over, call_taker)
    assert may_hear(row, dispatcher) and may_hear(row, second_call_taker)
    close(incident.pk, "tertangani", actor=None)
    assert not may_hear(row, dispatcher) and may_hear(row, call_taker)


def test_agencies_heads_and_machines_hear_nothing(
    shelf: Path,
    over: Call,
    call_taker: User,
    damkar: User,
    head: User,
    centre_head: User,
    administrator: User,
    exchange: User,
) -> None:
    row = kept(over)
    reported(over, call_taker)
    for user in (damkar, head, centre_head, administrator, exchange):
        denied(actions.hear_recording, row.pk, REASON, actor=user)


@pytest.mark.parametrize("when", ["a draft of a closed kind", "a draft marked closed", "an incident"])
def test_a_confidential_call_is_heard_by_the_cleared_alone(
    shelf: Path, over: Call, call_taker: User, supervisor: User, when: str
) -> None:
    row = kept(over)
    draft = Report.objects.get(call=over)
    if when == "a draft of a closed kind":
        actions.save_draft(draft.pk, actor=call_taker, category="kdrt")
    elif when == "a draft marked closed":
        Report.objects.filter(pk=draft.pk).update(is_confidential=True)
    else:
        Incident.objects.filter(pk=reported(over, call_taker).pk).update(is_confidential=True)
    denied(actions.hear_recording, row.pk, REASON, actor=call_taker)
    uncleared = factories.person("wakil", "Wakil Komandan", Role.SUPERVISOR)
    denied(actions.hear_recording, row.pk, REASON, actor=uncleared)
    assert actions.hear_recording(row.pk, REASON, actor=supervisor)
