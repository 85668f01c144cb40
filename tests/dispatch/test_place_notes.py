"""Notes of places: written and ended at the desk, told of each incident within reach, and betraying no case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils.timezone import now

from dispatch import actions
from dispatch.models import PlaceNote
from incidents.models import Incident
from tests.factories import browser, get, history, incident, machine_client, minutes, told

pytestmark = pytest.mark.django_db

HERE = (-3.9601, 122.5301)
DOG = "Anjing galak di halaman belakang"
FORM = {"point": "-3.9601, 122.5301", "radius_m": 60, "matter": "hazard", "text": DOG, "valid_until": ""}


@pytest.fixture
def house(centre: object) -> Incident:
    """A fire at a known point."""
    return incident(lat=HERE[0], lng=HERE[1])


def write(actor: User, **said: Any) -> PlaceNote:
    """A note at that point."""
    usual = {"lat": HERE[0], "lng": HERE[1], "radius_m": 60, "matter": "hazard", "text": DOG}
    return actions.write_place_note(actor=actor, **{**usual, **said})


def shown(row: Incident, client: Client) -> list[str]:
    """The notes that this screen is told of an incident's place."""
    status, answer = get(client, f"incidents/{row.pk}/journal/")
    assert status == 200
    return [one["text"] for one in answer["place_notes"]]


def test_a_note_stands_at_every_incident_inside_its_circle_and_at_no_other(house: Incident, dispatcher: User) -> None:
    write(dispatcher)
    desk = browser(dispatcher)
    assert shown(house, desk) == [DOG]
    assert shown(incident(lat=HERE[0] + 0.0005, lng=HERE[1]), desk) == [DOG], "55 m off"
    assert shown(incident(lat=HERE[0] + 0.0006, lng=HERE[1]), desk) == [], "67 m off"
    assert shown(incident(lat=None, lng=None), desk) == []


def test_hazards_stand_first(house: Incident, dispatcher: User) -> None:
    write(dispatcher)
    write(dispatcher, matter="water", text="Hidran di simpang", radius_m=900)
    write(dispatcher, matter="hazard", text="Tabung gas di dapur")
    assert shown(house, browser(dispatcher)) == ["Tabung gas di dapur", DOG, "Hidran di simpang"]


def test_the_agency_reads_it_for_its_own_incident_only(
    house: Incident, dispatcher: User, damkar: User, police: User
) -> None:
    write(dispatcher)
    told(house, dispatcher, agencies=("DMK",))
    assert shown(house, browser(damkar)) == [DOG]
    assert get(browser(police), f"incidents/{house.pk}/journal/")[0] == 404


def test_a_note_never_tells_where_a_confidential_case_is(
    dispatcher: User, supervisor: User, police: User, damkar: User
) -> None:
    case = incident("kdrt", lat=HERE[0], lng=HERE[1])
    write(dispatcher)
    told(case, supervisor, agencies=("POL",))
    assert shown(case, browser(dispatcher)) == []
    assert shown(case, browser(supervisor)) == [DOG]
    assert shown(case, browser(police)) == [DOG], "who is sent there must know of the dog"


def test_it_ends_at_its_time_and_when_somebody_ends_it(
    house: Incident, dispatcher: User, clock: time_machine.Traveller
) -> None:
    write(dispatcher, valid_until=now() + minutes(5))
    lasting = write(dispatcher, text="Gerbang selalu terkunci", matter="access")
    clock.shift(timedelta(minutes=6))
    assert shown(house, browser(dispatcher)) == ["Gerbang selalu terkunci"]
    actions.end_place_note(lasting.pk, actor=dispatcher, version=1)
    assert shown(house, browser(dispatcher)) == []
    with pytest.raises(ValidationError, match="sudah diakhiri"):
        actions.end_place_note(lasting.pk, actor=dispatcher)


