"""The hands of a storm: what its scenario says is done through the API, each incident's deeds in their order."""

from __future__ import annotations

import heapq
import http.client
import json
import time
import uuid
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from threading import Event, Lock, Thread
from typing import Any

from bench.rig.product import CSRF
from demo.plans import CallPlan, Response, Said

HANDS = 4
SILENT = 1.5  # seconds after which gunicorn closes a line
Deed = Callable[["Hand"], None]


@dataclass
class Storm:
    """What all hands share: how far the storm is, who may go on, what is open and what may be closed."""

    start: datetime
    end: datetime
    pressed: float  # seconds of the storm in one of ours
    most_open: int
    began: float = field(default_factory=time.monotonic)
    waited: float = 0.0
    go: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    busy: int = 0
    opened: int = 0
    closed: int = 0
    peak: int = 0
    deeds: int = 0
    refused: int = 0
    over: deque[tuple[int, str]] = field(default_factory=deque)  # incidents whose end has come, and how

    def due(self, moment: datetime) -> float:
        """When this moment of the storm is, by our monotonic clock; the stops push all of it back."""
        return self.began + self.waited + (moment - self.start).total_seconds() / self.pressed

    def tell(self, *, opened: int = 0, closed: int = 0) -> None:
        """Count what is open."""
        with self.lock:
            self.opened += opened
            self.closed += closed
            self.peak = max(self.peak, self.opened - self.closed)

    def next_over(self) -> tuple[int, str] | None:
        """The next incident to close, once so many are open that the storm is at its height."""
        with self.lock:
            if self.over and self.opened - self.closed > self.most_open:
                return self.over.popleft()
        return None


class Hand:
    """One kept connection of one account, with an agenda of its own."""

    def __init__(self, storm: Storm, port: int, session: str) -> None:
        """Nothing to do yet."""
        self.storm = storm
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        cookies = f"sessionid={session}; csrftoken={CSRF}"
        self.headers = {"Content-Type": "application/json", "Cookie": cookies, "X-CSRFToken": CSRF}
        self.agenda: list[tuple[datetime, int, Deed]] = []
        self.order = count()
        self.last = 0.0

    def at(self, moment: datetime, deed: Deed) -> None:
        """Plan a deed, unless the storm is over by then."""
        if moment < self.storm.end:
            heapq.heappush(self.agenda, (moment, next(self.order), deed))

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any] | None:
        """One command; None when it was refused because of what others did meanwhile."""
        headers = self.headers | {"Idempotency-Key": str(uuid.uuid4())}
        if time.monotonic() - self.last > SILENT:
            self.line.close()  # the server has done so already
        self.last = time.monotonic()
        self.line.request("POST", f"/api/v1/{path}", json.dumps(body), headers)
        answer = self.line.getresponse()
        said = answer.read()
        self.storm.deeds += 1
        if answer.status in (400, 409):
            self.storm.refused += 1
            return None
        assert answer.status in (200, 201), (path, body, said)
        return dict(json.loads(said))

    def work(self) -> None:
        """Do what is planned, in its order and when its time has come."""
        while self.agenda:
            moment, _order, deed = heapq.heappop(self.agenda)
            while (left := self.storm.due(moment) - time.monotonic()) > 0:
                time.sleep(min(left, 0.2))
            self.storm.go.wait()
            with self.storm.lock:
                self.storm.busy += 1
            try:
                deed(self)
                while ending := self.storm.next_over():
                    self.close(*ending)
            finally:
                with self.storm.lock:
                    self.storm.busy -= 1
        self.line.close()

    def close(self, incident: int, disposition: str) -> None:
        """One incident is over."""
        if self.post(f"incidents/{incident}/closing/", {"disposition": disposition}):
            self.storm.tell(closed=1)


def report(plan: CallPlan, said: Said, seen: dict[str, int]) -> Deed:
    """A call that reports something: typed, sent on, answered by desk and agencies; or one more caller about it."""

    def deed(hand: Hand) -> None:
        where = f"{said.category} {said.place_text}"
        if said.response is None:
            if where in seen:
                hand.post(f"incidents/{seen[where]}/notes/", {"text": f"Pelapor lain: {said.words}"})
            return
        draft = hand.post("reports-drafts/", {"source": "phone"})
        assert draft
        path = f"reports-drafts/{draft['report']['id']}/"
        place = {"place_text": said.place_text, "landmark": said.landmark, "area": said.area}
        hand.post(path, {**place, "lat": said.lat, "lng": said.lng})
        hand.post(path, {"category": said.category})
        made = hand.post(f"{path}forwarding/", {"words": said.words, "reporter_name": said.name})
        if not made:
            return
        pk = made["incident"]["id"]
        hand.storm.tell(opened=1)
        seen[where] = pk
        respond(hand, pk, plan.answered_at + said.sent_after, said.response)

    return deed


def respond(hand: Hand, pk: int, forwarded_at: datetime, response: Response) -> None:
    """Plan what the desk and, by radio, the agencies do about an incident."""
    told_at = forwarded_at + response.assigned_after
    codes = [task.agency for task in response.tasks]
    rows: dict[str, int] = {}

    def assign(hand: Hand) -> None:
        made = hand.post(f"incidents/{pk}/assignments/", {"agencies": codes})
        for row in made["incident"]["assignments"] if made else ():
            rows[row["agency"]] = row["id"]

    if codes:
        hand.at(told_at, assign)
    for task in response.tasks:
        for one in task.steps:
            said = {"verb": one.verb, "via": "radio", "reason": one.reason, "unit": one.unit}
            hand.at(told_at + one.after, step(rows, task.agency, said))
    ending = (pk, response.disposition)
    hand.at(told_at + response.closed_after, lambda hand: hand.storm.over.append(ending))


def step(rows: dict[str, int], agency: str, said: dict[str, str]) -> Deed:
    """What an agency says by radio, while it is still at it."""

    def deed(hand: Hand) -> None:
        made = hand.post(f"assignments/{rows[agency]}/progress/", said) if agency in rows else None
        if made and is_over(made["incident"], rows[agency]):
            del rows[agency]

    return deed


def is_over(incident: dict[str, Any], assignment: int) -> bool:
    """Whether this assignment has ended: who only takes note has done all with the first word."""
    return any(row["id"] == assignment and row["ended_at"] for row in incident["assignments"])


def hands(storm: Storm, port: int, session: str, plans: Sequence[CallPlan]) -> list[Thread]:
    """The plans of a storm shared out to so many hands, that begin when `storm.go` is set."""
    made = [Hand(storm, port, session) for _number in range(HANDS)]
    seen: dict[str, int] = {}
    shares: dict[str, int] = {}
    for plan in plans:
        if plan.said:
            where = f"{plan.said.category} {plan.said.place_text}"
            share = shares.setdefault(where, len(shares) % HANDS)
            made[share].at(plan.answered_at + plan.said.sent_after, report(plan, plan.said, seen))
    return [Thread(target=hand.work, daemon=True) for hand in made]
