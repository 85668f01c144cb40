"""Merging while others merge, close, assign, report or move: real threads, one event in the end, books that add up."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from calls import actions as calls
from calls.models import Report
from incidents import actions
from incidents.models import Assignment, Incident
from tests.dispatch.test_races import ROUNDS, at_once, books_add_up, one_winner
from tests.factories import incident, told

pytestmark = pytest.mark.django_db(transaction=True)


def into(source: Incident, target: Incident, actor: User) -> Callable[[], Any]:
    """A merging that waits to be done."""
    return partial(calls.merge_incidents, source.pk, target.pk, actor=actor)


def ends(*rows: Incident) -> list[str]:
    """How these incidents stand now."""
    return [Incident.objects.get(pk=row.pk).outcome for row in rows]


def test_two_merge_crosswise(dispatcher: User, second_dispatcher: User) -> None:
    for _round in ROUNDS:
        one, other = incident(), incident()
        won, lost = one_winner(at_once(into(one, other, dispatcher), into(other, one, second_dispatcher)))
        assert sorted(ends(one, other)) == ["", "merged"]
        gone, goes_on = won.source.short_number, won.target.short_number
        assert lost[0].code == "already_merged"
        assert lost[0].messages[0].startswith(f"{gone} sudah digabung ke {goes_on}. Lanjutkan di {goes_on}")
    books_add_up()


def test_one_goes_on_in_a_second_that_goes_on_in_a_third(dispatcher: User, second_dispatcher: User) -> None:
    for _round in ROUNDS:
        one, two, three = incident(), incident(), incident()
        results = at_once(into(one, two, dispatcher), into(two, three, second_dispatcher))
        lost = [result for result in results if isinstance(result, ValidationError)]
        assert ends(two, three) == ["merged", ""]
        if lost:
            assert lost[0].messages[0].startswith(f"{two.short_number} sudah digabung ke {three.short_number}.")
        assert ends(one) == ["" if lost else "merged"]
    books_add_up()


def test_one_is_merged_twice_at_once(dispatcher: User, second_dispatcher: User) -> None:
    for _round in ROUNDS:
        one, two, three = incident(), incident(), incident()
        _won, lost = one_winner(at_once(into(one, two, dispatcher), into(one, three, second_dispatcher)))
        assert [refusal.code for refusal in lost] == ["already_merged"]
        assert sorted(ends(one, two, three)) == ["", "", "merged"]
    books_add_up()


@pytest.mark.parametrize("closes_source", [True, False])
def test_one_merges_while_another_closes(dispatcher: User, second_dispatcher: User, closes_source: bool) -> None:
    for _round in ROUNDS:
        one, two = incident(), incident()
        close = partial(actions.close, (one if closes_source else two).pk, "nihil", actor=second_dispatcher)
        results = at_once(into(one, two, dispatcher), close)
        lost = [result for result in results if isinstance(result, ValidationError)]
        if closes_source:
            assert len(lost) == 1
            assert ends(two) == [""]
        assert {refusal.code for refusal in lost} <= {"already_merged", "already_closed"}
        assert ends(one) in (["merged"], ["closed"], [""])
    books_add_up()


def test_one_merges_while_another_assigns(dispatcher: User, second_dispatcher: User) -> None:
    for _round in ROUNDS:
        one, two = incident(), incident()
        assign = partial(actions.assign, one.pk, agencies=["DMK"], actor=second_dispatcher)
        merged, assigned = at_once(into(one, two, dispatcher), assign)
        assert not isinstance(merged, ValidationError)
        if isinstance(assigned, ValidationError):
            assert assigned.code == "already_merged"
        else:
            assert Assignment.objects.get(pk=assigned[0].pk).incident_id == two.pk
    books_add_up()


def test_a_crew_arrives_while_its_incident_is_merged(dispatcher: User, damkar: User) -> None:
    for _round in ROUNDS:
        one, two = incident(), incident()
        row = told(one, dispatcher, agencies=("DMK",))
        arrive = partial(actions.progress, row.pk, "arrive", actor=damkar)
        results = at_once(into(one, two, dispatcher), arrive)
        assert not [result for result in results if isinstance(result, ValidationError)]
        row.refresh_from_db()
        assert (row.incident_id, row.state) == (two.pk, "on_scene")
    books_add_up()


def test_a_caller_joins_while_the_incident_is_merged(dispatcher: User, call_taker: User) -> None:
    for _round in ROUNDS:
        one, two = incident(), incident()
        draft = calls.start_report("radio", actor=call_taker)
        attach = partial(calls.attach, draft.pk, one.pk, actor=call_taker)
        merged, attached = at_once(into(one, two, dispatcher), attach)
        stands = Report.objects.get(pk=draft.pk).incident_id
        if isinstance(merged, ValidationError):
            assert (merged.code, stands) == ("reports", one.pk)
        elif isinstance(attached, ValidationError):
            assert (attached.code, stands) == ("already_merged", None)
        else:
            assert stands == two.pk
    books_add_up()


def test_two_take_a_merging_back_at_once(dispatcher: User, second_dispatcher: User) -> None:
    for _round in ROUNDS:
        one, two = incident(), incident()
        calls.merge_incidents(one.pk, two.pk, actor=dispatcher)
        both = (dispatcher, second_dispatcher)
        _won, lost = one_winner(at_once(*[partial(calls.unmerge_incidents, one.pk, actor=user) for user in both]))
        assert [refusal.code for refusal in lost] == ["not_merged"]
        assert ends(one, two) == ["", ""]
    books_add_up()


def test_a_chain_of_parts_is_not_made_at_once(dispatcher: User, second_dispatcher: User) -> None:
    for _round in ROUNDS:
        one, two, three = incident(), incident(), incident()
        first = partial(actions.link, one.pk, two.pk, actor=dispatcher)
        second = partial(actions.link, two.pk, three.pk, actor=second_dispatcher)
        _won, lost = one_winner(at_once(first, second))
        assert {refusal.code for refusal in lost} <= {"is_part", "has_parts"}
    books_add_up()


def test_a_report_is_split_off_twice_at_once(dispatcher: User, call_taker: User) -> None:
    for _round in ROUNDS:
        row = incident()
        drafts = [calls.start_report("radio", actor=call_taker) for _one in range(3)]
        for draft in drafts:
            calls.attach(draft.pk, row.pk, actor=call_taker, words="asap")
        split = partial(
            calls.split_report, drafts[0].pk, actor=dispatcher, version=Incident.objects.get(pk=row.pk).version
        )
        _won, lost = one_winner(at_once(split, split))
        assert [refusal.code for refusal in lost] == ["changed"]
        assert Report.objects.filter(incident=row).count() == 2
    books_add_up()
