"""Recordings come from the exchange's own folder or address, whatever it calls them, and only if they are sound."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from calls import recorder
from calls.recorder import Unavailable, examined, misconfigured, opened
from calls.recordings import Problem
from tests.calls.tapes import KEY, MP3, OGG, WAV, Host, host, shelf

__all__ = ["shelf"]


def lay(folder: Path, name: str, content: bytes = WAV, *, age_s: float = 60) -> Path:
    """A recording in the exchange's folder, written a while ago."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    os.utime(path, (time.time() - age_s,) * 2)
    return path


def fetched(call_id: str, told_name: str = "") -> tuple[str, bytes]:
    """Kind and content of what is found."""
    with opened(call_id, told_name) as pieces:
        kind, sound = examined(pieces)
        return kind, b"".join(sound)


def problem_of(call_id: str, told_name: str = "") -> Problem:
    """Why nothing is found."""
    with pytest.raises(Unavailable) as error:
        fetched(call_id, told_name)
    return error.value.problem


# --- a folder -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("1767981600.42.wav", WAV, "audio/wav"),
        ("1767981600.42.WAV", WAV, "audio/wav"),
        ("1767981600.42.mp3", MP3, "audio/mpeg"),
        ("1767981600.42.mp3", b"\xff\xfb\x90\x00" + b"\0" * 100, "audio/mpeg"),
        ("1767981600.42.ogg", OGG, "audio/ogg"),
        ("1767981600.42.wav", OGG, "audio/ogg"),
    ],
)
def test_a_file_by_the_number_of_the_call_is_found(shelf: Path, name: str, content: bytes, kind: str) -> None:
    lay(shelf, name, content)
    assert fetched("1767981600.42") == (kind, content)


def test_a_told_name_is_looked_for_also_in_folders_below(shelf: Path) -> None:
    lay(shelf, "2026/01/10/q-112-77.wav")
    assert fetched("77", "2026/01/10/q-112-77.wav") == ("audio/wav", WAV)


@pytest.mark.parametrize(
    "name",
    [
        *("../rahasia.wav", "..", ".", "/etc/passwd", "a/../../rahasia.wav", ".hidden", "a//b", "a\\b", "a b", "a\0b"),
        *("a\n", "", "x" * 121, "a/b/c/d/e/f/g", "%2e%2e%2f", "résumé"),
    ],
)
def test_no_name_leads_out_of_the_folder(shelf: Path, name: str) -> None:
    lay(shelf.parent, "rahasia.wav")
    lay(shelf, ".hidden")
    assert problem_of(name) == Problem.UNSAFE
    if name:
        assert problem_of("77", name) == Problem.UNSAFE


def test_a_call_id_is_no_folder(shelf: Path) -> None:
    lay(shelf, "a/b.wav")
    assert problem_of("a/b") == Problem.UNSAFE


def test_a_link_that_leads_elsewhere_is_not_followed(shelf: Path) -> None:
    secret = lay(shelf.parent, "rahasia.wav")
    (shelf / "77.wav").symlink_to(secret)
    (shelf / "away").symlink_to(shelf.parent)
    assert problem_of("77") == Problem.UNSAFE
    assert problem_of("77", "away/rahasia.wav") == Problem.UNSAFE


def test_a_pipe_holds_nobody_up(shelf: Path) -> None:
    os.mkfifo(shelf / "77.wav")
    assert problem_of("77") == Problem.ABSENT


def test_what_is_still_being_written_is_left_for_later(shelf: Path) -> None:
    lay(shelf, "77.wav", age_s=0)
    assert problem_of("77") == Problem.GROWING


def test_a_folder_that_is_away_is_told_from_a_file_that_is(shelf: Path) -> None:
    assert problem_of("77") == Problem.ABSENT
    shelf.rmdir()
    assert problem_of("77") == Problem.UNREACHABLE


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem.EMPTY),
        (WAV[:44], Problem.EMPTY),
        (b"<html>" + b" " * 100, Problem.KIND),
        (b"RIFF\0\0\0\0AVI " + b" " * 100, Problem.KIND),
        (b"MZ" + b"\0" * 100, Problem.KIND),
    ],
)
def test_only_sound_is_taken_whatever_its_name(shelf: Path, content: bytes, problem: Problem) -> None:
    lay(shelf, "77.wav", content)
    assert problem_of("77") == problem


def test_what_is_too_large_is_not_taken(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recorder, "LARGEST", len(WAV) - 1)
    lay(shelf, "77.wav")
    assert problem_of("77") == Problem.LARGE


# --- an address -----------------------------------------------------------------------------------------------------


