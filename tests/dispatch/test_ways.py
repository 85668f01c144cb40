"""How far it is for who is about to be sent, as the command line says it before Enter."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client

from agencies.models import Unit
from incidents.models import Incident
from incidents.roster import ways_to
from tests.factories import browser, drive, get, incident
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


def test_each_named_unit_has_its_way_by_where_it_was_last(desk: Client, fire: Incident) -> None:
    drive("DMK-01", lat=-3.98)
    status, answer = get(desk, f"incidents/{fire.pk}/ways/?units=DMK-01,POL-01,NN-99")
    ways = {way["unit"]: way for way in answer["ways"]}
    assert status == 200 and "NN-99" not in ways
    assert ways["DMK-01"]["is_estimate"] and 1 < ways["DMK-01"]["km"] < 4 and ways["DMK-01"]["minutes"] >= 1


def test_there_is_none_where_either_is_nowhere_known(fire: Incident) -> None:
    Unit.objects.filter(call_sign="DMK-02").update(lat=None, lng=None)
    assert ways_to(fire, ["DMK-02"]) == {}
    assert ways_to(incident(lat=None, lng=None), ["DMK-01"]) == {}
    assert ways_to(fire, []) == {}


def test_who_is_not_cleared_learns_no_distance_to_a_confidential_case(
    case: Incident, dispatcher: User, supervisor: User
) -> None:
    Incident.objects.filter(pk=case.pk).update(lat=-3.97, lng=122.52)
    drive("DMK-01", lat=-3.98)
    ways = [
        get(browser(user), f"incidents/{case.pk}/ways/?units=DMK-01")[1]["ways"] for user in (dispatcher, supervisor)
    ]
    assert ways[0] == [] and [way["unit"] for way in ways[1]] == ["DMK-01"]


def test_ways_are_for_the_desk(fire: Incident, call_taker: User, damkar: User) -> None:
    for user in (call_taker, damkar):
        assert refusal(get(browser(user), f"incidents/{fire.pk}/ways/?units=DMK-01")) == (403, "forbidden")
