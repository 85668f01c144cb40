"""The doors by which places arrive and are asked for: their shapes, who may, and what hostile senders get."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from agencies.models import Role
from calls import actions
from calls.actions.hearing import SwitchEvent
from calls.locations import CallerLocation
from calls.models import Call, Report
from calls.positions import Fix, Way
from tests.calls.test_aml import FORM, ONE, TWO, one, packed
from tests.calls.test_locating import tell
from tests.factories import browser, get, incident, machine_client, minutes, person, post, ring, seconds, traces, verbs

pytestmark = pytest.mark.django_db

AML, SMS, CELL = "locations/aml/", "locations/sms/", "locations/cell/"


@pytest.fixture
def gateway(centre: object) -> Client:
    """A gateway that tells where callers are, and nothing else."""
    return machine_client("aml", "location")


def form(client: Client, path: str, body: Any) -> tuple[int, dict[str, Any]]:
    """Send a form, as handsets do."""
    text = body if isinstance(body, str) else urlencode(body)
    answer = client.post(f"/api/v1/{path}", text, content_type="application/x-www-form-urlencoded")
    return answer.status_code, answer.json()


def test_a_handsets_form_and_the_same_as_json_are_one_location(gateway: Client, ringing: Call) -> None:
    first = form(gateway, AML, FORM)
    row = CallerLocation.objects.get()
    assert first == (200, {"id": row.pk, "matched": True, "found": True})
    assert (row.call, row.lat, row.lng, row.radius_m, row.way) == (ringing, -3.98123, 122.51234, 12.5, "aml_https")
    before = traces()
    assert post(gateway, AML, FORM) == first
    assert traces() == before


def test_an_sms_of_either_version_is_taken_as_text_or_as_octets(gateway: Client, ringing: Call) -> None:
    for text in (ONE, TWO):
        status, answer = post(gateway, SMS, {"sender": "+6285241872093", "text": text, "modem": "3"})
        assert (status, answer["matched"], answer["found"]) == (200, True, True)
        said = {"sender": "085241872093", "data": packed(text).hex().upper()}
        assert form(gateway, SMS, said)[1]["id"] == answer["id"]
    ways = {row.way for row in CallerLocation.objects.filter(call=ringing)}
    assert ways == {"aml_sms"} and verbs(ringing.subject) == ["rang", "located", "located"]


def test_a_location_without_a_call_waits(gateway: Client) -> None:
    assert form(gateway, AML, FORM)[1]["matched"] is False


def test_a_handset_that_found_nothing_is_told_that_it_was_heard(gateway: Client, ringing: Call) -> None:
    for answer in (
        form(gateway, AML, FORM | {"location_latitude": "0.0", "location_longitude": "0"}),
        post(gateway, SMS, {"sender": "0852-4187-2093", "text": one(lt="0", lg="0", pm="N")}),
    ):
        assert (answer[0], answer[1]["found"]) == (200, False)
    assert not CallerLocation.objects.exclude(lat=None).exists()


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        (AML, FORM | {"location_latitude": "abc"}, "location_latitude"),
        (AML, FORM | {"location_longitude": "181"}, "location_longitude"),
        (AML, FORM | {"location_accuracy": "-1"}, "location_accuracy"),
        (AML, FORM | {"location_time": "x"}, "location_time"),
        (AML, FORM | {"device_number": "1" * 41}, "device_number"),
        (AML, FORM | {"device_number": "anonymous", "device_imei": ""}, "device_number"),
        (AML, {}, "device_number"),
        (SMS, {"text": ONE}, "sender"),
        (SMS, {"sender": "anonymous", "text": ONE}, "sender"),
        (SMS, {"sender": "0852"}, "text"),
        (SMS, {"sender": "0852", "text": ONE, "data": "41"}, "text"),
        (SMS, {"sender": "0852", "text": "tolong saya"}, "text"),
        (SMS, {"sender": "0852", "text": one(lt="-91")}, "text"),
        (SMS, {"sender": "0852", "text": "x" * 641}, "text"),
        (SMS, {"sender": "0852", "text": "A\x00ML"}, "text"),
        (SMS, {"sender": "0852", "data": "4"}, "data"),
        (SMS, {"sender": "0852", "data": "zz"}, "data"),
        (SMS, {"sender": "0852", "data": "00ff"}, "data"),
        (SMS, {"sender": "0852", "text": ONE, "received_at": "tadi"}, "received_at"),
        (SMS, {"sender": "0852", "text": ONE, "received_at": "2020-01-01T00:00:00Z"}, "received_at"),
        (SMS, {"sender": "0852", "text": ONE, "received_at": "0001-01-01T00:00:00+14:00"}, "received_at"),
        (CELL, {"number": "0852-4187-2093", "lat": -3.9, "lng": 122.5}, "radius_m"),
        (CELL, {"number": "0852-4187-2093", "lat": 0, "lng": 0, "radius_m": 900}, "lat"),
        (CELL, {"number": "0852-4187-2093", "lat": -91, "lng": 0, "radius_m": 900}, "lat"),
        (CELL, {"number": "0852-4187-2093", "lat": -3.9, "lng": 1e400, "radius_m": 900}, "lng"),
        (CELL, {"number": "0852-4187-2093", "lat": -3.9, "lng": 122.5, "radius_m": 9e9}, "radius_m"),
        (CELL, {"number": "0852-4187-2093", "lat": -3.9, "lng": 122.5, "radius_m": 9, "azimuth": 400}, "azimuth"),
        (CELL, {"lat": -3.9, "lng": 122.5, "radius_m": 900}, "call_id"),
    ],
)
def test_what_cannot_be_read_is_named_and_changes_nothing(
    gateway: Client, path: str, body: dict[str, Any], field: str
) -> None:
    before = traces()
    status, answer = form(gateway, path, body)
    assert (status, answer["code"], list(answer["fields"])) == (400, "invalid", [field])
    assert traces() == before


def test_what_is_no_object_or_much_too_large_is_refused(gateway: Client) -> None:
    for body in ("{", "[1]", '"x"', "9" * 5000, '{"location_latitude": NaN}'):
        answer = gateway.post(f"/api/v1/{AML}", body, content_type="application/json")
        assert answer.status_code == 400, body
    assert form(gateway, AML, "device_number=0852&device_number=0853")[0] == 400
    assert form(gateway, AML, FORM | {"x": "y" * 9000})[0] == 413
    assert form(gateway, AML, "&".join(f"a{place}" for place in range(1100)))[0] == 413
    assert gateway.post(f"/api/v1/{AML}", "<a/>", content_type="text/xml").status_code == 415


def test_who_may_not_tell(call_taker: User, supervisor: User, ringing: Call) -> None:
    for client in (browser(call_taker), browser(supervisor), machine_client("damkar", "agency:DMK")):
        for path, body in ((AML, FORM), (SMS, {"sender": "0852", "text": ONE}), (CELL, cell())):
            assert post(client, path, body)[0] == 403
    assert form(Client(), AML, FORM)[0] == 401
    assert not CallerLocation.objects.exists()


def test_a_gateway_of_locations_cannot_ring_or_hang_up(gateway: Client, ringing: Call) -> None:
    event = {"event": "ended", "call_id": ringing.switch_id, "at": now().isoformat()}
    assert post(gateway, "telephony/events/", event)[0] == 403
    assert get(gateway, f"calls/{ringing.pk}/locations/")[0] == 404


def cell(**changed: Any) -> dict[str, Any]:
    """A sector of a cell near the harbour."""
    usual = {"number": "0852-4187-2093", "lat": -3.97, "lng": 122.51, "radius_m": 2500, "azimuth": 120, "opening": 65}
    return {**usual, **changed}


def test_a_networks_cell_is_kept_as_an_area(gateway: Client, ringing: Call) -> None:
    assert post(gateway, CELL, cell())[1]["matched"] is True
    assert post(gateway, CELL, cell(call_id=ringing.switch_id, number=""))[0] == 400, "an empty number is none"
    row = CallerLocation.objects.get()
    assert (row.way, row.azimuth, row.opening, row.radius_m) == (Way.CELL, 120, 65, 2500)
    by_name = {name: value for name, value in cell(call_id="tidak-ada").items() if name != "number"}
    assert post(gateway, CELL, by_name)[0] == 404


def test_the_cell_may_come_with_the_exchanges_event(centre: object) -> None:
    pabx = machine_client("pabx", "telephony")
    event = {"event": "ringing", "call_id": "pabx-1", "at": now().isoformat(), "number": "0852-4187-2093"}
    area = {"cell_lat": -3.97, "cell_lng": 122.51, "cell_radius_m": 2500, "cell_azimuth": 120, "cell_opening": 65}
    assert post(pabx, "telephony/events/", event | area)[0] == 200
    assert CallerLocation.objects.get().call == Call.objects.get()


@pytest.mark.parametrize(
    "area",
    [
        {"cell_lat": 0, "cell_lng": 0, "cell_radius_m": 2500},
        {"cell_lat": -3.97, "cell_lng": 122.51},
        {"cell_lat": -397, "cell_lng": 122.51, "cell_radius_m": 2500},
        {"cell_lat": -3.97, "cell_lng": None, "cell_radius_m": 2500},
        {"cell_lat": -3.97, "cell_lng": 122.51, "cell_radius_m": 0},
    ],
)
def test_a_cell_that_makes_no_sense_never_costs_the_call(centre: object, area: dict[str, Any]) -> None:
    event = {"event": "ringing", "call_id": "pabx-1", "at": now().isoformat(), "number": "0852-4187-2093"}
    assert post(machine_client("pabx", "telephony"), "telephony/events/", event | area)[0] == 200
    assert Call.objects.count() == 1 and not CallerLocation.objects.exists()


# --- asking ---------------------------------------------------------------------------------------------------------


def test_whoever_has_the_call_sees_where_his_caller_is(
    clock: time_machine.Traveller, ringing: Call, call_taker: User
) -> None:
    actions.answer(ringing.pk, actor=call_taker)
    client = browser(call_taker)
    assert get(client, f"calls/{ringing.pk}/locations/") == (
        200,
        {"shown": None, "likely_language": "", "foreign": "", "locations": []},
    )
    row = tell(positioned_at=now() - seconds(14))
    status, answer = get(client, f"calls/{ringing.pk}/locations/")
    (card,) = answer["locations"]
    assert (status, answer["shown"], card["id"]) == (200, row.pk, row.pk)
    assert (card["lat"], card["lng"], card["radius_m"], card["way_name"], card["method_name"]) == (
        *(-3.9612, 122.5301, 12.0),
        *("AML", "WiFi"),
    )
    assert (card["is_stale"], card["is_cell"], card["is_doubtful"]) == (False, False, False)
    assert card["positioned_at"] == (now() - seconds(14)).isoformat().replace("+00:00", "Z")


def test_an_old_position_says_that_it_is_old(clock: time_machine.Traveller, ringing: Call, call_taker: User) -> None:
    actions.answer(ringing.pk, actor=call_taker)
    tell(positioned_at=now() - minutes(11))
    (card,) = get(browser(call_taker), f"calls/{ringing.pk}/locations/")[1]["locations"]
    assert card["is_stale"] is True


def test_nobody_else_does_but_the_shifts_leader(
    ringing: Call, call_taker: User, second_call_taker: User, dispatcher: User, supervisor: User, damkar: User
) -> None:
    actions.answer(ringing.pk, actor=call_taker)
    tell()
    asked = [get(browser(user), f"calls/{ringing.pk}/locations/")[0] for user in (second_call_taker, dispatcher)]
    assert asked == [403, 403]
    assert get(browser(supervisor), f"calls/{ringing.pk}/locations/")[0] == 200
    assert get(browser(damkar), f"calls/{ringing.pk}/locations/")[0] == 404
    assert get(Client(), f"calls/{ringing.pk}/locations/")[0] == 401


def test_a_confidential_cases_caller_is_found_by_the_cleared_alone(
    call_taker: User, dispatcher: User, supervisor: User, damkar: User
) -> None:
    call = actions.answer(ring().pk, actor=call_taker)
    tell()
    case = incident("kdrt")
    Report.objects.filter(call=call).update(incident=case)
    assert get(browser(call_taker), f"calls/{call.pk}/locations/")[0] == 409
    assert get(browser(dispatcher), f"incidents/{case.pk}/callers/")[1] == {"callers": []}
    assert len(get(browser(supervisor), f"incidents/{case.pk}/callers/")[1]["callers"]) == 1
    assert get(browser(damkar), f"incidents/{case.pk}/callers/")[0] == 403


def test_a_confidential_draft_shows_its_caller_to_its_writer_and_the_cleared(
    call_taker: User, supervisor: User
) -> None:
    call = actions.answer(ring().pk, actor=call_taker)
    tell()
    actions.save_draft(Report.objects.get(call=call).pk, actor=call_taker, category="kdrt")
    leader = person("sup2", "Sup Dua", Role.SUPERVISOR, seat="Meja 07")
    asked = [get(browser(user), f"calls/{call.pk}/locations/") for user in (call_taker, supervisor, leader)]
    assert [status for status, _answer in asked] == [200, 200, 409]
    assert "-3.96" not in str(asked[2][1])


def test_a_confidential_case_told_when_its_caller_was_called_back_is_for_the_cleared(
    clock: time_machine.Traveller, call_taker: User, supervisor: User
) -> None:
    lost = ring()
    tell()
    clock.shift(seconds(40))
    actions.hear(SwitchEvent("ended", lost.switch_id, now()), actor=None)
    actions.take_call_back(lost.pk, actor=call_taker)
    _call, report = actions.note_try(lost.pk, "connected", actor=call_taker)
    assert report is not None
    leader = person("sup2", "Sup Dua", Role.SUPERVISOR, seat="Meja 07")
    assert get(browser(leader), f"calls/{lost.pk}/locations/")[0] == 200
    actions.forward(report.pk, actor=call_taker, category="kdrt", place_text="Jl. Bunga Seroja 17")
    asked = [get(browser(user), f"calls/{lost.pk}/locations/")[0] for user in (supervisor, leader)]
    assert asked == [200, 409]


def test_the_desk_sees_each_callers_best_place_beside_the_incidents_own(
    call_taker: User, dispatcher: User, damkar: User
) -> None:
    fire = incident()
    for number in ("0852-4187-2093", "0811-0000-0001"):
        call = actions.answer(ring(number=number).pk, actor=call_taker)
        tell(number=number, way=Way.CELL, radius_m=3000)
        tell(number=number, fix=Fix(-3.9701, 122.5201, 15))
        Report.objects.filter(call=call).update(incident=fire)
    callers = get(browser(dispatcher), f"incidents/{fire.pk}/callers/")[1]["callers"]
    assert [one["radius_m"] for one in callers] == [15, 15]
    fire.refresh_from_db()
    assert (fire.lat, fire.lng) == (-3.9612, 122.5301), "the incident's place is its own"
    assert get(browser(damkar), f"incidents/{fire.pk}/callers/")[0] == 403
    assert get(browser(dispatcher), "incidents/0/callers/")[0] == 404
