"""A routing engine outside the house: one request for all units, and a failure that nobody feels."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from pytest_django import Settings

from agencies.breaker import Breaker
from incidents import routing
from incidents.models import Incident
from incidents.proposing import worded
from incidents.recommending import recommend_for
from incidents.roster import trips_to
from incidents.routing import legs
from incidents.suggest import Candidate

pytestmark = pytest.mark.django_db

FIRE = (-3.9612, 122.5301)
NEAR, FAR = (-3.97, 122.52), (-4.02, 122.55)
OSRM = {"code": "Ok", "durations": [[240.0], [900.0]], "distances": [[2600.0], [9100.0]]}
VALHALLA = {"sources_to_targets": [[{"distance": 2.6, "time": 240}], [{"distance": 9.1, "time": 900}]]}
LEGS = [(2.6, 4.0), (9.1, 15.0)]
Say = Callable[[BaseHTTPRequestHandler], None]


class Engine:
    """A made-up engine: what it was asked, and how it answers."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[tuple[str, str]] = []
        self.headers: list[str] = []
        self.say: Say = lambda to: answer(to, OSRM)


def answer(to: BaseHTTPRequestHandler, body: Any, status: int = 200) -> None:
    """Say this."""
    to.send_response(status)
    to.end_headers()
    to.wfile.write(body if isinstance(body, bytes) else json.dumps(body).encode())


