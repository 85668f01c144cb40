"""A person: a browser of one's own, signed in through the real page, and what happened in it that nobody asked for."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, ViewportSize, expect

from demo.people import PASSWORD
from tests.journeys.stack import Stack

DESK = ViewportSize(width=1366, height=768)
WIDE = ViewportSize(width=1920, height=1080)
POCKET = ViewportSize(width=390, height=844)
PROMISED = 1.0  # seconds from a deed on one screen to its sight on another
LOADED = 4.0  # times longer, on an old machine that does other things too


@dataclass(frozen=True)
class Event:
    """An incident as people speak of it: `#1042`, and what its addresses are made of."""

    pk: int
    short: str

    @property
    def number(self) -> str:
        """Only the digits, as the command line takes them."""
        return self.short.lstrip("#L-")


class Person:
    """Somebody at a screen. Every error of the page is remembered; `forgives` names those a story causes itself."""

    screen: ClassVar[str] = "/"
    size: ClassVar[ViewportSize] = DESK
    is_touch: ClassVar[bool] = False

    def __init__(self, browser: Browser, stack: Stack, username: str) -> None:
        """A browser with nothing in it yet."""
        self.stack, self.username = stack, username
        self.context: BrowserContext = browser.new_context(
            locale="id-ID",
            timezone_id="Asia/Makassar",
            viewport=self.size,
            has_touch=self.is_touch,
            is_mobile=self.is_touch,
            reduced_motion="reduce",
        )
        self.complaints: list[str] = []
        self.forgiven: list[str] = []
        self.pressed = 0
        self.context.on("console", self._note)
        self.context.on("weberror", lambda error: self.complaints.append(f"page error: {error.error}"))
        self.page: Page = self.context.new_page()

    def _note(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

    def forgives(self, *patterns: str) -> None:
        """Errors like these are the story's own doing."""
        self.forgiven += patterns

    def unforgiven(self) -> list[str]:
        """What the pages complained of without a reason."""
        return [text for text in self.complaints if not any(re.search(pattern, text) for pattern in self.forgiven)]

    def signs_in(self, acting: str = "", seat: str = "") -> None:
        """Begin a watch and be at one's own screen; at a desk one says as what and where.

        What the page of sign-in sends is sent without drawing it: stories of its own draw it, and so does a supervisor.
        """
        if acting == "supervisor":
            self.signs_in_by_page(acting, seat)
            return
        address = self.stack.url("/masuk/")
        self.context.request.get(address)
        token = next(cookie["value"] for cookie in self.context.cookies() if cookie["name"] == "csrftoken")
        form: dict[str, str | float | bool] = {
            "csrfmiddlewaretoken": token,
            "username": self.username,
            "password": PASSWORD,
            "acting": acting,
        }
        if seat:
            ((pk,),) = self.stack.rows("SELECT id FROM agencies_seat WHERE name = %s", seat)
            form["seat"] = str(pk)
        answer = self.context.request.post(address, form=form, headers={"Referer": address}, max_redirects=0)
        assert answer.status == 302, answer.text()
        self.opens(self.screen)

    def signs_in_by_page(self, acting: str, seat: str) -> None:
        """The same, filled in and pressed as people do."""
        page = self.page
        page.goto(self.stack.url(f"/masuk/?next={self.screen}"))
        page.get_by_label("Nama pengguna").fill(self.username)
        page.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
        if acting and acting != "supervisor":
            page.locator(f"label[for=acting_{acting}]").click()
        if seat:
            value = page.locator("#id_seat option", has_text=seat).get_attribute("value")
            page.get_by_label("Meja dan pesawat telepon").select_option(value)
        page.get_by_role("button", name="Masuk dan mulai jaga").click()
        if acting == "supervisor":  # the first page offers what most people choose; the second all that he may be
            page.locator(f"label[for=acting_{acting}]").click()
            page.get_by_role("button", name="Mulai jaga").click()
        page.wait_for_url(lambda url: urlsplit(url).path == self.screen)

    def opens(self, path: str) -> None:
        """Go to a page."""
        self.page.goto(self.stack.url(path))

    def presses(self, *keys: str) -> None:
        """Press keys, one after the other; a chord is one key. Each is counted."""
        for key in keys:
            self.page.keyboard.press(key)
        self.pressed += len(keys)

    def types(self, text: str) -> None:
        """Type into whatever has the focus."""
        self.page.keyboard.type(text)

    def has_live_link(self) -> None:
        """The screen says that it is live."""
        expect(self.page.locator("#health")).to_have_class(re.compile(r"\bok\b"))

    def loses_the_link(self) -> None:
        """The network is gone, for new requests and for the open socket."""
        self.forgives("ERR_INTERNET_DISCONNECTED", "WebSocket connection", "ERR_NETWORK")
        self.context.set_offline(True)

    def regains_the_link(self) -> None:
        """The network is back."""
        self.context.set_offline(False)

    def leaves(self) -> None:
        """End the watch and close the browser."""
        token = {cookie["name"]: cookie["value"] for cookie in self.context.cookies()}.get("csrftoken", "")
        self.context.request.post(self.stack.url("/keluar/"), form={"csrfmiddlewaretoken": token})
        self.context.close()


class Head(Person):
    """Reads what happened."""

    screen: ClassVar[str] = "/laporan/"


@contextmanager
def within_a_second(what: str) -> Iterator[None]:
    """Hold the promise that other screens follow within a second, with slack for a machine that is not quiet."""
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    assert took < PROMISED * LOADED, f"{what} took {took:.1f} s"


def appears(place: Locator) -> Locator:
    """Wait in the page itself, frame by frame, until something is visible: `expect` would look only now and then."""
    place.wait_for(state="visible")
    return place
