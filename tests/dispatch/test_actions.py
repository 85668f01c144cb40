"""How an agency is told: one receipt for each channel, and what became of it."""

from __future__ import annotations

import json

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import Settings

from agencies.models import LadderStep
from dispatch import actions
from dispatch.models import Delivery
from incidents import actions as heart
from incidents.models import Assignment, Incident
from journal.models import Timer
from journal.timers import NotNow, fire_due
from tests.factories import history, pending, told, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(clock: time_machine.Traveller, fire: Incident, dispatcher: User) -> Assignment:
    """Damkar has just been assigned; nobody has been told yet."""
    return told(fire, dispatcher, agencies=("DMK",))


def let_pass(clock: time_machine.Traveller, seconds: float) -> None:
    """Time goes by; a worker looks once at the end of it."""
    clock.shift(seconds)
    while fire_due():
        pass


def receipts() -> list[tuple[int, str, str, str, bool]]:
    """Level, channel, title, telephone, and whether it was sent."""
    rows = Delivery.objects.order_by("level", "channel")
    return [(row.level, row.channel, row.title, row.phone, row.sent_at is not None) for row in rows]


def test_operators_are_told_by_the_app_at_once_and_that_is_one_entry(task: Assignment) -> None:
    fire_due()
    assert receipts() == [(0, "app", "Operator piket", "", True)]
    entry = history(task.incident.subject)[-1]
    assert (entry.verb, entry.actor) == ("told", None)
    assert entry.facts == {"channels": ["app"], "assignment": task.pk, "agency": "DMK", "level": 0}
    assert str(Delivery.objects.get()) == f"{task.pk} 0 app"
    assert "deliver" not in pending(task.incident)


def test_without_a_gateway_a_higher_rung_is_the_desks_to_ring(clock: time_machine.Traveller, task: Assignment) -> None:
    let_pass(clock, 61)
    assert receipts()[1:] == [(1, "telephone", "Komandan regu", "0401-1", False)]
    assert "0401" not in json.dumps([entry.facts for entry in history(task.incident.subject)])


def test_with_a_gateway_every_rung_with_a_telephone_waits_to_be_sent(
    clock: time_machine.Traveller, task: Assignment, settings: Settings
) -> None:
    settings.NOTIFY_URL = "http://127.0.0.1:9/"
    LadderStep.objects.filter(level=0).update(phone="0401-0")
    let_pass(clock, 0)
    let_pass(clock, 61)
    assert receipts() == [
        (0, "app", "Operator piket", "0401-0", True),
        (0, "gateway", "Operator piket", "0401-0", False),
        (1, "gateway", "Komandan regu", "0401-1", False),
    ]
    assert [row.level for row in Delivery.objects.waiting().order_by("level")] == [0, 1]


def test_nobodys_telephone_rings_for_what_is_simulated(
    clock: time_machine.Traveller, task: Assignment, settings: Settings
) -> None:
    settings.NOTIFY_URL = "http://127.0.0.1:9/"
    Incident.objects.filter(pk=task.incident_id).update(is_simulated=True)
    let_pass(clock, 61)
    assert receipts() == [(0, "app", "Operator piket", "", True), (1, "telephone", "Komandan regu", "0401-1", False)]
    assert not Delivery.objects.waiting().exists()


def test_a_rung_without_a_telephone_leaves_no_receipt_but_is_told_of(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    told(fire, dispatcher, agencies=("POL",))
    let_pass(clock, 61)
    assert [level for level, *_rest in receipts()] == [0]
    assert history(fire.subject)[-1].facts["channels"] == []


def test_an_agency_without_a_ladder_is_told_by_the_app(task: Assignment) -> None:
    LadderStep.objects.all().delete()
    fire_due()
    assert receipts() == [(0, "app", "Damkar", "113", True)]


def test_who_has_answered_meanwhile_is_not_told(task: Assignment) -> None:
    timer = Timer.objects.pending().get(kind="deliver")
    Assignment.objects.filter(pk=task.pk).update(state="accepted", accepted_at=now())
    before = verbs(task.incident.subject)
    actions.deliver(timer)
    timer.refresh_from_db()
    assert (timer.fired_at, verbs(task.incident.subject), receipts()) == (now(), before, [])


def test_a_promise_kept_before_is_not_kept_again(task: Assignment) -> None:
    timer = Timer.objects.pending().get(kind="deliver")
    actions.deliver(timer)
    with pytest.raises(NotNow):
        actions.deliver(timer)
    assert verbs(task.incident.subject) == ["opened", "assigned", "told"]


def test_an_answer_before_the_worker_looked_withdraws_the_message(task: Assignment, damkar: User) -> None:
    heart.progress(task.pk, "accept", actor=damkar)
    fire_due()
    assert receipts() == []


@pytest.fixture
def waiting(task: Assignment) -> Delivery:
    """A message that the gateway has not taken yet."""
    return Delivery.objects.create(
        assignment=task, level=1, channel="gateway", title="Komandan regu", phone="0401-1", created_at=now()
    )


def test_a_message_that_was_taken_is_sent(clock: time_machine.Traveller, waiting: Delivery) -> None:
    actions.note_delivery(waiting.pk, problem="")
    waiting.refresh_from_db()
    assert (waiting.sent_at, waiting.failed_at, waiting.attempts, waiting.problem) == (now(), None, 1, "")


def test_a_message_is_given_up_after_eight_tries(clock: time_machine.Traveller, waiting: Delivery) -> None:
    for attempt in range(1, 9):
        actions.note_delivery(waiting.pk, problem="TimeoutError " + "x" * 200)
        waiting.refresh_from_db()
        assert (waiting.attempts, waiting.failed_at) == (attempt, now() if attempt == 8 else None)
    assert len(waiting.problem) == 120
    assert not Delivery.objects.waiting().exists()
