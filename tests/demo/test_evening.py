"""The quiet evening: it plays alone, makes room for whoever comes, and never touches what is a visitor's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from agencies.models import Centre, Member, Role, Seat, Watch
from calls import actions as calls
from calls import telephony
from calls.callbacks import waiting
from calls.models import Call, CallBack, CallOutcome
from demo import crews, desk
from demo import evening as evenings
from demo.evening import Evening
from demo.management.commands.play_evening import PLAYERS
from demo.people import add_people
from demo.ring import made_up_event
from incidents import actions
from incidents.models import Assignment, Incident
from incidents.states import State
from journal.models import Entry
from journal.timers import fire_due
from reporting.invariants import violations
from tests.factories import incident, told

DUSK = datetime(2026, 1, 16, 11, 0, tzinfo=UTC)
SEED = 7

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Seven in the evening in Kendari."""
    call_command("load_ground", verbosity=0)
    with time_machine.travel(DUSK, tick=False) as traveller:
        add_people()
        yield traveller


def play(clock: time_machine.Traveller, minutes: float, evening: Evening | None = None) -> Evening:
    """Let the evening go on for so long, together with the worker that fires timers."""
    going = evening or evenings.begin(SEED, 3, datetime.now(UTC))
    until = datetime.now(UTC) + timedelta(minutes=minutes)
    while datetime.now(UTC) < until:
        evenings.tick(PLAYERS, going, datetime.now(UTC))
        while fire_due():
            continue
        clock.shift(timedelta(seconds=20))
    return going


def sign_in(username: str, *roles: Role) -> User:
    """One of the demo's people comes on watch."""
    member = Member.objects.get(user__username=username)
    seat = Seat.objects.first()
    Watch.objects.create(
        member=member, roles=list(roles) or member.roles, seat=seat, session_key=username, started_at=datetime.now(UTC)
    )
    return member.user


def the_event(evening: Evening) -> Incident:
    """The one that waits for the visitor."""
    return Incident.objects.get(pk__in=evening.reserved)


def test_an_evening_alone_answers_dispatches_and_closes_by_itself_and_the_books_add_up(
    clock: time_machine.Traveller,
) -> None:
    evening = play(clock, 40)
    assert Call.objects.filter(outcome=CallOutcome.EMERGENCY).exists()
    others = Incident.objects.exclude(pk__in=evening.reserved)
    assert others.exists()
    assert not others.filter(assignments=None).exists()
    assert Assignment.objects.filter(arrived_at__isnull=False).exists()
    assert set(Incident.objects.values_list("is_simulated", flat=True)) == {True}
    assert list(violations()) == []


def test_one_event_soon_after_the_start_waits_for_the_visitor(clock: time_machine.Traveller) -> None:
    evening = play(clock, 12)
    event = the_event(evening)
    assert event.reported_at < DUSK + timedelta(minutes=2)
    assert not event.assignments.exists()
    assert set(event.escalations.values_list("clock", flat=True)) == {"tell", "arrive"}


def test_what_the_visitor_assigns_is_answered_by_agencies_nobody_signed_in_for(clock: time_machine.Traveller) -> None:
    evening = play(clock, 3)
    dispatcher = sign_in("rizal.asrun", Role.DISPATCHER)
    event = the_event(evening)
    actions.assign(event.pk, agencies=["PSC", "POL"], actor=dispatcher)
    play(clock, 15, evening)
    row = event.assignments.get(agency__code="PSC")
    assert row.arrived_at is not None
    assert row.unit is not None
    entry = Entry.objects.get(subject=event.subject, verb="arrived", facts__assignment=row.pk)
    assert (entry.actor_id, entry.facts["via"]) == (None, "simulation")


def test_an_agency_somebody_signed_in_for_is_left_to_him(clock: time_machine.Traveller) -> None:
    sign_in("psc")
    evening = play(clock, 3)
    dispatcher = sign_in("rizal.asrun", Role.DISPATCHER)
    event = the_event(evening)
    actions.assign(event.pk, agencies=["PSC", "POL"], actor=dispatcher)
    play(clock, 15, evening)
    assert event.assignments.get(agency__code="PSC").state == State.NOTIFIED
    assert event.assignments.get(agency__code="POL").state != State.NOTIFIED


