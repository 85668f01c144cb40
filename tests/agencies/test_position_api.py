"""The door by which units' places arrive: our form and those of OwnTracks and Traccar, as they send them."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from agencies.actions import revoke_token
from agencies.models import Position, Tracker
from agencies.position_api import MOST
from tests.factories import browser, machine, machine_client, post, seconds, unit

pytestmark = pytest.mark.django_db

PATH = "/api/v1/positions/"
AT = 1767981600  # two in the morning, as `clock` has it

OWNTRACKS: dict[str, Any] = {
    "_type": "location", "BSSID": "b4:5d:50:0e:10:3a", "SSID": "Damkar", "acc": 13, "alt": 12, "batt": 57, "bs": 1,
    "conn": "w", "created_at": AT, "lat": -3.981, "lon": 122.521, "m": 1, "t": "u", "tid": "p1", "tst": AT - 5,
    "vac": 3, "vel": 36, "cog": 90,
}  # fmt: skip
TRACCAR_APP = {
    "id": "482913", "timestamp": AT - 5, "lat": "-3.981", "lon": "122.521", "speed": "10.0", "bearing": "90.0",
    "altitude": "12.0", "accuracy": "13.0", "batt": "57.0",
}  # fmt: skip
TRACCAR_SERVER: dict[str, Any] = {
    "position": {
        "id": 10, "attributes": {"distance": 0.0, "motion": False}, "deviceId": 1, "protocol": "gt06",
        "serverTime": "2026-01-09T18:00:00.000+00:00", "deviceTime": "2026-01-09T17:59:55.000+00:00",
        "fixTime": "2026-01-09T17:59:55.000+00:00", "outdated": False, "valid": True, "latitude": -3.981,
        "longitude": 122.521, "altitude": 0.0, "speed": 10.0, "course": 90.0, "accuracy": 0.0,
    },
    "device": {"id": 1, "attributes": {}, "groupId": 0, "name": "Pompa 1", "uniqueId": "482913", "status": "online"},
}  # fmt: skip
TRACCAR_NEW_APP: dict[str, Any] = {
    "location": {
        "timestamp": "2026-01-09T17:59:55.000Z",
        "coords": {"latitude": -3.981, "longitude": 122.521, "accuracy": 13, "speed": 10.0, "heading": 90},
        "battery": {"level": 0.57, "is_charging": False},
    },
    "device_id": "482913",
}


@pytest.fixture
def gps(centre: object) -> Client:
    """A gateway of positions."""
    return machine_client("gps", "positions")


@pytest.fixture
def device(centre: object, clock: time_machine.Traveller) -> Tracker:
    """The tracker of fire engine 1."""
    return Tracker.objects.create(device="482913", unit=unit("DMK-01"))


def row(**said: Any) -> dict[str, Any]:
    """One position in our form."""
    return {"unit": "DMK-01", "lat": -3.981, "lng": 122.521, "time": now().isoformat(), **said}


def place() -> tuple[Any, ...]:
    """The place of the only unit that has one."""
    at = Position.objects.get()
    return at.unit.call_sign, at.lat, at.lng, round(at.speed or 0, 2), at.heading, at.accuracy


def test_a_batch_is_taken_and_what_is_wrong_is_named_by_its_place(gps: Client) -> None:
    rows = [row(), row(unit="DMK-02", lat="x"), row(unit="POL-01", lat=0, lng=0), "x", row(time="kemarin"), row()]
    status, answer = post(gps, "positions/", {"positions": rows})
    assert (status, answer["taken"]) == (200, 2)
    assert [(one["index"], one["code"]) for one in answer["refused"]] == [
        (1, "not_a_number"),
        (2, "no_fix"),
        (3, "not_an_object"),
        (4, "bad_time"),
    ]
    assert all(one["detail"] for one in answer["refused"])
    assert place()[:3] == ("DMK-01", -3.981, 122.521)


def test_a_bare_list_is_a_batch_too_and_a_batch_may_name_devices(gps: Client, device: Tracker) -> None:
    answer = gps.post(PATH, [row(unit="", device="482913", speed=40)], content_type="application/json")
    assert answer.json() == {"taken": 1, "older": 0, "refused": []}
    assert place() == ("DMK-01", -3.981, 122.521, 40, None, None)


def test_a_repeated_key_gets_its_first_answer(gps: Client) -> None:
    body = {"positions": [row()]}
    assert [post(gps, "positions/", body, key="a")[1]["taken"] for _turn in range(2)] == [1, 1]
    assert post(gps, "positions/", body)[1] == {"taken": 0, "older": 1, "refused": []}


def test_one_position_costs_three_statements_for_hundreds_come_each_second(
    gps: Client, device: Tracker, django_assert_num_queries: Any
) -> None:
    for step, said in enumerate((row(), row(unit="", device="482913"))):
        with django_assert_num_queries(5):  # the key, whose it is, where it is; two of them the test's savepoint
            taken = gps.post(PATH, [{**said, "time": (now() + seconds(step)).isoformat()}], "application/json")
        assert taken.json()["taken"] == 1


@pytest.mark.parametrize("body", ["{", "null", '{"positions": 3}', "{}", '"x"'])
def test_what_is_no_batch_is_refused(gps: Client, body: str) -> None:
    answer = gps.post(PATH, body, content_type="application/json")
    assert (answer.status_code, bool(answer.json()["detail"])) == (400, True)


def test_a_batch_has_an_end(gps: Client) -> None:
    assert post(gps, "positions/", {"positions": [{}] * (MOST + 1)})[0] == 413
    assert post(gps, "positions/", {"positions": ["x" * 600_000]})[0] == 413


# --- OwnTracks ------------------------------------------------------------------------------------------------------


def basic(key: str) -> str:
    """How OwnTracks signs in: the name is the telephone's own."""
    return "Basic " + b64encode(f"sarman:{key}".encode()).decode()


