"""People, agencies, a call and a fire, by the names a story would give them."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.models import User
from django.db.backends.postgresql.operations import DatabaseOperations
from pytest_django import Settings

from agencies.models import Centre, Role
from agencies.road_lines import drawings
from calls.models import Call
from dispatch import names
from incidents.models import Incident
from journal.live import snapshots
from launcher.state import folders
from reporting.invariants import violations
from tests import factories
from tests.gateway import Gateway, listening

# Two in the morning in Kendari.
NIGHT = datetime.fromisoformat("2026-01-10T02:00:00+08:00")


def pytest_collection_finish() -> None:
    """What was loaded so far stays to the end: looking through it for garbage over and over is a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session", autouse=True)
def static_files_found_when_asked_for() -> None:
    """WhiteNoise goes through all static files once for each handler, and a test's browser has a handler of its own."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture(scope="session", autouse=True)
def files_of_the_tests_alone(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whoever has run the product in this folder has files in it, which no test may count or throw away."""
    for name, folder in folders(tmp_path_factory.mktemp("files")).items():
        setattr(settings, name, Path(folder))


@pytest.fixture(scope="session", autouse=True)
def history_emptied_after_a_test_that_commits() -> Iterator[None]:
    """Django empties all tables by TRUNCATE, which the journal refuses: its trigger sleeps in that one transaction."""
    whole = DatabaseOperations.sql_flush

    def with_history(self: DatabaseOperations, style: Any, tables: Sequence[str], **how: bool) -> list[str]:
        emptied = whole(self, style, tables, **how)
        table, trigger = "ALTER TABLE journal_entry", "TRIGGER journal_entry_not_emptied"
        return [f"{table} DISABLE {trigger}", *emptied, f"{table} ENABLE {trigger}"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", with_history)
        yield


@pytest.fixture(autouse=True)
def no_old_pictures() -> None:
    """A snapshot or names kept from an earlier test would show its rows."""
    snapshots.clear()
    drawings.kept.clear()
    names.forget()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Generator[None, object, object]:
    """What threads and processes have committed adds up, as `manage.py verify` sees it, while all of it still stands.

    Races and kills cannot forget it.
    """
    result = yield
    if is_committed(pyfuncitem):
        found = [(str(invariant.sentence), offenders) for invariant, offenders in violations()]
        assert found == []
    return result


def is_committed(item: pytest.Function) -> bool:
    """Whether a test's rows are committed, so that others see them."""
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture
def centre(db: None) -> Centre:
    """The small city all stories happen in."""
    return factories.small_city()


@pytest.fixture
def call_taker(centre: Centre) -> User:
    """Takes calls at desk 3."""
    return factories.person("fitriani", "Fitriani Halik", Role.CALL_TAKER, seat="Meja 03")


@pytest.fixture
def second_call_taker(centre: Centre) -> User:
    """Takes calls at desk 4."""
    return factories.person("marlina", "Marlina Tombolotutu", Role.CALL_TAKER, seat="Meja 04")


@pytest.fixture
def dispatcher(centre: Centre) -> User:
    """Dispatches from desk 6; not cleared for confidential cases."""
    return factories.person("rizal", "Rizal Asrun", Role.DISPATCHER, seat="Meja 06")


@pytest.fixture
def second_dispatcher(centre: Centre) -> User:
    """Dispatches from desk 7."""
    return factories.person("rahmawati", "Wa Ode Rahmawati", Role.DISPATCHER, seat="Meja 07")


@pytest.fixture
def supervisor(centre: Centre) -> User:
    """Leads the shift; cleared for confidential cases."""
    return factories.person("rifai", "Ahmad Rifai", Role.SUPERVISOR, is_cleared=True, seat="Meja 08")


@pytest.fixture
def damkar(centre: Centre) -> User:
    """On duty at the fire brigade."""
    return factories.person("sarman", "Sarman Lakuana", Role.RESPONDER, agency_code="DMK")


@pytest.fixture
def police(centre: Centre) -> User:
    """On duty at the police."""
    return factories.person("aswin", "Aswin Pagala", Role.RESPONDER, agency_code="POL")


@pytest.fixture
def head(centre: Centre) -> User:
    """Head of the fire brigade."""
    return factories.person("nurdin", "Nurdin Malaka", Role.HEAD, agency_code="DMK")


@pytest.fixture
def centre_head(centre: Centre) -> User:
    """Head of the department that runs the centre; not cleared."""
    return factories.person("hajar", "Siti Hajar", Role.HEAD)


@pytest.fixture
def administrator(centre: Centre) -> User:
    """Keeps the accounts."""
    return factories.person("admin", "Irwan Mekuo", Role.ADMINISTRATOR)


@pytest.fixture
def exchange(centre: Centre) -> User:
    """The telephone exchange, as an account."""
    return factories.machine("pabx", "telephony")[0]


@pytest.fixture
def ringing(centre: Centre) -> Call:
    """A call that rings."""
    return factories.ring()


@pytest.fixture
def fire(centre: Centre) -> Incident:
    """A house is on fire in Kemaraya; nobody has been told yet."""
    return factories.incident()


@pytest.fixture
def case(centre: Centre) -> Incident:
    """Violence at home: a confidential incident."""
    return factories.incident("kdrt")


@pytest.fixture
def lamp(centre: Centre) -> Incident:
    """A street lamp is dark: a service, measured in days."""
    return factories.incident("lampu_jalan")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still at two in the morning until it is moved."""
    with time_machine.travel(NIGHT, tick=False) as traveller:
        yield traveller


@pytest.fixture
def gateway(settings: Settings) -> Iterator[Gateway]:
    """A gateway that listens, and is the one that messages leave by."""
    with listening() as server:
        settings.NOTIFY_URL, settings.NOTIFY_TOKEN = server.url, "rahasia"
        yield server
