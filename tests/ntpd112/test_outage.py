"""The database is away: whoever asks is told so in Indonesian, may ask again, and nobody is signed out by it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from agencies.permissions import POSITIONS
from incidents.models import Incident
from tests.factories import browser, machine_client

pytestmark = pytest.mark.django_db(transaction=True)

Error = type[OperationalError] | type[InterfaceError]


@pytest.fixture
def desk(dispatcher: User) -> Client:
    """A dispatcher's browser, to which errors come as answers and not as exceptions."""
    client = browser(dispatcher)
    client.raise_request_exception = False
    return client


@contextmanager
def away(error: Error = OperationalError) -> Iterator[None]:
    """Nothing connects to the database while this is done."""

    def gone() -> None:
        raise error("connection refused")

    connection.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "connect", gone)
        yield


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_command_is_refused_with_what_it_means_and_may_be_sent_again(
    desk: Client, fire: Incident, error: Error
) -> None:
    address, body = f"/api/v1/incidents/{fire.pk}/notes/", {"text": "Api mengecil."}
    with away(error):
        answer = desk.post(address, body, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert answer.json() == {
        "code": "busy",
        "detail": "Server sedang sibuk atau basis data terputus. Ulangi sebentar lagi.",
    }
    again = desk.post(address, body, content_type="application/json", headers={"Idempotency-Key": "k"})
    assert (again.status_code, fire.notes.filter(text=body["text"]).count()) == (201, 1)


def test_a_picture_is_refused_without_signing_anybody_out(desk: Client) -> None:
    with away():
        assert {desk.get(f"/api/v1/{name}/").status_code for name in ("board", "calls", "agency")} == {503}
    assert desk.get("/api/v1/board/").status_code == 200


def test_a_device_is_told_when_to_say_again_where_it_is(centre: object) -> None:
    gateway = machine_client("gps", POSITIONS)
    with away():
        answer = gateway.post("/api/v1/positions/", [], content_type="application/json")
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "3", "busy")


def test_a_page_says_so_and_asks_again_by_itself(desk: Client) -> None:
    for path in ("/papan/", "/", "/masuk/", "/rencana/"):
        with away():
            answer = desk.get(path)
        page = answer.content.decode()
        assert answer.status_code == 503
        assert "basis data terputus" in page
        assert '<meta http-equiv="refresh" content="3">' in page
        assert "formulir kertas" in page


def test_what_a_page_has_sent_is_not_sent_again_by_itself(desk: Client) -> None:
    with away():
        page = desk.post("/masuk/", {"username": "rizal"}).content.decode()
    assert "refresh" not in page
    assert "Tekan Kembali: isian Anda masih ada di sana." in page


def test_any_other_failure_is_a_fault_of_ours(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ntpd112.middleware.watch_of", lambda _request: 1 / 0)
    answer = desk.get("/papan/")
    assert answer.status_code == 500
    assert "Server gagal" in answer.content.decode()
