"""Where units are, for the boards: who sees it, and that it tells nobody where a confidential case is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from agencies.models import Agency
from dispatch import positions
from incidents import actions
from incidents.models import Incident
from tests.factories import browser, drive, get, told, unit

pytestmark = pytest.mark.django_db


def test_the_card_of_a_place(centre: object) -> None:
    drive("DMK-01")
    one = unit("DMK-01")
    card = positions.read([one.pk])[one.pk]["desk"]
    assert card | {"at": None} == {
        "kind": "position",
        "id": one.pk,
        "version": one.position.version,
        "lat": -3.98,
        "lng": 122.521,
        "at": None,
        "accuracy": 12,
        "speed": 41,
        "heading": 270,
    }


def test_places_are_for_the_desk_and_of_agencies_that_are_there(centre: object) -> None:
    drive("DMK-01", "POL-01")
    assert set(positions.read([unit("DMK-01").pk])[unit("DMK-01").pk]) == {"desk", "desk+closed"}
    Agency.objects.filter(code="DMK").update(is_active=False)
    assert set(positions.versions()) == {unit("POL-01").pk}


def test_where_a_unit_is_at_a_confidential_case_only_the_cleared_see(
    case: Incident, dispatcher: User, supervisor: User
) -> None:
    row = told(case, supervisor, units=("POL-01",))
    drive("POL-01", "DMK-01")
    desk, cleared = get(browser(dispatcher), "board/")[1], get(browser(supervisor), "board/")[1]
    shown = [{one["id"] for one in picture["cards"] if one["kind"] == "position"} for picture in (desk, cleared)]
    assert shown == [{unit("DMK-01").pk}, {unit("DMK-01").pk, unit("POL-01").pk}]
    actions.progress(row.pk, "recall", actor=dispatcher)
    assert set(positions.read([unit("POL-01").pk])[unit("POL-01").pk]) == {"desk", "desk+closed"}
