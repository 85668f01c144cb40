"""What Celery does by the clock exists, and the timers run inside its workers."""

from __future__ import annotations

import os

import pytest

from journal.worker import Timers
from ntpd112.celery import app, step_back


def test_every_task_of_the_schedule_exists() -> None:
    app.loader.import_default_modules()
    assert {row["task"] for row in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_the_timers_run_inside_the_worker() -> None:
    assert Timers in app.steps["worker"]


def test_a_worker_never_gives_up_on_the_broker_and_loses_no_task() -> None:
    assert app.conf.broker_connection_max_retries is None
    assert app.conf.broker_connection_retry_on_startup
    assert app.conf.task_acks_late


def test_the_pools_children_step_back_behind_the_timers(monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[int] = []
    monkeypatch.setattr(os, "nice", steps.append)
    step_back()
    assert steps == [12]
