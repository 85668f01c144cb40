"""A larger event and its parts."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from dispatch.board import read
from incidents import actions
from incidents.models import Incident
from tests.factories import browser, history, incident, pending, post, verbs
from tests.refusals import code_of, denied, refusal, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def flood(fire: Incident) -> Incident:
    """Larger than what is in it."""
    return incident()


def ties(row: Incident) -> list[tuple[str, str]]:
    """What the desk's card of it tells of others."""
    return [(tie["kind"], tie["short"]) for tie in read([row.pk])[row.pk]["desk"]["ties"]]


def test_both_name_the_other_and_go_on_as_they_are(fire: Incident, flood: Incident, dispatcher: User) -> None:
    before = pending(fire), pending(flood)
    actions.link(fire.pk, flood.pk, actor=dispatcher)
    assert (ties(fire), ties(flood)) == ([("parent", "#1043")], [("part", "#1042")])
    assert (pending(fire), pending(flood)) == before
    told, of = history(fire.subject)[-1], history(flood.subject)[-1]
    assert (told.verb, told.actor, told.facts) == ("linked", dispatcher, {"to": flood.pk, "short": "#1043"})
    assert (of.verb, of.facts) == ("part_added", {"of": fire.pk, "short": "#1042"})


def test_a_part_is_taken_out_again(fire: Incident, flood: Incident, dispatcher: User) -> None:
    actions.link(fire.pk, flood.pk, actor=dispatcher)
    actions.unlink(fire.pk, actor=dispatcher)
    assert (ties(fire), ties(flood)) == ([], [])
    assert [verbs(row.subject)[-1] for row in (fire, flood)] == ["unlinked", "unlinked"]
    assert code_of(actions.unlink, fire.pk, actor=dispatcher) == "not_linked"


def test_only_two_levels_and_no_circles(fire: Incident, flood: Incident, dispatcher: User) -> None:
    third = incident()
    assert code_of(actions.link, fire.pk, fire.pk, actor=dispatcher) == "same"
    actions.link(fire.pk, flood.pk, actor=dispatcher)
    assert code_of(actions.link, fire.pk, third.pk, actor=dispatcher) == "has_parent"
    assert code_of(actions.link, flood.pk, third.pk, actor=dispatcher) == "has_parts"
    assert code_of(actions.link, flood.pk, fire.pk, actor=dispatcher) == "is_part"
    refusal = refused(actions.link, third.pk, fire.pk, actor=dispatcher)
    assert refusal.messages == ["#1042 sendiri bagian dari #1043. Kaitkan ke #1043."]


def test_what_has_parts_is_not_merged_away_but_a_part_may_be(fire: Incident, flood: Incident, dispatcher: User) -> None:
    third = incident()
    actions.link(fire.pk, flood.pk, actor=dispatcher)
    assert code_of(actions.merge, flood.pk, third.pk, actor=dispatcher) == "has_parts"
    actions.merge(fire.pk, flood.pk, actor=dispatcher)
    assert set(ties(fire)) == {("into", "#1043"), ("parent", "#1043")}
    assert code_of(actions.link, fire.pk, third.pk, actor=dispatcher) == "already_merged"


def test_who_may_not_and_on_which_card(
    fire: Incident, flood: Incident, case: Incident, dispatcher: User, supervisor: User, call_taker: User, damkar: User
) -> None:
    for actor in (call_taker, damkar):
        denied(actions.link, fire.pk, flood.pk, actor=actor)
        denied(actions.unlink, fire.pk, actor=actor)
    assert code_of(actions.link, fire.pk, flood.pk, actor=dispatcher, version=77) == "changed"
    for pair in ((fire, case), (case, fire)):
        assert code_of(actions.link, pair[0].pk, pair[1].pk, actor=dispatcher) == "not_cleared"
    actions.close(flood.pk, "nihil", actor=dispatcher)
    assert code_of(actions.link, fire.pk, flood.pk, actor=dispatcher) == "already_closed"
    actions.link(case.pk, fire.pk, actor=supervisor)
    assert code_of(actions.unlink, case.pk, actor=dispatcher) == "not_cleared"


def test_over_http(fire: Incident, flood: Incident, dispatcher: User) -> None:
    desk = browser(dispatcher)
    status, answer = post(desk, f"incidents/{fire.pk}/linking/", {"parent": flood.pk, "version": fire.version})
    assert (status, answer["incident"]["ties"]) == (200, [{"kind": "parent", "id": flood.pk, "short": "#1043"}])
    status, answer = post(desk, f"incidents/{fire.pk}/linking/undo/")
    assert (status, answer["incident"]["ties"]) == (200, [])
    assert refusal(post(desk, f"incidents/{fire.pk}/linking/", {"parent": 999999})) == (404, "not_found")
