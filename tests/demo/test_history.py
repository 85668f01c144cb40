"""The demo's past: full months with their reports, a board that is neither empty nor crowded, books that add up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from agencies.models import Centre
from calls.models import Call, CallOutcome
from demo import history
from demo.people import add_people
from incidents.models import Incident, Track
from incidents.states import stage_of
from journal.models import Entry, Timer
from reporting.invariants import violations
from reporting.models import Report

EVENING = datetime(2026, 2, 12, 10, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground() -> None:
    """The city without a past."""
    call_command("load_ground", verbosity=0)


@pytest.fixture
def past(ground: None) -> history.Loaded:
    """A month and a half of calls, up to this evening."""
    add_people()
    with time_machine.travel(EVENING, tick=False):
        return history.load(1)


def test_the_past_of_the_demo(past: history.Loaded) -> None:
    assert_full_months_have_reports(past)
    assert_the_board_is_alive()
    assert_nothing_is_late_or_in_the_future()
    assert list(violations()) == []


def assert_full_months_have_reports(past: history.Loaded) -> None:
    """January is over and reported with the proportions of the city; February is not."""
    assert past.reports == 1
    figures = Report.objects.get().figures
    assert figures["month"] == "2026-01"
    assert 4000 <= figures["calls"]["offered"] <= 4700
    assert 22 <= figures["nuisance"]["share"] <= 26
    assert 40 <= figures["within_limit"]["share"] <= 75
    assert figures["service"]["open"] > history.OPEN_TICKETS
    assert past.calls == Call.objects.count()
    assert past.entries == Entry.objects.exclude(subject__startswith="month:").exclude(verb="added").count()


def assert_the_board_is_alive() -> None:
    """A handful of emergencies in several stages, no more tickets than fit on a screen."""
    emergencies = Incident.objects.open().filter(track=Track.EMERGENCY).prefetch_related("assignments")
    states = [[task.state for task in incident.assignments.all()] for incident in emergencies]
    assert 2 <= len(states) <= 10
    assert len({stage_of(is_closed=False, states=own) for own in states}) > 1
    assert {incident.category.code for incident in emergencies} & {code for _ago, code in history.STANDING}
    assert Incident.objects.open().filter(track=Track.SERVICE).count() <= history.OPEN_TICKETS


def assert_nothing_is_late_or_in_the_future() -> None:
    """Every promise that is pending is still to come, and nothing has happened after now."""
    assert not Timer.objects.pending().filter(due_at__lt=EVENING).exists()
    assert not Entry.objects.exclude(verb="added").filter(happened_at__gt=EVENING).exists()
    assert not Call.objects.unfinished().exists()
    assert set(Call.objects.values_list("is_simulated", flat=True)) == {True}
    assert Call.objects.filter(outcome=CallOutcome.ABANDONED, answered_at=None).exists()


def test_the_command_says_what_it_wrote(ground: None, capsys: pytest.CaptureFixture[str]) -> None:
    add_people()
    with time_machine.travel(EVENING - timedelta(days=10), tick=False):
        call_command("demo_history", months=0)
    assert f"{Call.objects.count()} panggilan, {Incident.objects.count()} kejadian" in capsys.readouterr().out


def test_standing_data_is_never_added_to(ground: None, capsys: pytest.CaptureFixture[str]) -> None:
    add_people()
    Call.objects.create(switch_id="nyata", offered_at=EVENING)
    with pytest.raises(CommandError, match="data kosong"):
        call_command("demo_history")
    call_command("demo_history", "--if-empty")
    assert Call.objects.count() == 1


def test_a_real_centre_is_given_no_past(ground: None) -> None:
    with pytest.raises(CommandError, match="bukan pusat contoh"):
        call_command("demo_history")


def test_without_people_one_line_says_so(ground: None) -> None:
    Centre.objects.update(is_demo=True)
    with pytest.raises(CommandError, match="muat akun contoh"):
        call_command("demo_history", months=0)
