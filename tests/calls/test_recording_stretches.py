"""A call that was put back into the queue and picked up again has a recording for each stretch the exchange names."""

from __future__ import annotations

from datetime import datetime
from itertools import permutations
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Role
from calls import actions, tasks, vault
from calls.actions.hearing import SwitchEvent
from calls.models import Call
from calls.recordings import MOST_STRETCHES, CallClass, Problem, Recording, RecordingState, Retention
from reporting.invariants import violations
from tests.calls.tapes import MP3, WAV, kept, shelf, sound_of
from tests.calls.test_recorder import lay
from tests.factories import browser, person, seconds, traces, verbs

pytestmark = pytest.mark.django_db
__all__ = ["shelf"]

REASON = "pemeriksaan mutu layanan"
FIRST, SECOND = "2026/a.wav", "2026/b.mp3"


def say(event: str, at: datetime, recording: str = "", extension: str = "") -> Call:
    """The exchange says something of the call."""
    said = SwitchEvent(event, "pabx-1", at, recording=recording, extension=extension)
    return actions.hear(said, actor=None)


def told(names: tuple[str, str] = (FIRST, SECOND)) -> list[tuple[str, datetime, str, str]]:
    """Answered at desk 3, put back, answered at desk 4, over: with the name of each recording."""
    at = now()
    return [
        ("answered", at, names[0], "1003"),
        ("requeued", at + seconds(20), "", ""),
        ("answered", at + seconds(30), names[1], "1004"),
        ("ended", at + seconds(90), names[1], ""),
    ]


@pytest.fixture
def twice(shelf: Path, clock: time_machine.Traveller, call_taker: User, second_call_taker: User) -> Call:
    """A call of two stretches that is over, with both recordings in the exchange's folder."""
    steps = told()
    clock.shift(seconds(100))
    for name, sound in ((FIRST, WAV), (SECOND, MP3)):
        lay(shelf, name, sound)
    for step in steps:
        call = say(*step)
    return call


def stretches() -> list[tuple[int, str, str]]:
    """Each recording: which it is, its name, where it stands."""
    return [(row.stretch, row.told_name, row.state) for row in Recording.objects.order_by("stretch")]


def test_both_are_fetched_and_sealed_apart(twice: Call, clock: time_machine.Traveller) -> None:
    assert stretches() == [(1, FIRST, RecordingState.AWAITED), (2, SECOND, RecordingState.AWAITED)]
    clock.shift(seconds(10))
    tasks.fetch_recordings()
    assert [state for _number, _name, state in stretches()] == [RecordingState.KEPT] * 2
    first, second = Recording.objects.order_by("stretch")
    assert (sound_of(first), sound_of(second)) == (WAV, MP3)
    assert (first.media_type, second.media_type) == ("audio/wav", "audio/mpeg")
    assert [verbs(row.subject) for row in (first, second)] == [["awaited", "kept"]] * 2
    assert list(violations(is_thorough=True)) == []


def test_one_that_is_missing_does_not_hide_the_other(shelf: Path, twice: Call, clock: time_machine.Traveller) -> None:
    (shelf / FIRST).unlink()
    clock.shift(seconds(10))
    for _try in range(6):
        tasks.fetch_recordings()
        clock.shift(seconds(3700))
    first, second = Recording.objects.order_by("stretch")
    assert (first.state, first.problem, second.state) == (RecordingState.MISSING, Problem.ABSENT, RecordingState.KEPT)


@pytest.mark.parametrize("order", list(permutations(range(4)))[::5])
def test_in_any_order_and_told_twice_there_are_two(
    shelf: Path, clock: time_machine.Traveller, call_taker: User, order: tuple[int, ...]
) -> None:
    steps = told()
    clock.shift(seconds(100))
    for at in order:
        say(*steps[at])
    assert sorted(name for _number, name, _state in stretches()) == [FIRST, SECOND]
    assert [number for number, _name, _state in stretches()] == [1, 2]
    before = traces()
    for step in steps:
        say(*step)
    assert [one for one in traces() if one not in before and "recording" in str(one)] == []


