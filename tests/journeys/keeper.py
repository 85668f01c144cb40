"""Sets a scene and clears it, by the same HTTP interface that other systems use; never by rows of its own."""

from __future__ import annotations

import uuid
from typing import Any

from playwright.sync_api import APIRequestContext, APIResponse, Playwright

from demo.people import PASSWORD
from tests.journeys.people import Event
from tests.journeys.stack import Stack

AT_ONCE = 100  # call-backs that the server closes together


class Keeper:
    """A supervisor without a screen."""

    def __init__(self, playwright: Playwright, stack: Stack) -> None:
        """Sign in as the demo's supervisor."""
        self.stack = stack
        self.line: APIRequestContext = playwright.request.new_context(base_url=stack.url())
        self.line.get("/masuk/")
        self._post_form("/masuk/", username="ahmad.rifai", password=PASSWORD, acting="")
        self._post_form("/masuk/", acting="supervisor", seat=str(stack.rows("SELECT max(id) FROM agencies_seat")[0][0]))

    def _token(self) -> str:
        cookies = {cookie["name"]: cookie["value"] for cookie in self.line.storage_state()["cookies"]}
        return cookies["csrftoken"]

    def _post_form(self, path: str, **fields: str | float | bool) -> None:
        answer = self.line.post(path, form={**fields, "csrfmiddlewaretoken": self._token()})
        assert answer.ok, answer.text()

    def _sends(self, path: str, body: dict[str, Any]) -> APIResponse:
        headers = {"X-CSRFToken": self._token(), "Idempotency-Key": str(uuid.uuid4())}
        return self.line.post(f"/api/v1/{path}", data=body, headers=headers)

    def posts(self, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        """What the server answers; a refusal fails the test with its words."""
        answer = self._sends(path, body or {})
        assert answer.ok, f"{path}: {answer.status} {answer.text()}"
        told: dict[str, Any] = answer.json()
        return told

    def reads(self, path: str) -> dict[str, Any]:
        """What the server shows."""
        answer = self.line.get(f"/api/v1/{path}")
        assert answer.ok, f"{path}: {answer.status} {answer.text()}"
        told: dict[str, Any] = answer.json()
        return told

    def opens(self, category: str, place: str, **more: Any) -> Event:
        """An incident reported by radio."""
        card = self.posts("incidents/", {"source": "radio", "category": category, "place_text": place, **more})[
            "incident"
        ]
        return Event(card["id"], card["short"])

    def assigns(self, event: Event, *agencies: str, units: tuple[str, ...] = ()) -> list[int]:
        """Agencies and units are told; answers the numbers of the assignments."""
        told = self.posts(f"incidents/{event.pk}/assignments/", {"agencies": list(agencies), "units": list(units)})
        ids: list[int] = told["assignments"]
        return ids

    def records(self, assignment: int, verb: str, **more: Any) -> None:
        """A step of an agency, told by radio."""
        self.posts(f"assignments/{assignment}/progress/", {"verb": verb, "via": "radio", **more})

    def calms(self) -> None:
        """Switch every surge off, and follow no proposal of one."""
        for card in self.reads("board/")["cards"]:
            if card["kind"] == "surge":
                self.posts(f"surges/{card['id']}/{'ending' if card['stage'] == 'on' else 'dismissal'}/")

    def ends(self, calls: list[int]) -> None:
        """End what was left on a desk, whoever had it in hand; what is done already is refused, and that is as good."""
        for call in calls:
            for deed in ("taking", "outcome", "hang-up"):
                self._sends(f"calls/{call}/{deed}/", {"outcome": "silent"})

    def clears(self) -> None:
        """Close what a story left open and end what still rings, so that the next begins with free units."""
        calls = [card for card in self.reads("calls/")["cards"] if card["kind"] == "call"]
        lost = [card for card in calls if card["call_back"] and not card["call_back"]["served"]]
        free = [card["id"] for card in lost if not card["call_back"]["taken_by_id"]]
        for first in range(0, len(free), AT_ONCE):
            self.posts("callbacks/closing/", {"calls": free[first : first + AT_ONCE], "reason": "tried"})
        for card in lost:
            if card["id"] not in free:
                self.posts(f"calls/{card['id']}/callback/closing/", {"reason": "tried"})
        for card in calls:
            if not card["call_back"] and not card["answered_at"]:
                self.posts(f"calls/{card['id']}/answer/")
                self.posts(f"calls/{card['id']}/outcome/", {"outcome": "silent"})
        self.calms()
        for card in self.reads("board/")["cards"]:
            if card["kind"] == "incident" and not card.get("closed_at"):
                self.posts(f"incidents/{card['id']}/closing/", {"disposition": "tertangani"})