@pytest.mark.parametrize(
    ("device_id", "more"),
    [
        ("owntracks/sarman/hp", {"topic": "owntracks/sarman/hp"}),
        ("sarman/hp", {}),
        ("p1", {}),
    ],
)
def test_owntracks_is_taken_as_it_sends(
    centre: object, clock: time_machine.Traveller, device_id: str, more: dict[str, Any]
) -> None:
    Tracker.objects.create(device=device_id, unit=unit("DMK-01"))
    _user, key = machine("hp", "positions")
    headers = {"Authorization": basic(key), "X-Limit-U": "sarman", "X-Limit-D": "hp"}
    answer = Client().post(PATH, {**OWNTRACKS, **more}, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json()) == (200, [])
    assert place() == ("DMK-01", -3.981, 122.521, 36, 90, 13)
    assert Position.objects.get().at == now() - seconds(5)


@pytest.mark.parametrize("kind", ["lwt", "transition", "waypoints", "status"])
def test_what_owntracks_tells_besides_changes_nothing(gps: Client, kind: str) -> None:
    answer = gps.post(PATH, {"_type": kind, "tst": AT, "lat": -3.9, "lon": 122.5}, content_type="application/json")
    assert (answer.status_code, answer.json(), Position.objects.count()) == (200, [], 0)


# --- Traccar --------------------------------------------------------------------------------------------------------


def test_the_traccar_app_is_taken_as_it_sends(gps: Client, device: Tracker) -> None:
    forms = "application/x-www-form-urlencoded"
    told = [
        gps.get(f"{PATH}?{urlencode(TRACCAR_APP)}"),
        gps.post(f"{PATH}?{urlencode({**TRACCAR_APP, 'timestamp': AT - 4})}", "", content_type=forms),
        gps.post(PATH, urlencode({**TRACCAR_APP, "timestamp": AT - 3}), content_type=forms),
    ]
    assert [(answer.status_code, answer.json().get("taken")) for answer in told] == [(200, 1)] * 3
    assert place() == ("DMK-01", -3.981, 122.521, 18.52, 90, 13)
    assert Position.objects.get().at == now() - seconds(3)


