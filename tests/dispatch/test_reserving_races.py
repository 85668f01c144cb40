"""Two who keep, send or let go one unit at the same moment: one wins, nobody waits in a circle, the books add up."""

from __future__ import annotations

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from incidents import actions
from incidents.models import Assignment, Reservation
from tests.dispatch.test_races import ROUNDS, at_once, books_add_up, four, one_winner
from tests.factories import incident

__all__ = ["four"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_four_who_keep_one_unit_for_four_incidents_one_has_it(four: list[User], _round: int) -> None:
    rows = [incident() for _ in four]
    tasks = [
        partial(actions.reserve, row.pk, units=["DMK-02"], actor=actor) for row, actor in zip(rows, four, strict=True)
    ]
    won, lost = one_winner(at_once(*tasks))
    assert {refusal.code for refusal in lost} == {"already_reserved"}
    assert [won[0].pk] == list(Reservation.objects.standing().values_list("pk", flat=True))
    books_add_up()


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_that_send_what_the_other_keeps_do_not_wait_in_a_circle(four: list[User], _round: int) -> None:
    one, other = incident(), incident()
    actions.reserve(one.pk, units=["DMK-01"], actor=four[0])
    actions.reserve(other.pk, units=["DMK-02"], actor=four[0])
    results = at_once(
        partial(actions.assign, one.pk, units=["DMK-02"], actor=four[0]),
        partial(actions.assign, other.pk, units=["DMK-01"], actor=four[1]),
    )
    assert not any(isinstance(one, ValidationError) for one in results)
    assert Assignment.objects.active().count() == 2
    assert not Reservation.objects.standing().exists()
    books_add_up()


@pytest.mark.parametrize("_round", ROUNDS)
def test_kept_sent_closed_and_merged_at_once_nothing_is_left_behind(four: list[User], _round: int) -> None:
    one, other, third = incident(), incident(), incident()
    kept = actions.reserve(one.pk, units=["DMK-02"], agencies=["POL"], actor=four[0])
    at_once(
        partial(actions.assign, third.pk, units=["DMK-02"], actor=four[0]),
        partial(actions.merge, one.pk, other.pk, actor=four[1]),
        partial(actions.close, other.pk, "tertangani", actor=four[2]),
        partial(actions.release_reservation, kept[1].pk, actor=four[3]),
    )
    for row in Reservation.objects.standing().select_related("incident"):
        assert row.incident.closed_at is None
    books_add_up()
