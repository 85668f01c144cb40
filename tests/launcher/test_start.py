"""`./run` as a whole, on real processes: it comes up, heals, keeps the data, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from launcher import ROOT, network
from launcher.children import MARK

pytestmark = pytest.mark.processes

HEALED_WITHIN = 60  # seconds, on a loaded machine


def living_below(state: Path) -> list[str]:
    """The commands that still run for a state folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words, environment = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue
        if words and (str(state).encode() in words or f"{MARK}={state}".encode() in environment):
            found.append(words.decode(errors="replace"))
    return found


def pid_of(state: Path, name: str) -> int:
    """The process that runs under this name."""
    return int((state / "pids" / name).read_text().split()[0])


def eventually_healthy(port: int) -> bool:
    """Whether the site answers that it is well, after a while."""
    deadline = time.monotonic() + HEALED_WITHIN
    while not network.is_healthy(f"http://127.0.0.1:{port}/") and time.monotonic() < deadline:
        time.sleep(0.1)
    return network.is_healthy(f"http://127.0.0.1:{port}/")


@pytest.fixture
def port() -> int:
    """A port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        number: int = server.getsockname()[1]
    return number


@contextmanager
def running(state: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The whole stack without demo data, up; killed at the end if the test did not stop it."""
    outside = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    launcher = subprocess.Popen(
        [sys.executable, "-m", "launcher", "run", "--no-demo", "--port", str(port), "--state", str(state)],
        cwd=ROOT,
        env=outside,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert launcher.stdout is not None
    with launcher.stdout:
        try:
            said = [launcher.stdout.readline()]
            while said[-1] and "Buka" not in said[-1]:
                said.append(launcher.stdout.readline())
            assert said[-1] == f"NTPD 112 berjalan. Buka  http://127.0.0.1:{port}/\n", "".join(said)
            yield launcher
        finally:
            launcher.terminate()
            launcher.wait(60)


def test_a_start_heals_what_is_killed_and_stops_without_a_trace(tmp_path: Path, port: int) -> None:
    with running(tmp_path, port) as launcher:
        for name in ("web", "postgres", "valkey", "worker"):
            os.kill(pid_of(tmp_path, name), signal.SIGKILL)
            time.sleep(1)
        assert eventually_healthy(port)
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(60) == 0
    assert living_below(tmp_path) == []


def test_after_its_own_killing_the_next_start_keeps_the_data(tmp_path: Path, port: int) -> None:
    with running(tmp_path, port) as launcher:
        secret, made = ((tmp_path / name).read_text() for name in ("secret_key", "prepared"))
        launcher.kill()
        launcher.wait()
    with running(tmp_path, port):
        assert ((tmp_path / "secret_key").read_text(), (tmp_path / "prepared").read_text()) == (secret, made)
        assert eventually_healthy(port)
    assert living_below(tmp_path) == []