def test_the_traccar_app_may_carry_its_key_in_the_address(device: Tracker) -> None:
    _user, key = machine("gps", "positions")
    assert Client().get(f"{PATH}?{urlencode({**TRACCAR_APP, 'token': key})}").status_code == 200
    assert Client().get(f"{PATH}?{urlencode({**TRACCAR_APP, 'token': 'x'})}").status_code == 401


def test_the_times_osmand_may_write_are_read(gps: Client, device: Tracker) -> None:
    for step, at in enumerate((AT * 1000, "2026-01-09 18:00:01", "2026-01-09T18:00:02Z")):
        said = {"deviceid": "482913", "location": "-3.981,122.521", "timestamp": at}
        assert gps.get(f"{PATH}?{urlencode(said)}").json()["taken"] == 1
        assert Position.objects.get().at <= now() + seconds(step)


@pytest.mark.parametrize(("body", "speed"), [(TRACCAR_SERVER, 18.52), (TRACCAR_NEW_APP, 36)])
def test_json_of_traccar_is_taken_as_it_is_sent(
    gps: Client, device: Tracker, body: dict[str, Any], speed: float
) -> None:
    assert post(gps, "positions/", body)[1]["taken"] == 1
    assert place()[:5] == ("DMK-01", -3.981, 122.521, speed, 90)
    assert Position.objects.get().at == now() - seconds(5)


def test_a_device_nobody_knows_hears_so_and_no_device_repeats_what_will_never_be_taken(
    gps: Client, device: Tracker
) -> None:
    stranger = gps.get(f"{PATH}?{urlencode({**TRACCAR_APP, 'id': '7'})}")
    assert (stranger.status_code, stranger.json()["code"]) == (404, "not_found")
    lost = gps.get(f"{PATH}?{urlencode({**TRACCAR_APP, 'lat': 0, 'lon': 0})}")
    assert (lost.status_code, [one["code"] for one in lost.json()["refused"]]) == (200, ["no_fix"])
    server = json.loads(json.dumps(TRACCAR_SERVER))
    server["position"]["valid"] = False
    assert [one["code"] for one in post(gps, "positions/", server)[1]["refused"]] == ["no_fix"]
    hidden = gps.post(PATH, {"_type": "encrypted", "data": "x"}, content_type="application/json")
    assert hidden.status_code == 200
    assert not Position.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        {"position": 1, "device": 2},
        {"device_id": "482913"},
        {"device_id": ["x"], "location": {"coords": []}},
        {"_type": "location"},
        {"_type": ["x"]},
        {"_type": "location", "tid": "\x00", "lat": -3.9, "lon": 122.5, "tst": AT},
    ],
)
def test_broken_messages_break_nothing(gps: Client, body: dict[str, Any]) -> None:
    assert gps.post(PATH, body, content_type="application/json").status_code == 200
    assert not Position.objects.exists()


# --- who may --------------------------------------------------------------------------------------------------------


def test_only_a_key_of_positions_opens_this_door(dispatcher: User, damkar: User) -> None:
    for client in (browser(dispatcher), browser(damkar), machine_client("pabx", "telephony")):
        assert post(client, "positions/", {"positions": [row()]})[0] == 403
    assert post(Client(), "positions/", {"positions": [row()]})[0] == 401
    assert Client(headers={"Authorization": basic("x")}).post(PATH).status_code == 401
    assert Client(headers={"Authorization": "Basic %%%"}).post(PATH).status_code == 401


def test_a_key_that_is_taken_back_opens_nothing_from_that_moment_on(gps: Client) -> None:
    assert post(gps, "positions/", {"positions": [row()]})[0] == 200
    revoke_token("gps")
    status, answer = post(gps, "positions/", {"positions": [row()]})
    assert (status, answer["detail"]) == (401, "Token tidak dikenal atau sudah dicabut.")
