"""The clock of an exchange that speaks over HTTP: put right when it is surely wrong, not where words only came late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now
from hypothesis import given, settings
from hypothesis import strategies as st

from calls import actions, clocks_live
from calls.actions.hearing import SwitchEvent
from calls.actions.timing import OFF_BY
from calls.models import Call, Exchange, SwitchClock
from calls.queue import card_for
from calls.unanswered import card as ring_card
from journal.models import Entry, Timer
from tests.factories import minutes, seconds

pytestmark = pytest.mark.django_db

SLOW = minutes(60)


def says(exchange: User, event: str, call_id: str, *, behind: timedelta = SLOW) -> Call:
    """One word, told at once by a clock that is so far behind."""
    return actions.hear(SwitchEvent(event, call_id, now() - behind), actor=exchange)


def passes(clock: time_machine.Traveller, exchange: User, call_id: str, *, behind: timedelta = SLOW) -> Call:
    """A whole call: it rings for six seconds and lasts a minute."""
    for event, after in (("ringing", 6), ("answered", 60), ("ended", 5)):
        call = says(exchange, event, call_id, behind=behind)
        clock.shift(after)
    return call


def test_after_one_call_a_clock_that_is_an_hour_behind_is_put_right(
    clock: time_machine.Traveller, exchange: User, call_taker: User
) -> None:
    passes(clock, exchange, "satu")
    began = now()
    call = says(exchange, "ringing", "dua")
    assert (call.offered_at, call.rings_since, call.clock_behind) == (began, None, SLOW)
    clock.shift(4)
    actions.answer(call.pk, actor=call_taker)
    clock.shift(70)
    call = says(exchange, "ended", "dua")
    assert call.answered_at and call.ended_at
    assert (call.answered_at - call.offered_at, call.ended_at - call.answered_at) == (seconds(4), seconds(70))
    rang = Entry.objects.get(subject=call.subject, verb="rang")
    assert (rang.happened_at, rang.facts["said_at"]) == (began, (began - SLOW).isoformat())


@pytest.mark.parametrize("behind", [seconds(40), minutes(3), minutes(26 * 60)])
def test_any_amount_that_is_no_mere_delay_is_put_right(
    clock: time_machine.Traveller, exchange: User, behind: timedelta
) -> None:
    passes(clock, exchange, "satu", behind=behind)
    assert says(exchange, "ringing", "dua", behind=behind).offered_at == now()


def test_the_first_call_counts_from_when_it_was_told_in_the_queue_and_for_climbing(
    clock: time_machine.Traveller, exchange: User, call_taker: User
) -> None:
    call = says(exchange, "ringing", "satu")
    card = card_for(call.pk, call_taker)
    assert card and card["rings_since"] == ring_card(call)["since"] == now()
    assert Timer.objects.pending().get(subject=call.subject, kind="ring").due_at == now() + seconds(30)
    assert call.offered_at == now() - SLOW  # as it was said: nobody can tell yet


def test_an_exchange_we_listen_to_is_taken_at_its_word(clock: time_machine.Traveller) -> None:
    listened = Exchange.objects.create(heard_at=now()).pk
    event = SwitchEvent("ringing", "celah", now() - minutes(7), exchange_id=listened)
    call = actions.hear(event, actor=None)
    assert (call.waits_since, call.rings_since, SwitchClock.objects.count()) == (now() - minutes(7), None, 0)


def test_one_word_in_time_shows_that_the_clock_was_set_right(clock: time_machine.Traveller, exchange: User) -> None:
    passes(clock, exchange, "satu")
    assert [row.behind for row in clocks_live.wrong()] == [SLOW]
    clock.shift(5)
    call = says(exchange, "ringing", "dua", behind=timedelta(0))
    assert (call.offered_at, call.clock_behind, clocks_live.wrong()) == (now(), timedelta(0), [])


def test_a_call_keeps_the_correction_that_it_began_with(clock: time_machine.Traveller, exchange: User) -> None:
    passes(clock, exchange, "satu")
    says(exchange, "ringing", "dua")
    clock.shift(10)
    says(exchange, "ringing", "tiga", behind=timedelta(0))
    call = says(exchange, "ended", "dua")
    assert call.ended_at == now()


def test_what_was_held_back_keeps_its_times(clock: time_machine.Traveller, exchange: User) -> None:
    """The line was down for two hours; what waited comes in a second, an hour's calls, the oldest first."""
    passes(clock, exchange, "sebelumnya", behind=timedelta(0))
    clock.shift(2 * 3600)
    began = now()
    for number in range(30):
        for event, after in (("ringing", 0), ("answered", 8), ("ended", 68)):
            at = began - minutes(120) + minutes(2 * number) + seconds(after)
            call = actions.hear(SwitchEvent(event, f"tunda-{number}", at), actor=exchange)
            clock.shift(1)
        assert call.answered_at and call.ended_at
        assert (call.offered_at, call.clock_behind) == (began - minutes(120) + minutes(2 * number), timedelta(0))
        assert (call.answered_at - call.offered_at, call.ended_at - call.offered_at) == (seconds(8), seconds(68))
    assert clocks_live.wrong() == []


