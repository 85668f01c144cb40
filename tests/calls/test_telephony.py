"""The exchange's door: the shape of an event, who may bring one, and that it may come twice."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now

from calls import actions, queue
from calls.models import Call, Identity
from calls.telephony import EventInput, event_of
from tests.factories import browser, machine_client, post, seconds, traces, verbs
from tests.refusals import code_of

pytestmark = pytest.mark.django_db

PATH = "telephony/events/"


@pytest.fixture
def pabx(centre: object) -> Client:
    """The exchange."""
    return machine_client("pabx", "telephony")


def event(name: str = "ringing", **said: Any) -> dict[str, Any]:
    """An event in the form switches send it."""
    return {"event": name, "call_id": "pabx-1", "at": now().isoformat(), **said}


def test_an_event_is_answered_with_the_call_it_belongs_to(clock: time_machine.Traveller, pabx: Client) -> None:
    status, answer = post(pabx, PATH, event(number="0852-4187-2093", dialled="112", merk="Asterisk"))
    call = Call.objects.get()
    assert (status, answer) == (200, {"call_id": "pabx-1", "id": call.pk, "version": 1})
    assert (call.offered_at, call.dialled, call.caller and call.caller.value) == (now(), "112", "085241872093")


def test_a_call_from_beginning_to_end(clock: time_machine.Traveller, pabx: Client, call_taker: object) -> None:
    for name, more in (
        ("ringing", {"pseudo": "semu-1", "transferred_from": "110"}),
        ("answered", {"extension": "1003"}),
        ("transferred", {"transferred_to": "119"}),
        ("ended", {}),
    ):
        clock.shift(5)
        assert post(pabx, PATH, event(name, **more))[0] == 200
    call = Call.objects.get()
    assert call.caller is not None
    assert (call.answered_by, call.transferred_from, call.transferred_to) == (call_taker, "110", "119")
    assert (call.caller.identity, call.ended_at, call.outcome) == ("pseudo", now(), "")
    assert verbs(call.subject) == ["rang", "answered", "transferred", "ended"]


def test_the_same_event_twice_has_one_effect(pabx: Client) -> None:
    same = event()
    first = post(pabx, PATH, same)
    before = traces()
    assert post(pabx, PATH, same) == first
    assert traces() == before


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"event": "exploded"}, "event"),
        ({"event": None}, "event"),
        ({"call_id": ""}, "call_id"),
        ({"call_id": "x" * 81}, "call_id"),
        ({"call_id": "a\x00b"}, "call_id"),
        ({"at": "tadi"}, "at"),
        ({"at": None}, "at"),
        ({"at": "2026-01-10T02:00:00"}, "at"),
        ({"number": {"a": 1}}, "number"),
        ({"number": ["0852"]}, "number"),
        ({"imei": True}, "imei"),
        ({"event": "answered", "extension": {"name": "1003"}}, "extension"),
        ({"recording": []}, "recording"),
        ({"hold_s": {"s": 12}}, "hold_s"),
        ({"hold_s": True}, "hold_s"),
        ({"cell_lat": [1]}, "cell_lat"),
        ({"test": []}, "test"),
    ],
)
def test_a_malformed_event_names_its_field_and_changes_nothing(pabx: Client, wrong: dict[str, Any], field: str) -> None:
    before = traces()
    status, answer = post(pabx, PATH, event() | wrong)
    assert (status, answer["code"], list(answer["fields"])) == (400, "invalid", [field])
    assert answer["detail"].startswith(f"{field}: ")
    assert traces() == before


@pytest.mark.parametrize(
    ("odd", "kept"),
    [
        ({"number": "1" * 41}, {"identity": "number", "value": "1" * 39}),
        ({"number": 10**45}, {"identity": "number", "value": "1" + "0" * 38}),
        ({"number": "0852\x004187\x002093"}, {"identity": "number", "value": "085241872093"}),
        ({"pseudo": "s" * 41}, {"identity": "pseudo", "value": "s" * 39 + "…"}),
        ({"imei": "12345678901234567"}, {"identity": "imei", "value": "12345678901234567"}),
        ({"imei": "abc"}, {"identity": "imei", "value": "abc"}),
        ({"imei": ""}, {"identity": "none", "value": ""}),
        ({"number": None, "imei": "12345678901234"}, {"identity": "imei", "value": "12345678901234"}),
        ({"dialled": "12345678901"}, {"dialled": "123456789…"}),
        ({"transferred_from": "+62811223344"}, {"transferred_from": "+62811223…"}),
        ({"event": "transferred", "transferred_to": "9" * 50}, {"transferred_to": "9" * 39 + "…"}),
        ({"event": "answered", "extension": "1003" * 3}, {"answered_by": None}),
        ({"event": "answered", "hold_s": "lama"}, {"hold_s": None}),
        ({"event": "answered", "hold_s": -1}, {"hold_s": None}),
        ({"event": "answered", "hold_s": "12"}, {"hold_s": 12}),
        ({"recording": "x" * 201}, {}),
        ({"cell_lat": "utara", "cell_lng": 122.5, "cell_radius_m": 500}, {}),
        ({"cell_lat": -3.9, "cell_lng": 122.5, "cell_radius_m": 500, "cell_azimuth": "timur"}, {}),
        ({"test": "mungkin", "simulated": 7}, {"is_test": False, "is_simulated": False}),
    ],
)
def test_no_call_is_lost_by_what_is_odd_about_it(
    pabx: Client, call_taker: object, odd: dict[str, Any], kept: dict[str, Any]
) -> None:
    status, answer = post(pabx, PATH, event() | odd)
    call = Call.objects.select_related("caller").get()
    assert (status, answer["id"]) == (200, call.pk)
    caller = call.caller
    said = {"identity": caller.identity if caller else "none", "value": caller.value if caller else ""}
    assert {name: said[name] if name in said else getattr(call, name) for name in kept} == kept


@pytest.mark.parametrize("number", ["9" * 40, "112", "*123#"])
def test_what_is_no_telephone_number_rings_and_is_not_called_back(
    clock: time_machine.Traveller, pabx: Client, call_taker: User, number: str
) -> None:
    post(pabx, PATH, event(number=number))
    clock.shift(20)
    post(pabx, PATH, event("ended"))
    call = Call.objects.get()
    card = queue.read([call.pk])[call.pk]["calls"]
    assert (card["identity"], card["can_be_called"], call.received_as) == ("number", False, number)
    assert card["call_back"] is not None
    assert code_of(actions.take_call_back, call.pk, actor=call_taker) == "cannot_call"


@pytest.mark.parametrize("field", ["event", "call_id", "at"])
def test_an_event_without_what_it_needs_names_it(pabx: Client, field: str) -> None:
    body = event()
    del body[field]
    assert list(post(pabx, PATH, body)[1]["fields"]) == [field]


def test_what_is_not_json_or_not_an_object_is_malformed(pabx: Client) -> None:
    for body in ("{", "[1]", '"ringing"'):
        answer = pabx.post(f"/api/v1/{PATH}", body, content_type="application/json")
        assert answer.status_code == 400
        assert answer.json()["code"] in {"parse_error", "invalid"}


def test_who_may_not_bring_events(call_taker: Any, supervisor: Any, centre: object) -> None:
    for client in (browser(call_taker), browser(supervisor), machine_client("damkar", "agency:DMK")):
        status, answer = post(client, PATH, event())
        assert (status, answer["code"]) == (403, "forbidden")
    assert post(Client(), PATH, event())[0] == 401
    assert not Call.objects.exists()


@pytest.mark.parametrize(
    ("said", "identity", "value"),
    [
        ({"number": "112", "pseudo": "p", "imei": "12345678901234"}, Identity.NUMBER, "112"),
        ({"number": "", "pseudo": "p"}, Identity.PSEUDO, "p"),
        ({"imei": "12345678901234"}, Identity.IMEI, "12345678901234"),
        ({}, Identity.NONE, ""),
    ],
)
def test_the_first_identity_that_is_given_counts(said: dict[str, str], identity: str, value: str) -> None:
    shape = EventInput(data=event(**said, test=True, simulated=True))
    assert shape.is_valid(), shape.errors
    found = event_of(shape.validated_data)
    assert (found.identity, found.value, found.is_test, found.is_simulated) == (identity, value, True, True)


def test_a_moment_in_another_zone_is_the_same_moment(clock: time_machine.Traveller, pabx: Client) -> None:
    post(pabx, PATH, event(at="2026-01-10T01:59:30+08:00"))
    assert Call.objects.get().offered_at == now() - seconds(30)
