"""/healthz: ok, degraded without the broker, 503 only without the database or with late promises."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils.timezone import now
from pytest_django import Settings

from calls.actions import exchange_heard, exchange_lost
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
        "exchange": None,
        "exchange_clock_behind_s": None,
        "timers": {"overdue_s": 0.0},
        "version": settings.VERSION,
    }


def test_a_dead_broker_is_no_reason_to_restart(settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:9/0"
    status, body = health()
    assert (status, body["status"], body["broker"], body["database"]) == (200, "degraded", False, True)


def test_a_lost_exchange_is_said_and_no_reason_to_restart(settings: Settings) -> None:
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/"
    assert health()[1]["exchange"] == {"connected": False, "lost_since": None}
    exchange_heard(actor=None)
    assert [health()[1][name] for name in ("status", "exchange")] == ["ok", {"connected": True, "lost_since": None}]
    lost = exchange_lost(actor=None)
    assert lost.lost_at is not None
    status, body = health()
    assert (status, body["status"]) == (200, "degraded")
    assert body["exchange"] == {"connected": False, "lost_since": f"{lost.lost_at:%Y-%m-%dT%H:%M:%S.%f}"[:-3] + "Z"}


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
