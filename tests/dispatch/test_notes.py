"""Lines of an incident on cards: whose word each is."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from dispatch import board
from incidents import actions
from incidents.models import Incident
from tests.factories import agency, told

pytestmark = pytest.mark.django_db


def test_a_line_says_whose_word_it_is(fire: Incident, dispatcher: User, call_taker: User, damkar: User) -> None:
    told(fire, dispatcher, agencies=("DMK",))
    for author in (dispatcher, call_taker, damkar):
        actions.note(fire.pk, "catatan", actor=author)
    origins = [note["origin"] for note in board.read([fire.pk])[fire.pk][f"agency:{agency('DMK').pk}"]["notes"]]
    assert origins == ["system", "desk", "caller", "unit"]
