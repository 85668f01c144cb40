"""What the rows themselves promise, and who may know of which."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, transaction
from django.utils.timezone import now

from agencies.models import Member, Watch
from incidents import actions
from incidents.models import Assignment, Category, Disposition, Escalation, Incident, Standard
from tests.factories import agency, incident, machine, minutes, told, unit

pytestmark = pytest.mark.django_db


# --- who may know of what -------------------------------------------------------------------------------------------


@pytest.fixture
def three(fire: Incident, case: Incident, lamp: Incident, dispatcher: User) -> dict[str, Incident]:
    """A fire at Damkar, a confidential case at the police, a lamp at nobody."""
    told(fire, dispatcher, agencies=("DMK",))
    told(fire, dispatcher, units=("DMK-01",))
    told(case, dispatcher, agencies=("POL",))
    return {"fire": fire, "case": case, "lamp": lamp}


def seen(user: Any, three: dict[str, Incident]) -> set[str]:
    """Which of the three this account may know of."""
    ids = list(Incident.objects.visible_to(user).values_list("pk", flat=True))
    assert len(ids) == len(set(ids)), "each only once"
    return {name for name, row in three.items() if row.pk in ids}


def test_the_desk_and_the_centres_head_know_of_all(
    three: dict[str, Incident], dispatcher: User, supervisor: User, centre_head: User
) -> None:
    for user in (dispatcher, supervisor, centre_head):
        assert seen(user, three) == {"fire", "case", "lamp"}


def test_call_takers_know_of_what_is_not_confidential(three: dict[str, Incident], call_taker: User) -> None:
    assert seen(call_taker, three) == {"fire", "lamp"}


def test_an_agency_and_its_head_and_its_machine_know_of_what_it_was_given(
    three: dict[str, Incident], damkar: User, police: User, head: User
) -> None:
    assert seen(damkar, three) == seen(head, three) == {"fire"}
    assert seen(police, three) == {"case"}
    assert seen(machine("polisi", "agency:POL")[0], three) == {"case"}


def test_all_others_know_of_nothing(
    three: dict[str, Incident], administrator: User, exchange: User, dispatcher: User
) -> None:
    Watch.objects.filter(member__user=dispatcher).update(ended_at=now())
    for user in (administrator, exchange, dispatcher, AnonymousUser()):
        assert seen(user, three) == set()


def test_assignments_are_the_desks_and_ones_own(
    three: dict[str, Incident], dispatcher: User, damkar: User, call_taker: User
) -> None:
    assert Assignment.objects.visible_to(dispatcher).count() == 3
    assert set(Assignment.objects.visible_to(damkar).values_list("agency__code", flat=True)) == {"DMK"}
    assert not Assignment.objects.visible_to(call_taker).exists()


def test_open_and_active_are_what_has_not_ended(three: dict[str, Incident], dispatcher: User) -> None:
    actions.close(three["fire"].pk, "nihil", actor=dispatcher)
    assert set(Incident.objects.open()) == {three["case"], three["lamp"]}
    assert [row.incident for row in Assignment.objects.active()] == [three["case"]]


# --- what the database refuses --------------------------------------------------------------------------------------


def breaks(name: str, **fields: Any) -> bool:
    """Whether the database refuses to write these fields to the fire, by the constraint of this name."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Incident.objects.update(**fields)
    return True


def test_an_incident_that_ended_has_a_time_and_an_outcome(fire: Incident) -> None:
    assert breaks("incident_ended_has_a_time", outcome="closed")
    assert breaks("incident_ended_has_a_time", closed_at=now())


def test_a_point_is_whole(fire: Incident) -> None:
    assert breaks("incident_point_is_whole", lat=None)


def test_a_number_is_given_once(fire: Incident) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Incident.objects.filter(pk=incident().pk).update(number=fire.number)


def test_an_agency_as_a_whole_and_a_unit_stand_once_on_an_incident(fire: Incident) -> None:
    rows: list[dict[str, Any]] = [{"agency": agency("DMK")}, {"agency": agency("DMK"), "unit": unit("DMK-01")}]
    for row in rows:
        Assignment.objects.create(incident=fire, notified_at=now(), **row)
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(incident=fire, notified_at=now(), **row)


def test_an_assignment_that_ended_has_a_time_and_only_that(fire: Incident) -> None:
    for fields in ({"state": "done"}, {"ended_at": now()}):
        with pytest.raises(IntegrityError, match="assignment_ended_has_a_time"), transaction.atomic():
            Assignment.objects.create(incident=fire, agency=agency("DMK"), notified_at=now(), **fields)


def test_a_clock_of_an_incident_runs_out_once_at_each_level(fire: Incident) -> None:
    Escalation.objects.create(incident=fire, clock="arrive", level=1, raised_at=now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Escalation.objects.create(incident=fire, clock="arrive", level=1, raised_at=now())


# --- words ----------------------------------------------------------------------------------------------------------


def test_rows_are_called_what_people_call_them(centre: object) -> None:
    assert str(Category.objects.get(code="kdrt")) == "Kekerasan dalam rumah tangga"
    assert str(Disposition.objects.get(code="nihil")) == "Nihil di lokasi"
    assert str(Standard(clock="arrive", limit=minutes(7))) == "tiba 07:00"


def test_the_standard_in_force_is_asked_of_the_table(centre: object) -> None:
    category = Category.objects.get(code="kebakaran_rumah").pk
    found = Standard.objects.in_force("arrive", track="emergency", priority=1, category_id=category, at=now())
    assert found is not None and found.limit == minutes(7)
    missing = Standard.objects.in_force("arrive", track="service", priority=4, category_id=category, at=now())
    assert missing is None


def test_a_member_who_loses_his_role_loses_sight(three: dict[str, Incident], dispatcher: User) -> None:
    Member.objects.filter(user=dispatcher).update(roles=["head"])
    assert seen(dispatcher, three) == set()
