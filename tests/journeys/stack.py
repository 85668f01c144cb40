"""The real stack of one run of the journeys: servers and database of its own, real processes, ended with the run."""

from __future__ import annotations

import secrets
import socket
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import psycopg2

from launcher.children import Child
from launcher.network import is_healthy
from launcher.servers import Postgres, Valkey
from launcher.state import folders
from launcher.statics import gather
from launcher.waiting import wait_for
from tests.journeys.clerk import Clerk

WITA = ZoneInfo("Asia/Makassar")
TAIL = 40  # lines of each log that a failed journey shows
GROUND: Sequence[Sequence[str]] = (
    ("migrate", "--no-input", "--verbosity", "0"),
    ("load_ground",),
    ("demo_people",),
)


class Stack:
    """PostgreSQL, Valkey, Daphne and a Celery worker below one folder, and the ways to look behind the screens."""

    def __init__(self, state: Path, postgres: Postgres, valkey: Valkey) -> None:
        """The two servers run; nothing else is started yet."""
        self.postgres, self.valkey = postgres, valkey
        self.port = free_port()
        self.environment = {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": valkey.url,
            "SECRET_KEY": secrets.token_urlsafe(32),
            "ALLOWED_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "ntpd112.settings",
            "PYTHONUNBUFFERED": "1",
            **folders(state),
            "RECORDINGS_KEYS": secrets.token_hex(32),
        }
        web = (
            "daphne",
            "--bind",
            "127.0.0.1",
            "--port",
            str(self.port),
            "--verbosity",
            "0",
            "ntpd112.asgi:application",
        )
        worker = ("celery", "--app", "ntpd112", "--quiet", "worker", "--concurrency", "1", "--without-gossip")
        self.clerk = Clerk(self.environment)
        self.web = self._child("web", web, state)
        self.worker = self._child("worker", (*worker, "--without-mingle", "--loglevel", "INFO"), state)

    def _child(self, name: str, words: Sequence[str], state: Path) -> Child:
        return Child(name, [sys.executable, "-m", *words], state, self.environment)

    def url(self, path: str = "/") -> str:
        """The address of a page."""
        return f"http://127.0.0.1:{self.port}{path}"

    def prepare(self) -> None:
        """Static files, tables, ground and people."""
        gather()
        for words in GROUND:
            self.manage(*words)

    def start(self) -> None:
        """Prepare the ground, start the processes and wait until both work."""
        self.prepare()
        self.worker.spawn()
        self.start_web()
        wait_for(self.worker, lambda: " ready." in self.worker.output())

    def start_web(self) -> None:
        """Start Daphne, also after it was killed, and wait until it answers."""
        self.web.spawn()
        wait_for(self.web, lambda: is_healthy(self.url()))

    def heals(self) -> None:
        """Start again what a story that was cut short had stopped."""
        for server in (self.postgres, self.valkey):
            if not server.child.is_alive():
                server.start()
        if not self.worker.is_alive():
            self.worker.spawn()
        if not self.web.is_alive():
            self.start_web()

    def stop(self) -> None:
        """Stop the processes."""
        self.web.stop()
        self.worker.stop()
        self.clerk.leave()

    def manage(self, *words: str) -> str:
        """What a management command prints; a command that fails fails the test with its words."""
        return self.clerk.does(*words)

    def reports_this_month(self) -> str:
        """Build the report of the running month as on the first days of the next; answers the month's key."""
        today = datetime.now(WITA)
        then = (today.replace(day=1) + timedelta(days=32)).replace(day=2)
        month = f"{today:%Y-%m}"
        self.clerk.does("build_report", month, at=then.isoformat())
        return month

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """What the database itself says, for checks that no screen shows."""
        with self._connected() as cursor:
            cursor.execute(query, values)
            return list(cursor.fetchall())

    def change(self, query: str, *values: object) -> None:
        """Change a row as an administrator would, for instance a standard."""
        with self._connected() as cursor:
            cursor.execute(query, values)

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        parts = urlsplit(self.environment["DATABASE_URL"])
        host = parse_qs(parts.query)["host"][0]
        connection = psycopg2.connect(host=host, user=parts.username, dbname=parts.path.strip("/"))
        try:
            with connection, connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def logs(self) -> dict[str, str]:
        """The end of what each process has printed."""
        return {child.name: "\n".join(child.output().splitlines()[-TAIL:]) for child in (self.web, self.worker)}


@contextmanager
def running_stack() -> Iterator[Stack]:
    """The whole stack for the length of a block; nothing of it is left afterwards."""
    with tempfile.TemporaryDirectory(prefix="ntpd112-journeys-") as folder, ExitStack() as ends:
        state = Path(folder)
        postgres, valkey = Postgres(state, fast=True), Valkey(state, fast=True)
        for server in (postgres, valkey):
            ends.callback(server.stop)
            server.start()
        stack = Stack(state, postgres, valkey)
        ends.callback(stack.stop)
        stack.start()
        yield stack


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port
