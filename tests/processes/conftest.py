"""Real processes on the test's own database: workers, a Daphne, a Valkey, each of which a test may kill."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from agencies.models import Centre
from launcher.children import Child
from launcher.network import is_healthy
from launcher.servers import Valkey
from launcher.state import folders
from launcher.waiting import wait_for
from tests import factories
from tests.journeys.stack import free_port

Start = Callable[..., Child]


@pytest.fixture
def city(transactional_db: None) -> Centre:
    """The small city, committed, so that other processes see it."""
    return factories.small_city()


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """What leads a process to this test's database; its Redis is nowhere unless a test says where."""
    database = connection.settings_dict
    host = database["HOST"] or database.get("OPTIONS", {}).get("host", "")
    return {
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}?host={host}",
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "SECRET_KEY": settings.SECRET_KEY,
        "STATIC_ROOT": str(tmp_path / "static"),
        "PYTHONUNBUFFERED": "1",
        **folders(tmp_path),
    }


@pytest.fixture
def valkey(tmp_path: Path) -> Iterator[Valkey]:
    """A broker of this test's own."""
    server = Valkey(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def worker(environment: dict[str, str], tmp_path: Path) -> Iterator[Start]:
    """Starts a Celery worker and waits until it fires timers; all are ended with the test."""
    started: list[Child] = []

    def start(name: str = "worker", **more: str) -> Child:
        words = ["celery", "--app", "ntpd112", "--quiet", "worker", "-c", "1", "-n", f"{name}@%h", "--loglevel", "INFO"]
        flags = ["--without-gossip", "--without-mingle"]
        child = Child(name, [sys.executable, "-m", *words, *flags], tmp_path, {**environment, **more})
        child.spawn()
        started.append(child)
        return child

    yield start
    for child in started:
        child.stop()


@pytest.fixture
def web(environment: dict[str, str], tmp_path: Path) -> Iterator[tuple[Child, int]]:
    """A Daphne that answers, and its port."""
    port = free_port()
    words = ["daphne", "--bind", "127.0.0.1", "--port", str(port), "--verbosity", "0", "ntpd112.asgi:application"]
    child = Child("web", [sys.executable, "-m", *words], tmp_path, environment)
    child.spawn()
    wait_for(child, lambda: is_healthy(f"http://127.0.0.1:{port}/"))
    yield child, port
    child.stop()
