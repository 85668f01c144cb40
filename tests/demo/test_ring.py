"""`manage.py ring` speaks to a server as an exchange does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from agencies.models import Centre
from calls.models import Call, Identity
from demo.ring import own_key

pytestmark = pytest.mark.django_db


class Server(HTTPServer):
    """Passes what it is sent to the application under test, in the test's own transaction, one request at a time."""

    received: list[tuple[str, dict[str, Any]]]
    answer: tuple[int, bytes]


class Handler(BaseHTTPRequestHandler):
    """Keeps each request and gives the prepared answer."""

    server: Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.received.append((f"{self.path} {self.headers['Authorization']}", json.loads(body)))
        status, text = self.server.answer
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing to say."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server on a free port."""
    found = Server(("127.0.0.1", 0), Handler)
    found.received, found.answer = [], (200, b'{"call_id": "uji-1", "id": 1, "version": 1}')
    thread = Thread(target=found.serve_forever)
    thread.start()
    yield found
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.fixture
def url(server: Server) -> str:
    """Where it listens."""
    return f"http://127.0.0.1:{server.server_port}"


@pytest.fixture
def demo(centre: Centre) -> Centre:
    """The small city, as a demo."""
    Centre.objects.update(is_demo=True)
    return centre


def test_ring_posts_a_ringing_event_with_the_token_given(server: Server, url: str, centre: Centre) -> None:
    call_command("ring", "--number", "0852-4187-2093", "--token", "rahasia", "--url", url)
    (where, event), *others = server.received
    assert where == "/api/v1/telephony/events/ Token rahasia"
    assert (event["event"], event["number"], others) == ("ringing", "0852-4187-2093", [])


@pytest.mark.parametrize(
    ("options", "identity"), [(["--imei"], Identity.IMEI), (["--hidden"], Identity.NONE), ([], None)]
)
def test_what_ring_posts_is_taken_by_the_real_endpoint(
    server: Server, url: str, demo: Centre, options: list[str], identity: str | None
) -> None:
    call_command("ring", *options, "--url", url)
    (where, event), *_others = server.received
    answer = Client().post(
        "/api/v1/telephony/events/",
        json.dumps(event),
        content_type="application/json",
        headers={"Authorization": where.partition(" ")[2]},
    )
    assert answer.status_code == 200
    call = Call.objects.get(switch_id=event["call_id"])
    assert call.is_simulated
    caller = call.caller.identity if call.caller else Identity.NONE
    assert caller == identity if identity else caller in (Identity.NUMBER, Identity.IMEI)


def test_ring_sends_the_telephones_place_after_it_and_none_for_a_number_that_was_given(
    server: Server, url: str, demo: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_command("ring", "--number", "0852-4187-2093", "--url", url)
    assert len(server.received) == 1
    monkeypatch.setattr("demo.management.commands.ring.made_up_place", lambda event: {"device_number": event["number"]})
    monkeypatch.setattr(
        "demo.management.commands.ring.made_up_event", lambda at: {"number": "0840-0000-0001", "event": "ringing"}
    )
    call_command("ring", "--url", url)
    (where, place) = server.received[-1]
    assert where.startswith("/api/v1/locations/aml/ Token ")
    assert place == {"device_number": "0840-0000-0001"}


def test_the_key_of_the_demo_stays_the_same_so_that_two_rings_do_not_shut_each_other_out(demo: Centre) -> None:
    assert own_key() == own_key()


def test_without_a_token_a_real_centre_is_told_how_to_get_one(centre: Centre) -> None:
    with pytest.raises(CommandError, match="issue_token"):
        call_command("ring")


def test_a_refusal_of_the_server_is_said_in_its_own_words(server: Server, url: str, demo: Centre) -> None:
    server.answer = (400, b'{"code": "invalid", "detail": "at: salah"}')
    with pytest.raises(CommandError, match="at: salah"):
        call_command("ring", "--url", url)
    server.answer = (502, b"<html>")
    with pytest.raises(CommandError, match="502"):
        call_command("ring", "--url", url)


def test_no_server_is_one_line(demo: Centre) -> None:
    with pytest.raises(CommandError, match=r"\./run"):
        call_command("ring", "--url", "http://127.0.0.1:9")


def test_somebody_writes_through_the_door_of_a_gateway(
    server: Server, url: str, demo: Centre, capsys: pytest.CaptureFixture[str]
) -> None:
    server.answer = (201, b'{"id": 1, "call": 7, "detail": ""}')
    call_command("ring", "--channel", "whatsapp", "--text", "saya tuli", "--url", url)
    assert capsys.readouterr().out == "7\n"
    ((where, said),) = server.received
    token = where.removeprefix("/api/v1/messages/ ")
    answer = Client().post("/api/v1/messages/", said, content_type="application/json", headers={"Authorization": token})
    assert answer.status_code == 201
    call = Call.objects.get()
    assert (call.channel, call.is_simulated, call.messages.get().text) == ("whatsapp", True, "saya tuli")
