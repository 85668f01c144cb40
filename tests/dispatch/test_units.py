"""How a unit looks: who, where, and what it is at."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User

from agencies.actions import take_off_duty
from agencies.models import Agency, Post
from dispatch import units
from incidents import actions
from incidents.models import Incident
from incidents.states import State
from tests.factories import agency, told, unit

pytestmark = pytest.mark.django_db


def card_of(call_sign: str) -> dict[str, Any]:
    """The card of a unit as the desk sees it."""
    return units.card_for(unit(call_sign).pk) or {}


def test_a_unit_nobody_has_touched_is_ready(centre: object) -> None:
    one = unit("DMK-01")
    assert card_of("DMK-01") == {
        "kind": "unit",
        "id": one.pk,
        "version": 0,
        "call_sign": "DMK-01",
        "agency": "DMK",
        "capability": "pompa",
        "post": "",
        "is_on_duty": True,
        "reason": "",
        "lat": -3.97,
        "lng": 122.52,
        "state": "ready",
        "incidents": [],
    }


def test_a_unit_is_seen_by_the_desk_and_its_own_agency(centre: object) -> None:
    one = unit("POL-01")
    assert set(units.read([one.pk])[one.pk]) == {"desk", "desk+closed", f"agency:{agency('POL').pk}"}


def test_a_unit_off_duty_says_why_and_from_where_it_comes(centre: object) -> None:
    one = unit("DMK-01")
    one.post = Post.objects.create(agency=one.agency, name="Mako Kadia")
    one.save()
    take_off_duty(one.pk, "Isi air", actor=None)
    card = card_of("DMK-01")
    assert (card["state"], card["is_on_duty"], card["reason"], card["post"], card["version"]) == (
        "off",
        False,
        "Isi air",
        "Mako Kadia",
        1,
    )


@pytest.mark.parametrize(
    ("verbs", "state"),
    [
        ([], State.NOTIFIED),
        (["accept"], State.ACCEPTED),
        (["depart"], State.EN_ROUTE),
        (["arrive"], State.ON_SCENE),
        (["arrive", "control"], State.CONTROLLED),
    ],
)
def test_a_unit_is_where_its_assignment_stands(
    fire: Incident, dispatcher: User, verbs: list[str], state: State
) -> None:
    row = told(fire, dispatcher, units=("DMK-01",))
    for verb in verbs:
        actions.progress(row.pk, verb, actor=dispatcher)
    card = card_of("DMK-01")
    assert card["state"] == state
    assert card["incidents"] == [{"id": fire.pk, "short": "#1042", "state": state}]


def test_a_unit_that_has_ended_its_work_is_ready_again(fire: Incident, dispatcher: User) -> None:
    row = told(fire, dispatcher, units=("DMK-01",))
    actions.progress(row.pk, "recall", actor=dispatcher)
    assert card_of("DMK-01")["state"] == "ready"


def test_units_of_a_closed_agency_are_on_no_screen(centre: object) -> None:
    one = unit("DMK-01")
    assert one.pk in units.versions()
    Agency.objects.filter(code="DMK").update(is_active=False)
    assert one.pk not in units.versions()
    assert units.card_for(one.pk) is None


def test_many_units_are_read_with_as_many_queries_as_one(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User, django_assert_num_queries: Any
) -> None:
    actions.assign(fire.pk, units=["DMK-01", "DMK-02", "POL-01"], actor=dispatcher)
    everybody = list(units.versions())
    for ids in (everybody[:1], everybody):
        with django_assert_num_queries(2):
            assert len(units.read(ids)) == len(ids)
