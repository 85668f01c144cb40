"""Hospitals tell of their own beds, or the desk as it heard it from them; all read it with its age."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from agencies import ground, hospitals
from agencies.actions import tell_beds
from agencies.hospitals import Beds, Emergency, Hospital
from agencies.models import Agency, Post, Role
from tests.factories import agency, browser, get, history, machine_client, person, post
from tests.refusals import refusal

pytestmark = pytest.mark.django_db

BEDS = [{"kind": "igd", "free": 3, "total": 12}, {"kind": "icu", "free": 0, "total": 6}]


@pytest.fixture
def hospital(centre: object) -> Hospital:
    """A hospital of an agency of its own."""
    owner = Agency.objects.create(code="RSU", name="RSUD Kota", short_name="RSUD", glyph="hosp", order=9)
    place = Post.objects.create(agency=owner, name="RSUD Kota Kendari", lat=-3.99, lng=122.53, phone="0401-555-0172")
    return Hospital.objects.create(post=place)


@pytest.fixture
def nurse(hospital: Hospital) -> User:
    """On duty at the hospital's desk."""
    return person("asni", "Asni Lamangga", Role.RESPONDER, agency_code="RSU")


def tells(client: Client, row: Hospital, **said: Any) -> tuple[int, dict[str, Any]]:
    """A word about the beds."""
    return post(client, f"hospitals/{row.pk}/beds/", {"emergency": "open", "beds": BEDS, **said})


def board(dispatcher: User) -> list[dict[str, Any]]:
    """The hospitals as the board hears them."""
    return [card for card in get(browser(dispatcher), "board/")[1]["cards"] if card["kind"] == "hospital"]


def test_before_its_first_word_a_hospital_is_there_and_says_nothing(hospital: Hospital, dispatcher: User) -> None:
    (card,) = board(dispatcher)
    assert (card["name"], card["phone"], card["agency"]) == ("RSUD Kota Kendari", "0401-555-0172", "RSU")
    assert (card["emergency"], card["told_at"], card["stale_at"], card["beds"]) == ("", None, None, [])


def test_what_its_people_tell_stands_on_the_board_and_in_the_journal(
    hospital: Hospital, nurse: User, dispatcher: User, clock: time_machine.Traveller
) -> None:
    status, answer = tells(browser(nurse), hospital, version=0)
    assert (status, answer["hospital"]["version"]) == (200, 1)
    (card,) = board(dispatcher)
    assert (card["emergency"], card["beds"]) == ("open", BEDS)
    assert card["stale_at"] > card["told_at"]
    (entry,) = history(hospital.subject)
    assert (entry.verb, entry.actor, entry.facts["emergency"]) == ("beds_told", nurse, "open")
    assert entry.facts["beds"] == {"igd": [3, 12], "icu": [0, 6]}


def test_saying_the_same_again_renews_the_word_and_a_kind_left_out_is_told_no_more(
    hospital: Hospital, nurse: User, clock: time_machine.Traveller
) -> None:
    first = tells(browser(nurse), hospital)[1]["hospital"]
    clock.shift(timedelta(hours=3))
    second = tells(browser(nurse), hospital)[1]["hospital"]
    assert second["told_at"] > first["told_at"]
    assert tells(browser(nurse), hospital, beds=BEDS[:1])[1]["hospital"]["beds"] == BEDS[:1]


def test_who_saw_an_older_word_is_told_the_newer(hospital: Hospital, nurse: User) -> None:
    tells(browser(nurse), hospital, version=0)
    status, answer = tells(browser(nurse), hospital, version=0, emergency="full")
    assert (status, answer["code"], answer["card"]["emergency"]) == (409, "changed", "open")


