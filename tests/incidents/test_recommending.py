"""Whom to send to a fire by its plan: units with reasons, what is missing, who is passed over, the second alarm."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Agency, Unit
from incidents import actions
from incidents.actions.plans import Wanted
from incidents.actions.response import Told
from incidents.models import Incident
from incidents.plans import Plan
from incidents.proposing import worded
from incidents.recommending import Recommendation, recommend_for, recommend_to
from incidents.suggest import Called
from journal.models import Entry
from tests import factories
from tests.incidents.plans import LAMPS, PUMPS, publish
from tests.refusals import code_of, denied

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(supervisor: User) -> Plan:
    """A house on fire is sent two pumps and a patrol; on the second alarm one pump more."""
    return publish(supervisor)


def made(row: Incident) -> Recommendation:
    """What is recommended now."""
    return recommend_for(Incident.objects.get(pk=row.pk))


def reasons(row: Incident) -> list[tuple[str, str]]:
    """Who is recommended, and why."""
    said = made(row)
    return [(one["unit"] or one["agency"], one["reason"]) for one in worded(said.found, called=said.called)]


def passed(row: Incident) -> dict[str, str]:
    """Who is not, and why."""
    return {one["unit"]: one["reason"] for one in made(row).passed}


def put(call_sign: str, **columns: Any) -> None:
    """A unit stands otherwise."""
    Unit.objects.filter(call_sign=call_sign).update(**columns)


def test_each_unit_is_proposed_with_the_need_it_meets(house: Plan, fire: Incident) -> None:
    assert reasons(fire) == [
        ("DMK-01", "diminta 2 pompa"),
        ("DMK-02", "diminta 2 pompa"),
        ("POL-01", "diminta 1 unit"),
    ]
    assert made(fire).missing == [] and made(fire).choice.plan == house


def test_without_a_plan_the_agencies_of_the_kind_are_proposed(fire: Incident) -> None:
    assert reasons(fire)[0] == ("DMK-01", "instansi utama")
    assert (made(fire).choice.plan, made(fire).next_alarm) == (None, None)


def test_without_a_plan_too_everybody_who_cannot_be_sent_is_named_with_the_reason(
    fire: Incident, dispatcher: User
) -> None:
    put("DMK-02", is_on_duty=False, off_duty_reason="rusak")
    factories.told(factories.incident(), dispatcher, units=("DMK-01",))
    reasons = passed(fire)
    assert reasons["DMK-02"] == "tidak siaga (rusak)"
    assert reasons["DMK-01"].startswith("bertugas di #")


def test_an_agency_of_which_no_unit_is_asked_is_told(supervisor: User, fire: Incident) -> None:
    publish(supervisor, needs=[PUMPS, LAMPS])
    assert reasons(fire)[-1] == ("DHB", "ikut diberi tahu · cukup diberi tahu")


@pytest.mark.parametrize(
    ("columns", "reason", "missing"),
    [
        ({"is_on_duty": False, "off_duty_reason": "rusak"}, "tidak siaga (rusak)", "1 tidak siaga"),
        ({"is_on_duty": False, "off_duty_reason": ""}, "tidak siaga", "1 tidak siaga"),
        ({"capability": "tangki air"}, "jenis tangki air tidak diminta", "hanya 1 terdaftar"),
        ({"capability": ""}, "jenisnya tidak dicatat", "hanya 1 terdaftar"),
    ],
)
def test_who_cannot_be_sent_is_passed_over_with_the_reason_and_missed(
    house: Plan, fire: Incident, columns: dict[str, Any], reason: str, missing: str
) -> None:
    put("DMK-02", **columns)
    assert passed(fire) == {"DMK-02": reason}
    assert made(fire).missing == [f"Kurang 1 pompa Damkar: {missing}"]


def test_who_is_elsewhere_is_named_with_where(house: Plan, fire: Incident, dispatcher: User) -> None:
    other = factories.incident()
    factories.told(other, dispatcher, units=("DMK-01", "DMK-02"))
    shown = {"DMK-01": f"bertugas di {other.short_number}", "DMK-02": f"bertugas di {other.short_number}"}
    assert passed(fire) == shown
    assert made(fire).missing == ["Kurang 2 pompa Damkar: semua bertugas"]
    assert reasons(fire)[-1] == ("DMK", "instansi utama · tanpa unit siaga")


def test_a_service_holds_nobody_from_an_emergency(house: Plan, fire: Incident, dispatcher: User) -> None:
    factories.told(factories.incident("lampu_jalan"), dispatcher, units=("DMK-01", "DMK-02"))
    assert passed(fire) == {}
    assert made(fire).missing == []


def test_a_position_of_more_than_a_quarter_of_an_hour_leaves_a_unit_out(
    clock: time_machine.Traveller, house: Plan, fire: Incident
) -> None:
    factories.drive("DMK-02")
    clock.shift(15 * 60)
    assert passed(fire) == {}
    clock.shift(60)
    assert passed(fire) == {"DMK-02": "posisi terakhir 16 menit lalu"}
    assert made(fire).missing == ["Kurang 1 pompa Damkar: 1 posisinya lama"]


def test_several_obstacles_are_counted(house: Plan, fire: Incident, dispatcher: User) -> None:
    factories.told(factories.incident(), dispatcher, units=("DMK-01",))
    put("DMK-02", is_on_duty=False)
    assert made(fire).missing == ["Kurang 2 pompa Damkar: 1 bertugas, 1 tidak siaga"]


def test_who_said_no_is_not_asked_again_before_he_is_sent_once_more(
    house: Plan, fire: Incident, dispatcher: User
) -> None:
    row = factories.told(fire, dispatcher, units=("DMK-01",))
    actions.progress(row.pk, "decline", actor=dispatcher, told=Told(reason="ban bocor"))
    assert passed(fire) == {"DMK-01": "menolak kejadian ini (ban bocor)"}
    assert made(fire).missing == ["Kurang 1 pompa Damkar: 1 menolak"]
    actions.progress(factories.told(fire, dispatcher, units=("DMK-01",)).pk, "recall", actor=dispatcher)
    assert passed(fire) == {}


def test_the_minutes_are_those_of_the_kind_and_the_hour_and_marked_as_an_estimate(
    clock: time_machine.Traveller, house: Plan, fire: Incident
) -> None:
    night = worded(made(fire).found)[0]
    clock.shift(5 * 3600)
    morning = worded(made(fire).found)[0]
    assert night["is_estimate"] and morning["minutes"] > night["minutes"]


def test_the_farther_are_passed_over_with_their_minutes(supervisor: User, fire: Incident) -> None:
    publish(supervisor, needs=[Wanted("DMK", "pompa", 1)])
    assert list(passed(fire)) == ["DMK-02"]
    assert passed(fire)["DMK-02"].startswith("lebih jauh; kebutuhan sudah terpenuhi (±")


def test_what_is_assigned_meets_its_need_and_the_journal_keeps_the_edition_that_asked(
    house: Plan, fire: Incident, dispatcher: User, supervisor: User
) -> None:
    factories.told(fire, dispatcher, units=("DMK-01",), agencies=("DHB",))
    assert [who for who, _why in reasons(fire)] == ["DMK-02", "POL-01"]
    facts = {entry.facts["agency"]: entry.facts for entry in Entry.objects.filter(verb="assigned")}
    assert (facts["DMK"]["plan"], facts["DMK"]["edition"]) == ("rumah", 1)
    assert "plan" not in facts["DHB"], "nobody asked for it"
    new = publish(supervisor, house, title="Rumah tinggal")
    factories.told(fire, dispatcher, agencies=("POL",))
    assert new.edition == 2
    assert Entry.objects.filter(verb="assigned").latest("pk").facts["edition"] == 2


def test_without_a_place_nobody_is_said_to_be_farther(supervisor: User, fire: Incident) -> None:
    publish(supervisor, needs=[Wanted("DMK", "pompa", 1)])
    Incident.objects.filter(pk=fire.pk).update(lat=None, lng=None)
    assert passed(fire) == {"DMK-02": "kebutuhan sudah terpenuhi"}


def test_a_unit_as_soon_there_as_the_chosen_one_is_said_to_be_so(supervisor: User, fire: Incident) -> None:
    publish(supervisor, needs=[Wanted("DMK", "pompa", 1)])
    put("DMK-01", lat=-3.96, lng=122.53)
    put("DMK-02", lat=-3.96, lng=122.53)
    assert passed(fire)["DMK-02"].startswith("waktu tempuhnya sama; kebutuhan sudah terpenuhi (±")


def test_a_unit_that_is_nowhere_known_is_passed_over_as_such(supervisor: User, fire: Incident) -> None:
    publish(supervisor, needs=[Wanted("DMK", "pompa", 1)])
    put("DMK-02", lat=None, lng=None)
    assert passed(fire) == {"DMK-02": "jaraknya tidak diketahui; kebutuhan sudah terpenuhi"}


def test_a_broken_plan_is_skipped(house: Plan, fire: Incident) -> None:
    Agency.objects.filter(code="POL").update(is_active=False)
    assert [plan.title for plan in made(fire).choice.skipped] == ["Rumah"]
    assert reasons(fire)[0] == ("DMK-01", "instansi utama")


# --- whom answers call for --------------------------------------------------------------------------------------------


WIRES = "kabel listrik putus"


def answered(row: Incident, *codes: str) -> None:
    """An answer of a report calls for these."""
    Incident.objects.filter(pk=row.pk).update(called=[[code, code, WIRES] for code in codes])


def test_whom_only_an_answer_calls_for_stands_beside_the_plan_before_a_second_unit(house: Plan, fire: Incident) -> None:
    answered(fire, "DHB")
    assert reasons(fire) == [
        ("DMK-01", "diminta 2 pompa"),
        ("DHB-01", WIRES),
        ("DMK-02", "diminta 2 pompa"),
        ("POL-01", "diminta 1 unit"),
    ]
    put("DHB-01", is_on_duty=False)
    assert reasons(fire)[1] == ("DHB", f"{WIRES} · tanpa unit siaga")
    assert made(fire).missing == ["Kurang 1 unit Dishub: semua tidak siaga"]
    assert passed(fire) == {"DHB-01": "tidak siaga"}


def test_whom_the_plan_asks_for_anyway_has_the_answer_for_a_second_reason(house: Plan, fire: Incident) -> None:
    answered(fire, "POL", "DMK")
    assert reasons(fire) == [
        ("DMK-01", "diminta 2 pompa"),
        ("POL-01", f"diminta 1 unit · {WIRES}"),
        ("DMK-02", "diminta 2 pompa"),
    ]


def test_who_was_sent_for_an_answer_is_not_asked_for_again(house: Plan, fire: Incident, dispatcher: User) -> None:
    answered(fire, "DHB")
    factories.told(fire, dispatcher, agencies=("DHB",))
    assert "DHB-01" not in dict(reasons(fire)) and made(fire).missing == []


def test_who_waits_for_an_answer_is_not_missed_and_whom_the_plan_asks_for_does_not_wait(
    house: Plan, fire: Incident
) -> None:
    put("DHB-01", is_on_duty=False)
    waiting = [Called(code, code, "bila kabel putus", is_called=False) for code in ("DHB", "POL")]
    asked = recommend_to(fire.category, at=None, area=None, moment=now(), called=waiting)
    found = {one["agency"]: (one["reason"], one["waits"]) for one in worded(asked.found, called=asked.called)}
    assert found["DHB"] == ("bila kabel putus · tanpa unit siaga", True)
    assert found["POL"] == ("diminta 1 unit", False)
    assert asked.missing == []


def test_an_agency_whose_free_units_are_nowhere_sure_is_told_with_that_reason(house: Plan, fire: Incident) -> None:
    factories.drive("DMK-01", "DMK-02", ago=3600)
    assert reasons(fire)[-1] == ("DMK", "instansi utama · posisi unit siaga sudah lama")
    assert [one["is_unsure"] for one in made(fire).passed] == [True, True]


# --- the alarm ------------------------------------------------------------------------------------------------------


def test_the_second_alarm_adds_what_the_plan_asks_for_and_is_journalled(
    house: Plan, fire: Incident, dispatcher: User
) -> None:
    assert made(fire).next_alarm == 2
    actions.set_alarm(fire.pk, 2, actor=dispatcher)
    last = factories.history(fire.subject)[-1]
    assert (last.verb, last.facts) == ("alarm_set", {"alarm": [1, 2], "plan": "rumah", "edition": 1})
    assert [why for _who, why in reasons(fire)][:2] == ["diminta 3 pompa"] * 2
    assert made(fire).missing == ["Kurang 1 pompa Damkar: hanya 2 terdaftar"]
    assert (made(fire).alarm, made(fire).next_alarm) == (2, None)


def test_an_alarm_is_lowered_again_even_if_the_plan_was_withdrawn(
    house: Plan, fire: Incident, dispatcher: User, supervisor: User
) -> None:
    actions.set_alarm(fire.pk, 2, actor=dispatcher)
    actions.withdraw_plan(house.pk, actor=supervisor)
    assert actions.set_alarm(fire.pk, 1, actor=dispatcher).alarm == 1
    assert factories.history(fire.subject)[-1].facts == {"alarm": [2, 1]}


def test_an_alarm_that_adds_nobody_is_refused(house: Plan, fire: Incident, dispatcher: User) -> None:
    assert code_of(actions.set_alarm, fire.pk, 1, actor=dispatcher) == "unchanged"
    assert code_of(actions.set_alarm, fire.pk, 3, actor=dispatcher) == "no_such_level"
    assert code_of(actions.set_alarm, factories.incident("begal").pk, 2, actor=dispatcher) == "no_plan"


def test_an_alarm_is_the_desks_and_of_what_is_open(
    house: Plan, fire: Incident, dispatcher: User, call_taker: User, damkar: User
) -> None:
    for user in (call_taker, damkar):
        denied(actions.set_alarm, fire.pk, 2, actor=user)
    assert code_of(actions.set_alarm, fire.pk, 2, actor=dispatcher, version=99) == "changed"
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    assert code_of(actions.set_alarm, fire.pk, 2, actor=dispatcher) == "already_closed"


def test_an_alarm_raised_by_mistake_is_taken_back_within_its_seconds(
    clock: time_machine.Traveller, house: Plan, fire: Incident, dispatcher: User, damkar: User
) -> None:
    actions.set_alarm(fire.pk, 2, actor=dispatcher)
    task = factories.told(fire, dispatcher, agencies=("DMK",))
    clock.shift(7)
    denied(actions.undo_alarm, fire.pk, actor=damkar)
    assert code_of(actions.undo_alarm, fire.pk, actor=dispatcher, version=99) == "changed"
    assert actions.undo_alarm(fire.pk, actor=dispatcher).alarm == 1
    last = factories.history(fire.subject)[-1]
    assert (last.verb, last.facts) == ("undone", {"undid": "alarm_set", "alarm": [2, 1]})
    task.refresh_from_db()
    assert task.ended_at is None, "whoever was assigned meanwhile stays"
    assert code_of(actions.undo_alarm, fire.pk, actor=dispatcher) == "too_late", "once"


def test_an_alarm_is_not_taken_back_later_nor_after_another_nor_when_there_was_none(
    clock: time_machine.Traveller, house: Plan, fire: Incident, dispatcher: User
) -> None:
    assert code_of(actions.undo_alarm, fire.pk, actor=dispatcher) == "too_late"
    actions.set_alarm(fire.pk, 2, actor=dispatcher)
    clock.shift(7.1)
    assert code_of(actions.undo_alarm, fire.pk, actor=dispatcher) == "too_late"
    actions.set_alarm(fire.pk, 1, actor=dispatcher)
    assert actions.undo_alarm(fire.pk, actor=dispatcher).alarm == 2, "a lowering too"
    actions.set_alarm(fire.pk, 1, actor=dispatcher)
    actions.close(fire.pk, "tertangani", actor=dispatcher)
    assert code_of(actions.undo_alarm, fire.pk, actor=dispatcher) == "already_closed"
