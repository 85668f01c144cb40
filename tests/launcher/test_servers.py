"""The embedded servers on real processes: what was written survives, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
import redis

from launcher import ROOT
from launcher.identity import NOBODY, nobody, unprivileged
from launcher.refusal import Refusal
from launcher.servers import Postgres, Valkey
from tests.launcher.living import living_below

pytestmark = pytest.mark.processes


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    """A PostgreSQL of this test alone."""
    server = Postgres(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A Valkey of this test alone."""
    server = Valkey(tmp_path)
    server.start()
    yield server
    server.stop()


def ask(postgres: Postgres, statement: str) -> list[tuple[object, ...]]:
    """Run a statement and commit it; the rows it returned."""
    connection = psycopg2.connect(host=str(postgres.sockets), user="cad", dbname="cad")
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall()
    finally:
        connection.close()


def test_a_committed_row_survives_the_killing_of_the_database(postgres: Postgres) -> None:
    ask(postgres, "CREATE TABLE kept AS SELECT 112 AS number; SELECT 1")
    postgres.child.kill()
    deadline = time.monotonic() + 30
    while not postgres.is_ready() and time.monotonic() < deadline:
        if not postgres.child.is_alive():
            postgres.child.spawn()
        time.sleep(0.2)
    assert ask(postgres, "SELECT number FROM kept") == [(112,)]


def test_the_database_is_reached_through_a_private_folder_only(postgres: Postgres) -> None:
    assert postgres.sockets.stat().st_mode & 0o077 == 0
    assert ask(postgres, "SHOW listen_addresses") == [("",)]


def test_a_state_folder_with_a_long_path_gets_a_short_one_for_the_socket(tmp_path: Path) -> None:
    server = Postgres(tmp_path / ("a-deep-folder/" * 8), fast=True)
    server.start()
    try:
        assert ask(server, "SELECT 1") == [(1,)]
    finally:
        server.stop()
    assert not server.sockets.exists()


def test_the_database_runs_for_root_where_namespaces_are_forbidden(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = os.geteuid() or NOBODY
    monkeypatch.setattr("launcher.servers.unprivileged", nobody if account == NOBODY else unprivileged)
    server = Postgres(tmp_path, fast=True)
    server.start()
    try:
        assert server.data.stat().st_uid == account
        assert server.child.process is not None
        assert Path(f"/proc/{server.child.process.pid}").stat().st_uid == account
    finally:
        server.stop()


def test_a_stale_pid_file_of_the_database_does_not_stop_a_start(postgres: Postgres) -> None:
    postgres.stop()
    (postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.data}\n0\n5432\n{postgres.sockets}\n\n\n")
    postgres.start()
    assert postgres.is_ready()


def test_the_queue_keeps_what_it_took_when_killed(valkey: Valkey) -> None:
    with redis.from_url(valkey.url) as client:
        client.set("task", "kept")
        time.sleep(1.5)  # the file is flushed once a second
    valkey.child.kill()
    valkey.start()
    with redis.from_url(valkey.url) as client:
        assert client.get("task") == b"kept"


def test_the_queue_asks_for_its_password(valkey: Valkey) -> None:
    with redis.Redis(port=valkey.port) as client, pytest.raises(redis.AuthenticationError):
        client.ping()


def test_a_server_that_cannot_start_is_refused_with_its_own_words(tmp_path: Path) -> None:
    server = Postgres(tmp_path, fast=True)
    server.start()
    server.stop()
    (server.data / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(Refusal, match="no_such_setting"):
        server.start()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_stop_signal_leaves_no_process_behind(tmp_path: Path, number: signal.Signals) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-m", "launcher", "servers", "--state", str(tmp_path), "--fast"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert launcher.stdout is not None
    with launcher.stdout:
        assert launcher.stdout.readline().startswith("export DATABASE_URL=")
        launcher.send_signal(number)
        assert launcher.wait(30) == 0
    assert living_below(tmp_path) == []
