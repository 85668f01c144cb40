"""Reports of merged incidents: they go along with their callers, and come back."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from calls import actions
from calls.models import Report
from incidents.actions import note
from incidents.models import Incident
from tests.factories import browser, history, incident, post, ring, verbs
from tests.refusals import code_of, denied, refusal

pytestmark = pytest.mark.django_db


def reported(actor: User, number: str) -> Report:
    """A call that became an incident."""
    call = actions.answer(ring(number=number).pk, actor=actor)
    draft = Report.objects.get(call=call)
    return actions.forward(
        draft.pk, actor=actor, category="kebakaran_rumah", place_text="Jl. Uji", words=f"dari {number}"
    )


@pytest.fixture
def two(call_taker: User, second_call_taker: User) -> tuple[Report, Report]:
    """Two callers who saw one fire, and two incidents."""
    return reported(call_taker, "0811-0000-0001"), reported(second_call_taker, "0811-0000-0002")


def of(row: Report) -> Incident:
    """The incident of a report as it stands now."""
    return Incident.objects.get(reports=row)


def test_the_callers_go_along_and_come_back(two: tuple[Report, Report], dispatcher: User) -> None:
    first, second = two
    source, target = of(second), of(first)
    actions.merge_incidents(source.pk, target.pk, actor=dispatcher)
    assert list(target.reports.order_by("pk")) == [first, second]
    assert not source.reports.exists()
    moved = history(second.subject)[-1]
    assert (moved.verb, moved.facts) == ("moved", {"incident": target.pk, "was": source.pk})
    assert verbs(first.subject)[-1] == "forwarded"
    actions.unmerge_incidents(source.pk, actor=dispatcher)
    assert (of(first), of(second)) == (target, source)
    assert history(second.subject)[-1].facts == {"incident": source.pk, "was": target.pk}


def test_a_caller_who_was_taken_back_meanwhile_is_not_brought_back(
    two: tuple[Report, Report], dispatcher: User, call_taker: User
) -> None:
    source, target = of(two[1]), of(two[0])
    third = actions.answer(ring(number="0811-0000-0003").pk, actor=call_taker)
    draft = Report.objects.get(call=third)
    actions.attach(draft.pk, source.pk, actor=call_taker)
    actions.merge_incidents(source.pk, target.pk, actor=dispatcher)
    actions.detach(draft.pk, actor=call_taker)
    draft.refresh_from_db()
    assert (draft.incident, verbs(target.subject)[-1]) == (None, "parted")
    assert code_of(actions.unmerge_incidents, source.pk, actor=dispatcher) == "moved_on"


def test_a_chain_carries_all_its_callers(two: tuple[Report, Report], dispatcher: User) -> None:
    first, second = two
    last = incident()
    middle = of(first)
    actions.merge_incidents(of(second).pk, middle.pk, actor=dispatcher)
    actions.merge_incidents(middle.pk, last.pk, actor=dispatcher)
    assert list(last.reports.order_by("pk")) == [first, second]
    note(last.pk, "satu kebakaran", actor=dispatcher)
    actions.unmerge_incidents(middle.pk, actor=dispatcher)
    assert list(middle.reports.order_by("pk")) == [first, second]


def test_who_may_not(two: tuple[Report, Report], call_taker: User, damkar: User) -> None:
    for actor in (call_taker, damkar):
        denied(actions.merge_incidents, of(two[1]).pk, of(two[0]).pk, actor=actor)


# --- over HTTP ------------------------------------------------------------------------------------------------------


def test_a_board_merges_and_takes_it_back(two: tuple[Report, Report], dispatcher: User) -> None:
    source, target = of(two[1]), of(two[0])
    desk = browser(dispatcher)
    status, answer = post(desk, f"incidents/{source.pk}/merging/", {"into": target.pk, "version": source.version})
    assert (status, answer["source"]["short"], answer["target"]["id"]) == (200, source.short_number, target.pk)
    assert answer["undo_until"]
    status, answer = post(desk, f"incidents/{source.pk}/merging/undo/")
    assert (status, answer["undo_until"]) == (200, None)
    assert of(two[1]) == source


def test_the_same_key_merges_once(two: tuple[Report, Report], dispatcher: User) -> None:
    source, target = of(two[1]), of(two[0])
    path, desk = f"incidents/{source.pk}/merging/", browser(dispatcher)
    answers = [post(desk, path, {"into": target.pk}, key="satu") for _again in range(2)]
    assert answers[0] == answers[1]
    assert verbs(target.subject).count("absorbed") == 1


def test_what_is_refused_over_http(
    two: tuple[Report, Report], dispatcher: User, call_taker: User, damkar: User
) -> None:
    source, target = of(two[1]), of(two[0])
    path = f"incidents/{source.pk}/merging/"
    assert refusal(post(browser(dispatcher), path, {"into": source.pk})) == (409, "same")
    assert refusal(post(browser(dispatcher), path, {"into": 0})) == (400, "invalid")
    assert refusal(post(browser(dispatcher), path, {"into": 999999})) == (404, "not_found")
    assert refusal(post(browser(call_taker), path, {"into": target.pk})) == (403, "forbidden")
    assert refusal(post(browser(damkar), path, {"into": target.pk})) == (404, "not_found")
    assert refusal(post(browser(dispatcher), f"{path}undo/")) == (409, "not_merged")
