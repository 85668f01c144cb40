"""Two or four people at once, with real threads and real commits: exactly one wins, the others are told what won."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import StringIO
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import now

from agencies.models import Role
from calls import actions as calls
from calls.actions.hearing import SwitchEvent
from calls.models import Call, Identity, PhoneNumber, Report
from incidents import actions
from incidents.models import Assignment, Escalation, Incident
from incidents.states import State
from journal.models import Timer
from journal.timers import fire_due
from tests.factories import incident, minutes, person, ring, told, unit, verbs
from tests.incidents.files import attached, darkroom, jpeg

__all__ = ["darkroom"]

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = range(4)


def at_once(*tasks: Callable[[], Any]) -> list[Any]:
    """Do these in threads of their own, all at the same moment; answers what each gave or was refused with."""
    start = Barrier(len(tasks))
    found: list[Any] = [None] * len(tasks)

    def run(place: int, task: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(10)
            found[place] = task()
        except ValidationError as refusal:
            found[place] = refusal
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def one_winner(results: Sequence[Any]) -> tuple[Any, list[ValidationError]]:
    """What the one winner got, and the refusals of all others."""
    won = [result for result in results if not isinstance(result, ValidationError)]
    lost = [result for result in results if isinstance(result, ValidationError)]
    assert len(won) == 1, results
    assert won[0] is not None
    return won[0], lost


def books_add_up() -> None:
    """No gap in any journal, and every other invariant."""
    call_command("verify", stdout=StringIO())


@pytest.fixture
def four(centre: object) -> list[User]:
    """Four dispatchers at four desks."""
    return [person(f"d{one}", f"Dispatcher {one}", Role.DISPATCHER, seat=f"Meja {one:02}") for one in range(1, 5)]


# --- calls ----------------------------------------------------------------------------------------------------------


def test_two_answer_one_call(call_taker: User, second_call_taker: User) -> None:
    both = [call_taker, second_call_taker]
    for _round in ROUNDS:
        call = ring()
        won, lost = one_winner(at_once(*[partial(calls.answer, call.pk, actor=user) for user in both]))
        winner = won.answered_by
        assert [refusal.code for refusal in lost] == ["already_answered"]
        assert lost[0].messages[0].startswith(f"Panggilan ini sudah dijawab {winner.get_full_name()} (Meja 0")
        assert verbs(call.subject) == ["rang", "answered"]
        assert Report.objects.get(call=call).taken_by == winner
    books_add_up()


def test_two_take_one_call_back(call_taker: User, second_call_taker: User) -> None:
    both = [call_taker, second_call_taker]
    for number in ROUNDS:
        call = ring(number=f"0811-0000-00{number:02}")
        calls.hear(SwitchEvent("ended", call.switch_id, now()), actor=None)
        won, lost = one_winner(at_once(*[partial(calls.take_call_back, call.pk, actor=user) for user in both]))
        winner = won.call_back.taken_by
        assert [refusal.code for refusal in lost] == ["already_taken"]
        assert lost[0].messages[0].startswith(f"Nomor ini sedang ditelepon balik {winner.get_full_name()} sejak pukul ")
        assert verbs(call.subject) == ["rang", "ended", "callback_taken"]
    books_add_up()


def test_a_call_back_is_taken_and_a_surge_closed_at_once(call_taker: User, supervisor: User) -> None:
    for number in ROUNDS:
        call = ring(number=f"0811-0000-00{number:02}")
        calls.hear(SwitchEvent("ended", call.switch_id, now()), actor=None)
        take = partial(calls.take_call_back, call.pk, actor=call_taker)
        close = partial(calls.close_call_backs, [call.pk], "surge", actor=supervisor)
        _won, lost = one_winner(at_once(take, close))
        assert [refusal.code for refusal in lost] == ["already_closed"]
    books_add_up()


@pytest.mark.parametrize("name", ["ringing", "answered", "ended"])
def test_the_same_telephony_event_twice_at_once(centre: object, name: str) -> None:
    for number in ROUNDS:
        event = SwitchEvent(name, f"pabx-{number}", now(), identity=Identity.NUMBER, value="0852-4187-2093")
        first, second = at_once(*[partial(calls.hear, event, actor=None)] * 2)
        assert first.pk == second.pk
        call = Call.objects.get(switch_id=event.call_id)
        assert len(verbs(call.subject)) == call.version == 1
    assert PhoneNumber.objects.count() == 1
    books_add_up()


def test_the_exchange_and_the_console_say_answered_at_once(call_taker: User) -> None:
    for number in ROUNDS:
        call = calls.hear(SwitchEvent("ringing", f"pabx-{number}", now()), actor=None)
        event = SwitchEvent("answered", f"pabx-{number}", now(), extension="1003")
        at_once(partial(calls.hear, event, actor=None), partial(calls.answer, call.pk, actor=call_taker))
        call.refresh_from_db()
        assert (call.answered_by, Report.objects.filter(call=call).count()) == (call_taker, 1)
        assert verbs(call.subject) == ["rang", "answered"]
    books_add_up()


def test_one_report_is_sent_twice_at_once(call_taker: User) -> None:
    for number in ROUNDS:
        draft = calls.start_report("radio", actor=call_taker)
        send = partial(calls.forward, draft.pk, actor=call_taker, category="begal", place_text="Jl. Uji")
        won, lost = one_winner(at_once(send, send))
        assert lost[0].messages == [f"Laporan ini sudah diteruskan sebagai {won.incident.short_number}."]
        assert Incident.objects.count() == number + 1
    books_add_up()


def test_incidents_opened_at_once_have_numbers_of_their_own(centre: object) -> None:
    rows = at_once(*[incident] * 6)
    assert sorted(row.number for row in rows) == list(range(1042, 1048))
    books_add_up()


# --- assigning ------------------------------------------------------------------------------------------------------


def test_four_assign_one_unit_to_one_incident(four: list[User]) -> None:
    for _round in ROUNDS:
        row = incident()
        tries = [partial(actions.assign, row.pk, units=["DMK-01"], actor=user) for user in four]
        won, lost = one_winner(at_once(*tries))
        assert {refusal.code for refusal in lost} <= {"unit_busy", "already_assigned"}
        assert all(f"DMK-01 baru saja ke {row.short_number}." in refusal.messages[0] for refusal in lost)
        assert verbs(row.subject) == ["opened", "assigned"]
        actions.progress(won[0].pk, "recall", actor=four[0])
    books_add_up()


def test_four_assign_one_unit_to_four_incidents(four: list[User]) -> None:
    for _round in ROUNDS:
        rows = [incident() for _user in four]
        tries = [
            partial(actions.assign, row.pk, units=["DMK-01"], actor=user) for row, user in zip(rows, four, strict=True)
        ]
        won, lost = one_winner(at_once(*tries))
        assert {refusal.code for refusal in lost} == {"unit_busy"}
        winner = won[0].incident.short_number
        assert {refusal.messages[0] for refusal in lost} == {f"DMK-01 baru saja ke {winner}. Pilih unit lain."}
        assert Assignment.objects.active().filter(unit=unit("DMK-01")).count() == 1
        actions.progress(won[0].pk, "recall", actor=four[0])
    books_add_up()


def test_four_assign_one_agency_without_a_unit(four: list[User]) -> None:
    for _round in ROUNDS:
        row = incident()
        tries = [partial(actions.assign, row.pk, agencies=["DMK"], actor=user) for user in four]
        _won, lost = one_winner(at_once(*tries))
        assert {refusal.code for refusal in lost} == {"already_assigned"}
        assert {refusal.messages[0] for refusal in lost} == {f"DMK sudah ditugaskan ke {row.short_number}."}
        assert (row.assignments.count(), verbs(row.subject)) == (1, ["opened", "assigned"])
    books_add_up()


def test_two_assign_the_same_units_in_another_order(four: list[User]) -> None:
    """Units are locked in one order, or two who want both would wait for each other for ever."""
    for _round in ROUNDS:
        rows = [incident(), incident()]
        won, lost = one_winner(
            at_once(
                partial(actions.assign, rows[0].pk, units=["DMK-01", "DMK-02"], actor=four[0]),
                partial(actions.assign, rows[1].pk, units=["DMK-02", "DMK-01"], actor=four[1]),
            )
        )
        assert len(won) == 2
        assert lost[0].code == "unit_busy"
        for row in won:
            actions.progress(row.pk, "recall", actor=four[0])
    books_add_up()


def test_two_crews_answer_with_the_same_unit(four: list[User], damkar: User) -> None:
    for _round in ROUNDS:
        tasks = [told(incident(), four[0], agencies=("DMK",)) for _one in range(2)]
        with_unit = actions.response.Told(unit="DMK-01")
        won, lost = one_winner(
            at_once(*[partial(actions.progress, row.pk, "accept", actor=damkar, told=with_unit) for row in tasks])
        )
        assert lost[0].code == "unit_busy"
        actions.progress(won.pk, "finish", actor=damkar)
    books_add_up()


# --- against one another --------------------------------------------------------------------------------------------


def test_closing_against_arriving(four: list[User], damkar: User) -> None:
    for _round in ROUNDS:
        row = incident()
        task = told(row, four[0], agencies=("DMK",))
        closed, arrived = at_once(
            partial(actions.close, row.pk, "tertangani", actor=four[0]),
            partial(actions.progress, task.pk, "arrive", actor=damkar),
        )
        assert not isinstance(closed, ValidationError)
        task.refresh_from_db()
        if isinstance(arrived, ValidationError):
            assert arrived.messages == ["DMK berstatus Ditarik; langkah ini tidak berlaku lagi."]
            assert (task.state, task.arrived_at) == (State.RECALLED, None)
            assert verbs(row.subject) == ["opened", "assigned", "recalled", "closed"]
        else:
            assert (task.state, task.arrived_at is None) == (State.DONE, False)
            assert verbs(row.subject) == ["opened", "assigned", "arrived", "finished", "closed"]
    books_add_up()


def test_two_close_one_incident(four: list[User]) -> None:
    for _round in ROUNDS:
        row = incident()
        _won, lost = one_winner(at_once(*[partial(actions.close, row.pk, "nihil", actor=user) for user in four[:2]]))
        assert lost[0].messages == [f"{row.short_number} sudah ditutup. Buka kembali lebih dulu bila perlu."]
        assert verbs(row.subject) == ["opened", "closed"]
    books_add_up()


def test_an_agency_taps_twice_at_once(four: list[User], damkar: User) -> None:
    for _round in ROUNDS:
        task = told(incident(), four[0], agencies=("DMK",))
        _won, lost = one_winner(at_once(*[partial(actions.progress, task.pk, "accept", actor=damkar)] * 2))
        assert lost[0].messages == ["DMK berstatus Diterima; langkah ini tidak berlaku lagi."]
    books_add_up()


def test_two_acknowledge_one_escalation(four: list[User]) -> None:
    for _round in ROUNDS:
        row = incident(reported_at=now() - minutes(8))
        while fire_due():
            pass
        escalation = Escalation.objects.get(incident=row, clock="arrive")
        won, lost = one_winner(at_once(*[partial(actions.acknowledge, escalation.pk, actor=user) for user in four[:2]]))
        assert lost[0].messages == [f"Eskalasi ini sudah diakui {won.acknowledged_by.get_full_name()}."]
    books_add_up()


def test_accepting_against_the_ladder(four: list[User], damkar: User) -> None:
    for _round in ROUNDS:
        row = incident()
        task = told(row, four[0], agencies=("DMK",))
        Timer.objects.filter(assignment_id=task.pk, kind="ladder").update(due_at=now(), next_try_at=now())
        timer = Timer.objects.get(assignment_id=task.pk, kind="ladder")
        at_once(fire_due, partial(actions.progress, task.pk, "accept", actor=damkar))
        task.refresh_from_db()
        timer.refresh_from_db()
        assert task.state == State.ACCEPTED
        assert (timer.fired_at is None) != (timer.cancelled_at is None)
        assert (verbs(row.subject).count("escalated") == 1) == (timer.fired_at is not None) == (task.level == 1)
        assert not Timer.objects.pending().filter(assignment_id=task.pk).exists()
    books_add_up()


def test_arriving_against_the_seventh_minute(four: list[User], damkar: User) -> None:
    for _round in ROUNDS:
        row = incident()
        task = told(row, four[0], agencies=("DMK",))
        Timer.objects.filter(subject=row.subject, kind="arrive").update(due_at=now(), next_try_at=now())
        timer = Timer.objects.get(subject=row.subject, kind="arrive")
        at_once(fire_due, partial(actions.progress, task.pk, "arrive", actor=damkar))
        timer.refresh_from_db()
        assert (verbs(row.subject).count("breached") == 1) == (timer.fired_at is not None)
        assert verbs(row.subject).count("arrived") == 1
    books_add_up()


def test_one_photo_sent_twice_at_once_is_one(darkroom: Path, dispatcher: User, fire: Incident) -> None:
    for size in ROUNDS:
        content = jpeg(40 + size, 40)
        rows = at_once(*[partial(attached, fire, dispatcher, content)] * 3)
        assert len({row.pk for row in rows}) == 1
    books_add_up()


def test_telling_an_agency_and_closing_at_once_never_refuses_the_person(dispatcher: User) -> None:
    for _round in ROUNDS:
        row = incident()
        seen = told(row, dispatcher, agencies=("DMK",)).incident.version
        Timer.objects.filter(subject=row.subject, kind="deliver").update(next_try_at=now(), due_at=now())
        close = partial(actions.close, row.pk, "nihil", actor=dispatcher, version=seen)
        closed, _fired = at_once(close, fire_due)
        assert not isinstance(closed, ValidationError)
        assert Incident.objects.get(pk=row.pk).closed_at
    books_add_up()
