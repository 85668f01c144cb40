"""What a card says of other incidents."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from dispatch.board import read
from incidents.actions import merge
from incidents.models import Incident
from tests.factories import agency, incident, told

pytestmark = pytest.mark.django_db


def ties(row: Incident) -> list[tuple[str, str]]:
    """The ties that the desk's card of an incident tells."""
    return [(tie["kind"], tie["short"]) for tie in read([row.pk])[row.pk]["desk"]["ties"]]


def test_two_that_were_merged_name_each_other(fire: Incident, dispatcher: User) -> None:
    other, lamp = incident(), incident("lampu_jalan")
    assert ties(fire) == []
    for row in (other, lamp):
        merge(row.pk, fire.pk, actor=dispatcher)
    assert ties(fire) == [("from", "#1043"), ("from", "L-1044")]
    assert ties(other) == [("into", "#1042")]
    whole = read([fire.pk, other.pk, lamp.pk])
    assert [len(whole[row.pk]["desk"]["ties"]) for row in (fire, other, lamp)] == [2, 1, 1]


def test_only_the_desk_is_told_and_the_agency_goes_on_at_the_target(fire: Incident, dispatcher: User) -> None:
    other = incident()
    told(other, dispatcher, agencies=("DMK",))
    phone = f"agency:{agency('DMK').pk}"
    merge(other.pk, fire.pk, actor=dispatcher)
    cards = read([fire.pk, other.pk])
    assert phone in cards[fire.pk] and phone not in cards[other.pk]
    assert all("ties" not in cards[fire.pk][audience] for audience in (phone, "calls"))
