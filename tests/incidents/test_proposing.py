"""Whom the ground has for an event, by where units really are."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User

from agencies.models import Unit
from agencies.permissions import standing
from dispatch import journal_view
from incidents.models import Incident
from incidents.proposing import reason_of, weighed
from incidents.recommending import recommend_for
from tests.factories import agency, drive, told, unit

pytestmark = pytest.mark.django_db

HERE = (-3.96, 122.53)


@pytest.fixture
def pumps(clock: time_machine.Traveller, fire: Incident) -> Incident:
    """A fire, and two engines of which the first stands nearer by habit."""
    Unit.objects.filter(call_sign="DMK-01").update(lat=-3.961, lng=122.53)
    Unit.objects.filter(call_sign="DMK-02").update(lat=-3.99, lng=122.53)
    return fire


def passed_over(row: Incident) -> list[dict[str, Any]]:
    """Who is not proposed, and why."""
    return recommend_for(row).passed


def engines(row: Incident) -> list[str | None]:
    """The units of the fire brigade that are proposed, in order."""
    return [one.unit for one in weighed(row.category, at=HERE).proposed if one.agency == "DMK"]


def test_the_nearest_is_who_is_near_now_and_not_who_stands_near_by_habit(pumps: Incident) -> None:
    assert engines(pumps) == ["DMK-01", "DMK-02"]
    drive("DMK-01", lat=-4.1)
    drive("DMK-02", lat=-3.962)
    assert engines(pumps) == ["DMK-02", "DMK-01"]


def test_a_unit_whose_place_is_older_than_15_minutes_is_passed_over_with_that_reason(pumps: Incident) -> None:
    drive("DMK-01", ago=15 * 60)
    assert (engines(pumps), passed_over(pumps)) == (["DMK-01", "DMK-02"], []), "not older yet"
    drive("DMK-02", ago=15 * 60 + 61)
    assert engines(pumps) == ["DMK-01"]
    assert passed_over(pumps) == [{"unit": "DMK-02", "reason": "posisi terakhir 16 menit lalu", "is_unsure": True}]


def test_an_agency_of_which_only_such_units_are_free_is_proposed_as_a_whole_and_says_so(pumps: Incident) -> None:
    drive("DMK-01", "DMK-02", ago=3600)
    whole = next(one for one in weighed(pumps.category, at=HERE).proposed if one.agency == "DMK")
    assert (whole.unit, reason_of(whole)) == (None, "instansi utama · posisi unit siaga sudah lama")
    Unit.objects.filter(agency=agency("DMK")).update(is_on_duty=False)
    whole = next(one for one in weighed(pumps.category, at=HERE).proposed if one.agency == "DMK")
    assert reason_of(whole) == "instansi utama · tanpa unit siaga"
    assert {one["reason"] for one in passed_over(pumps)} == {"tidak siaga"}, "not for its place"


def test_the_desk_reads_who_was_passed_over_and_nobody_else_does(
    pumps: Incident, dispatcher: User, damkar: User
) -> None:
    drive("DMK-02", ago=3600)
    desk = journal_view.picture(pumps, standing(dispatcher))
    assert [one["unit"] for one in desk["recommendation"]["passed"]] == ["DMK-02"]
    assert all(one["unit"] != "DMK-02" for one in desk["suggestions"])
    phone = journal_view.picture(pumps, standing(damkar))
    assert (phone["suggestions"], phone["recommendation"]) == ([], None)
    told(pumps, dispatcher, agencies=("DMK",))
    again = journal_view.picture(pumps, standing(dispatcher))
    assert again["recommendation"]["passed"] == [], "its agency is at it"
    assert unit("DMK-02").position