@pytest.fixture
def pbx(shelf: Path, settings: Settings) -> Iterator[Host]:
    """An exchange that is asked over HTTP."""
    with host() as found:
        settings.RECORDINGS_SOURCE = f"http://ntpd:r%40hasia@127.0.0.1:{found.port}/rec/{{call_id}}.wav"
        yield found


def test_a_recording_is_asked_for_by_the_number_of_the_call(pbx: Host) -> None:
    pbx.answers["/rec/1767.42.wav"] = (200, {}, WAV)
    assert fetched("1767.42") == ("audio/wav", WAV)
    assert pbx.asked == [("/rec/1767.42.wav", "Basic bnRwZDpyQGhhc2lh")]


def test_a_told_name_takes_the_place_of_the_last_part(pbx: Host) -> None:
    pbx.answers["/rec/2026/q-77.mp3"] = (200, {}, MP3)
    assert fetched("77", "2026/q-77.mp3") == ("audio/mpeg", MP3)


def test_a_name_in_a_query_is_quoted(pbx: Host, settings: Settings) -> None:
    settings.RECORDINGS_SOURCE = f"http://127.0.0.1:{pbx.port}/get?id={{call_id}}&f=wav"
    pbx.answers["/get?id=a%40b%3D1&f=wav"] = (200, {}, WAV)
    assert fetched("a@b=1") == ("audio/wav", WAV)


@pytest.mark.parametrize(
    "name", ["..", "../admin", "//elsewhere.example/x", "@elsewhere.example", "a?b", "a#b", "a%2f"]
)
def test_no_name_reaches_another_host_or_folder(pbx: Host, name: str) -> None:
    assert problem_of(name) in (Problem.UNSAFE, Problem.ABSENT)
    assert problem_of("77", name) in (Problem.UNSAFE, Problem.ABSENT)
    assert all(path.startswith("/rec/") and ".." not in path for path, _account in pbx.asked)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ((404, {}, b""), Problem.ABSENT),
        ((401, {}, b""), Problem.REFUSED),
        ((500, {}, b""), Problem.REFUSED),
        ((200, {"Content-Length": "999999"}, WAV), Problem.UNREACHABLE),
        ((200, {"Content-Length": str(2**40)}, b""), Problem.LARGE),
        ((200, {}, b"<html>" + b" " * 200), Problem.KIND),
    ],
)
def test_an_answer_that_is_no_recording_says_why(
    pbx: Host, answer: tuple[int, dict[str, str], bytes], problem: Problem
) -> None:
    pbx.answers["/rec/77.wav"] = answer
    assert problem_of("77") == problem


def test_a_redirection_is_not_followed(pbx: Host) -> None:
    pbx.answers["/rec/77.wav"] = (302, {"Location": f"http://127.0.0.1:{pbx.port}/secret"}, b"")
    pbx.answers["/secret"] = (200, {}, WAV)
    assert problem_of("77") == Problem.REFUSED
    assert [path for path, _account in pbx.asked] == ["/rec/77.wav"]


def test_a_host_that_is_away_or_says_nothing_is_not_waited_for(
    pbx: Host, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "SILENCE_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.RECORDINGS_SOURCE = f"http://127.0.0.1:{silent.getsockname()[1]}/{{call_id}}"
        assert problem_of("77") == Problem.UNREACHABLE
    assert problem_of("77") == Problem.UNREACHABLE


def test_a_file_that_only_trickles_is_given_up(pbx: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    pbx.answers["/rec/77.wav"] = (200, {}, WAV * 20)
    monkeypatch.setattr(recorder, "LONGEST_S", 0.0)
    assert problem_of("77") == Problem.UNREACHABLE


# --- the settings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "keys", "complaints"),
    [
        ("", [], []),
        ("/var/spool/asterisk/monitor", [KEY], []),
        ("https://pbx.lan/rec/{call_id}.wav", [KEY, KEY], []),
        ("https://pbx.lan/rec?id={call_id}", [KEY], []),
        ("/var/spool", [], ["calls.E2"]),
        ("", ["rahasia"], ["calls.E1"]),
        ("monitor", [KEY], ["calls.E3"]),
        ("https://pbx.lan/rec/", [KEY], ["calls.E3"]),
        ("https://{call_id}.lan/rec/{call_id}", [KEY], ["calls.E3"]),
        ("https:///rec/{call_id}", [KEY], ["calls.E3"]),
        ("https://pbx:x/{call_id}", [KEY], ["calls.E3"]),
    ],
)
def test_settings_that_would_lose_recordings_are_named_without_their_secrets(
    settings: Settings, source: str, keys: list[str], complaints: list[str]
) -> None:
    settings.RECORDINGS_SOURCE, settings.RECORDINGS_KEYS = source, keys
    found: list[Any] = misconfigured(None)
    assert [one.id for one in found] == complaints
    assert not any("rahasia" in str(one) for one in found)
