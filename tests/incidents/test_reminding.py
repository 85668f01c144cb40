"""Reminders of who is kept for later: a promise that goes with the reservation, kept at its moment and put off."""

from __future__ import annotations

from datetime import datetime

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from incidents import actions
from incidents.models import Incident, Reservation
from incidents.naming import names_of
from incidents.sentences import sentence
from journal.timers import fire_due
from tests.factories import history, incident, minutes, pending
from tests.refusals import code_of, denied, fields_of

pytestmark = pytest.mark.django_db


def kept(row: Incident, actor: User, *units: str, after: int | None = 20) -> Reservation:
    """One unit kept for it, to be reminded of after so many minutes."""
    at = now() + minutes(after) if after else None
    return actions.reserve(row.pk, units=units or ["DMK-02"], remind_at=at, actor=actor)[0]


def promised(row: Incident) -> list[datetime]:
    """When it is to be reminded of."""
    return pending(row).get("remind", [])


def fire_all() -> None:
    """Everything that is due is done."""
    while fire_due():
        pass


def test_at_its_moment_the_incident_says_who_is_kept(
    clock: time_machine.Traveller, lamp: Incident, dispatcher: User
) -> None:
    row = kept(lamp, dispatcher)
    clock.shift(19 * 60)
    fire_all()
    assert Reservation.objects.get(pk=row.pk).reminded_at is None
    clock.shift(61)
    fire_all()
    row.refresh_from_db()
    assert row.reminded_at == now() and promised(lamp) == []
    last = history(lamp.subject)[-1]
    assert (last.happened_at, last.actor) == (row.remind_at, None)
    assert sentence(last, names_of([last])).text == "Waktunya diingatkan: DMK-02 dicadangkan"


def test_of_several_the_earliest_is_promised_and_the_next_after_it(
    clock: time_machine.Traveller, lamp: Incident, dispatcher: User
) -> None:
    late = kept(lamp, dispatcher, "DMK-02", after=30)
    soon = kept(lamp, dispatcher, "DMK-01", after=10)
    assert promised(lamp) == [soon.remind_at]
    clock.shift(10 * 60)
    fire_all()
    assert promised(lamp) == [late.remind_at]
    assert list(lamp.reservations.to_be_reminded()) == [late]


def test_it_goes_with_the_reservation_however_that_ends(
    clock: time_machine.Traveller, lamp: Incident, fire: Incident, dispatcher: User
) -> None:
    actions.release_reservation(kept(lamp, dispatcher).pk, actor=dispatcher)
    assert promised(lamp) == []
    kept(lamp, dispatcher)
    actions.assign(fire.pk, units=["DMK-02"], actor=dispatcher)
    assert promised(lamp) == []
    kept(lamp, dispatcher, "DMK-01")
    actions.assign(lamp.pk, units=["DMK-01"], actor=dispatcher)
    assert promised(lamp) == []
    kept(lamp, dispatcher, "POL-01")
    actions.close(lamp.pk, "tertangani", actor=dispatcher)
    assert promised(lamp) == []


def test_it_goes_along_when_incidents_are_merged_and_comes_back_with_a_closing_taken_back(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    row, other = kept(fire, dispatcher), incident()
    actions.merge(fire.pk, other.pk, actor=dispatcher)
    assert (promised(fire), promised(other)) == ([], [row.remind_at])
    actions.close(other.pk, "tertangani", actor=dispatcher)
    actions.undo_close(other.pk, actor=dispatcher)
    assert promised(other) == [row.remind_at]


def test_of_two_that_merging_brings_together_the_one_that_reminds_stands(
    clock: time_machine.Traveller, fire: Incident, dispatcher: User
) -> None:
    other, at = incident(), now() + minutes(20)
    actions.reserve(fire.pk, agencies=["POL"], remind_at=at, actor=dispatcher)
    actions.reserve(other.pk, agencies=["POL"], actor=dispatcher)
    actions.merge(fire.pk, other.pk, actor=dispatcher)
    assert [row.remind_at for row in other.reservations.standing()] == promised(other) == [at]
    actions.unmerge(fire.pk, actor=dispatcher)
    assert (promised(fire), promised(other)) == ([at], [])
    assert [row.remind_at for row in other.reservations.standing()] == [None]


def test_it_is_put_off_or_switched_off(clock: time_machine.Traveller, lamp: Incident, dispatcher: User) -> None:
    row = kept(lamp, dispatcher)
    clock.shift(20 * 60)
    fire_all()
    again = actions.set_reminder(row.pk, now() + minutes(10), actor=dispatcher)
    assert (again.reminded_at, promised(lamp)) == (None, [again.remind_at])
    actions.set_reminder(row.pk, None, actor=dispatcher)
    assert promised(lamp) == []
    actions.release_reservation(row.pk, actor=dispatcher)
    assert code_of(actions.set_reminder, row.pk, None, actor=dispatcher) == "not_reserved"


def test_it_is_of_a_moment_in_the_coming_day_and_the_desks(
    lamp: Incident, dispatcher: User, damkar: User, call_taker: User
) -> None:
    for at in (now() - minutes(1), now() + minutes(24 * 60 + 1)):
        wanted = {"units": ["DMK-02"], "remind_at": at, "actor": dispatcher}
        assert fields_of(actions.reserve, lamp.pk, **wanted) == ["remind_at"]
    row = kept(lamp, dispatcher, after=None)
    assert promised(lamp) == []
    assert fields_of(actions.set_reminder, row.pk, now() - minutes(1), actor=dispatcher) == ["remind_at"]
    for actor in (damkar, call_taker):
        denied(actions.set_reminder, row.pk, None, actor=actor)
