"""What there is beside incidents: of many that are read at once, each has its own."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from dispatch import board
from incidents import actions
from incidents.models import Incident
from tests.factories import incident

pytestmark = pytest.mark.django_db


def test_one_reading_tells_incidents_apart_that_have_different_things_around_them(
    fire: Incident, dispatcher: User
) -> None:
    given, tied, kept = incident(), incident(), incident()
    actions.assign(given.pk, agencies=["DMK"], actor=dispatcher)
    actions.link(tied.pk, fire.pk, actor=dispatcher)
    actions.reserve(kept.pk, units=["DMK-02"], actor=dispatcher)
    found = board.read([fire.pk, given.pk, tied.pk, kept.pk])
    for row in (fire, given, tied, kept):
        assert found[row.pk] == board.read([row.pk])[row.pk]
    seen = {pk: cards["desk"] for pk, cards in found.items()}
    there = ("assignments", "ties", "reservations", "handlers")
    assert {pk: {key for key in there if card[key]} for pk, card in seen.items()} == {
        fire.pk: {"ties"},
        given.pk: {"assignments", "handlers"},
        tied.pk: {"ties"},
        kept.pk: {"reservations"},
    }
