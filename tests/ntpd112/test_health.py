"""/healthz: ok, degraded without the broker, 503 only without the database or with late promises."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from journal.timers import promise
from tests.factories import seconds

pytestmark = pytest.mark.django_db


def health() -> tuple[int, dict[str, object]]:
    """What /healthz says to a stranger."""
    answer = Client().get("/healthz")
    return answer.status_code, answer.json()


def test_all_is_well(settings: Settings) -> None:
    status, body = health()
    assert status == 200
    assert body == {
        "status": "ok",
        "database": True,
        "broker": True,
        "timers": {"overdue_s": 0.0},
        "version": settings.VERSION,
    }


def test_a_dead_broker_is_no_reason_to_restart(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    status, body = health()
    assert (status, body["status"], body["broker"], body["database"]) == (200, "degraded", False, True)


@pytest.mark.parametrize(("late", "status"), [(3, 200), (6, 503)])
def test_a_promise_more_than_five_seconds_late_is_a_failure(late: float, status: int) -> None:
    promise("incident:1", "arrive", now() - seconds(late))
    found, body = health()
    assert (found, body["status"]) == (status, "ok" if status == 200 else "failing")
    timers = body["timers"]
    assert isinstance(timers, dict) and timers["overdue_s"] == pytest.approx(late, abs=2)


@pytest.mark.django_db(transaction=True)
def test_without_the_database_it_says_so_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("connection refused")

    connection.close()
    monkeypatch.setattr(connection, "connect", gone)
    status, body = health()
    assert (status, body["status"], body["database"], body["timers"]) == (503, "failing", False, {"overdue_s": None})
    monkeypatch.undo()
