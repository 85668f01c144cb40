"""The bulk loader leaves what the actions leave: the same rows, entries and timers, moment by moment."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction

from agencies.models import Centre, Member, Watch
from calls.book import Contact
from calls.models import Call
from demo.cast import Cast, members
from demo.loader import Loader
from demo.mix import Mix
from demo.people import add_people
from demo.plans import CallPlan
from demo.scenario import scenario
from demo.survey import city
from incidents.models import Escalation, Incident
from incidents.plans import Plan
from journal.models import Entry, Timer
from tests.demo.picture import picture
from tests.demo.player import Player

START = datetime(2026, 1, 16, 2, 0, tzinfo=UTC)
UNTIL = START + timedelta(hours=60)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The demo's city and its people, all of them on watch for days: no watch lasts longer than a session."""
    call_command("load_ground", verbosity=0)
    add_people()
    cast = members()
    for member in Member.objects.all():
        seat = cast.seat(cast.takers.index(member.user_id)) if member.user_id in cast.takers else None
        Watch.objects.create(
            member=member, roles=member.roles, seat_id=seat, session_key=str(member.pk), started_at=UNTIL
        )
    return cast


def plans(seed: int = 10) -> list[CallPlan]:
    """A busy morning in which every other call is a report."""
    outcomes = {"report": 5, "information": 2, "prank": 1, "silent": 1, "wrong_area": 1}
    kinds = {"kebakaran_rumah": 3, "kll_motor_mobil": 3, "pohon_tumbang": 3, "kdrt": 1, "sampah": 2, "lampu_jalan": 3}
    mix = Mix(outcomes=outcomes, kinds=kinds)
    hours = timedelta(hours=4)
    return list(scenario(city(), seed=seed, start=START, duration=hours, calls_per_day=160, mix=mix))


def test_the_loader_leaves_what_the_actions_leave(cast: Cast) -> None:
    wanted = plans()
    # The made-up months were sent before there were response plans: no edition asked for anybody.
    Plan.objects.update(is_current=False)
    # Nor did the book name anybody who takes a call of another region's.
    Contact.objects.update(is_active=False)
    with transaction.atomic():
        Player(cast).play(wanted, UNTIL)
        played = picture()
        transaction.set_rollback(True)
    assert not Call.objects.exists()
    loader = Loader(cast, UNTIL)
    loader.load(wanted)
    loader.store()
    loaded = picture()
    assert len(played["entries"]) > 300
    for table in played:
        assert loaded[table] == played[table], table


def test_the_morning_that_is_compared_has_everything_in_it(cast: Cast) -> None:
    loader = Loader(cast, UNTIL)
    loader.load(plans())
    loader.store()
    verbs = Counter(Entry.objects.values_list("verb", flat=True))
    everything = {
        "rang", "answered", "ended", "coded", "drafted", "forwarded", "discarded", "opened", "assigned", "told",
        "accepted", "departed", "arrived", "declined", "controlled",
        "finished", "escalated", "acknowledged", "breached", "closed", "recalled",
    }  # fmt: skip
    assert everything <= set(verbs)
    assert {"accept", "arrive", "finish"} <= set(Escalation.objects.values_list("clock", flat=True))
    assert Incident.objects.filter(closed_at=None).exists()
    assert Timer.objects.pending().exists()


def test_loaded_numbers_go_on_where_the_centre_stopped(cast: Cast) -> None:
    Centre.objects.update(last_number=40)
    loader = Loader(cast, UNTIL)
    loader.load(plans())
    loader.store()
    numbers = list(Incident.objects.order_by("forwarded_at").values_list("number", flat=True))
    assert numbers == list(range(41, 41 + len(numbers)))
    assert Centre.objects.get().last_number == numbers[-1]
