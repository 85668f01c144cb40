"""Call-takers under measurement: each types a report as the console saves it, sends it on, and begins the next."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import time
import uuid
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now

from agencies.actions import sign_on
from agencies.models import Member, Role, Seat
from bench.rig.clients import Frame, watch
from bench.rig.product import BOARD, CARD, CSRF, incidents, on_watch
from bench.rig.stack import percentile
from incidents.models import Category

# Somebody who types all the time pauses about so often that the page saves; seconds.
PAUSE = 1.0
STEPS = 7  # POSTs between a report's first key and its last
WORDS = ("Jl. Contoh", "Jl. Contoh 1, dekat pasar", "Jl. Contoh 1, dekat pasar lama")


@dataclass
class Typed:
    """What one call-taker did: the moment each report was sent, by its incident, and how long each POST took."""

    sent: dict[int, float] = field(default_factory=dict)
    posts_ms: list[float] = field(default_factory=list)
    saves_ms: list[float] = field(default_factory=list)


class Desk:
    """One call-taker's kept connection."""

    def __init__(self, port: int, session: str) -> None:
        """Signed in already."""
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.headers = {
            "Content-Type": "application/json",
            "Cookie": f"sessionid={session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
        }

    def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """One command, sent as the page sends it."""
        headers = self.headers | {"Idempotency-Key": str(uuid.uuid4())}
        self.line.request("POST", f"/api/v1/reports-drafts/{path}", json.dumps(body), headers)
        answer = self.line.getresponse()
        said = answer.read()
        assert answer.status in (200, 201), said
        return dict(json.loads(said))

    def writes(self, category: str, typed: Typed) -> None:
        """A report from its first key to its last."""
        draft = self.post("", {"source": "phone"})["report"]["id"]
        line = {"key": str(uuid.uuid4()), "text": "Contoh catatan.", "at": now().isoformat()}
        fields: list[dict[str, Any]] = [*({"place_text": text} for text in WORDS), {"category": category}]
        fields += [{"words": "Contoh"}, {"words": "", "lines": [line]}]
        for one in fields:
            time.sleep(PAUSE)
            began = time.time()
            self.post(f"{draft}/", one)
            typed.saves_ms.append((time.time() - began) * 1000)
        time.sleep(PAUSE)
        began = time.time()
        whole = {"place_text": WORDS[-1], "category": category, "words": ""}
        typed.sent[self.post(f"{draft}/forwarding/", whole)["incident"]["id"]] = began
        typed.posts_ms.append((time.time() - began) * 1000)


def run(boards: int, consoles: int, reports: int, *, http: int, live: int) -> dict[str, float]:
    """One repeat: open boards and consoles, write the reports, look when each board had each incident."""
    session, dispatcher = on_watch()
    incidents(dispatcher)
    category = Category.objects.filter(track="emergency", is_confidential=False)[0].code
    takers = [call_taker(number) for number in range(consoles)]
    watched = [watching(live, BOARD, session, boards)]
    watched += [watching(live, "/ws/calls/", taker, 1) for taker in takers[:1]]
    watched += [watching(live, "/ws/calls/", takers[-1], consoles - 1)] if consoles > 1 else []
    time.sleep(1)
    typed = [Typed() for _taker in takers]
    threads = [
        Thread(target=types, args=(Desk(http, taker), category, reports, place / consoles, one))
        for place, (taker, one) in enumerate(zip(takers, typed, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    time.sleep(3)
    heard = [stopped(*one) for one in watched]
    sent = {pk: at for one in typed for pk, at in one.sent.items()}
    assert len(sent) == consoles * reports
    return figures(sent, heard[0], boards) | {
        "saves": sum(len(one.saves_ms) for one in typed),
        "post_p99_ms": percentile([took for one in typed for took in one.posts_ms], 0.99),
        "save_p99_ms": percentile([took for one in typed for took in one.saves_ms], 0.99),
    }


def types(desk: Desk, category: str, reports: int, share: float, typed: Typed) -> None:
    """One call-taker after the other begins, spread over a report's length: twenty do not send in the same second."""
    time.sleep(share * STEPS * PAUSE)
    for _report in range(reports):
        desk.writes(category, typed)


def call_taker(number: int) -> str:
    """A call-taker's session, as sign-in makes one; the person is made on the first call."""
    user, _is_new = User.objects.get_or_create(username=f"penerima{number}")
    member, _is_new = Member.objects.get_or_create(user=user, defaults={"roles": [Role.CALL_TAKER]})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    key = str(session.session_key)
    seats = list(Seat.objects.all())
    seat = seats[number % len(seats)]
    sign_on(member.pk, [Role.CALL_TAKER], actor=user, session_key=key, seat_id=seat.pk)
    return key


Watching = tuple[Any, Any]


def watching(port: int, path: str, session: str, count: int) -> Watching:
    """Sockets of one kind, in a process of their own."""
    ours, theirs = multiprocessing.Pipe()
    client = multiprocessing.Process(
        target=watch, args=([port], [(path, f"sessionid={session}")], count, theirs), daemon=True
    )
    client.start()
    assert ours.recv() == "ready"
    return ours, client


def stopped(pipe: Any, client: Any) -> list[Frame]:
    """What they heard."""
    pipe.send("stop")
    frames: list[Frame] = pipe.recv()
    client.join(30)
    return frames


def figures(sent: dict[int, float], frames: list[Frame], boards: int) -> dict[str, float]:
    """Milliseconds from the POST to each board; lost is a board that never had the incident."""
    seen: dict[tuple[int, int], float] = {}
    for board, at, body in frames:
        if body.startswith(b'{"type":"cards"'):
            for pk, _version in CARD.findall(body):
                seen.setdefault((int(pk), board), at)
    pairs = [(pk, board) for pk in sent for board in range(boards)]
    took = [(seen[pair] - sent[pair[0]]) * 1000 for pair in pairs if pair in seen]
    return {
        "reports": len(sent),
        "lost": len(pairs) - len(took),
        "p50_ms": percentile(took, 0.5),
        "p99_ms": percentile(took, 0.99),
    }
