"""PostgreSQL and Valkey for one machine: their own programs, run as our children below a state folder.

Used by the two commands, by tests that need real servers and by the benches; `fast` gives up durability for speed.
"""

import hashlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from launcher.children import Child
from launcher.identity import give, unprivileged
from launcher.programs import postgres_binaries, valkey_binary
from launcher.refusal import Refusal
from launcher.waiting import wait_for

LONGEST_SOCKET_PATH = 107  # bytes, a limit of the kernel
POSTGRES_SETTINGS = {"listen_addresses": "", "max_connections": "200"}
UNSAFE_BUT_FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Postgres:
    """A PostgreSQL that only its owner can reach: no port, one socket in a private folder."""

    def __init__(self, state: Path, *, fast: bool = False) -> None:
        """Nothing is started or written yet."""
        self.data = state / "postgres"
        self.sockets = _short_folder(state / "run")
        self._binaries = postgres_binaries()
        settings = POSTGRES_SETTINGS | (UNSAFE_BUT_FAST if fast else {})
        command = [str(self._binaries / "postgres"), "-D", str(self.data), "-k", str(self.sockets)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self.child = Child("postgres", command, state, stop_signal=signal.SIGINT, grace=30, enter=unprivileged().enter)

    @property
    def url(self) -> str:
        """The value of DATABASE_URL."""
        return f"postgres://cad@/cad?host={quote(str(self.sockets))}"

    def start(self) -> None:
        """Make the cluster if there is none, start it and wait until it answers; Refusal if it does not."""
        give(self.sockets, unprivileged())
        if not self.data.exists():
            self._make_cluster()
        (self.data / "postmaster.pid").unlink(missing_ok=True)  # strays were ended; its number may be anybody's by now
        self.child.spawn()
        wait_for(self.child, self.is_ready)
        if self._run("psql", "-d", "postgres", "-tAc", "SELECT 1 FROM pg_database WHERE datname = 'cad'") != "1":
            self._run("createdb", "cad")

    def is_ready(self) -> bool:
        """Whether it takes connections."""
        command = [str(self._binaries / "pg_isready"), "--quiet", "--host", str(self.sockets)]
        return subprocess.run(command, check=False).returncode == 0

    def stop(self) -> None:
        """Stop it in order; what was committed is on disk."""
        self.child.stop()
        if self.sockets.parent != self.data.parent:
            shutil.rmtree(self.sockets, ignore_errors=True)

    def _make_cluster(self) -> None:
        """A cluster appears whole or not at all: an interrupted first start leaves no half of one."""
        fresh = self.data.with_name("postgres.new")
        shutil.rmtree(fresh, ignore_errors=True)
        give(fresh, unprivileged())
        _checked(
            [
                *(str(self._binaries / "initdb"), "--pgdata", str(fresh), "--username", "cad", "--encoding", "UTF8"),
                *("--locale", "C.UTF-8", "--auth-local", "trust", "--auth-host", "scram-sha-256", "--no-instructions"),
            ],
            enter=unprivileged().enter,
        )
        fresh.rename(self.data)

    def _run(self, program: str, *arguments: str) -> str:
        who = ["--host", str(self.sockets), "--username", "cad"]
        return _checked([str(self._binaries / program), *who, *arguments])


class Valkey:
    """A Redis-compatible server on a loopback port, behind a password made for this start."""

    def __init__(self, state: Path, *, port: int | None = None, fast: bool = False) -> None:
        """Nothing is started or written yet; without a port it takes a free one and keeps it."""
        self.folder = state / "valkey"
        self.port = port or _free_port()
        self._password = secrets.token_urlsafe(24)
        self._is_durable = not fast
        self._settings = state / "valkey.conf"
        self.child = Child("valkey", [str(valkey_binary()), str(self._settings)], state)

    @property
    def url(self) -> str:
        """The value of REDIS_URL."""
        return f"redis://:{self._password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it and wait until it answers; Refusal if it does not."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._settings.touch(mode=0o600)
        self._settings.write_text(self._configuration())
        self.child.spawn()
        wait_for(self.child, self.is_ready)

    def is_ready(self) -> bool:
        """Whether it has read its file and takes commands."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                return connection.recv(5) == b"+OK\r\n" and b"PONG" in connection.recv(64)
        except OSError:
            return False

    def stop(self) -> None:
        """Stop it in order."""
        self.child.stop()

    def _configuration(self) -> str:
        # noeviction: a broker that forgets messages when memory is short would lose work in silence.
        return (
            f'bind 127.0.0.1\nport {self.port}\ndir "{self.folder}"\nsave ""\n'
            f"appendonly {'yes' if self._is_durable else 'no'}\n"
            f"maxmemory-policy noeviction\nrequirepass {self._password}\n"
        )


@contextmanager
def both(state: Path, *, fast: bool = False) -> Iterator[Mapping[str, str]]:
    """PostgreSQL and Valkey for the length of a block; yields the environment that leads to them."""
    postgres, valkey = Postgres(state, fast=fast), Valkey(state, fast=fast)
    try:
        postgres.start()
        valkey.start()
        yield {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url}
    finally:
        valkey.stop()
        postgres.stop()


def _short_folder(wanted: Path) -> Path:
    """The wanted folder, or one of its own for temporary files when a socket in it would have too long a path."""
    if len(os.fsencode(wanted / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH:
        return wanted
    mark = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"ntpd112-{os.geteuid()}-{mark}"


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def _checked(command: list[str], *, enter: Callable[[], None] | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=enter, check=False)
    if done.returncode != 0:
        raise Refusal(f"{Path(command[0]).name} gagal: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout.strip()
