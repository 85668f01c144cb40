"""The commands of the desk and of the agencies over HTTP: one happy path and one refusal for each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.dateparse import parse_datetime
from django.utils.timezone import now

from incidents import actions
from incidents.models import Assignment, Escalation, Incident
from tests.factories import WARD, browser, get, machine_client, minutes, post, told, unit, verbs
from tests.incidents.plans import publish
from tests.refusals import refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(damkar: User) -> Client:
    """The telephone of the fire brigade."""
    return browser(damkar)


def is_in_five_seconds(moment: str) -> bool:
    """Whether this instant is the end of the time for taking something back."""
    at = parse_datetime(moment)
    return at is not None and timedelta(seconds=3) < at - now() <= timedelta(seconds=5)


# --- pictures -------------------------------------------------------------------------------------------------------


def test_the_board_is_cards_and_the_ground_to_go_on_without_the_server(desk: Client, fire: Incident) -> None:
    status, answer = get(desk, "board/")
    kinds = [card["kind"] for card in answer["cards"]]
    assert (status, kinds.count("incident"), kinds.count("unit")) == (200, 1, 4)
    ground = answer["ground"]
    assert [one["code"] for one in ground["agencies"]] == ["DMK", "POL", "DHB"]
    assert [one["code"] for one in ground["dispositions"]] == ["tertangani", "nihil"]
    rung = {"code": "DMK", "level": 1, "after_s": 60, "title": "Komandan regu", "name": "", "phone": "0401-1"}
    assert rung in ground["ladder"]
    assert answer["now"].endswith("Z") and answer["cards"][0]["reported_at"].endswith("Z")


def test_the_board_is_packed_once_for_those_who_can_unpack(desk: Client, fire: Incident) -> None:
    plain = desk.get("/api/v1/board/")
    packed = desk.get("/api/v1/board/", headers={"Accept-Encoding": "gzip"})
    assert (plain.has_header("Content-Encoding"), packed["Content-Encoding"]) == (False, "gzip")
    assert packed["Cache-Control"] == "no-store"


def test_a_board_that_had_drifted_is_counted_in_the_log(desk: Client, caplog: pytest.LogCaptureFixture) -> None:
    desk.get("/api/v1/board/")
    assert "drifted" not in caplog.text
    desk.get("/api/v1/board/?because=drift")
    assert "/api/v1/board/ asked again: the screen had drifted" in caplog.text


def test_a_masked_card_stands_on_the_board_of_the_uncleared(desk: Client, case: Incident, supervisor: User) -> None:
    masked = next(card for card in get(desk, "board/")[1]["cards"] if card["kind"] == "incident")
    whole = next(card for card in get(browser(supervisor), "board/")[1]["cards"] if card["kind"] == "incident")
    assert (masked["title"], whole["title"]) == ("Kejadian tertutup", "Kekerasan dalam rumah tangga")


def test_an_agency_sees_its_own_incidents_and_units(
    phone: Client, task: Assignment, case: Incident, police: User
) -> None:
    cards = get(phone, "agency/")[1]["cards"]
    assert [(card["kind"], card.get("id")) for card in cards if card["kind"] == "incident"] == [
        ("incident", task.incident_id)
    ]
    assert {card["call_sign"] for card in cards if card["kind"] == "unit"} == {"DMK-01", "DMK-02"}
    assert [card for card in get(browser(police), "agency/")[1]["cards"] if card["kind"] == "incident"] == []


def test_a_machine_of_an_agency_sees_what_its_people_see(phone: Client, task: Assignment) -> None:
    machine = machine_client("damkar", "agency:DMK")
    assert get(machine, "agency/")[1]["cards"] == get(phone, "agency/")[1]["cards"]


def test_pictures_are_for_those_who_stand_before_them(desk: Client, phone: Client, call_taker: User) -> None:
    assert refusal(get(phone, "board/")) == (403, "forbidden")
    assert refusal(get(browser(call_taker), "board/")) == (403, "forbidden")
    assert refusal(get(desk, "agency/")) == (403, "forbidden")
    assert refusal(get(machine_client("pabx", "telephony"), "board/")) == (403, "forbidden")


# --- opening --------------------------------------------------------------------------------------------------------

BODY = {"source": "radio", "category": "kebakaran_rumah", "place_text": "Jl. Bunga Seroja 17"}


def test_opening_an_incident(desk: Client) -> None:
    at = now() - minutes(2)
    more = {"priority": 2, "landmark": "masjid", "area": WARD, "lat": -3.9, "lng": 122.5, "note": "ramai"}
    status, answer = post(desk, "incidents/", {**BODY, **more, "reported_at": at.isoformat()})
    row = Incident.objects.get()
    assert (status, answer["incident"]["id"], answer["incident"]["short"]) == (201, row.pk, "#1042")
    assert (row.reported_at, row.priority, row.area and row.area.code, row.source) == (at, 2, WARD, "radio")
    assert [note.text for note in row.notes.all()] == ["ramai"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source": "faks"}, "source"),
        ({"category": "tidak_ada"}, "category"),
        ({"priority": 5}, "priority"),
        ({"lat": 200}, "lat"),
        ({"place_text": ""}, "place_text"),
        ({"area": "99"}, "area"),
        ({"reported_at": "tadi"}, "reported_at"),
        ({"reported_at": "2099-01-01T00:00:00Z"}, "reported_at"),
        ({"reported_at": "2026-01-10T01:58:00"}, "reported_at"),
        ({"note": "a" * 4001}, "note"),
    ],
)
def test_opening_names_the_field_that_is_wrong(desk: Client, wrong: dict[str, Any], field: str) -> None:
    status, answer = post(desk, "incidents/", {**BODY, **wrong})
    assert (status, answer["code"], list(answer["fields"])) == (400, "invalid", [field])
    assert answer["detail"]
    assert not Incident.objects.exists()


def test_who_may_not_open(phone: Client) -> None:
    assert refusal(post(phone, "incidents/", BODY)) == (403, "forbidden")
    assert refusal(post(machine_client("pabx", "telephony"), "incidents/", BODY)) == (403, "forbidden")


def test_a_call_taker_who_opens_a_confidential_case_gets_the_masked_card(call_taker: User) -> None:
    status, answer = post(browser(call_taker), "incidents/", {**BODY, "category": "kdrt"})
    assert (status, answer["incident"]["title"]) == (201, "Kejadian tertutup")


# --- assigning ------------------------------------------------------------------------------------------------------


def test_assigning_and_taking_it_back(desk: Client, fire: Incident) -> None:
    status, answer = post(
        desk, f"incidents/{fire.pk}/assignments/", {"agencies": ["POL"], "units": ["DMK-01"], "version": 1}
    )
    rows = list(fire.assignments.values_list("pk", flat=True))
    assert (status, answer["assignments"], answer["incident"]["version"]) == (201, rows, 3)
    assert is_in_five_seconds(answer["undo_until"])
    status, answer = post(desk, f"assignments/{rows[0]}/undo/")
    assert (status, answer["incident"]["assignments"][0]["state"]) == (200, "recalled")
    assert refusal(post(desk, f"assignments/{rows[0]}/undo/")) == (409, "too_late")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "nobody_chosen"),
        ({"agencies": ["QQQ"]}, "unknown_agency"),
        ({"units": ["QQQ-1"]}, "unknown_unit"),
        ({"agencies": ["DMK"]}, "already_assigned"),
    ],
)
def test_what_cannot_be_assigned_is_refused(desk: Client, task: Assignment, body: dict[str, Any], code: str) -> None:
    assert refusal(post(desk, f"incidents/{task.incident_id}/assignments/", body)) == (409, code)


def test_who_may_not_assign(
    fire: Incident, task: Assignment, call_taker: User, phone: Client, centre_head: User
) -> None:
    body = {"agencies": ["POL"]}
    for client in (browser(call_taker), phone, browser(centre_head), machine_client("damkar", "agency:DMK")):
        assert refusal(post(client, f"incidents/{fire.pk}/assignments/", body)) == (403, "forbidden")
    pabx = machine_client("pabx", "telephony")
    assert refusal(post(pabx, f"incidents/{fire.pk}/assignments/", body)) == (404, "not_found")
    assert fire.assignments.count() == 1


# --- answering ------------------------------------------------------------------------------------------------------


def test_an_agency_answers_on_its_telephone(phone: Client, task: Assignment) -> None:
    at = now()
    status, answer = post(
        phone, f"assignments/{task.pk}/progress/", {"verb": "accept", "unit": "DMK-02", "at": at.isoformat()}
    )
    row = answer["incident"]["assignments"][0]
    assert (status, row["state"], row["unit"], parse_datetime(row["accepted_at"])) == (200, "accepted", "DMK-02", at)
    assert refusal(post(phone, f"assignments/{task.pk}/progress/", {"verb": "accept"})) == (409, "already_accepted")


@pytest.mark.parametrize("via", ["app", "radio"])
def test_a_step_that_is_yet_to_come_is_refused_with_its_field_named(desk: Client, task: Assignment, via: str) -> None:
    path = f"assignments/{task.pk}/progress/"
    status, answer = post(desk, path, {"verb": "accept", "via": via, "at": (now() + minutes(3)).isoformat()})
    assert (status, answer["code"], list(answer["fields"])) == (400, "invalid", ["at"])
    assert answer["detail"] == "Jam ini belum lewat. Isi jam kejadiannya, atau kosongkan untuk sekarang."
    task.refresh_from_db()
    assert task.state == "notified"


def test_a_telephone_a_minute_ahead_is_taken_as_now(phone: Client, task: Assignment) -> None:
    body = {"verb": "accept", "at": (now() + minutes(1)).isoformat()}
    assert post(phone, f"assignments/{task.pk}/progress/", body)[0] == 200
    task.refresh_from_db()
    assert task.accepted_at is not None and task.accepted_at <= now()


def test_an_agency_cannot_claim_that_it_was_heard_by_radio(phone: Client, task: Assignment) -> None:
    post(phone, f"assignments/{task.pk}/progress/", {"verb": "accept", "via": "radio"})
    entry = get(phone, f"incidents/{task.incident_id}/journal/")[1]["entries"][0]
    assert entry["text"] == "Damkar menerima (aplikasi)"


def test_the_desk_answers_for_an_agency_by_radio(desk: Client, task: Assignment) -> None:
    body = {"verb": "depart", "via": "radio", "at": (task.notified_at).isoformat()}
    status, answer = post(desk, f"assignments/{task.pk}/progress/", body)
    assert (status, answer["incident"]["assignments"][0]["departed_at"]) == (
        200,
        task.notified_at.isoformat().replace("+00:00", "Z"),
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"verb": "fly"}, "verb"),
        ({}, "verb"),
        ({"verb": "decline"}, "reason"),
        ({"verb": "accept", "via": "merpati"}, "via"),
        ({"verb": "accept", "at": "2099-01-01T00:00:00Z", "via": "radio"}, "at"),
        ({"verb": "accept", "at": "2026-01-10T02:00:00"}, "at"),
    ],
)
def test_an_answer_that_is_not_one_names_its_field(
    desk: Client, task: Assignment, body: dict[str, Any], field: str
) -> None:
    status, answer = post(desk, f"assignments/{task.pk}/progress/", body)
    assert (status, list(answer["fields"])) == (400, [field])


def test_the_assignments_of_others_are_not_there(task: Assignment, police: User, call_taker: User) -> None:
    for client in (browser(police), browser(call_taker), machine_client("polisi", "agency:POL")):
        for path in ("progress", "undo"):
            answer = post(client, f"assignments/{task.pk}/{path}/", {"verb": "accept"})
            assert refusal(answer) == (404, "not_found")


def test_a_machine_of_an_agency_answers_for_its_own_only(task: Assignment, dispatcher: User) -> None:
    machine = machine_client("damkar", "agency:DMK")
    assert post(machine, f"assignments/{task.pk}/progress/", {"verb": "accept"})[0] == 200
    other = told(task.incident, dispatcher, agencies=("POL",))
    assert refusal(post(machine, f"assignments/{other.pk}/progress/", {"verb": "accept"})) == (404, "not_found")


def test_an_agency_neither_recalls_nor_takes_back(phone: Client, head: User, task: Assignment) -> None:
    assert refusal(post(phone, f"assignments/{task.pk}/progress/", {"verb": "recall"})) == (403, "forbidden")
    assert refusal(post(phone, f"assignments/{task.pk}/undo/")) == (403, "forbidden")
    assert refusal(post(browser(head), f"assignments/{task.pk}/progress/", {"verb": "accept"})) == (403, "forbidden")


# --- closing --------------------------------------------------------------------------------------------------------


def test_closing_taking_it_back_and_opening_again(desk: Client, fire: Incident) -> None:
    body = {"disposition": "tertangani", "note": "padam", "version": 1}
    status, answer = post(desk, f"incidents/{fire.pk}/closing/", body)
    assert (status, answer["incident"]["stage"], answer["incident"]["disposition"]) == (200, "closed", "Tertangani")
    assert is_in_five_seconds(answer["undo_until"])
    status, answer = post(desk, f"incidents/{fire.pk}/undo/")
    assert (status, answer["incident"]["stage"]) == (200, "unassigned")
    post(desk, f"incidents/{fire.pk}/closing/", {"disposition": "nihil"})
    status, answer = post(desk, f"incidents/{fire.pk}/reopening/", {"reason": "menyala lagi"})
    assert (status, answer["incident"]["closed_at"]) == (200, None)
    assert verbs(fire.subject) == ["opened", "closed", "undone", "closed", "reopened"]


def test_closing_names_a_missing_ending_and_refuses_a_second_time(desk: Client, fire: Incident) -> None:
    assert list(post(desk, f"incidents/{fire.pk}/closing/")[1]["fields"]) == ["disposition"]
    status, answer = post(desk, f"incidents/{fire.pk}/closing/", {"disposition": "tidak_ada"})
    assert (status, answer["fields"]) == (400, {"disposition": ["Pilih hasil akhir dari daftar."]})
    actions.close(fire.pk, "nihil", actor=None)
    assert refusal(post(desk, f"incidents/{fire.pk}/closing/", {"disposition": "nihil"})) == (409, "already_closed")
    assert list(post(desk, f"incidents/{fire.pk}/reopening/")[1]["fields"]) == ["reason"]


def test_nothing_closed_is_nothing_to_take_back_or_open(desk: Client, fire: Incident) -> None:
    assert refusal(post(desk, f"incidents/{fire.pk}/undo/")) == (409, "too_late")
    assert refusal(post(desk, f"incidents/{fire.pk}/reopening/", {"reason": "x"})) == (409, "already_open")


def test_who_may_not_close(fire: Incident, task: Assignment, phone: Client, call_taker: User) -> None:
    for client in (phone, browser(call_taker)):
        for path in ("closing", "undo", "reopening"):
            body = {"disposition": "nihil", "reason": "x"}
            assert refusal(post(client, f"incidents/{fire.pk}/{path}/", body)) == (403, "forbidden")


# --- correcting, noting, acknowledging ------------------------------------------------------------------------------


def test_correcting_what_is_known(desk: Client, fire: Incident) -> None:
    status, answer = post(desk, f"incidents/{fire.pk}/change/", {"priority": 2, "place_text": "Jl. Lain 3"})
    assert (status, answer["incident"]["priority"], answer["incident"]["place"]) == (200, 2, "Jl. Lain 3")
    assert refusal(post(desk, f"incidents/{fire.pk}/change/", {"priority": 2})) == (409, "unchanged")
    assert list(post(desk, f"incidents/{fire.pk}/change/", {"priority": 9})[1]["fields"]) == ["priority"]


def test_raising_the_alarm(desk: Client, phone: Client, task: Assignment, supervisor: User) -> None:
    path = f"incidents/{task.incident_id}/alarm/"
    assert refusal(post(desk, path, {"level": 2})) == (409, "no_plan")
    publish(supervisor)
    assert refusal(post(phone, path, {"level": 2})) == (403, "forbidden")
    status, answer = post(desk, path, {"level": 2})
    assert (status, answer["incident"]["alarm"]) == (200, 2)
    assert refusal(post(desk, path, {"level": 2})) == (409, "unchanged")
    assert list(post(desk, path, {"level": 4})[1]["fields"]) == ["level"]


def test_keeping_a_unit_for_later_and_letting_it_go(desk: Client, phone: Client, task: Assignment) -> None:
    path = f"incidents/{task.incident_id}/reservations/"
    assert refusal(post(phone, path, {"units": ["DMK-02"]})) == (403, "forbidden")
    status, answer = post(desk, path, {"units": ["DMK-02"], "agencies": ["DHB"]})
    kept = answer["incident"]["reservations"]
    assert (status, [one["id"] for one in kept]) == (201, answer["reservations"])
    assert [(one["agency"], one["unit"]) for one in kept] == [("DHB", None), ("DMK", "DMK-02")]
    lean = [card["reservations"] for card in get(desk, "board/")[1]["cards"] if "reservations" in card]
    assert [[one["unit_id"] for one in rows] for rows in lean] == [[None, unit("DMK-02").pk]]
    release = f"reservations/{kept[1]['id']}/release/"
    assert refusal(post(phone, release, {})) == (403, "forbidden")
    assert post(desk, release, {})[1]["incident"]["reservations"] == kept[:1]
    assert refusal(post(desk, release, {})) == (409, "not_reserved")
    assert refusal(post(desk, "reservations/0/release/", {})) == (404, "not_found")


def test_a_masked_case_is_not_corrected(desk: Client, case: Incident) -> None:
    assert refusal(post(desk, f"incidents/{case.pk}/change/", {"priority": 1})) == (409, "not_cleared")


def test_adding_a_line(desk: Client, phone: Client, fire: Incident, dispatcher: User) -> None:
    assert refusal(post(phone, f"incidents/{fire.pk}/notes/", {"text": "x"})) == (404, "not_found")
    told(fire, dispatcher, agencies=("DMK",))
    status, answer = post(phone, f"incidents/{fire.pk}/notes/", {"text": "butuh tangga"})
    assert (status, answer["incident"]["notes"][-1]["text"]) == (201, "butuh tangga")
    assert list(post(desk, f"incidents/{fire.pk}/notes/", {"text": " "})[1]["fields"]) == ["text"]


def test_a_line_costs_the_database_eleven_statements_however_many_there_are(
    desk: Client, fire: Incident, django_assert_num_queries: Any
) -> None:
    path = f"incidents/{fire.pk}/notes/"
    post(desk, path, {"text": "satu"})  # the names of the ground are kept from here on
    for number in range(2):
        with django_assert_num_queries(13):  # two of them the test's savepoint
            assert post(desk, path, {"text": "dua"}, key=f"k{number}")[0] == 201


def test_taking_an_escalation_on(desk: Client, escalation: Escalation, phone: Client) -> None:
    path = f"escalations/{escalation.pk}/acknowledgement/"
    assert refusal(post(phone, path)) == (404, "not_found")
    status, answer = post(desk, path)
    assert status == 200
    assert "Rizal Asrun" in [one["acknowledged_by"] for one in answer["incident"]["escalations"]]
    assert refusal(post(desk, path)) == (409, "already_acknowledged")
    assert refusal(post(desk, "escalations/0/acknowledgement/")) == (404, "not_found")


def test_the_journal_of_an_incident_for_those_who_may_know_of_it(
    desk: Client, phone: Client, task: Assignment, case: Incident, call_taker: User
) -> None:
    status, answer = get(desk, f"incidents/{task.incident_id}/journal/")
    assert (status, [entry["verb"] for entry in answer["entries"]]) == (200, ["assigned", "opened"])
    assert set(answer) == {
        "entries",
        "notes",
        "messages",
        "is_cut",
        "suggestions",
        "recommendation",
        "place_notes",
        "cameras",
    }
    assert get(phone, f"incidents/{task.incident_id}/journal/")[0] == 200
    for client in (phone, browser(call_taker)):
        assert refusal(get(client, f"incidents/{case.pk}/journal/")) == (404, "not_found")


# --- units ----------------------------------------------------------------------------------------------------------


def test_a_unit_goes_off_duty_and_comes_back(phone: Client, police: User) -> None:
    path = f"units/{unit('DMK-01').pk}/duty/"
    status, answer = post(phone, path, {"is_on_duty": False, "reason": "Isi air", "version": 0})
    assert (status, answer["unit"]["state"], answer["unit"]["reason"]) == (200, "off", "Isi air")
    assert refusal(post(phone, path, {"is_on_duty": False})) == (409, "already_off_duty")
    assert post(phone, path, {"is_on_duty": True})[1]["unit"]["state"] == "ready"
    assert refusal(post(browser(police), path, {"is_on_duty": False})) == (403, "forbidden")
    assert list(post(phone, path, {"is_on_duty": "mungkin"})[1]["fields"]) == ["is_on_duty"]
    assert refusal(post(phone, "units/0/duty/", {"is_on_duty": True})) == (404, "not_found")