def test_the_journal_knows_of_the_note_and_not_its_words(dispatcher: User) -> None:
    row = write(dispatcher)
    actions.end_place_note(row.pk, actor=dispatcher)
    entries = history(f"place_note:{row.pk}")
    assert [entry.verb for entry in entries] == ["written", "ended"]
    assert DOG not in repr([entry.facts for entry in entries])


@pytest.mark.parametrize(
    "said",
    [{"text": " \n "}, {"lat": 0.0, "lng": 0.0}, {"lat": 51.5, "lng": 0.1}, {"valid_until": now() - minutes(1)}],
)
def test_what_makes_no_sense_is_refused(dispatcher: User, said: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        write(dispatcher, **said)
    assert not PlaceNote.objects.exists()


def test_only_the_desk_writes_and_ends(dispatcher: User, call_taker: User, damkar: User) -> None:
    row = write(dispatcher)
    for actor in (call_taker, damkar):
        with pytest.raises(PermissionDenied):
            write(actor)
        with pytest.raises(PermissionDenied):
            actions.end_place_note(row.pk, actor=actor)
        assert browser(actor).get("/catatan-lokasi/").status_code == 403
        assert browser(actor).post(f"/catatan-lokasi/{row.pk}/akhiri/").status_code == 403
    assert machine_client("pabx", "telephony").get("/catatan-lokasi/").status_code == 302
    assert PlaceNote.objects.standing().count() == 1


def test_the_page_writes_lists_and_ends(dispatcher: User) -> None:
    desk = browser(dispatcher)
    assert 'value="-3.96,122.53"' in desk.get("/catatan-lokasi/?point=-3.96,122.53").content.decode()
    assert desk.post("/catatan-lokasi/", FORM).status_code == 302
    page = desk.get("/catatan-lokasi/").content.decode()
    assert DOG in page
    assert "60 m" in page
    row = PlaceNote.objects.get()
    desk.post(f"/catatan-lokasi/{row.pk}/akhiri/", {"version": 0})
    assert PlaceNote.objects.standing().exists(), "somebody changed it meanwhile"
    desk.post(f"/catatan-lokasi/{row.pk}/akhiri/", {"version": row.version})
    assert not PlaceNote.objects.standing().exists()
    assert desk.post("/catatan-lokasi/999999/akhiri/").status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"point": "di sana"}, "tempel tautan peta"),
        ({"point": "51.5074, 0.1278"}, "di luar Indonesia"),
        ({"radius_m": 5000}, "1000"),
        ({"text": ""}, "harus diisi"),
        ({"valid_until": "2020-01-01T00:00"}, "sudah lewat"),
    ],
)
def test_a_refused_form_says_why_and_keeps_what_was_typed(dispatcher: User, wrong: dict[str, Any], words: str) -> None:
    answer = browser(dispatcher).post("/catatan-lokasi/", {**FORM, **wrong})
    text = answer.content.decode()
    assert (answer.status_code, words in text) == (422, True)
    assert wrong.get("text") == "" or DOG in text
    assert not PlaceNote.objects.exists()


def test_words_are_shown_as_words(dispatcher: User) -> None:
    write(dispatcher, text="<script>alert(1)</script>")
    assert "<script>alert(1)" not in browser(dispatcher).get("/catatan-lokasi/").content.decode()


def test_the_map_of_the_desk_draws_those_that_stand_now(dispatcher: User, supervisor: User, damkar: User) -> None:
    over = write(dispatcher, text="Jembatan ditutup", matter="access")
    actions.end_place_note(over.pk, actor=supervisor)
    row = write(dispatcher, text="Terendam bila hujan lebat", radius_m=300)
    (note,) = get(browser(dispatcher), "place-notes/")[1]["notes"]
    assert note == {
        "id": row.pk,
        "matter": "hazard",
        "label": "Bahaya",
        "text": "Terendam bila hujan lebat",
        "valid_until": None,
        "lat": HERE[0],
        "lng": HERE[1],
        "radius_m": 300,
    }
    assert get(browser(damkar), "place-notes/")[0] == 403
