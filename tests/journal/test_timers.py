"""Promises: made, cancelled, kept once however many loops there are; one that fails never stops the others."""

from __future__ import annotations

import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import now

from incidents import actions
from incidents.models import Incident
from journal import timers
from journal.models import Entry, Timer
from journal.timers import ACTIONS, BATCH, Loop, cancel, fire_due, overdue, promise
from tests.factories import incident, minutes, seconds, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """An action for promises of the kind `test`: it keeps them and remembers which."""
    found: list[int] = []

    def keep(seen: Timer) -> None:
        with transaction.atomic():
            found.append(seen.pk)
            timers.keep(seen, at=now())

    monkeypatch.setitem(ACTIONS, "test", keep)
    return found


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """An action for promises of the kind `broken` that always fails."""

    def fail(seen: Timer) -> None:
        with transaction.atomic():
            Timer.objects.filter(pk=seen.pk).update(subject="half done")
            raise ZeroDivisionError

    monkeypatch.setitem(ACTIONS, "broken", fail)


def due(kind: str = "test", *, ago: timedelta = timedelta(0)) -> Timer:
    """A promise due so long ago."""
    return promise("unit:1", kind, now() - ago)


def test_what_is_due_is_kept_and_what_is_not_waits(clock: time_machine.Traveller, kept: list[int]) -> None:
    later = promise("unit:1", "test", now() + seconds(1))
    first, second = due(ago=seconds(5)), due()
    assert fire_due() == 2
    assert kept == [first.pk, second.pk]
    clock.shift(1)
    assert fire_due() == 1
    assert kept == [first.pk, second.pk, later.pk]
    assert fire_due() == 0


def test_a_round_takes_the_earliest_promises_first_and_no_more_than_a_batch(kept: list[int]) -> None:
    at = now() - minutes(10)
    Timer.objects.bulk_create(
        Timer(subject="unit:1", kind="test", due_at=at - seconds(one), next_try_at=at - seconds(one))
        for one in range(BATCH + 5)
    )
    assert fire_due() == BATCH
    left = list(Timer.objects.pending().order_by("due_at"))
    assert len(left) == 5
    assert min(one.due_at for one in left) > max(Timer.objects.exclude(fired_at=None).values_list("due_at", flat=True))


def test_cancelling_takes_back_the_kinds_and_the_assignment_that_are_named(clock: time_machine.Traveller) -> None:
    for kind, assignment in (("ladder", 1), ("ladder", 2), ("deliver", 1), ("arrive", None)):
        promise("incident:1", kind, now(), assignment_id=assignment)
    promise("incident:2", "ladder", now(), assignment_id=1)
    assert cancel("incident:1", "ladder", "deliver", at=now(), assignment_id=1) == 2
    assert cancel("incident:1", "ladder", at=now()) == 1
    assert cancel("incident:1", "ladder", at=now()) == 0
    left = Timer.objects.pending().values_list("subject", "kind").order_by("subject")
    assert list(left) == [("incident:1", "arrive"), ("incident:2", "ladder")]


def test_a_promise_cannot_be_both_kept_and_withdrawn() -> None:
    row = due()
    row.fired_at = now()
    row.cancelled_at = now()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_failing_promise_is_postponed_and_does_not_stop_the_others(
    clock: time_machine.Traveller, broken: None, kept: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    bad, good = due("broken", ago=seconds(9)), due()
    assert fire_due() == 2
    assert kept == [good.pk]
    bad.refresh_from_db()
    assert (bad.subject, bad.fired_at, bad.attempts, bad.next_try_at) == ("unit:1", None, 1, now() + seconds(2))
    assert "of kind broken failed" in caplog.text
    assert fire_due() == 0


def test_a_failing_promise_is_tried_again_in_growing_steps_up_to_five_minutes(
    clock: time_machine.Traveller, broken: None
) -> None:
    row = due("broken")
    steps = []
    for _try in range(10):
        fire_due()
        row.refresh_from_db()
        steps.append((row.next_try_at - now()).total_seconds())
        clock.move_to(row.next_try_at)
    assert steps == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]


def test_a_promise_of_an_unknown_kind_is_postponed_too(kept: list[int]) -> None:
    row = due("of another version", ago=seconds(1))
    due()
    assert fire_due() == 2
    row.refresh_from_db()
    assert (row.attempts, len(kept)) == (1, 1)


def test_without_the_database_the_round_ends_and_the_promise_is_untouched(
    monkeypatch: pytest.MonkeyPatch, kept: list[int]
) -> None:
    row = due(ago=seconds(1))

    def lose(seen: Timer) -> None:
        raise ConnectionError

    monkeypatch.setitem(ACTIONS, "test", lose)
    monkeypatch.setattr(connection, "is_usable", lambda: False)
    with pytest.raises(ConnectionError):
        fire_due()
    row.refresh_from_db()
    assert (row.attempts, row.fired_at) == (0, None)


def test_overdue_is_how_late_the_latest_pending_promise_is(clock: time_machine.Traveller, kept: list[int]) -> None:
    assert overdue(now()) == timedelta()
    promise("unit:1", "test", now() + seconds(10))
    assert overdue(now()) == timedelta()
    late = due(ago=seconds(7))
    assert overdue(now()) == seconds(7)
    Timer.objects.filter(pk=late.pk).update(next_try_at=now() + minutes(5))
    assert overdue(now()) == seconds(7)
    cancel("unit:1", "test", at=now())
    assert overdue(now()) == timedelta()


