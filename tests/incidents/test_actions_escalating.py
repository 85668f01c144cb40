"""Who at the desk does not wait for the ladder: the next rung now, by name, with a reason, and nothing told twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection

from agencies.models import LadderStep
from dispatch.models import Delivery
from incidents import actions
from incidents.models import Assignment, Escalation, Incident
from incidents.naming import names_of
from incidents.sentences import sentence
from journal.models import Timer
from journal.timers import fire_due
from reporting.invariants import violations
from tests.factories import history, minutes, seconds, told

pytestmark = pytest.mark.django_db

WHY = "Piket tidak mengangkat telepon"


def rung_promised(row: Assignment) -> list[tuple[str, int]]:
    """The pending rungs: their subject, and seconds since the agency was told."""
    timers = Timer.objects.pending().filter(kind="ladder", assignment_id=row.pk)
    return [(one.subject, round((one.due_at - row.notified_at).total_seconds())) for one in timers]


@pytest.fixture
def asked(clock: time_machine.Traveller, fire: Incident, dispatcher: User) -> Assignment:
    """Damkar was told of the fire just now."""
    return told(fire, dispatcher, agencies=("DMK",))


def test_the_next_rung_is_told_now_and_the_one_above_at_its_own_moment(
    clock: time_machine.Traveller, asked: Assignment, dispatcher: User
) -> None:
    clock.shift(seconds(20))
    (raised,) = actions.escalate(asked.incident_id, WHY, actor=dispatcher)
    asked.refresh_from_db()
    assert (asked.level, raised.level, raised.told, raised.acknowledged_at) == (1, 1, "Komandan regu", None)
    assert (raised.raised_by, raised.reason) == (dispatcher, WHY)
    assert rung_promised(asked) == [(asked.incident.subject, 120)], "the second rung, not the first again"
    fire_due()
    assert Delivery.objects.filter(assignment=asked, level=1).exists()
    clock.shift(minutes(1))
    fire_due()
    assert Escalation.objects.count() == 1
    clock.shift(minutes(1))
    fire_due()
    assert [row.level for row in Escalation.objects.filter(clock="accept")] == [1, 2]
    assert list(violations()) == []


def test_it_is_acknowledged_like_the_others(asked: Assignment, dispatcher: User, second_dispatcher: User) -> None:
    (raised,) = actions.escalate(asked.incident_id, WHY, actor=dispatcher)
    row = actions.acknowledge(raised.pk, actor=second_dispatcher)
    assert row.acknowledged_by == second_dispatcher


def test_the_journal_names_who_did_it_and_only_the_row_holds_the_reason(asked: Assignment, dispatcher: User) -> None:
    actions.escalate(asked.incident_id, WHY, actor=dispatcher)
    entry = history(asked.incident.subject)[-1]
    assert (entry.verb, entry.actor, WHY in repr(entry.facts)) == ("escalated", dispatcher, False)
    whole = "Eskalasi tingkat 1: Damkar belum menerima → Komandan regu, tanpa menunggu tangga: " + WHY
    assert sentence(entry, names_of([entry])).text == whole
    assert WHY not in sentence(entry, names_of([entry], with_content=False)).text


def test_every_agency_that_has_not_answered_is_raised_and_nobody_else(
    fire: Incident, dispatcher: User, damkar: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    other = told(fire, dispatcher, agencies=("POL",))
    actions.progress(row.pk, "accept", actor=damkar)
    (raised,) = actions.escalate(fire.pk, WHY, actor=dispatcher)
    assert raised.assignment_id == other.pk


def test_only_the_named_agencies_are_raised_and_one_that_owes_no_answer_is_refused(
    fire: Incident, dispatcher: User, damkar: User
) -> None:
    answered = told(fire, dispatcher, agencies=("DMK",))
    aimed = told(fire, dispatcher, agencies=("POL",))
    other = told(fire, dispatcher, agencies=("DHB",))
    actions.progress(answered.pk, "accept", actor=damkar)
    for codes in (["DMK"], ["POL", "DMK"], ["XYZ"]):
        with pytest.raises(ValidationError, match=f"{codes[-1]} tidak sedang ditunggu jawabannya"):
            actions.escalate(fire.pk, WHY, agencies=codes, actor=dispatcher)
    (raised,) = actions.escalate(fire.pk, "", agencies=["POL"], actor=dispatcher)
    other.refresh_from_db()
    assert (raised.assignment_id, raised.reason, other.level) == (aimed.pk, "belum menjawab", 0)
    assert list(violations()) == []


def test_again_and_again_it_climbs_to_the_top_and_says_so_there(asked: Assignment, dispatcher: User) -> None:
    for level in (1, 2, 3):
        (raised,) = actions.escalate(asked.incident_id, WHY, actor=dispatcher)
        assert raised.level == level
    assert rung_promised(asked) == []
    with pytest.raises(ValidationError, match="sudah sampai puncaknya"):
        actions.escalate(asked.incident_id, WHY, actor=dispatcher)


def test_what_makes_no_sense_is_refused_with_what_to_do_instead(
    fire: Incident, dispatcher: User, damkar: User, second_dispatcher: User
) -> None:
    with pytest.raises(ValidationError, match="Tugaskan instansi dulu"):
        actions.escalate(fire.pk, WHY, actor=dispatcher)
    row = told(fire, dispatcher, agencies=("DMK",))
    for reason in ("", " \n ", "x" * 201):
        with pytest.raises(ValidationError, match="Tulis alasannya"):
            actions.escalate(fire.pk, reason, actor=dispatcher)
    with pytest.raises(PermissionDenied):
        actions.escalate(fire.pk, WHY, actor=damkar)
    with pytest.raises(ValidationError, match="sudah diubah orang lain"):
        actions.escalate(fire.pk, WHY, actor=dispatcher, version=0)
    actions.progress(row.pk, "accept", actor=damkar)
    with pytest.raises(ValidationError, match="sudah menjawab"):
        actions.escalate(fire.pk, WHY, actor=dispatcher)
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    with pytest.raises(ValidationError):
        actions.escalate(fire.pk, WHY, actor=dispatcher)
    assert not Escalation.objects.exists()


def test_an_agency_without_a_ladder_is_at_its_top(fire: Incident, dispatcher: User) -> None:
    LadderStep.objects.all().delete()
    told(fire, dispatcher, agencies=("DMK",))
    with pytest.raises(ValidationError, match="sudah sampai puncaknya"):
        actions.escalate(fire.pk, WHY, actor=dispatcher)


@pytest.mark.django_db(transaction=True)
def test_two_hands_and_the_clock_at_once_tell_no_rung_twice(
    centre: object, fire: Incident, dispatcher: User, second_dispatcher: User
) -> None:
    row = told(fire, dispatcher, agencies=("DMK",))
    Assignment.objects.filter(pk=row.pk).update(notified_at=row.notified_at - minutes(1))
    Timer.objects.filter(kind="ladder", assignment_id=row.pk).update(
        due_at=row.notified_at - seconds(1), next_try_at=row.notified_at - seconds(1)
    )
    begin = threading.Barrier(3)

    def at_once(act: Callable[[], object]) -> None:
        begin.wait()
        try:
            act()
        finally:
            connection.close()

    acts: list[Callable[[], object]] = [fire_due]
    acts += [partial(actions.escalate, fire.pk, WHY, actor=actor) for actor in (dispatcher, second_dispatcher)]
    threads = [threading.Thread(target=at_once, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join(20)
    levels = sorted(Escalation.objects.filter(assignment=row).values_list("level", flat=True))
    assert levels in ([1, 2], [1, 2, 3])
    row.refresh_from_db()
    assert row.level == levels[-1]
