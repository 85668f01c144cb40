"""The only way out of the house: what a gateway is handed, and what is said of one that does not take it."""

from __future__ import annotations

from http.client import BadStatusLine

import pytest
from pytest_django import Settings

from journal import outside
from journal.outside import send
from tests.gateway import Gateway


def test_a_message_carries_number_words_and_a_key(gateway: Gateway) -> None:
    assert send(to="0401-1", text="halo", key="delivery-7") == ""
    headers, body = gateway.taken[0]
    assert body == {"to": "0401-1", "text": "halo", "key": "delivery-7"}
    assert (headers["authorization"], headers["idempotency-key"]) == ("Bearer rahasia", "delivery-7")


def test_who_wrote_to_us_is_answered_the_way_he_came(gateway: Gateway) -> None:
    send(to="62852", text="halo", key="message-1", channel="whatsapp")
    assert gateway.taken[0][1] == {"to": "62852", "text": "halo", "key": "message-1", "channel": "whatsapp"}


@pytest.mark.parametrize(("status", "problem"), [(302, "HTTP 302"), (400, "HTTPError"), (500, "HTTPError")])
def test_a_gateway_that_does_not_take_it_is_a_problem_with_a_name(gateway: Gateway, status: int, problem: str) -> None:
    gateway.status = status
    assert send(to="0401-1", text="halo", key="k") in {problem, "HTTPError"}


def test_a_gateway_that_is_not_there_is_a_problem_with_a_name(settings: Settings) -> None:
    settings.NOTIFY_URL = "http://127.0.0.1:9/"
    assert send(to="0401-1", text="halo", key="k") == "URLError"


def test_a_gateway_that_speaks_no_http_is_a_problem_with_a_name(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.NOTIFY_URL = "http://127.0.0.1:9/"

    def answer(*_asked: object, **_more: object) -> None:
        raise BadStatusLine("halo")

    monkeypatch.setattr(outside, "urlopen", answer)
    assert send(to="0401-1", text="halo", key="k") == "BadStatusLine"


def test_an_address_that_is_none_is_a_problem_with_a_name(settings: Settings) -> None:
    settings.NOTIFY_URL = "gateway.lan"
    assert send(to="0401-1", text="halo", key="k") == "ValueError"
