"""Who has answered, or finished, is not recommended anew; who was taken back, declined or replaced met nothing."""

from __future__ import annotations

import pytest
import time_machine
from django.contrib.auth.models import User

from agencies.models import Agency
from incidents import actions
from incidents.actions.plans import Wanted
from incidents.actions.response import Told
from incidents.models import Assignment, Incident
from incidents.plans import Plan
from incidents.proposing import worded
from incidents.recommending import Recommendation, recommend_for
from tests import factories
from tests.incidents.plans import PUMPS, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(supervisor: User) -> Plan:
    """A house on fire is sent two pumps and a patrol; on the second alarm one pump more."""
    return publish(supervisor)


def made(row: Incident) -> Recommendation:
    """What is recommended now."""
    return recommend_for(Incident.objects.get(pk=row.pk))


def reasons(row: Incident) -> list[tuple[str, str]]:
    """Who is recommended, and why."""
    return [(one["unit"] or one["agency"], one["reason"]) for one in worded(made(row).found)]


def passed(row: Incident) -> dict[str, str]:
    """Who is not, and why."""
    return {one["unit"]: one["reason"] for one in made(row).passed}


def finished(row: Incident, dispatcher: User, *, agencies: tuple[str, ...] = (), units: tuple[str, ...] = ()) -> None:
    """Somebody was told, accepted and has finished."""
    task = factories.told(row, dispatcher, agencies=agencies, units=units)
    for verb in ("accept", "arrive", "finish"):
        actions.progress(task.pk, verb, actor=dispatcher)


@pytest.fixture
def lamps(supervisor: User, fire: Incident, dispatcher: User) -> Assignment:
    """A house on fire whose plan asks for a unit of the lamps' office, which only has to know, and was told."""
    Agency.objects.filter(code="DHB").update(only_acknowledges=True)
    publish(supervisor, needs=[PUMPS, Wanted("DHB", "", 1)])
    return factories.told(fire, dispatcher, agencies=("DHB",))


def asked(row: Incident) -> list[str]:
    """Who is recommended of others than the fire brigade."""
    return [who for who, _why in reasons(row) if not who.startswith("DMK")]


def test_whom_it_was_enough_to_tell_is_not_recommended_anew_once_he_has_acknowledged(
    lamps: Assignment, fire: Incident, dispatcher: User
) -> None:
    row = actions.progress(lamps.pk, "accept", actor=dispatcher, told=Told(via="radio"))
    assert (row.state, asked(fire), made(fire).missing) == ("done", [], [])
    assert passed(fire)["DHB-01"].startswith("kebutuhan sudah terpenuhi")
    actions.undo_step(lamps.pk, actor=dispatcher)
    assert asked(fire) == [], "told and not answered yet: it is at it"
    actions.progress(lamps.pk, "recall", actor=dispatcher)
    assert asked(fire) == ["DHB-01"]


@pytest.mark.parametrize(("verb", "said"), [("recall", Told()), ("decline", Told(reason="tidak ada petugas"))])
def test_who_was_recalled_or_declined_has_met_nothing(
    lamps: Assignment, fire: Incident, dispatcher: User, verb: str, said: Told
) -> None:
    actions.progress(lamps.pk, verb, actor=dispatcher, told=said)
    assert asked(fire) == ["DHB-01"]


def test_whose_place_another_took_meets_nothing_and_the_other_does(
    house: Plan, fire: Incident, dispatcher: User
) -> None:
    task = factories.told(fire, dispatcher, units=("DMK-01",))
    actions.reassign(task.pk, unit="DMK-02", actor=dispatcher)
    assert reasons(fire)[0] == ("DMK-01", "diminta 2 pompa")
    assert made(fire).missing == []


def test_an_agency_and_a_unit_that_have_finished_are_not_recommended_anew(
    house: Plan, fire: Incident, dispatcher: User
) -> None:
    finished(fire, dispatcher, agencies=("POL",))
    finished(fire, dispatcher, units=("DMK-01",))
    assert [who for who, _why in reasons(fire)] == ["DMK-02"]
    assert made(fire).missing == []
    assert passed(fire)["DMK-01"].startswith("sudah selesai di sini; kebutuhan sudah terpenuhi")


def test_without_a_plan_an_agency_that_has_finished_is_not_recommended_anew(fire: Incident, dispatcher: User) -> None:
    finished(fire, dispatcher, agencies=("DMK",))
    assert "DMK" not in [one.agency for one in made(fire).found]


def test_who_finished_before_a_second_alarm_is_asked_for_what_that_adds(
    clock: time_machine.Traveller, house: Plan, fire: Incident, dispatcher: User
) -> None:
    finished(fire, dispatcher, agencies=("DMK",))
    assert [who for who, _why in reasons(fire)] == ["POL-01"]
    clock.shift(60)
    actions.set_alarm(fire.pk, 2, actor=dispatcher)
    assert reasons(fire) == [("POL-01", "diminta 1 unit"), ("DMK-01", "diminta 1 pompa · alarm 2")]
    clock.shift(60)
    finished(fire, dispatcher, agencies=("DMK",))
    assert [who for who, _why in reasons(fire)] == ["POL-01"], "at the second alarm it did what that asks for"


def test_whoever_finished_before_an_incident_was_opened_again_is_needed_anew(
    clock: time_machine.Traveller, lamps: Assignment, fire: Incident, dispatcher: User
) -> None:
    actions.progress(lamps.pk, "accept", actor=dispatcher)
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    clock.shift(60)
    actions.reopen(fire.pk, "api menyala lagi", actor=dispatcher)
    assert asked(fire) == ["DHB-01"]
    clock.shift(60)
    again = factories.told(fire, dispatcher, agencies=("DHB",))
    actions.progress(again.pk, "accept", actor=dispatcher)
    assert asked(fire) == []
