"""The only way out of the house, against a gateway of our own on the loopback address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import Settings

from dispatch import tasks
from dispatch.models import Delivery
from dispatch.notify import send
from incidents.models import Incident
from tests.factories import KEPT_SECRETS, incident, told

pytestmark = pytest.mark.django_db


class Gateway(HTTPServer):
    """Takes messages and answers with a status that can be set."""

    def __init__(self) -> None:
        """Listens on a free port."""
        super().__init__(("127.0.0.1", 0), Taker)
        self.status = 202
        self.taken: list[tuple[dict[str, str], dict[str, Any]]] = []


class Taker(BaseHTTPRequestHandler):
    """One message."""

    server: Gateway

    def do_POST(self) -> None:
        """Remember it."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.taken.append((headers, json.loads(body)))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    """A gateway that listens."""
    server = Gateway()
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
    settings.NOTIFY_URL, settings.NOTIFY_TOKEN = f"http://127.0.0.1:{server.server_port}/", "rahasia"
    yield server
    server.shutdown()
    server.server_close()


def waiting(row: Incident, dispatcher: User, level: int = 1) -> Delivery:
    """A message about this incident that waits to be sent."""
    task = row.assignments.first() or told(row, dispatcher, agencies=("DMK",))
    return Delivery.objects.create(
        assignment=task, level=level, channel="gateway", title="Komandan regu", phone="0401-1", created_at=now()
    )


def test_a_message_carries_number_words_and_a_key(gateway: Gateway, fire: Incident, dispatcher: User) -> None:
    delivery = waiting(fire, dispatcher)
    assert send(delivery, "halo") == ""
    headers, body = gateway.taken[0]
    assert body == {"to": "0401-1", "text": "halo", "key": f"delivery-{delivery.pk}"}
    assert (headers["authorization"], headers["idempotency-key"]) == ("Bearer rahasia", f"delivery-{delivery.pk}")


@pytest.mark.parametrize(("status", "problem"), [(302, "HTTP 302"), (400, "HTTPError"), (500, "HTTPError")])
def test_a_gateway_that_does_not_take_it_is_a_problem_with_a_name(
    gateway: Gateway, fire: Incident, dispatcher: User, status: int, problem: str
) -> None:
    gateway.status = status
    assert send(waiting(fire, dispatcher), "halo") in {problem, "HTTPError"}


def test_a_gateway_that_is_not_there_is_a_problem_with_a_name(
    fire: Incident, dispatcher: User, settings: Settings
) -> None:
    settings.NOTIFY_URL = "http://127.0.0.1:9/"
    assert send(waiting(fire, dispatcher), "halo") == "URLError"


def test_what_waits_is_sent_once_and_what_failed_is_tried_again(
    clock: time_machine.Traveller, gateway: Gateway, fire: Incident, dispatcher: User
) -> None:
    first, second = waiting(fire, dispatcher, 1), waiting(fire, dispatcher, 2)
    gateway.status = 500
    tasks.send_waiting()
    gateway.status = 202
    tasks.send_waiting()
    tasks.send_waiting()
    assert [body["key"] for _headers, body in gateway.taken] == [
        f"delivery-{one.pk}" for one in (first, second, first, second)
    ]
    assert [(row.attempts, row.sent_at) for row in Delivery.objects.all()] == [(2, now())] * 2


def test_without_a_gateway_nothing_is_tried(fire: Incident, dispatcher: User, settings: Settings) -> None:
    settings.NOTIFY_URL = ""
    row = waiting(fire, dispatcher)
    tasks.send_waiting()
    row.refresh_from_db()
    assert row.attempts == 0


def test_what_leaves_the_house_says_nothing_of_the_caller(fire: Incident, dispatcher: User) -> None:
    text = tasks.text_of(waiting(fire, dispatcher))
    assert text == (
        "112: #1042 Kebakaran rumah/bangunan di Kemaraya · Kendari Barat menunggu diterima. "
        "Buka aplikasi untuk menjawab."
    )
    assert not any(secret in text for secret in KEPT_SECRETS)


def test_of_a_confidential_case_it_says_less_still(case: Incident, dispatcher: User) -> None:
    text = tasks.text_of(waiting(case, dispatcher))
    assert text.startswith("112: #1042 Kejadian tertutup di Kemaraya · Kendari Barat menunggu")
    assert "Kekerasan" not in text


def test_where_the_kelurahan_is_unknown_the_app_must_tell(centre: object, dispatcher: User) -> None:
    assert "di lihat aplikasi menunggu" in tasks.text_of(waiting(incident(area=""), dispatcher))