def test_a_word_that_lags_besides_keeps_its_own_time(clock: time_machine.Traveller, exchange: User) -> None:
    passes(clock, exchange, "satu")
    call = says(exchange, "ringing", "dua", behind=SLOW + minutes(2))
    assert (call.offered_at, call.clock_behind) == (now() - minutes(2), SLOW)


def test_another_account_is_another_clock(clock: time_machine.Traveller, exchange: User, dispatcher: User) -> None:
    passes(clock, exchange, "satu")
    assert SwitchClock.objects.filter(account=exchange).get().is_sure
    call = actions.hear(SwitchEvent("ringing", "lain", now()), actor=None)
    assert (call.offered_at, call.clock_behind) == (now(), timedelta(0))


def test_a_call_put_back_late_counts_from_when_that_was_told(clock: time_machine.Traveller, exchange: User) -> None:
    for event in ("ringing", "answered"):
        says(exchange, event, "satu", behind=timedelta(0))
        clock.shift(10)
    clock.shift(OFF_BY.total_seconds())
    call = says(exchange, "requeued", "satu", behind=OFF_BY)
    assert (call.requeued_at, call.waits_since) == (now() - OFF_BY, now())


def test_what_is_told_twice_does_not_let_a_caller_wait_anew(clock: time_machine.Traveller, exchange: User) -> None:
    for event in ("ringing", "answered", "requeued"):
        call = says(exchange, event, "satu", behind=timedelta(0))
        clock.shift(10)
    clock.shift(OFF_BY.total_seconds())
    again = actions.hear(SwitchEvent("requeued", "satu", call.waits_since), actor=exchange)
    assert (again.waits_since, again.version) == (call.waits_since, call.version)


@settings(max_examples=200, deadline=None, derandomize=True, database=None)
@given(words=st.lists(st.tuples(st.floats(0, 300), st.floats(1.1, 50)), min_size=3, max_size=40))
def test_a_backlog_told_faster_than_it_happened_is_never_taken_for_a_wrong_clock(
    words: list[tuple[float, float]],
) -> None:
    """However unevenly it is told: what was held back lags less and less."""
    at, late = datetime(2026, 1, 9, tzinfo=UTC), timedelta(days=30)
    row = SwitchClock(behind=late, since=at, heard_at=at)
    for gap, pace in words:
        at, late = at + seconds(gap), late - seconds(gap * (pace - 1))
        row.weigh(late, at)
        assert not row.is_sure


def test_the_console_says_how_far_a_clock_is_behind_until_it_is_set(
    clock: time_machine.Traveller, exchange: User
) -> None:
    assert (clocks_live.versions(), clocks_live.read([1])) == ({}, {})
    passes(clock, exchange, "satu")
    ((pk, version),) = clocks_live.versions().items()
    assert clocks_live.read([pk])[pk] == {
        "calls": {"kind": "clock", "id": pk, "version": version, "behind_s": 3600},
    }
