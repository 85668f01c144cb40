"""A telephone that rings when a visitor presses a button: only with demo data, and never without end."""

from __future__ import annotations

import pytest
from django.test import Client

from agencies.models import Centre
from calls.models import Call
from demo.api import MOST_RINGING
from tests.factories import post, ring

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(centre: Centre) -> None:
    """The centre is a demo."""
    Centre.objects.update(is_demo=True)


def test_a_stranger_may_ring_in_a_demo(demo: None) -> None:
    status, answer = post(Client(), "demo/ring/")
    call = Call.objects.get()
    assert (status, answer) == (201, {"call_id": call.switch_id, "id": call.pk})
    assert (call.is_simulated, call.dialled, call.version) == (True, "112", 1)


def test_a_form_leads_back_to_where_it_stood(demo: None) -> None:
    answer = Client().post("/api/v1/demo/ring/", headers={"Referer": "http://testserver/masuk/"})
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/masuk/")
    assert Client().post("/api/v1/demo/ring/")["Location"] == "/masuk/"


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
