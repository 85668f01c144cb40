"""Who takes part in a journey, what must be true after each of them, and what is shown when one fails."""

from __future__ import annotations

import tempfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Error, Playwright, expect, sync_playwright

from launcher.engines import chromium
from tests.journeys.call_taker import CallTaker
from tests.journeys.dispatcher import Dispatcher
from tests.journeys.keeper import Keeper
from tests.journeys.people import Head, Person
from tests.journeys.responder import Responder
from tests.journeys.stack import Stack, running_stack

PATIENCE = 20_000  # milliseconds: what must happen happens at once on a quiet machine, and late on a busy one
CHROMIUM_WORDS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --mute-audio"
)
PICTURES = "test_pictures.py"
LEFT_OPEN = "SELECT id, answered_at, ended_at, outcome FROM calls_call WHERE ended_at IS NULL OR outcome = ''"
Somebody = TypeVar("Somebody", bound=Person)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--screenshots` renews the pictures of the README."""
    parser.addoption("--screenshots", action="store_true", help="tulis ulang gambar di docs/screenshots")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Pictures are only taken when asked for."""
    if not config.getoption("--screenshots", default=False):
        items[:] = [item for item in items if item.path.name != PICTURES]


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """The real stack, once for all journeys."""
    with running_stack() as stack:
        yield stack


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """The driver, ended with the journeys: its event loop would be in the way of other tests."""
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """The Chromium of the machine."""
    browser = playwright.chromium.launch(executable_path=chromium(), args=CHROMIUM_WORDS.split())
    yield browser
    browser.close()


@pytest.fixture(scope="package")
def keeper(playwright: Playwright, stack: Stack) -> Keeper:
    """Sets and clears scenes without a screen."""
    return Keeper(playwright, stack)


class People:
    """Everybody who takes part in one story."""

    def __init__(self, browser: Browser, stack: Stack) -> None:
        """Nobody yet."""
        self.browser, self.stack = browser, stack
        self.present: list[Person] = []

    def enter(self, kind: type[Somebody], username: str) -> Somebody:
        """Somebody with a browser of his own."""
        person = kind(self.browser, self.stack, username)
        person.page.set_default_timeout(PATIENCE)
        self.present.append(person)
        return person

    def call_taker(self, username: str, seat: str = "Meja 03") -> CallTaker:
        """Somebody at the console."""
        person = self.enter(CallTaker, username)
        person.takes_seat(seat)
        return person

    def dispatcher(self, username: str, seat: str = "Meja 06", acting: str = "dispatcher") -> Dispatcher:
        """Somebody at the board."""
        person = self.enter(Dispatcher, username)
        person.takes_seat(seat, acting)
        return person

    def responder(self, username: str) -> Responder:
        """Somebody with an agency's telephone."""
        person = self.enter(Responder, username)
        person.takes_the_phone()
        return person

    def head(self, username: str) -> Head:
        """A head of department."""
        person = self.enter(Head, username)
        person.signs_in()
        return person


@pytest.fixture
def people(browser: Browser, stack: Stack, keeper: Keeper) -> Iterator[People]:
    """The people of a story. Afterwards no page may have complained, and the books must add up."""
    people = People(browser, stack)
    yield people
    complaints = {person.username: person.unforgiven() for person in people.present if person.unforgiven()}
    stack.heals()
    with ExitStack() as ends:  # each of it, whatever became of the others: a failed story is told once more
        ends.callback(keeper.clears)
        for person in people.present:
            ends.callback(person.leaves)
    left = stack.rows(LEFT_OPEN)
    keeper.ends([call for call, *_how in left])
    assert not complaints, complaints
    assert not left, "a call was left on a desk, where the next story would find it"
    stack.manage("verify")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failed story what each screen showed and what the processes said."""
    report = yield
    people = getattr(item, "funcargs", {}).get("people")
    if report.when == "call" and report.failed and isinstance(people, People):
        folder = Path(tempfile.mkdtemp(prefix=f"{item.name}-"))
        report.sections += [*sights(people, folder), *people.stack.logs().items()]
    return report


def sights(people: People, folder: Path) -> Iterator[tuple[str, str]]:
    """A picture of each screen, and what its page complained of."""
    for person in people.present:
        picture = folder / f"{person.username}.png"
        with suppress(Error):  # a page that is closed or stuck has none; the failure itself is told all the same
            person.page.screenshot(path=picture)
        yield person.username, f"{person.page.url} {picture}\n{person.complaints}"