def test_the_tickets_of_the_days_before_are_done_one_by_one_and_not_in_the_first_minutes(
    clock: time_machine.Traveller,
) -> None:
    clock.move_to(DUSK - timedelta(hours=30))
    dispatcher = sign_in("rizal.asrun", Role.DISPATCHER)
    rows = [told(incident("lampu_jalan"), dispatcher, agencies=("DHB",)) for _ticket in range(40)]
    for row in rows[:36]:
        actions.progress(row.pk, "accept", actor=dispatcher)
    clock.shift(timedelta(minutes=1))
    actions.progress(rows[0].pk, "finish", actor=dispatcher)
    Watch.objects.filter(member__user=dispatcher).update(ended_at=datetime.now(UTC))
    clock.move_to(DUSK)
    evening = evenings.begin(SEED, 3, DUSK)
    left, still_open = {}, {}
    for minutes in (0, 9, 240, 600):
        clock.move_to(DUSK + timedelta(minutes=minutes))
        for play_one in (desk.play, crews.play):
            play_one(evening, evenings.present(evening), datetime.now(UTC))
        left[minutes] = Assignment.objects.active().count()
        still_open[minutes] = Incident.objects.open().count()
    assert left[0] == left[9] == 39 > left[240] > left[600] == 0
    assert still_open[0] == 40


def test_with_a_dispatcher_on_watch_nothing_is_assigned_closed_or_acknowledged_for_him(
    clock: time_machine.Traveller,
) -> None:
    sign_in("rizal.asrun", Role.DISPATCHER)
    play(clock, 30)
    assert Incident.objects.count() > 1
    assert not Assignment.objects.exists()
    assert not Entry.objects.filter(verb__in=("closed", "acknowledged")).exists()


def test_with_a_call_taker_on_watch_some_calls_are_left_ringing_until_the_caller_gives_up(
    clock: time_machine.Traveller,
) -> None:
    taker = sign_in("fitriani")
    play(clock, 40)
    left = Call.objects.filter(outcome=CallOutcome.ABANDONED)
    patient = [call for call in left if call.ended_at and call.ended_at - call.offered_at > timedelta(seconds=60)]
    assert patient
    assert Call.objects.filter(answered_at__isnull=False).exists()
    assert not Call.objects.filter(answered_by=taker).exists()
    assert list(violations()) == []


def test_a_caller_the_visitor_talks_to_hangs_up_in_the_end_and_is_the_visitors_to_code(
    clock: time_machine.Traveller,
) -> None:
    taker = sign_in("fitriani")
    evening = play(clock, 1)
    call = ring()
    calls.answer(call.pk, actor=taker)
    play(clock, 5, evening)
    call.refresh_from_db()
    assert call.ended_at is not None
    assert call.outcome == ""


def ring() -> Call:
    """A visitor presses the button that rings."""
    return telephony.receive(made_up_event(datetime.now(UTC)), actor=None)


def test_a_call_nobody_answers_does_not_ring_for_ever(clock: time_machine.Traveller) -> None:
    evening = play(clock, 1)
    call = ring()
    play(clock, 4, evening)
    call.refresh_from_db()
    assert call.outcome == CallOutcome.ABANDONED


def test_who_gave_up_is_rung_back_or_put_aside_in_the_end(clock: time_machine.Traveller) -> None:
    evening = play(clock, 1)
    for _call in range(6):
        ring()
    play(clock, 3, evening)
    assert waiting(datetime.now(UTC))
    play(clock, 12, evening)
    old = [
        pk for pk, one in waiting(datetime.now(UTC)).items() if one.last_at < datetime.now(UTC) - timedelta(minutes=10)
    ]
    assert old == []
    assert set(CallBack.objects.exclude(closed_at=None).values_list("reason", flat=True)) <= {"tried", "no_number"}
    assert list(violations()) == []


def test_another_run_goes_on_where_the_first_was_killed(clock: time_machine.Traveller) -> None:
    play(clock, 10)
    play(clock, 20)
    assert Watch.objects.open().filter(member__user__username=evenings.ACCOUNT).count() == 1
    assert not Call.objects.unfinished().filter(offered_at__lt=DUSK + timedelta(minutes=10)).exists()
    assert list(violations()) == []


def test_an_outage_of_the_database_is_waited_out(
    clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop = Event()
    seen: list[str] = []

    def player(evening: object, presence: object, moment: object) -> None:
        seen.append("tick")
        if len(seen) == 1:
            raise OperationalError("gone")
        stop.set()

    monkeypatch.setattr(evenings, "AFTER_AN_OUTAGE", 0.01)
    monkeypatch.setattr(connection, "close", lambda: seen.append("closed"))
    evenings.run((player,), seed=SEED, pace=1, stop=stop)
    assert seen == ["tick", "closed", "tick"]
    assert not Watch.objects.open().filter(member__user__username=evenings.ACCOUNT).exists()


def test_a_real_centre_is_never_played_with() -> None:
    call_command("load_ground", verbosity=0)
    assert not Centre.objects.get().is_demo
    with pytest.raises(CommandError, match="bukan pusat contoh"):
        call_command("play_evening")
