"""Recordings for tests: made-up sound, a centre that keeps recordings, and calls that have one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import Settings

from calls import actions, vault
from calls.actions.hearing import SwitchEvent
from calls.models import Call, Report
from calls.recordings import Recording
from incidents.models import Incident
from tests import factories

KEY = bytes(range(32)).hex()
WAV = b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(range(256)) * 600  # two pieces and some
MP3 = b"ID3\x04" + b"\0" * 100
OGG = b"OggS" + b"\0" * 100


@pytest.fixture
def shelf(settings: Settings, tmp_path: Path) -> Path:
    """The exchange's folder, of a centre that keeps recordings."""
    folder = tmp_path / "sentral"
    folder.mkdir()
    settings.RECORDINGS_SOURCE = str(folder)
    settings.RECORDINGS_DIR = tmp_path / "rekaman"
    settings.RECORDINGS_KEYS = [KEY]
    return folder


def talked(taker: User | None = None, *, length: float = 60) -> Call:
    """A call that was answered by this person and is over now."""
    call = factories.ring(at=now() - timedelta(seconds=length + 5))
    if taker:
        actions.answer(call.pk, actor=taker)
        return ended(call)
    at = now()
    Call.objects.filter(pk=call.pk).update(answered_at=at - timedelta(seconds=length), ended_at=at, hung_up_at=at)
    return Call.objects.get(pk=call.pk)


def ended(call: Call) -> Call:
    """The exchange says that the call has ended."""
    return actions.hear(SwitchEvent("ended", call.switch_id, now()), actor=None)


def kept(call: Call, sound: bytes = WAV) -> Recording:
    """The recording of a call, put away."""
    row = actions.await_recording(call.pk, actor=None)
    stored = vault.put(row, [sound])
    return actions.keep_recording(row.pk, stored, "audio/wav", actor=None)


@pytest.fixture
def over(shelf: Path, clock: time_machine.Traveller, call_taker: User) -> Call:
    """A call that the call-taker answered and that is over."""
    return talked(call_taker)


def recording() -> Recording:
    """The only one."""
    return Recording.objects.get()


def sound_of(row: Recording) -> bytes:
    """All of it."""
    with vault.opened(row) as file:
        return b"".join(file.read(0, file.size))


def reported(call: Call, taker: User, category: str = "kebakaran_rumah") -> Incident:
    """The incident that this call became."""
    draft = Report.objects.get(call=call)
    incident = actions.forward(draft.pk, actor=taker, category=category, place_text="Jl. Bunga Seroja 17").incident
    assert incident is not None
    return incident


class Host:
    """An exchange that gives recordings over HTTP: what it answers by path, and what it was asked."""

    def __init__(self, port: int) -> None:
        """Nothing to give yet."""
        self.port = port
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str]] = []


@contextmanager
def host() -> Iterator[Host]:
    """Such an exchange, at a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        """Answers from the table."""

        def do_GET(self) -> None:
            """What is there under this path, or 404."""
            known.asked.append((self.path, self.headers.get("Authorization", "")))
            status, headers, body = known.answers.get(self.path, (404, {}, b""))
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        known = Host(server.server_address[1])
        thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield known
        server.shutdown()
        thread.join()
