"""Plans: editions that replace each other, what is refused, the approval, which holds and which is skipped."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from agencies.models import Agency, Area
from incidents import actions
from incidents.actions.plans import Wanted
from incidents.models import Category
from incidents.planning import choose
from incidents.plans import Plan
from tests import factories
from tests.incidents.plans import LAMPS, PATROL, PUMPS, THIRD_PUMP, draft, needs, publish
from tests.refusals import code_of, denied, fields_of

pytestmark = pytest.mark.django_db

NIGHT: dict[str, Any] = {"starts": time(22), "ends": time(5)}
AT_NIGHT = datetime.fromisoformat("2026-01-10T02:00:00+08:00")
AT_NOON = datetime.fromisoformat("2026-01-10T12:00:00+08:00")


@pytest.fixture
def house(supervisor: User) -> Plan:
    """What a house on fire is sent."""
    return publish(supervisor)


def chosen(at: datetime = AT_NOON, area: str = factories.WARD) -> tuple[str, list[str]]:
    """The plan that holds for a house on fire, and those that were skipped."""
    place = Area.objects.select_related("parent").get(code=area) if area else None
    found = choose(Category.objects.get(code="kebakaran_rumah"), area=place, at=at)
    return found.plan.title if found.plan else "", [plan.title for plan in found.skipped]


# --- editions -------------------------------------------------------------------------------------------------------


def test_a_plan_keeps_its_needs_by_level(house: Plan, supervisor: User) -> None:
    assert (house.code, house.edition, house.is_current, house.written_by) == ("rumah", 1, True, supervisor)
    assert needs(house) == [(1, "DMK", "pompa", 2), (1, "POL", "", 1), (2, "DMK", "pompa", 1)]
    assert [one.text for one in house.needed(1)] == ["2 pompa", "1 unit"]
    assert (len(house.needed(2)), house.top) == (3, 2)
    assert [(entry.verb, entry.facts) for entry in factories.history(house.subject)] == [
        ("published", {"code": "rumah", "edition": 1})
    ]


def test_a_new_edition_takes_the_place_of_the_old_which_stays_as_it_was(house: Plan, supervisor: User) -> None:
    new = publish(supervisor, house, needs=[PUMPS, LAMPS])
    house.refresh_from_db()
    assert (house.is_current, house.edition, len(needs(house))) == (False, 1, 3)
    assert (new.code, new.edition, new.is_current, needs(new)[1]) == ("rumah", 2, True, (1, "DHB", "", 0))


def test_saying_the_same_again_is_no_new_edition(house: Plan, supervisor: User) -> None:
    assert publish(supervisor, house) == house
    new = publish(supervisor, house, title="Rumah tinggal")
    assert publish(supervisor, house, title="Rumah tinggal") == new
    assert Plan.objects.count() == 2


def test_an_edition_that_somebody_else_replaced_or_withdrew_is_not_edited(house: Plan, supervisor: User) -> None:
    new = publish(supervisor, house, title="Lain")
    assert code_of(publish, supervisor, house, title="Lain lagi") == "changed"
    actions.withdraw_plan(new.pk, actor=supervisor)
    assert code_of(publish, supervisor, new, title="Lain lagi") == "changed"


def test_a_title_that_is_taken_begins_no_plan(house: Plan, supervisor: User) -> None:
    assert fields_of(publish, supervisor, category="begal") == ["title"]
    assert fields_of(publish, supervisor, category="begal", title="!!") == ["title"]


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"title": " "}, ["title"]),
        ({"category": ""}, ["event"]),
        ({"category": "", "group": "tidak ada"}, ["event"]),
        ({"group": "uji"}, ["event"]),
        ({"category": "tidak_ada"}, ["event"]),
        ({"area": "99"}, ["area"]),
        ({"starts": time(22)}, ["starts"]),
        ({"starts": time(22), "ends": time(22)}, ["starts"]),
        ({"weekdays": [7]}, ["weekdays"]),
        ({"needs": []}, ["needs"]),
        ({"needs": [PUMPS] * 2}, ["needs"]),
        ({"needs": [THIRD_PUMP]}, ["needs"]),
        ({"needs": [Wanted("QQQ")]}, ["needs"]),
        ({"needs": [Wanted("DMK", "pompa", 0)]}, ["needs"]),
        ({"needs": [Wanted("DMK", "pompa", 21)]}, ["needs"]),
        ({"needs": [Wanted("DMK", "pompa", 1, level=4)]}, ["needs"]),
        ({"title": "", "needs": []}, ["title", "needs"]),
    ],
)
def test_what_is_no_plan_is_refused_with_its_fields(supervisor: User, said: dict[str, Any], fields: list[str]) -> None:
    assert fields_of(actions.publish_plan, None, draft(**said), actor=supervisor) == fields


def test_all_seven_days_are_every_day(supervisor: User) -> None:
    assert publish(supervisor, weekdays=range(7)).weekdays == []


def test_only_a_supervisor_keeps_plans(house: Plan, dispatcher: User, administrator: User, damkar: User) -> None:
    for user in (dispatcher, administrator, damkar):
        denied(actions.publish_plan, None, draft(title="Lain"), actor=user)
        denied(actions.approve_plan, house.pk, actor=user)
        denied(actions.withdraw_plan, house.pk, actor=user)


def test_the_database_keeps_one_edition_in_force_and_hours_whole(house: Plan) -> None:
    for wrong in ({"edition": 2}, {"edition": 2, "is_current": False, "group": "uji"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Plan.objects.create(
                code="rumah", title="x", category=house.category, published_at=house.published_at, **wrong
            )


# --- approval and withdrawal ----------------------------------------------------------------------------------------


def test_a_plan_is_an_example_until_it_is_approved_once(house: Plan, supervisor: User) -> None:
    assert house.approved_at is None
    row = actions.approve_plan(house.pk, actor=supervisor)
    assert row.approved_by == supervisor and factories.verbs(row.subject) == ["published", "approved"]
    assert code_of(actions.approve_plan, house.pk, actor=supervisor) == "already_approved"


def test_a_withdrawn_plan_holds_no_more_and_is_neither_approved_nor_withdrawn_again(
    house: Plan, supervisor: User
) -> None:
    actions.withdraw_plan(house.pk, actor=supervisor)
    assert chosen() == ("", [])
    assert factories.verbs(house.subject)[-1] == "withdrawn"
    assert code_of(actions.withdraw_plan, house.pk, actor=supervisor) == "not_current"
    assert code_of(actions.approve_plan, house.pk, actor=supervisor) == "not_current"


# --- which holds ----------------------------------------------------------------------------------------------------


def test_the_most_specific_plan_holds_there_and_then(house: Plan, supervisor: User) -> None:
    publish(supervisor, title="Malam", **NIGHT)
    publish(supervisor, title="Kelompok", category="", group="uji", area=factories.WARD)
    publish(supervisor, title="Kemaraya", area=factories.WARD)
    assert chosen() == ("Kemaraya", [])
    assert chosen(area="") == ("Rumah", [])
    assert chosen(AT_NIGHT, area="74.71.08") == ("Malam", [])


def test_two_plans_for_the_same_ground_are_refused(house: Plan, supervisor: User) -> None:
    assert fields_of(publish, supervisor, title="Lain") == ["event"]
    night = publish(supervisor, title="Malam", **NIGHT)
    assert fields_of(publish, supervisor, title="Subuh", starts=time(4), ends=time(6)) == ["event"]
    assert publish(supervisor, night, **NIGHT, title="Malam hari").edition == 2


def test_a_plan_that_names_an_agency_that_left_is_skipped_with_the_reason(house: Plan, supervisor: User) -> None:
    night = publish(supervisor, title="Malam", **NIGHT, needs=[PUMPS, PATROL])
    Agency.objects.filter(code="POL").update(is_active=False)
    Plan.objects.filter(pk=house.pk).update(category=None, group="uji")
    publish(supervisor, title="Damkar saja", needs=[PUMPS])
    assert chosen(AT_NIGHT) == ("Damkar saja", ["Malam"])
    assert Plan.objects.whole().get(pk=night.pk).gone_text == "Polresta tidak aktif lagi"
    Agency.objects.filter(code="DMK").update(is_active=False)
    assert chosen(AT_NIGHT) == ("", ["Malam", "Damkar saja", "Rumah"])


def test_a_plan_of_an_agency_that_left_is_not_published_again(house: Plan, supervisor: User) -> None:
    Agency.objects.filter(code="POL").update(is_active=False)
    assert fields_of(publish, supervisor, house, title="Lain") == ["needs"]


def test_a_withdrawn_plan_is_not_restored_beside_one_that_took_its_place(supervisor: User, dispatcher: User) -> None:
    row = publish(supervisor)
    actions.withdraw_plan(row.pk, actor=supervisor)
    publish(supervisor, title="Rumah baru")
    denied(actions.restore_plan, row.pk, actor=dispatcher)
    assert fields_of(actions.restore_plan, row.pk, actor=supervisor) == ["event"]
    actions.withdraw_plan(Plan.objects.current().get().pk, actor=supervisor)
    assert code_of(actions.restore_plan, row.pk, actor=supervisor, version=99) == "changed"
    assert actions.restore_plan(row.pk, actor=supervisor).is_current
    assert factories.verbs(row.subject)[-1] == "restored"
