"""Several who move one unit at the same moment: one wins, nobody waits in a circle, the books add up."""

from __future__ import annotations

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from incidents import actions
from incidents.models import Assignment
from tests.dispatch.test_races import ROUNDS, at_once, books_add_up, four, one_winner
from tests.factories import incident

__all__ = ["four"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("_round", ROUNDS)
def test_of_four_who_send_one_unit_on_to_four_incidents_one_does(four: list[User], _round: int) -> None:
    row = actions.assign(incident().pk, units=["DMK-01"], actor=four[0])[0]
    others = [incident() for _ in four]
    tasks = [
        partial(actions.reassign, row.pk, into=other.pk, actor=actor) for other, actor in zip(others, four, strict=True)
    ]
    won, lost = one_winner(at_once(*tasks))
    assert {refusal.code for refusal in lost} == {"unit_busy"}
    assert [won.pk] == list(Assignment.objects.active().values_list("pk", flat=True))
    books_add_up()


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_that_change_places_do_not_wait_in_a_circle(four: list[User], _round: int) -> None:
    one, other = incident(), incident()
    first = actions.assign(one.pk, units=["DMK-01"], actor=four[0])[0]
    second = actions.assign(other.pk, units=["DMK-02"], actor=four[0])[0]
    results = at_once(
        partial(actions.reassign, first.pk, into=other.pk, actor=four[0]),
        partial(actions.reassign, second.pk, into=one.pk, actor=four[1]),
    )
    assert not any(isinstance(result, ValidationError) for result in results)
    assert set(Assignment.objects.active().values_list("incident", "unit__call_sign")) == {
        (other.pk, "DMK-01"),
        (one.pk, "DMK-02"),
    }
    books_add_up()


@pytest.mark.parametrize("_round", ROUNDS)
def test_moved_recalled_closed_and_merged_at_once_nothing_is_left_half_done(four: list[User], _round: int) -> None:
    one, other, third = incident(), incident(), incident()
    row = actions.assign(one.pk, units=["DMK-01"], actor=four[0])[0]
    at_once(
        partial(actions.reassign, row.pk, into=other.pk, actor=four[0]),
        partial(actions.progress, row.pk, "recall", actor=four[1]),
        partial(actions.close, other.pk, "tertangani", actor=four[2]),
        partial(actions.merge, one.pk, third.pk, actor=four[3]),
    )
    assert Assignment.objects.active().count() <= 1
    books_add_up()
