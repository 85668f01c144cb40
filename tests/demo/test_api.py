"""A telephone that rings when a visitor presses a button: only with demo data, and never without end."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, cast

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils.timezone import now
from pytest_django.live_server_helper import LiveServer

from agencies.models import Centre
from calls.aml import read_https
from calls.locations import CallerLocation
from calls.models import Call
from calls.positions import Fix
from demo.api import MOST_RINGING
from demo.ring import ACCOUNT, made_up_place, ringing
from journal.models import Entry
from tests.factories import post, ring, verbs

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/demo/ring/"
JSON = "application/json"


@pytest.fixture
def demo(transactional_db: None, centre: Centre) -> None:
    """The centre is a demo."""
    Centre.objects.update(is_demo=True)


Press = Callable[..., HttpResponse]


def pressed_at(host: str, port: int) -> Press:
    """The button, as a server that listens there hears of it."""

    def press(**headers: str) -> HttpResponse:
        answer = Client().post(ADDRESS, headers=headers, SERVER_NAME=host, SERVER_PORT=str(port))
        return cast(HttpResponse, answer)

    return press


@pytest.fixture
def press(demo: None, live_server: LiveServer) -> Press:
    """The button at a server that listens."""
    return pressed_at(live_server.thread.host, live_server.thread.port)


def said(answer: HttpResponse) -> tuple[int, dict[str, Any]]:
    """The answer, as a script reads it."""
    return answer.status_code, json.loads(answer.content)


def test_a_stranger_may_ring_in_a_demo(press: Press) -> None:
    status, answer = said(press(Accept=JSON))
    call = Call.objects.get()
    assert (status, answer) == (201, {"call_id": call.switch_id, "id": call.pk})
    assert (call.is_simulated, call.dialled) == (True, "112")
    assert verbs(call.subject) in (["rang"], ["rang", "located"]), "some telephones send where they are"
    rang = Entry.objects.get(verb="rang")
    assert rang.actor and rang.actor.username == f"mesin:{ACCOUNT}", "it came to the address of the exchange"


def test_a_made_up_caller_stands_in_a_street_of_the_city_and_sends_it_as_a_handset_does(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    spots = {}
    for last in range(60):
        event = ringing(now(), number=f"084000000{last:03}")
        place = made_up_place(event)
        assert place == made_up_place(event), "the same telephone, the same street"
        spots[last] = read_https(place).fix if place else "silent"
        if isinstance(spots[last], Fix):
            monkeypatch.setattr("demo.api.made_up_event", lambda at, event=event: event)
    found = [fix for fix in spots.values() if isinstance(fix, Fix)]
    assert "silent" in spots.values() and None in spots.values() and len(found) > 20
    assert all(abs(fix.lat + 3.96) < 0.02 and abs(fix.lng - 122.53) < 0.02 for fix in found)
    assert said(press(Accept=JSON))[0] == 201
    assert CallerLocation.objects.get().call == Call.objects.get()


def test_a_form_leads_back_to_where_it_stood(press: Press, live_server: LiveServer) -> None:
    answer = press(Referer=f"{live_server.url}/masuk/")
    assert (answer.status_code, answer["Location"]) == (302, f"{live_server.url}/masuk/")
    assert press()["Location"] == "/masuk/"
    elsewhere = press(Referer="http://example.org/papan/")
    assert elsewhere["Location"] == "/masuk/"


def test_what_the_exchanges_address_refuses_is_said(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("demo.api.own_key", lambda: "kedaluwarsa")
    status, answer = said(press(Accept=JSON))
    assert (status, answer["code"]) == (502, "not_taken")
    assert "token" in answer["detail"].lower()
    assert not Call.objects.exists()


def test_a_server_that_is_not_reached_is_said(demo: None) -> None:
    status, answer = said(pressed_at("127.0.0.1", 9)(Accept=JSON))
    assert (status, answer["code"]) == (502, "not_taken")
    assert answer["detail"].startswith("Tidak ada server yang menjawab")


def test_twelve_ringing_at_once_are_enough(demo: None) -> None:
    for number in range(MOST_RINGING):
        ring(number=f"0811-0000-0{number:03}")
    status, answer = post(Client(), "demo/ring/")
    assert (status, answer["code"]) == (409, "enough")
    assert answer["detail"] == "Sudah ada 12 panggilan berdering. Jawab dulu salah satunya."


def test_at_a_real_centre_nothing_is_made_up(centre: Centre) -> None:
    assert Client().post(ADDRESS).status_code == 403
    assert Client().get(ADDRESS).status_code == 405
    assert not Call.objects.exists()
