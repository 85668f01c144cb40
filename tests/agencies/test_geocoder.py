"""A geocoder outside the house: it adds places, and its failures are felt by nobody."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from pytest_django import Settings

from agencies import geocoder
from agencies.breaker import Breaker
from agencies.geocoder import Kept, outside
from tests.factories import browser, get

pytestmark = pytest.mark.django_db

MARKET = {
    "display_name": "Pasar Panjang,  Kendari",
    "lat": "-3.96",
    "lon": "122.53",
    "type": "marketplace",
    "licence": "© OSM",
}
Say = Callable[[BaseHTTPRequestHandler], None]


class Outside:
    """A made-up Nominatim: what it was asked, and how it answers."""

    def __init__(self) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.headers: list[str] = []
        self.say: Say = lambda to: answer(to, [MARKET])


def answer(to: BaseHTTPRequestHandler, body: Any, status: int = 200) -> None:
    """Say this."""
    to.send_response(status)
    to.end_headers()
    to.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())


@pytest.fixture
def nominatim(settings: Settings, centre: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Outside]:
    """It listens on this machine, nothing of it is known yet."""
    there = Outside()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            there.asked.append(parse_qs(urlsplit(self.path).query))
            there.headers.append(str(self.headers))
            there.say(self)

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.GEOCODER_URL = f"http://127.0.0.1:{server.server_address[1]}/search"
    monkeypatch.setattr(geocoder, "breaker", Breaker())
    monkeypatch.setattr(geocoder, "kept", Kept())
    yield there
    server.shutdown()
    server.server_close()


def test_it_adds_places_and_says_whose_data_they_are(nominatim: Outside, call_taker: User) -> None:
    status, said = get(browser(call_taker), "places/outside/?q=pasar panjang")
    [hit] = said["results"]
    assert (status, said["credit"], hit["name"], hit["lat"]) == (200, "© OSM", "Pasar Panjang, Kendari", -3.96)


def test_only_the_typed_place_goes_out(nominatim: Outside, call_taker: User) -> None:
    get(browser(call_taker), "places/outside/?q=pasar panjang")
    [asked] = nominatim.asked
    assert set(asked) == {"q", "format", "limit", "accept-language", "viewbox"}
    assert asked["q"] == ["pasar panjang"]
    assert "Cookie" not in nominatim.headers[0] and "Referer" not in nominatim.headers[0]


@pytest.mark.parametrize(
    "text",
    ["pas", "0852-4187-2093", "rumah Ina 085241872093", "ina@example.org", "-3.98, 122.53", "6Q842GRJ+22", "x" * 101],
)
def test_numbers_of_people_points_and_trifles_stay_in_the_house(nominatim: Outside, text: str) -> None:
    assert outside(text).hits == () and nominatim.asked == []


def test_the_same_text_is_asked_once(nominatim: Outside) -> None:
    assert outside("pasar panjang") == outside("Pasar  Panjang")
    assert len(nominatim.asked) == 1


def test_nobody_is_asked_where_none_is_configured(nominatim: Outside, settings: Settings) -> None:
    settings.GEOCODER_URL = ""
    assert outside("pasar panjang").hits == () and nominatim.asked == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b'[{"lat": "x"}]',
        b"[1]",
        b'"text"',
        b'[{"lat":"91","lon":"1","display_name":"x"}]',
        b" " * 300_000,
    ],
)
def test_an_answer_that_is_none_is_an_empty_one(nominatim: Outside, body: bytes) -> None:
    nominatim.say = lambda to: answer(to, body)
    assert outside("pasar panjang").hits == ()


def test_one_that_hangs_or_drips_is_left_within_two_seconds(nominatim: Outside) -> None:
    def drip(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.end_headers()
        for _second in range(10):
            to.wfile.write(b" ")
            to.wfile.flush()
            time.sleep(0.5)

    nominatim.say = drip
    started = time.monotonic()
    assert outside("pasar panjang").hits == ()
    assert time.monotonic() - started < 2.5


def test_one_that_speaks_no_http_is_a_failure_like_any_other(nominatim: Outside) -> None:
    def greet(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(b"halo\r\n\r\n")

    nominatim.say = greet
    for _time in range(Breaker.FAILURES):
        assert outside("pasar panjang").hits == ()
    assert geocoder.breaker.is_open()


def test_after_three_failures_it_is_left_alone_for_a_minute(
    nominatim: Outside, monkeypatch: pytest.MonkeyPatch
) -> None:
    nominatim.say = lambda to: answer(to, [], 503)
    for number in range(5):
        outside(f"pasar panjang {number}")
    assert len(nominatim.asked) == 3
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    nominatim.say = lambda to: answer(to, [MARKET])
    assert len(outside("pasar panjang").hits) == 1


def test_only_who_takes_calls_may_ask_it(nominatim: Outside, dispatcher: User, damkar: User) -> None:
    assert [get(browser(one), "places/outside/?q=pasar panjang")[0] for one in (dispatcher, damkar)] == [403, 403]
    assert nominatim.asked == []
