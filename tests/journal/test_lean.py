"""Our own boards ask for lean cards; whoever does not is sent whole ones."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.actions import take_off_duty
from incidents import actions
from incidents.models import Incident
from tests.factories import browser, told, unit
from tests.journal.screens import Screens

pytestmark = pytest.mark.django_db(transaction=True)


def test_our_own_boards_hear_lean_cards_and_everybody_else_whole_ones(
    screens: Screens, dispatcher: User, damkar: User, fire: Incident
) -> None:
    desk = browser(dispatcher)
    ours, another = screens.open("board", desk, "cards=lean"), screens.open("board", desk)
    told(fire, dispatcher, agencies=("DMK",))
    engine = unit("DMK-01")
    take_off_duty(engine.pk, "Isi air", actor=damkar)
    for screen in (ours, another):
        screen.see("incident", fire.pk, 2)
        screen.see("unit", engine.pk, 1)
    lean, whole = ours.card("incident", fire.pk), another.card("incident", fire.pk)
    assert not {"chips", "closed_at"} & lean.keys()
    assert (whole["closed_at"], whole["chips"][0]["code"]) == (None, "DMK")
    assert "accept" in whole["assignments"][0]["verbs"]
    assert ours.card("unit", engine.pk) == another.card("unit", engine.pk)


def test_a_board_that_left_an_incident_behind_hears_so_in_either_form(
    screens: Screens, dispatcher: User, fire: Incident
) -> None:
    desk = browser(dispatcher)
    both = [screens.open("board", desk, query) for query in ("cards=lean", "")]
    actions.close(fire.pk, "nihil", actor=dispatcher)
    for screen in both:
        screen.see("incident", fire.pk, 2)
    Incident.objects.update(closed_at=now() - timedelta(hours=13))
    for screen in both:
        screen.lose("incident", fire.pk)
    actions.reopen(fire.pk, "menyala lagi", actor=dispatcher)
    for screen in both:
        screen.see("incident", fire.pk, 3)


def test_only_a_board_hears_lean_cards(screens: Screens, dispatcher: User, damkar: User, fire: Incident) -> None:
    fire_brigade = screens.open("agency", browser(damkar), "cards=lean")
    told(fire, dispatcher, agencies=("DMK",))
    fire_brigade.see("incident", fire.pk, 2)
    assert "closed_at" in fire_brigade.card("incident", fire.pk)
