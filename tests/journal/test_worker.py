"""The boot step that fires timers inside a Celery worker, and the task that forgets old answers."""

from __future__ import annotations

from datetime import timedelta
from threading import Event
from typing import Any

import pytest
from celery.worker.components import Pool
from django.utils.timezone import now

from journal.models import Answer
from journal.tasks import forget_answers
from journal.worker import Timers


class Loop:
    """A loop that has nothing to do."""

    def __init__(self) -> None:
        """Not started."""
        self.stop = Event()
        self.is_running = Event()

    def run(self) -> None:
        """Wait for the end."""
        self.is_running.set()
        self.stop.wait(10)


def test_the_step_runs_the_loop_from_the_workers_start_to_its_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal.worker.Loop", Loop)
    step = Timers(None)
    step.stop(None)
    step.start(None)
    loop: Any = step.loop
    assert loop.is_running.wait(5)
    assert step.thread is not None and step.thread.daemon
    step.terminate(None)
    assert loop.stop.is_set()
    assert not step.thread.is_alive()


def test_the_step_needs_the_pool_alone_so_that_it_starts_without_a_broker() -> None:
    assert list(Timers.requires or ()) == [f"{Pool.__module__}:{Pool.__name__}"]


@pytest.mark.django_db
def test_answers_are_forgotten_after_a_day() -> None:
    for key, hours in (("old", 25), ("new", 23)):
        Answer.objects.create(account="user:1", key=key, fingerprint="", asked_at=now() - timedelta(hours=hours))
    forget_answers()
    assert [str(row) for row in Answer.objects.all()] == ["user:1 new"]
