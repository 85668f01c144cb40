"""A board in a flood: many open incidents with agencies at work, many units, and what it costs to read them."""

from __future__ import annotations

import random

from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from agencies.models import Agency, Area, Unit
from dispatch import names
from dispatch.api import ON_BOARD, ground_of_board
from incidents.actions import assign, open_incident
from incidents.actions.intake import Facts
from incidents.models import Category, Incident
from journal.live import cards_of

SEED = 112
AROUND = (-3.98, 122.52)


def units(wanted: int) -> None:
    """As many units as are wanted, shared out over the agencies."""
    chance = random.Random(SEED)
    agencies = list(Agency.objects.filter(is_active=True))
    missing = wanted - Unit.objects.count()
    made = []
    for number in range(missing):
        lat, lng = point(chance)
        agency = agencies[number % len(agencies)]
        made.append(Unit(agency=agency, call_sign=f"U-{number:04d}", lat=lat, lng=lng))
    Unit.objects.bulk_create(made)


def incidents(wanted: int, dispatcher: User) -> None:
    """As many open incidents as are wanted, each with up to three agencies told."""
    chance = random.Random(SEED)
    category = Category.objects.filter(track="emergency", is_confidential=False)[0].code
    areas = list(Area.objects.filter(level="kelurahan").values_list("code", flat=True))
    agencies = list(Agency.objects.filter(is_active=True).values_list("code", flat=True))
    for _number in range(wanted - Incident.objects.open().count()):
        place = f"Jl. Contoh {chance.randint(1, 200)}"
        lat, lng = point(chance)
        facts = Facts("radio", category, place, now(), area=chance.choice(areas), lat=lat, lng=lng)
        incident = open_incident(facts, actor=dispatcher)
        assign(incident.pk, agencies=chance.sample(agencies, chance.randint(1, 3)), actor=dispatcher)


def point(chance: random.Random) -> tuple[float, float]:
    """Somewhere in town, to a metre as the map sets points."""
    lat, lng = (round(middle + chance.uniform(-0.05, 0.05), 5) for middle in AROUND)
    return lat, lng


def queries(*, is_first: bool) -> int:
    """How many queries make the whole picture of the desk; the first in half a minute reads the ground's names too."""
    names.forget()
    if not is_first:
        cards_of("desk", ON_BOARD)
    with CaptureQueriesContext(connection) as made:
        cards_of("desk", ON_BOARD)
        ground_of_board()
    return len(made)
