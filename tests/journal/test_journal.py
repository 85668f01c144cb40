"""`record()`: version, entry and hint together or not at all; what is written is never changed."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import Error, connection, transaction
from django.db.transaction import TransactionManagementError
from django.utils.timezone import now

from agencies.models import Unit
from journal.hub import dial
from journal.journal import record
from journal.models import Entry
from tests.factories import history, seconds, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def engine(centre: object) -> Unit:
    """A fire engine nobody has touched yet."""
    return unit("DMK-01")


def test_an_entry_says_who_did_what_when_and_when_it_was_written_down(
    clock: time_machine.Traveller, engine: Unit, dispatcher: User
) -> None:
    earlier = now() - seconds(90)
    record(engine, "on_duty", actor=dispatcher, at=earlier, level=2)
    entry = history(engine.subject)[0]
    assert (entry.number, entry.verb, entry.actor, entry.facts) == (1, "on_duty", dispatcher, {"level": 2})
    assert (entry.happened_at, entry.recorded_at) == (earlier, now())
    assert str(entry) == f"unit:{engine.pk} 1 on_duty"


def test_numbers_follow_the_version_without_a_gap(engine: Unit) -> None:
    for verb in ("on_duty", "off_duty", "on_duty"):
        record(engine, verb, actor=None, at=now())
    engine.refresh_from_db()
    assert [entry.number for entry in history(engine.subject)] == [1, 2, 3]
    assert engine.version == 3


def test_record_writes_nothing_of_the_row_but_its_version(engine: Unit) -> None:
    engine.call_sign = "DMK-99"
    record(engine, "on_duty", actor=None, at=now())
    engine.refresh_from_db()
    assert engine.call_sign == "DMK-01"


@pytest.mark.django_db(transaction=True)
def test_record_refuses_outside_a_transaction(engine: Unit) -> None:
    with pytest.raises(TransactionManagementError):
        record(engine, "on_duty", actor=None, at=now())
    engine.refresh_from_db()
    assert (engine.version, Entry.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_the_hint_leaves_with_the_commit_or_not_at_all(engine: Unit) -> None:
    line = dial()
    try:
        assert heard(line) == []
        with transaction.atomic():
            record(engine, "on_duty", actor=None, at=now())
            assert heard(line) == []
        assert heard(line) == [f"unit:{engine.pk}:1"]
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            record(engine, "off_duty", actor=None, at=now())
            raise ZeroDivisionError
        assert heard(line) == []
    finally:
        line.close()
    assert [entry.verb for entry in history(engine.subject)] == ["on_duty"]


def heard(line: Any) -> list[str]:
    """The hints that have arrived; the database delivers them before it answers."""
    with line.cursor() as cursor:
        cursor.execute("SELECT 1")
    line.poll()
    hints = [hint.payload for hint in line.notifies]
    line.notifies.clear()
    return hints


def test_the_database_refuses_to_change_history(engine: Unit) -> None:
    entry = record(engine, "on_duty", actor=None, at=now())
    changed, removed = "UPDATE journal_entry SET verb = 'off_duty'", "DELETE FROM journal_entry"
    for statement in (changed, removed, "TRUNCATE journal_entry"):
        with pytest.raises(Error, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert [one.verb for one in Entry.objects.filter(pk=entry.pk)] == ["on_duty"]


def test_history_outlives_the_account_that_made_it(engine: Unit, dispatcher: User) -> None:
    record(engine, "on_duty", actor=dispatcher, at=now())
    gone = dispatcher.pk
    dispatcher.delete()
    assert history(engine.subject)[0].actor_id == gone


def test_a_row_is_locked_only_in_the_version_that_was_seen(engine: Unit) -> None:
    record(engine, "on_duty", actor=None, at=now())
    assert Unit.objects.locked(engine.pk).version == 1
    assert Unit.objects.locked(engine.pk, version=1).version == 1
    with pytest.raises(ValidationError) as refusal:
        Unit.objects.locked(engine.pk, version=0)
    assert refusal.value.code == "changed"
    assert refusal.value.params == {"subject": engine.subject}
    assert "sudah diubah orang lain" in refusal.value.messages[0]
