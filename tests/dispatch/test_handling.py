"""Whose an incident is at the desk: who did something about it, not who only wrote or joined."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from dispatch import board
from incidents import actions
from incidents.models import Incident
from tests.factories import told

pytestmark = pytest.mark.django_db


def handlers(row: Incident) -> list[int]:
    """As the card says."""
    found: list[int] = board.read([row.pk])[row.pk]["desk"]["handlers"]
    return found


def test_who_assigned_or_changed_handles_it_each_once(
    fire: Incident, dispatcher: User, second_dispatcher: User
) -> None:
    assert handlers(fire) == []
    told(fire, dispatcher, agencies=("DMK",))
    told(fire, dispatcher, agencies=("POL",))
    assert handlers(fire) == [dispatcher.pk]
    actions.change(fire.pk, priority=2, actor=second_dispatcher)
    assert handlers(fire) == sorted([dispatcher.pk, second_dispatcher.pk])


def test_a_note_or_a_step_of_the_field_makes_nobody_a_handler(
    fire: Incident, dispatcher: User, second_dispatcher: User, damkar: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    actions.note(fire.pk, "Hubungi PLN.", actor=second_dispatcher)
    actions.progress(row.pk, "arrive", actor=damkar)
    assert handlers(fire) == [dispatcher.pk]
