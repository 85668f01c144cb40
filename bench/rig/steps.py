"""Work on the incidents of a flood: assignments that go on step by step, through the API at a steady rate."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice
from threading import Thread

from agencies.models import Unit
from bench.rig.product import CSRF
from incidents.models import Assignment

VERBS = ("accept", "depart", "arrive", "control", "finish")
HANDS = 4

Step = tuple[int, dict[str, str]]  # an assignment and what is recorded of it


def ahead(wanted: int) -> list[Step]:
    """The next steps of the assignments that wait, one of each in turn; with units as long as there are any."""
    waiting = Assignment.objects.filter(state="notified").order_by("pk")
    rows = list(waiting.values_list("pk", "agency", "agency__only_acknowledges"))
    found = list(islice(in_turn(rows), wanted))
    if len(found) < wanted:
        raise ValueError(f"only {len(found)} steps for {wanted}")
    return found


def in_turn(rows: Sequence[tuple[int, int, bool]]) -> Iterator[Step]:
    """Every assignment accepted, then departed, and so on; who only takes note has no further steps."""
    free = defaultdict(list)
    at_work = Assignment.objects.active().filter(unit__isnull=False).values("unit")
    for agency, sign in Unit.objects.filter(is_on_duty=True).exclude(pk__in=at_work).values_list("agency", "call_sign"):
        free[agency].append(sign)
    for pk, agency, _notes in rows:
        yield pk, {"verb": "accept", "unit": free[agency].pop()} if free[agency] else {"verb": "accept"}
    for verb in VERBS[1:]:
        for pk, _agency, only_notes in rows:
            if not only_notes:
                yield pk, {"verb": verb}


def together(port: int, session: str, steps: Sequence[Step], rate: float, done: list[int]) -> None:
    """Record these steps at this rate with several hands; puts the incident of each into `done`."""
    start = time.monotonic()
    timed = [(start + number / rate, step) for number, step in enumerate(steps)]
    hands = [Thread(target=take, args=(port, session, timed[hand::HANDS], done)) for hand in range(HANDS)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()


def take(port: int, session: str, timed: Sequence[tuple[float, Step]], done: list[int]) -> None:
    """One kept connection that records what is due; a step that is refused ends it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
    }
    for due, (pk, said) in timed:
        time.sleep(max(0.0, due - time.monotonic()))
        key = {"Idempotency-Key": str(uuid.uuid4())}
        line.request("POST", f"/api/v1/assignments/{pk}/progress/", json.dumps(said), headers | key)
        answer = line.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        done.append(json.loads(body)["incident"]["id"])
    line.close()