def test_a_second_click_is_the_first(hospital: Hospital, nurse: User) -> None:
    desk = browser(nurse)
    said = {"emergency": "open", "beds": BEDS, "version": 0}
    address = f"/api/v1/hospitals/{hospital.pk}/beds/"
    answers = [desk.post(address, said, "application/json", headers={"Idempotency-Key": "satu"}) for _turn in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Hospital.objects.get().version == 1


@pytest.mark.parametrize(
    "beds",
    [
        [{"kind": "igd", "free": 4, "total": 3}],
        [{"kind": "igd", "free": -1, "total": 3}],
        [{"kind": "igd", "free": 1, "total": 99999}],
        [{"kind": "kamar", "free": 1, "total": 2}],
        [{"kind": "igd", "free": "dua", "total": 2}],
        "igd",
    ],
)
def test_figures_no_hospital_has_are_refused_and_change_nothing(hospital: Hospital, nurse: User, beds: Any) -> None:
    status, answer = tells(browser(nurse), hospital, beds=beds)
    assert (status, "beds" in answer["fields"]) == (400, True)
    assert Hospital.objects.get().told_at is None


def test_the_refusal_says_which_figure(hospital: Hospital, nurse: User) -> None:
    answer = tells(browser(nurse), hospital, beds=[{"kind": "icu", "free": 4, "total": 3}])[1]
    assert "ICU: 4 kosong dari 3 tidak mungkin" in answer["detail"]
    assert tells(browser(nurse), hospital, emergency="mungkin")[0] == 400


def test_what_a_hospital_says_by_telephone_the_desk_writes_down_in_its_own_name(
    hospital: Hospital, nurse: User, dispatcher: User, clock: time_machine.Traveller
) -> None:
    tells(browser(nurse), hospital)
    assert board(dispatcher)[0]["heard_by"] == ""
    clock.shift(timedelta(hours=9))
    status, answer = tells(browser(dispatcher), hospital, emergency="full", beds=BEDS[:1], version=1)
    assert (status, answer["hospital"]["heard_by"]) == (200, dispatcher.get_full_name())
    (own,) = get(browser(nurse), "agency/")[1]["cards"]
    assert (own["heard_by"], own["emergency"], own["beds"]) == (dispatcher.get_full_name(), "full", BEDS[:1])
    entry = history(hospital.subject)[-1]
    assert (entry.actor, entry.facts["via"]) == (dispatcher, "phone")
    assert tells(browser(nurse), hospital, version=1)[1]["code"] == "changed"
    assert tells(browser(nurse), hospital, version=2)[1]["hospital"]["heard_by"] == ""


def test_nobody_tells_but_its_own_people_and_machines_and_the_desk(
    hospital: Hospital, nurse: User, dispatcher: User, supervisor: User, damkar: User, call_taker: User
) -> None:
    for heard in (dispatcher, supervisor):
        assert tells(browser(heard), hospital)[0] == 200
    for other in (damkar, call_taker):
        assert refusal(tells(browser(other), hospital)) == (403, "forbidden")
    assert refusal(tells(machine_client("damkar", "agency:DMK"), hospital)) == (403, "forbidden")
    assert refusal(tells(Client(), hospital)) == (401, "not_authenticated")
    assert tells(machine_client("simrs", "agency:RSU"), hospital)[0] == 200
    with pytest.raises(PermissionDenied):
        tell_beds(hospital.pk, actor=damkar, emergency="full", beds={})


def test_an_agency_hears_of_its_own_hospitals_only(hospital: Hospital, nurse: User, damkar: User) -> None:
    own = get(browser(nurse), "agency/")[1]["cards"]
    assert [card["kind"] for card in own] == ["hospital"]
    assert not [card for card in get(browser(damkar), "agency/")[1]["cards"] if card["kind"] == "hospital"]
    assert set(hospitals.read([hospital.pk])[hospital.pk]) == {"desk", "desk+closed", f"agency:{agency('RSU').pk}"}


def test_a_hospital_of_an_agency_that_left_is_on_no_screen(hospital: Hospital, nurse: User, dispatcher: User) -> None:
    Agency.objects.filter(code="RSU").update(is_active=False)
    assert board(dispatcher) == []
    assert hospitals.versions() == {}
    assert tells(browser(nurse), hospital)[0] == 404


def test_the_telephone_of_a_hospital_has_the_sheet_and_others_have_none(
    hospital: Hospital, nurse: User, damkar: User
) -> None:
    page = browser(nurse).get("/tugas/").content.decode()
    assert 'name="free-igd"' in page
    assert "own-hospitals" not in browser(damkar).get("/tugas/").content.decode()


def test_the_desk_has_a_page_of_all_and_nobody_else(hospital: Hospital, dispatcher: User, nurse: User) -> None:
    assert browser(dispatcher).get("/rumah-sakit/").status_code == 200
    assert browser(nurse).get("/rumah-sakit/").status_code == 403


def test_the_database_holds_no_more_free_beds_than_there_are(hospital: Hospital) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Beds.objects.create(hospital=hospital, kind="igd", free=2, total=1)


def test_an_action_refuses_what_the_form_would_have_stopped(hospital: Hospital, nurse: User) -> None:
    with pytest.raises(ValidationError, match="tidak mungkin"):
        tell_beds(hospital.pk, actor=nurse, emergency=Emergency.OPEN, beds={"igd": (5, 2)})


def test_the_ground_brings_the_hospitals_of_its_posts_once(db: None) -> None:
    ground.load()
    assert Hospital.objects.count() == 4
    ground.load()
    assert Hospital.objects.count() == 4
    assert {row.version for row in Hospital.objects.all()} == {1}


def test_the_pictures_cost_the_same_however_many_there_are(hospital: Hospital, django_assert_num_queries: Any) -> None:
    for number in range(30):
        place = Post.objects.create(agency=agency("RSU"), name=f"RS {number}", lat=-3.9, lng=122.5)
        Hospital.objects.create(post=place)
    with django_assert_num_queries(2):
        assert len(hospitals.read(list(Hospital.objects.values_list("pk", flat=True)[:0]) or range(1, 10**4))) == 31