@pytest.fixture
def engine(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """An OSRM that listens on this machine; nothing of it is known yet."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.hear("")

        def do_POST(self) -> None:
            self.hear(self.rfile.read(int(self.headers["Content-Length"])).decode())

        def hear(self, body: str) -> None:
            there.asked.append((self.path, body))
            there.headers.append(str(self.headers))
            there.say(self)

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    there = Engine(f"http://127.0.0.1:{server.server_address[1]}")
    Thread(target=server.serve_forever, daemon=True).start()
    settings.ROUTING_URL = f"{there.address}/table/v1/driving"
    monkeypatch.setattr(routing, "breaker", Breaker())
    yield there
    server.shutdown()
    server.server_close()


@pytest.fixture
def valhalla(engine: Engine, settings: Settings) -> Engine:
    """It speaks as Valhalla does."""
    settings.ROUTING_URL = f"{engine.address}/sources_to_targets"
    engine.say = lambda to: answer(to, VALHALLA)
    return engine


def test_an_osrm_is_asked_once_for_all_units(engine: Engine) -> None:
    assert legs([NEAR, FAR], FIRE) == LEGS
    [(path, _body)] = engine.asked
    asked = urlsplit(path)
    assert asked.path == "/table/v1/driving/122.520000,-3.970000;122.550000,-4.020000;122.530100,-3.961200"
    assert parse_qs(asked.query, separator="&") == {
        "sources": ["0;1"],
        "destinations": ["2"],
        "annotations": ["duration,distance"],
    }


def test_a_valhalla_is_asked_once_for_all_units(valhalla: Engine) -> None:
    assert legs([NEAR, FAR], FIRE) == LEGS
    [(path, body)] = valhalla.asked
    assert path == "/sources_to_targets"
    assert json.loads(body) == {
        "sources": [{"lat": -3.97, "lon": 122.52}, {"lat": -4.02, "lon": 122.55}],
        "targets": [{"lat": -3.9612, "lon": 122.5301}],
        "costing": "auto",
        "units": "kilometers",
    }


def test_only_points_go_out(engine: Engine, fire: Incident) -> None:
    recommend_for(fire)
    [(path, body)] = engine.asked
    assert not any(word in path + body + engine.headers[0] for word in ("DMK", "1042", "Bunga", "Cookie", "Referer"))


def test_a_unit_that_no_road_leads_from_has_no_leg(engine: Engine, valhalla: Engine, settings: Settings) -> None:
    valhalla.say = lambda to: answer(to, {"sources_to_targets": [[{"distance": None, "time": None}]]})
    assert legs([NEAR], FIRE) == [None]
    settings.ROUTING_URL = f"{engine.address}/table/v1/driving/"
    engine.say = lambda to: answer(to, {"durations": [[None], [60]], "distances": [[None], [500]]})
    assert legs([NEAR, FAR], FIRE) == [None, (0.5, 1.0)]


def test_nobody_is_asked_where_none_is_configured_or_nobody_is_to_be_sent(engine: Engine, settings: Settings) -> None:
    assert legs([], FIRE) == []
    settings.ROUTING_URL = ""
    assert legs([NEAR], FIRE) == [None] and engine.asked == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b"{}",
        b"[1]",
        b'{"durations": [[1]], "distances": [[1]]}',
        b'{"durations": [[1], [2]], "distances": [[1]]}',
        b'{"durations": [["x"], [2]], "distances": [[1], [2]]}',
        b'{"durations": [[-1], [2]], "distances": [[1], [2]]}',
        b'{"durations": [[NaN], [2]], "distances": [[1], [2]]}',
        b'{"durations": [[], []], "distances": [[], []]}',
        b" " * 500_000,
    ],
)
def test_an_answer_that_is_none_leaves_the_estimate(engine: Engine, body: bytes) -> None:
    engine.say = lambda to: answer(to, body)
    assert legs([NEAR, FAR], FIRE) == [None, None]


def test_one_that_hangs_or_drips_is_left_after_half_a_second(engine: Engine) -> None:
    def drip_heads(to: BaseHTTPRequestHandler) -> None:
        to.wfile.write(b"HTTP/1.0 200 OK\r\n")
        for number in range(8):
            to.wfile.write(b"X-%d: 1\r\n" % number)
            to.wfile.flush()
            time.sleep(0.2)

    def drip(to: BaseHTTPRequestHandler) -> None:
        to.send_response(200)
        to.end_headers()
        for _second in range(10):
            to.wfile.write(b" ")
            to.wfile.flush()
            time.sleep(0.2)

    for say in (drip, drip_heads, lambda _to: time.sleep(1.5)):
        engine.say = say
        started = time.monotonic()
        assert legs([NEAR], FIRE) == [None]
        assert time.monotonic() - started < 0.8


def test_after_three_failures_it_is_left_alone_for_a_minute(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.say = lambda to: answer(to, {}, 503)
    for _time in range(5):
        assert legs([NEAR, FAR], FIRE) == [None, None]
    assert len(engine.asked) == 3
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    engine.say = lambda to: answer(to, OSRM)
    assert legs([NEAR, FAR], FIRE) == LEGS


def test_units_are_ordered_by_the_minutes_of_the_road_and_not_marked_as_estimates(
    engine: Engine, fire: Incident
) -> None:
    engine.say = lambda to: answer(
        to, {"durations": [[1200.0], [300.0], [120.0]], "distances": [[3000.0], [9000.0], [2500.0]]}
    )
    found = worded(recommend_for(fire).found)
    assert [(one["unit"], one["km"], one["minutes"], one["is_estimate"]) for one in found] == [
        ("DMK-02", 2.5, 2, False),
        ("DMK-01", 3.0, 20, False),
        ("POL-01", 9.0, 5, False),
    ]


def test_only_the_nearest_are_asked_for_and_the_others_estimated(engine: Engine, centre: object) -> None:
    engine.say = lambda to: answer(
        to, {"durations": [[60.0]] * routing.MOST_POINTS, "distances": [[900.0]] * routing.MOST_POINTS}
    )
    units = [Candidate("DMK", f"DMK-{n}", n, (-3.9 - n / 1000, 122.5)) for n in range(routing.MOST_POINTS + 5)]
    trips = trips_to((-3.9, 122.5), reversed(units))
    assert {pk for pk, trip in trips.items() if trip.is_estimate} == set(range(routing.MOST_POINTS, len(units)))


def test_the_failure_of_an_engine_is_not_felt(
    clock: time_machine.Traveller, engine: Engine, fire: Incident, settings: Settings
) -> None:
    engine.say = lambda to: answer(to, b"halo")
    with_failure = worded(recommend_for(fire).found)
    settings.ROUTING_URL = ""
    assert worded(recommend_for(fire).found) == with_failure
    assert all(one["is_estimate"] for one in with_failure)
