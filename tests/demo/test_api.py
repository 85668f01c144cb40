"""A telephone that rings when a visitor presses a button: only with demo data, and never without end."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils.timezone import now

from agencies.models import Centre
from calls.aml import read_https
from calls.locations import CallerLocation
from calls.models import Call
from calls.positions import Fix
from demo.api import MOST_RINGING
from demo.ring import made_up_place, ringing
from tests.factories import post, ring, verbs

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(centre: Centre) -> None:
    """The centre is a demo."""
    Centre.objects.update(is_demo=True)


def test_a_stranger_may_ring_in_a_demo(demo: None) -> None:
    status, answer = post(Client(), "demo/ring/")
    call = Call.objects.get()
    assert (status, answer) == (201, {"call_id": call.switch_id, "id": call.pk})
    assert (call.is_simulated, call.dialled) == (True, "112")
    assert verbs(call.subject) in (["rang"], ["rang", "located"]), "some telephones send where they are"


def test_a_made_up_caller_stands_in_a_street_of_the_city_and_sends_it_as_a_handset_does(
    demo: None, monkeypatch: pytest.MonkeyPatch
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
    assert post(Client(), "demo/ring/")[0] == 201
    assert CallerLocation.objects.get().call == Call.objects.get()


def test_a_form_leads_back_to_where_it_stood(demo: None) -> None:
    answer = Client().post("/api/v1/demo/ring/", headers={"Referer": "http://testserver/masuk/"})
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/masuk/")
    assert Client().post("/api/v1/demo/ring/")["Location"] == "/masuk/"
    elsewhere = Client().post("/api/v1/demo/ring/", headers={"Referer": "http://example.org/papan/"})
    assert elsewhere["Location"] == "/masuk/"


def test_twelve_ringing_at_once_are_enough(demo: None) -> None:
    for number in range(MOST_RINGING):
        ring(number=f"0811-0000-0{number:03}")
    status, answer = post(Client(), "demo/ring/")
    assert (status, answer["code"]) == (409, "enough")
    assert answer["detail"] == "Sudah ada 12 panggilan berdering. Jawab dulu salah satunya."


def test_at_a_real_centre_nothing_is_made_up(centre: Centre) -> None:
    assert Client().post("/api/v1/demo/ring/").status_code == 403
    assert Client().get("/api/v1/demo/ring/").status_code == 405
    assert not Call.objects.exists()
