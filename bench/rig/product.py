"""The product under measurement: changes through the API, cards on every board."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import re
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from queue import Queue
from threading import Thread
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now

from agencies.actions import sign_on
from agencies.models import Agency, Member, Role, Seat
from bench.rig.clients import watch
from bench.rig.stack import percentile
from incidents.actions import assign, open_incident
from incidents.actions.intake import Facts
from incidents.models import Assignment, Category, Incident
from journal.models import Entry

OPEN_INCIDENTS = 100
POSTERS = 4
BOARD = "/ws/board/?cards=lean"  # as our own boards open it
UNTIL_FIRST = 0.5  # seconds from the beginning of a stream of changes to the first of them
WARM_UP = 40  # changes before the measured ones: each worker has made some by then
# One of each audience, the desk first.
WHO = (
    ("rizal.asrun", "board"),
    ("ahmad.rifai", "board"),
    ("fitriani", "calls"),
    ("damkar", "agency"),
    ("bpbd", "agency"),
)
CSRF = "a" * 32
CARD = re.compile(rb'"kind":"incident","id":(\d+),"version":(\d+)')


@dataclass(frozen=True)
class Crowd:
    """Who watches what: so many boards, shared out over so many audiences, of incidents given to so many agencies."""

    boards: int
    audiences: int = 1
    assignments: int = 0


def run(
    crowd: Crowd, events: int, rate: float, *, http: int, live: Sequence[int], spent: Callable[[], float] = float
) -> dict[str, float]:
    """One repeat: open the boards, make the changes, compare what each board got with what was committed.

    `spent` tells how many seconds of processor time the servers of the sockets have used.
    """
    boards = crowd.boards
    session, dispatcher = on_watch()
    others = [(f"/ws/{screen}/", f"sessionid={signed_on(name)[1]}") for name, screen in WHO[1 : crowd.audiences]]
    seats = [(BOARD, f"sessionid={session}"), *others]
    ids = incidents(dispatcher, crowd.assignments)
    ours, theirs = multiprocessing.Pipe()
    client = multiprocessing.Process(target=watch, args=(live, seats, boards, theirs), daemon=True)
    client.start()
    assert ours.recv() == "ready"
    post_changes(http, session, ids, WARM_UP, rate)
    time.sleep(1)
    before, began = spent(), time.time()
    posted = post_changes(http, session, ids, events, rate)
    took = time.time() - began
    used = spent() - before
    time.sleep(3)
    ours.send("stop")
    frames = ours.recv()
    client.join(30)
    return {
        **figures(posted, frames, boards),
        "made_per_s": events / (took - UNTIL_FIRST),
        "live_ms": used * 1000 / events,
        "bytes": max(len(body) / len(CARD.findall(body)) for _board, _at, body in frames if CARD.search(body)),
    }


def on_watch() -> tuple[str, User]:
    """A dispatcher's session, as sign-in makes one."""
    _audience, session = signed_on("rizal.asrun")
    return session, User.objects.get(username="rizal.asrun")


def signed_on(username: str) -> tuple[str, str]:
    """The audience of somebody's own screen and a session for it, as sign-in makes one; with all the roles he has."""
    member = Member.objects.select_related("user").get(user__username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(member.user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session.create()
    key = str(session.session_key)
    seat = Seat.objects.all()[0]
    sign_on(member.pk, member.roles, actor=member.user, session_key=key, seat_id=seat.pk)
    if Role.RESPONDER in member.roles:
        return f"agency:{member.agency_id}", key
    if Role.DISPATCHER not in member.roles:
        return "calls", key
    return "desk+closed" if member.is_cleared else "desk", key


def incidents(dispatcher: User, assignments: int = 0) -> list[int]:
    """The open incidents that are changed in turn, each given to so many agencies: those that watch come first."""
    category = Category.objects.filter(track="emergency", is_confidential=False)[0].code
    missing = OPEN_INCIDENTS - Incident.objects.open().count()
    for _number in range(missing):
        facts = Facts(source="radio", category=category, place_text="Jl. Contoh 1", reported_at=now())
        open_incident(facts, actor=dispatcher)
    watching = Agency.objects.filter(member__user__username__in=dict(WHO)).values_list("code", flat=True)
    others = Agency.objects.filter(is_active=True).exclude(code__in=watching).order_by("order")
    agencies = [*watching, *others.values_list("code", flat=True)][:assignments]
    ids = list(Incident.objects.open().values_list("pk", flat=True))
    for pk in ids if agencies else ():
        if not Assignment.objects.filter(incident=pk).exists():
            assign(pk, agencies=agencies, actor=dispatcher)
    return ids


def post_changes(port: int, session: str, ids: list[int], events: int, rate: float) -> dict[tuple[int, int], float]:
    """A steady stream of notes; answers when the POST of each (incident, version) began."""
    work: Queue[tuple[float, int] | None] = Queue()
    posted: dict[tuple[int, int], float] = {}
    threads = [Thread(target=poster, args=(port, session, work, posted)) for _number in range(POSTERS)]
    for thread in threads:
        thread.start()
    start = time.time() + UNTIL_FIRST
    for number in range(events):
        work.put((start + number / rate, ids[number % len(ids)]))
    for _thread in threads:
        work.put(None)
    for thread in threads:
        thread.join()
    return posted


def poster(port: int, session: str, work: Queue[Any], posted: dict[tuple[int, int], float]) -> None:
    """One kept connection that posts what is due."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {
        "Content-Type": "application/json",
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
    }
    while (job := work.get()) is not None:
        due, pk = job
        time.sleep(max(0.0, due - time.time()))
        began = time.time()
        key = {"Idempotency-Key": str(uuid.uuid4())}
        line.request("POST", f"/api/v1/incidents/{pk}/notes/", json.dumps({"text": "Contoh catatan."}), headers | key)
        answer = line.getresponse()
        body = answer.read()
        assert answer.status == 201, body
        posted[(pk, json.loads(body)["incident"]["version"])] = began
    line.close()


def figures(
    posted: dict[tuple[int, int], float], frames: list[tuple[int, float, bytes]], boards: int
) -> dict[str, float]:
    """Latency per delivery; lost is a board that never heard of a version or a later one."""
    seen: dict[tuple[int, int], dict[int, float]] = {}
    for board, at, body in frames:
        if body.startswith(b'{"type":"cards"'):
            for pk, version in CARD.findall(body):
                seen.setdefault((int(pk), int(version)), {}).setdefault(board, at)
    written = recorded(posted)
    commit, post, lost = [], [], 0
    for (pk, version), began in posted.items():
        for board in range(boards):
            arrived = seen.get((pk, version), {}).get(board)
            if arrived is None:
                lost += not any(board in who for (other, later), who in seen.items() if other == pk and later > version)
                continue
            commit.append((arrived - written[(pk, version)].timestamp()) * 1000)
            post.append((arrived - began) * 1000)
    return {
        "lost": lost,
        "p50_ms": percentile(commit, 0.5),
        "p99_ms": percentile(commit, 0.99),
        "post_p50_ms": percentile(post, 0.5),
        "post_p99_ms": percentile(post, 0.99),
    }


def recorded(posted: dict[tuple[int, int], float]) -> dict[tuple[int, int], datetime]:
    """When each change was written down."""
    subjects = {f"incident:{pk}" for pk, _version in posted}
    rows = Entry.objects.filter(subject__in=subjects).values_list("subject", "number", "recorded_at")
    return {(int(subject.partition(":")[2]), number): at for subject, number, at in rows}
