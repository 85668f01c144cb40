"""The person who answers 112: hears it ring, writes down what is said, hands it over."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar
from urllib.parse import quote

from playwright.sync_api import APIResponse, Locator, Route, expect

from tests.journeys.people import Event, Person, appears
from tests.journeys.telephony import a_new_number, rings

ANSWER = "**/api/v1/calls/*/answer/"
SAVE = "**/api/v1/reports-drafts/*/"
UNFINISHED = """
SELECT call.id FROM calls_call call JOIN auth_user taker ON taker.id = call.answered_by_id
WHERE taker.username = %s AND (call.ended_at IS NULL OR call.outcome = '')
"""
LONGEST = 20.0  # seconds until an answer has come


class CallTaker(Person):
    """Works with the keyboard on `/konsol/`."""

    screen: ClassVar[str] = "/konsol/"

    def takes_seat(self, seat: str, acting: str = "call_taker") -> None:
        """Sign in and have the console open and live."""
        self.signs_in(acting, seat)
        self.has_live_link()

    @property
    def ringing(self) -> Locator:
        """The calls that ring, the longest-ringing first."""
        return self.page.locator("#queue > li")

    def rings_a_test_call(self) -> None:
        """Press the demo's own button."""
        self.page.get_by_role("button", name="Bunyikan panggilan uji").click()

    def answers(self) -> None:
        """F2: the longest-ringing call is mine, and the cursor waits for the place."""
        appears(self.ringing.first)
        self.presses("F2")
        appears(self.page.locator("#strip"))
        expect(self.page.locator("#place_text")).to_be_focused()

    def answers_a_new_call(self) -> str:
        """A call rings and is answered into an empty form; answers what the exchange calls it."""
        call = rings(self.stack, a_new_number())
        self.answers()
        expect(self.page.locator("#place_text")).to_have_value("")
        return call

    @contextmanager
    def answer_on_its_way(self) -> Iterator[None]:
        """What the server answers to F2 pressed in this block reaches the page at its end."""
        held: list[tuple[Route, APIResponse]] = []
        self.page.route(ANSWER, lambda route: held.append((route, route.fetch())))
        yield
        until = time.monotonic() + LONGEST
        while not held and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        ((route, answer),) = held
        with self.page.expect_response(ANSWER):
            route.fulfill(response=answer)
        self.page.unroute(ANSWER)

    def begins_without_a_call(self, source: str) -> None:
        """Laporan manual: what came by radio, or in person, is written down like what a caller says."""
        self.page.get_by_role("group", name="Laporan manual").get_by_role("button", name=source).click()
        expect(self.page.locator("#form-source")).to_have_text(source)
        expect(self.page.locator("#strip")).to_be_hidden()

    def hears_where(self, text: str) -> None:
        """Type the place as the caller says it."""
        self.presses("Alt+l")
        self.types(text)

    def picks_the_place(self, name: str) -> None:
        """Type until the search knows it, and take it: words, point and kelurahan are there."""
        self.presses("Alt+l")
        self.takes_the_first_hit(name, name)
        expect(self.page.locator("#point")).not_to_have_value("")
        expect(self.page.locator("#area")).not_to_have_value("")

    def takes_the_first_hit(self, text: str, name: str) -> None:
        """Type, and take the first place found: not before all that was typed is answered, for that draws anew."""
        with self.page.expect_response(lambda told: told.url.endswith(f"/places/?q={quote(text)}")):
            self.types(text)
        expect(appears(self.page.locator("#places [role=option]").first)).to_contain_text(name)
        self.presses("ArrowDown", "Enter")

    def hears_what(self, short_code: str, name: str) -> None:
        """Choose the kind by its short code, without a mouse."""
        self.presses("Alt+j")
        self.types(short_code)
        expect(self.page.locator("#kind-list [role=option]").first).to_contain_text(name)
        self.presses("Enter")
        expect(self.page.locator("#kind-list [aria-selected=true]")).to_contain_text(name)

    def notes(self, words: str) -> None:
        """Type the caller's own words."""
        self.presses("Alt+n")
        self.types(words)

    @contextmanager
    def words_saved_unheard(self) -> Iterator[None]:
        """In this block the server has taken the words that the form saved by itself, and the page has not heard so."""
        held: list[APIResponse] = []

        def hold(route: Route) -> None:
            if "words" in (route.request.post_data_json or {}):
                held.append(route.fetch())
            else:
                route.continue_()

        self.page.route(SAVE, hold)
        until = time.monotonic() + LONGEST
        while not held and time.monotonic() < until:
            self.page.wait_for_timeout(50)
        assert held and held[0].ok, "the form did not save itself"
        yield
        self.page.unroute(SAVE)

    def hands_over(self) -> None:
        """Ctrl+Enter, from wherever the cursor is."""
        self.presses("Control+Enter")

    def handed_over(self) -> Event:
        """What the console says it became."""
        title = appears(self.page.locator("#sent [data-f=title]"))
        expect(title).to_contain_text("diteruskan ke dispatcher")
        short = re.match(r"\S+", title.inner_text())
        link = self.page.locator("#sent-link").get_attribute("href") or ""
        pk = re.search(r"/kejadian/(\d+)/", link)
        assert short and pk, f"{title.inner_text()!r} {link!r}"
        return Event(int(pk[1]), short[0])

    def joins(self, event: Event) -> None:
        """F5: the caller speaks of an event that is open already."""
        expect(self.page.locator("#same-list > li").first).to_contain_text(event.short)
        self.presses("F5")
        expect(self.page.locator("#sent")).to_be_visible()
        expect(self.page.locator("#sent [data-f=title]")).to_have_text(f"Digabung ke {event.short}")

    def hangs_up(self) -> None:
        """F10 ends the call."""
        self.presses("F10")
        expect(self.page.locator("#hang-up")).to_be_hidden()

    def leaves(self) -> None:
        """Leave an empty desk, so that the next story begins with none of this one's calls and drafts."""
        token = {cookie["name"]: cookie["value"] for cookie in self.context.cookies()}.get("csrftoken", "")
        headers = {"X-CSRFToken": token, "Referer": self.stack.url("/konsol/")}
        # Of the books themselves: what screens are told may be a blink behind them.
        calls = [call for (call,) in self.stack.rows(UNFINISHED, self.username)]
        drafts = [draft["id"] for draft in self.reads("reports-drafts/").get("drafts", [])]
        deeds: list[tuple[str, dict[str, str]]] = []
        deeds += [(f"calls/{call}/{deed}/", {"outcome": "silent"}) for call in calls for deed in ("outcome", "hang-up")]
        deeds += [(f"reports-drafts/{draft}/discarding/", {}) for draft in drafts]
        for path, body in deeds:  # what is over already, or a colleague's, is refused, and that is as good
            self.context.request.post(self.stack.url(f"/api/v1/{path}"), data=body, headers=headers)
        super().leaves()

    def reads(self, path: str) -> dict[str, Any]:
        """What the server tells this browser; nothing after its watch has ended."""
        found = self.context.request.get(self.stack.url(f"/api/v1/{path}"))
        told: dict[str, Any] = found.json() if found.ok else {}
        return told

    def posts(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """What another window of this person commands, and the answer."""
        token = next(cookie["value"] for cookie in self.context.cookies() if cookie["name"] == "csrftoken")
        headers = {"X-CSRFToken": token, "Referer": self.stack.url(self.screen)}
        answer = self.context.request.post(self.stack.url(f"/api/v1/{path}"), data=body, headers=headers)
        assert answer.ok, answer.text()
        told: dict[str, Any] = answer.json()
        return told
