"""Cards as they travel to every board: small, and nothing in them that a board could not put back."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
import time_machine
from django.contrib.auth.models import User

from agencies.models import Unit
from dispatch import board, lean
from incidents import actions
from incidents.models import Incident
from incidents.states import STEPS, State
from journal.live import Card, encoded, leaner
from tests.factories import agency, browser, get

pytestmark = pytest.mark.django_db
MOST_BYTES = 2048


def lean_and_whole(row: Incident, audience: str = "desk") -> tuple[Card, Card]:
    """The same incident as it travels to our boards and as everybody else sees it."""
    whole = board.read([row.pk])[row.pk][audience]
    return leaner(whole), whole


def test_a_card_says_only_what_is_not_usual(clock: time_machine.Traveller, fire: Incident) -> None:
    made, _whole = lean_and_whole(fire)
    assert made == {
        "kind": "incident",
        "id": fire.pk,
        "version": 1,
        "number": 1042,
        "short": "#1042",
        "track": "emergency",
        "priority": 1,
        "category": {"code": "kebakaran_rumah", "glyph": "flame"},
        "title": "Kebakaran rumah/bangunan",
        "place": "Jl. Bunga Seroja 17",
        "landmark": "depan masjid",
        "area": "Kemaraya · Kendari Barat",
        "lat": -3.9612,
        "lng": 122.5301,
        "reported_at": "2026-01-09T18:00:00.000Z",
        "stage": "unassigned",
        "clock": {"name": "arrive", "label": "tiba", "due_at": "2026-01-09T18:07:00.000Z", "stopped_at": None},
        "promised_at": "2026-01-09T18:01:00.000Z",
    }


def test_all_that_is_left_out_is_usual_or_follows(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row = actions.assign(fire.pk, agencies=["DMK", "POL"], actor=dispatcher)[0]
    actions.progress(row.pk, "arrive", actor=dispatcher)
    made, whole = lean_and_whole(fire)
    for key in whole.keys() - made.keys() - lean.FOLLOWS_FOR_CARD:
        assert whole[key] == lean.USUAL_OF_CARD[key]
    for brief, full in zip(made["assignments"], whole["assignments"], strict=True):
        for key in full.keys() - brief.keys() - lean.FOLLOWS_FOR_ASSIGNMENT:
            assert full[key] == lean.USUAL_OF_ASSIGNMENT[key]
        assert full["verbs"] == lean.TABLE["verbs"][full["state"]]
    assert made["assignments"][0]["arrived_at"] == "2026-01-09T18:00:00.000Z"
    assert whole["clock"]["started_at"] == whole["reported_at"]


def test_the_verbs_of_each_state_are_those_of_the_steps() -> None:
    for state, verbs in lean.TABLE["verbs"].items():
        assert verbs == [step.verb for step in STEPS.values() if state in step.start]
    assert lean.TABLE["verbs"][State.DONE] == []


def test_a_masked_card_is_as_hidden_lean_as_whole(case: Incident, dispatcher: User) -> None:
    seen, whole = lean_and_whole(case)
    assert (seen["masked"], seen["title"], seen["category"]) == (
        True,
        "Kejadian tertutup",
        {"code": "", "glyph": "lock"},
    )
    assert not {"place", "landmark", "lat", "lng", "disposition"} & set(seen)
    assert whole["masked"]
    assert "masked" not in lean_and_whole(case, "desk+closed")[0]


def test_only_our_own_pages_get_lean_cards_and_only_for_the_desk(
    fire: Incident, dispatcher: User, damkar: User
) -> None:
    actions.assign(fire.pk, agencies=["DMK"], actor=dispatcher)
    made, whole = (json.loads(encoded(card)) for card in lean_and_whole(fire))

    def asked(user: User, address: str) -> Card:
        cards = get(browser(user), address)[1]["cards"]
        return next(card for card in cards if card["kind"] == "incident")

    assert asked(dispatcher, "board/") == whole
    assert asked(dispatcher, "board/?cards=lean") == made
    assert asked(damkar, "agency/?cards=lean") == asked(damkar, "agency/")


def test_a_change_of_an_incident_with_six_assignments_is_under_two_kilobytes(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    """Each is on the scene with a unit of its own, step by step."""
    signs = [f"DMK-1{number}" for number in range(6)]
    Unit.objects.bulk_create(Unit(agency=agency("DMK"), call_sign=sign) for sign in signs)
    for row in actions.assign(fire.pk, units=signs, actor=dispatcher):
        for verb in ("accept", "depart", "arrive"):
            clock.shift(20)
            actions.progress(row.pk, verb, actor=dispatcher)
    text = encoded({"type": "cards", "cards": [lean_and_whole(fire)[0]]})
    assert text.count(b'"arrived_at"') == 6
    assert len(text) <= MOST_BYTES


def test_an_instant_is_cut_to_its_millisecond() -> None:
    assert lean.short(datetime.fromisoformat("2026-01-10T02:00:00.123999+00:00")) == "2026-01-10T02:00:00.123Z"
    assert lean.short("2026") == "2026"