def test_an_exchange_that_writes_on_in_one_file_has_one_recording(
    shelf: Path, clock: time_machine.Traveller, call_taker: User
) -> None:
    steps = told((FIRST, FIRST))
    clock.shift(seconds(100))
    for step in steps:
        say(*step)
    assert [number for number, _name, _state in stretches()] == [1]


def test_what_is_kept_without_a_name_stays_when_a_second_stretch_is_named(
    shelf: Path, clock: time_machine.Traveller, call_taker: User
) -> None:
    steps = told(("", SECOND))
    clock.shift(seconds(100))
    say(*steps[0])
    row = kept(Call.objects.get())
    for step in steps[1:]:
        say(*step)
    assert stretches() == [(1, "", RecordingState.KEPT), (2, SECOND, RecordingState.AWAITED)]
    assert actions.await_recording(row.call_id, actor=None) == row


def test_an_exchange_that_names_no_end_of_files_is_not_followed_for_ever(
    shelf: Path, clock: time_machine.Traveller, call_taker: User
) -> None:
    for number in range(MOST_STRETCHES + 5):
        say("answered", now(), f"{number}.wav", "1003")
    assert Recording.objects.count() == MOST_STRETCHES


def test_the_page_has_each_with_its_own_reason_grant_and_hold(
    twice: Call, supervisor: User, clock: time_machine.Traveller
) -> None:
    clock.shift(seconds(10))
    tasks.fetch_recordings()
    client, where = browser(supervisor), f"/panggilan/{twice.pk}/"
    html = client.get(where).content.decode()
    assert "Rekaman 1 dari 2" in html and "Rekaman 2 dari 2" in html
    answer = client.post(f"{where}dengar/", {"stretch": "2", "reason": REASON})
    assert answer["Location"].endswith("#recording-2")
    html = client.get(answer["Location"]).content.decode()
    first, second = Recording.objects.order_by("stretch")
    assert html.count("<audio") == 1 and f"/rekaman/{second.pk}/" in html
    assert "Izin mendengar sudah habis" not in html
    client.post(f"{where}tahan/", {"stretch": "2", "reason": REASON})
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.held_at, second.held_at) == (None, now())
    assert client.post(f"{where}dengar/", {"stretch": "3", "reason": REASON}).status_code == 404
    assert client.post(f"{where}dengar/", {"stretch": "²", "reason": REASON}).status_code == 404
    html = client.post(f"{where}dengar/", {"stretch": "2", "reason": "pendek"}).content.decode()
    assert html.count('value="pendek"') == 1


def test_a_grant_for_one_does_not_play_the_other(twice: Call, supervisor: User, clock: time_machine.Traveller) -> None:
    clock.shift(seconds(10))
    tasks.fetch_recordings()
    client = browser(supervisor)
    where = client.post(f"/panggilan/{twice.pk}/dengar/", {"stretch": "2", "reason": REASON})["Location"]
    grant = where.split("izin=")[1].split("#")[0]
    first, second = Recording.objects.order_by("stretch")
    assert client.get(f"/rekaman/{first.pk}/?izin={grant}").status_code == 403
    answer = client.get(f"/rekaman/{second.pk}/?izin={grant}")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, MP3)  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == f'inline; filename="rekaman-{twice.pk}-2.mp3"'


def test_each_is_removed_for_itself(twice: Call, supervisor: User, clock: time_machine.Traveller) -> None:
    clock.shift(seconds(10))
    tasks.fetch_recordings()
    first, second = Recording.objects.order_by("stretch")
    Retention.objects.create(code=CallClass.OTHER, days=90)
    actions.hold_recording(second.pk, REASON, actor=supervisor)
    clock.shift(seconds(86400 * 91))
    tasks.remove_recordings()
    assert [state for _number, _name, state in stretches()] == [RecordingState.REMOVED, RecordingState.KEPT]
    assert (vault.is_sound(first), vault.is_sound(second)) == (False, True)
    assert list(violations(is_thorough=True)) == []


def test_the_list_of_calls_counts_it_once(twice: Call, clock: time_machine.Traveller) -> None:
    clock.shift(seconds(10))
    tasks.fetch_recordings()
    html = browser(person("komandan", "Komandan", Role.SUPERVISOR)).get("/riwayat/panggilan/").content.decode()
    assert html.count(f'href="/panggilan/{twice.pk}/"') == 1