def test_the_loop_sleeps_to_the_next_promise_but_never_longer_than_a_second(
    clock: time_machine.Traveller, kept: list[int]
) -> None:
    loop = Loop()
    assert loop.round() == 1
    promise("unit:1", "test", now() + seconds(0.25))
    assert loop.round() == pytest.approx(0.25)
    cancel("unit:1", "test", at=now())
    promise("unit:1", "test", now() + seconds(30))
    assert loop.round() == 1


def test_the_loop_does_not_sleep_after_a_full_batch_and_hardly_after_another(kept: list[int]) -> None:
    at = now() - seconds(1)
    Timer.objects.bulk_create(
        Timer(subject="unit:1", kind="test", due_at=at, next_try_at=at) for _one in range(BATCH + 1)
    )
    assert [Loop().round() for _round in range(3)] == [0, 0.005, 1]
    assert len(kept) == BATCH + 1


def test_a_promise_is_named_by_kind_subject_and_moment() -> None:
    row = promise("incident:17", "arrive", datetime.fromisoformat("2026-01-10T02:07:00+00:00"))
    assert str(row) == "arrive incident:17 2026-01-10 02:07:00"


# --- loops in threads, on connections of their own ------------------------------------------------------------------


@contextmanager
def looping(how_many: int) -> Iterator[None]:
    """So many workers' loops at once."""
    loops = [Loop() for _one in range(how_many)]
    threads = [Thread(target=loop.run) for loop in loops]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for loop in loops:
            loop.stop.set()
        for thread in threads:
            thread.join(10)


def wait_until_nothing_is_due(patience: float = 20) -> None:
    """Let the loops finish."""
    until = time.monotonic() + patience
    while Timer.objects.pending().filter(due_at__lte=now()).exists():
        assert time.monotonic() < until, "promises are left over"
        time.sleep(0.02)


@pytest.mark.django_db(transaction=True)
def test_two_loops_keep_every_promise_exactly_once(centre: object, dispatcher: Any) -> None:
    rows = [incident(reported_at=now() - minutes(8)) for _one in range(10)]
    for row in rows:
        actions.assign(row.pk, agencies=["DMK", "POL"], actor=dispatcher)
    with looping(2):
        wait_until_nothing_is_due()
    for row in rows:
        assert Counter(verbs(row.subject)) == {"opened": 1, "assigned": 2, "told": 2, "breached": 1}
        row.refresh_from_db()
        numbers = Entry.objects.filter(subject=row.subject).values_list("number", flat=True)
        assert sorted(numbers) == list(range(1, row.version + 1))


@pytest.mark.django_db(transaction=True)
def test_a_loop_survives_a_broken_round_with_a_fresh_connection(
    centre: object, monkeypatch: pytest.MonkeyPatch, kept: list[int]
) -> None:
    rounds = iter([ConnectionError, ConnectionError])
    real = Loop.round

    def stumble(self: Loop) -> float:
        problem = next(rounds, None)
        if problem:
            raise problem
        return real(self)

    monkeypatch.setattr(Loop, "round", stumble)
    row = due(ago=seconds(1))
    with looping(1):
        wait_until_nothing_is_due()
    assert kept == [row.pk]


def test_a_full_batch_is_followed_by_the_next_round_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = Loop()
    rounds = iter([0.0, 0.0])

    def round_() -> float:
        wait = next(rounds, None)
        if wait is None:
            loop.stop.set()
        return wait or 0.0

    monkeypatch.setattr(loop, "round", round_)
    monkeypatch.setattr(connection, "close", lambda: None)
    loop.run()
    assert next(rounds, None) is None


@pytest.mark.django_db(transaction=True)
def test_the_same_promise_fired_by_two_at_once_has_one_effect(centre: object) -> None:
    for _round in range(5):
        row = incident(reported_at=now() - minutes(8))
        start = Barrier(2)

        def fire(start: Barrier = start) -> None:
            start.wait()
            fire_due()
            connection.close()

        threads = [Thread(target=fire) for _one in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert verbs(row.subject) == ["opened", "breached"]


@pytest.mark.django_db(transaction=True)
def test_a_promise_whose_incident_is_held_waits_for_the_next_round_and_holds_up_no_other(centre: object) -> None:
    held, free = (incident(reported_at=now() - minutes(8)) for _one in range(2))

    def fire() -> None:
        fire_due()
        connection.close()

    firing = Thread(target=fire)
    with transaction.atomic():
        Incident.objects.locked(held.pk)
        firing.start()
        firing.join(10)
        assert not firing.is_alive()
    assert (verbs(held.subject), verbs(free.subject)) == (["opened"], ["opened", "breached"])
    fire_due()
    assert verbs(held.subject) == ["opened", "breached"]


@pytest.mark.django_db(transaction=True)
def test_the_command_runs_the_same_loop_until_it_is_told_to_stop(
    monkeypatch: pytest.MonkeyPatch, kept: list[int]
) -> None:
    handlers: dict[int, Any] = {}
    monkeypatch.setattr(signal, "signal", lambda sign, handler: handlers.update({sign: handler}))
    row = due(ago=seconds(1))
    worker = Thread(target=call_command, args=("fire_timers",))
    worker.start()
    wait_until_nothing_is_due()
    for handler in handlers.values():
        handler(None, None)
    worker.join(5)
    assert not worker.is_alive()
    assert (kept, len(handlers)) == ([row.pk], 2)
