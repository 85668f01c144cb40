"""What the commands accept, and that a refusal is a line and an exit code, never a traceback."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from launcher import ROOT
from launcher.__main__ import parser
from tests.launcher.living import living_below


def launch(*words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the launcher to its end."""
    return subprocess.run(
        [sys.executable, "-m", "launcher", *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_run_listens_on_this_machine_only_unless_told_otherwise() -> None:
    options = parser().parse_args(["run"])
    assert (options.host, options.port, options.fresh, options.quiet, options.demo) == (
        *("127.0.0.1", 8112),
        *(False, False, True),
    )


def test_the_state_folder_may_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NTPD112_STATE", "/srv/112")
    assert parser().parse_args(["run"]).state == Path("/srv/112")


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_a_port_that_is_none_is_refused_in_one_line(port: str) -> None:
    done = launch("run", f"--port={port}")
    assert done.returncode == 2
    assert "harus angka 1 sampai 65535" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_word_that_is_not_known_is_named_with_where_to_find_those_that_are() -> None:
    done = launch("run", "--quite")
    assert done.returncode == 2
    assert done.stderr == "Perintah tidak dipahami: --quite\nPilihan yang ada: ./run --help\n"


def test_a_taken_port_ends_the_start_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = launch("run", "--port", str(port), "--state", str(tmp_path))
    assert done.returncode == 1
    assert f"./run --port {port + 1}" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_state_folder_that_cannot_be_made_is_refused_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = launch("servers", "--state", str(tmp_path / "file" / "state"))
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1


def test_setting_up_alone_ends_well_and_starts_no_server(tmp_path: Path) -> None:
    done = launch("run", "--setup-only", "--state", str(tmp_path))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "Siap dipakai. Nyalakan dengan: ./run"
    assert living_below(tmp_path) == []
    assert not list(tmp_path.iterdir())


def test_a_fresh_start_never_empties_a_server_that_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://orang@127.0.0.1/data")
    (tmp_path / "prepared").write_text("semua")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    done = launch("run", "--fresh", "--port", str(port), "--state", str(tmp_path))
    assert done.returncode == 1
    assert "Kosongkan sendiri" in done.stderr and "Traceback" not in done.stderr
    assert (tmp_path / "prepared").read_text() == "semua"


@pytest.mark.parametrize(("name", "url"), [("DATABASE_URL", "mysql://x"), ("REDIS_URL", "amqp://x")])
def test_a_server_of_a_kind_we_do_not_speak_to_ends_the_start_with_its_scheme(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, url: str
) -> None:
    for one in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(one, raising=False)
    monkeypatch.setenv(name, url)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    done = launch("run", "--port", str(port), "--state", str(tmp_path))
    assert done.returncode == 1
    assert f"{name}: skema alamatnya ({url.removesuffix('x')}) tidak didukung." in done.stderr
    assert "Traceback" not in done.stderr
