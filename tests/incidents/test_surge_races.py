"""A surge in several hands at once, with real threads and real commits."""

from __future__ import annotations

from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from agencies.models import Role
from incidents import actions
from incidents.models import Incident
from incidents.surges import Surge
from tests.dispatch.test_races import at_once, one_winner
from tests.factories import WARD, incident, person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def leads(supervisor: User) -> list[User]:
    """Two who lead a shift together."""
    return [supervisor, person("hasan", "Hasan Basri", Role.SUPERVISOR)]


def test_two_leads_switch_on_at_once(leads: list[User]) -> None:
    tasks = [partial(actions.start_surge, "begal", [WARD], "siaga", "ramai", actor=lead) for lead in leads]
    won, lost = one_winner(at_once(*tasks))
    assert [refusal.code for refusal in lost] == ["already_on"]
    assert won.started_by.get_full_name() in lost[0].messages[0]
    assert Surge.objects.on().count() == Incident.objects.filter(is_area_event=True).count() == 1


def test_one_follows_a_proposal_while_another_dismisses_it(leads: list[User]) -> None:
    proposal = actions.propose_surge(None, 30, 10, actor=None)
    assert proposal is not None
    follow = partial(actions.start_surge, "begal", [], "siaga", "ramai", actor=leads[0], proposal_id=proposal.pk)
    _won, lost = one_winner(at_once(follow, partial(actions.dismiss_surge, proposal.pk, actor=leads[1])))
    assert [refusal.code for refusal in lost] == ["already_settled"]


def test_the_same_area_is_proposed_twice_at_once(centre: object) -> None:
    made = at_once(*[partial(actions.propose_surge, None, 30, 10, actor=None) for _worker in range(4)])
    assert [row is None for row in made].count(False) == 1


def test_it_is_switched_off_while_many_attach(leads: list[User], dispatcher: User) -> None:
    surge = actions.start_surge("begal", [WARD], "siaga", "ramai", actor=leads[0])
    parts = [incident() for _part in range(5)]
    tasks = [partial(actions.attach_to_surge, surge.pk, part.pk, actor=dispatcher) for part in parts]
    *results, off = at_once(*tasks, partial(actions.end_surge, surge.pk, actor=leads[1]))
    lost = [one for one in results if isinstance(one, ValidationError)]
    assert {refusal.code for refusal in lost} <= {"surge_off"}
    assert off.summary["attached"] == len(parts) - len(lost)
    assert Incident.objects.filter(parent=surge.incident).count() == len(parts) - len(lost)


def test_two_count_the_same_people_at_once(leads: list[User]) -> None:
    surge = actions.start_surge("begal", [WARD], "siaga", "ramai", actor=leads[0])
    tasks = [
        partial(actions.tell_count, surge.pk, "dead", number, "Posko", actor=lead, was=0)
        for number, lead in enumerate(leads, 1)
    ]
    won, lost = one_winner(at_once(*tasks))
    assert [refusal.code for refusal in lost] == ["counted_meanwhile"]
    assert [row.value for row in surge.last_words()] == [won.value]


def test_two_lists_are_attached_in_opposite_order_without_waiting_in_a_circle(
    leads: list[User], dispatcher: User
) -> None:
    parts = [incident() for _part in range(6)]
    surge = actions.start_surge("begal", [WARD], "siaga", "ramai", actor=leads[0])
    later = [incident() for _part in range(6)]

    def attach(rows: list[Incident]) -> int:
        done = 0
        for row in rows:
            try:
                actions.attach_to_surge(surge.pk, row.pk, actor=dispatcher)
                done += 1
            except ValidationError as refusal:
                assert refusal.code == "has_parent"
        return done

    both = [*parts, *later]
    assert sum(at_once(partial(attach, both), partial(attach, both[::-1]))) == len(both)
