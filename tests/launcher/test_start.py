"""`./run` as a whole, on real processes: it comes up, heals, keeps the data, and leaves nothing behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from itertools import takewhile
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, ProxyHandler, build_opener

import pytest

from launcher import ROOT, network
from launcher.running import environment_of
from tests.launcher.living import living_below

pytestmark = pytest.mark.processes

HEALED_WITHIN = 60  # seconds, on a loaded machine
AGAIN_WITHIN = 30  # seconds of a second start, which finds its data: half of it on a quiet machine


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
def running(state: Path, port: int, *words: str) -> Iterator[subprocess.Popen[str]]:
    """The whole stack, up; killed at the end if the test did not stop it."""
    named = {"DATABASE_URL", "REDIS_URL", "RECORDINGS_DIR", "ATTACHMENTS_DIR"}
    outside = {name: value for name, value in os.environ.items() if name not in named}
    launcher = subprocess.Popen(
        [sys.executable, "-m", "launcher", "run", *words, "--port", str(port), "--state", str(state)],
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


def typed_beside_it(state: Path, command: str) -> int:
    """The exit code of a management command in a shell that knows nothing but the folder."""
    shell = {"PATH": os.environ["PATH"], "NTPD112_STATE": str(state)}
    return subprocess.run([sys.executable, "manage.py", command], cwd=ROOT, env=shell, check=False).returncode


def browser() -> OpenerDirector:
    """Somebody who keeps cookies."""
    return build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))


def sent(visitor: OpenerDirector, site: str, address: str, **typed: str) -> str:
    """What a form of the sign-in page leads to."""
    page = visitor.open(f"{site}/masuk/").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token
    fields = urlencode({"csrfmiddlewaretoken": token[1], **typed}).encode()
    with visitor.open(f"{site}{address}", fields) as answer:
        return str(answer.read().decode())


def test_a_visitor_finds_the_logins_a_telephone_six_months_and_an_evening_that_plays(tmp_path: Path, port: int) -> None:
    site = f"http://127.0.0.1:{port}"
    with running(tmp_path, port) as launcher:
        assert launcher.stdout is not None
        greeting = "".join(takewhile(lambda line: "Catatan" not in line, launcher.stdout))
        assert {"fitriani", "rizal.asrun", "damkar", "kadis", "kendari112"} <= set(greeting.split())
        assert pid_of(tmp_path, "evening")
        visitor = browser()
        sent(visitor, site, "/api/v1/demo/ring/")
        report = sent(visitor, site, "/masuk/", username="kadis", password="kendari112", next="/laporan/")
        assert "Laporan bulanan layanan 112" in report and "Total panggilan" in report
        assert typed_beside_it(tmp_path, "verify") == 0
    began = time.monotonic()
    with running(tmp_path, port, "--quiet"):
        assert time.monotonic() - began < AGAIN_WITHIN
        assert not (tmp_path / "pids" / "evening").exists()
        assert "Total panggilan" in sent(
            browser(), site, "/masuk/", username="kadis", password="kendari112", next="/laporan/"
        )
    assert living_below(tmp_path) == []


def test_a_start_heals_what_is_killed_and_stops_without_a_trace(tmp_path: Path, port: int) -> None:
    with running(tmp_path, port, "--no-demo") as launcher:
        for name in ("web", "postgres", "valkey", "worker"):
            os.kill(pid_of(tmp_path, name), signal.SIGKILL)
            time.sleep(1)
        assert eventually_healthy(port)
        assert typed_beside_it(tmp_path, "verify") == 0
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(60) == 0
    assert living_below(tmp_path) == []
    assert environment_of(tmp_path) == {}


def test_after_its_own_killing_the_next_start_keeps_the_data(tmp_path: Path, port: int) -> None:
    with running(tmp_path, port, "--no-demo") as launcher:
        secret, made = ((tmp_path / name).read_text() for name in ("secret_key", "prepared"))
        launcher.kill()
        launcher.wait()
    with running(tmp_path, port, "--no-demo"):
        assert ((tmp_path / "secret_key").read_text(), (tmp_path / "prepared").read_text()) == (secret, made)
        assert eventually_healthy(port)
    assert living_below(tmp_path) == []
