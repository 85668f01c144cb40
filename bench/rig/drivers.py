"""A fleet that drives and tells where it is, boards that watch it, and what that costs the machine."""

from __future__ import annotations

import http.client
import json
import math
import multiprocessing
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Any

from django.contrib.auth.models import User

from agencies.actions import share_position
from agencies.actions.standing import issue_token
from agencies.models import Agency, Member, Role, Unit, Watch
from bench.rig.clients import watch
from bench.rig.product import BOARD, CSRF, on_watch, signed_on
from bench.rig.stack import percentile

SENDERS = 8
SILENT = 1.0  # seconds
TICKS = os.sysconf("SC_CLK_TCK")
STEP = 0.0006  # degrees between two positions: some 50 km/h at one each 5 s

Job = tuple[float, list[int]]
# Address, body and headers of a request that tells where these units are at a moment.
Told = tuple[str, dict[str, Any], dict[str, str]]
Tell = Callable[[list[int], float], Told]


def fleet(units: int) -> None:
    """So many units of the first agency."""
    agency = Agency.objects.all()[0]
    Unit.objects.bulk_create(Unit(agency=agency, call_sign=sign(number)) for number in range(units))


def sign(number: int) -> str:
    """A call sign."""
    return f"UJI-{number:04}"


def gateway() -> Tell:
    """How a device or a fleet system tells it: with a key."""
    headers = {"Authorization": f"Token {issue_token('uji-posisi', ['positions'])}"}
    return lambda numbers, at: ("/api/v1/positions/", {"positions": [told(one, at) for one in numbers]}, headers)


def telephones(units: int) -> Tell:
    """How the telephones of crews tell it, one in each unit: each by the session of its owner, who has consented."""
    rows = Unit.objects.filter(call_sign__in=[sign(number) for number in range(units)]).order_by("call_sign")
    people = User.objects.bulk_create(User(username=row.call_sign) for row in rows)
    Member.objects.bulk_create(
        Member(user=person, roles=[Role.RESPONDER], agency_id=row.agency_id, unit=row)
        for person, row in zip(people, rows, strict=True)
    )
    sessions = [consenting(person) for person in people]

    def tell(numbers: list[int], at: float) -> Told:
        (number,) = numbers
        cookies = f"sessionid={sessions[number]}; csrftoken={CSRF}"
        return "/api/v1/agency/position/", told(number, at), {"Cookie": cookies, "X-CSRFToken": CSRF}

    return tell


def consenting(person: User) -> str:
    """The session of somebody on watch whose telephone may tell where it is."""
    _audience, session = signed_on(person.username)
    share_position(Watch.objects.get(session_key=session).pk, actor=person, is_shared=True)
    return session


def run(
    tell: Tell, units: int, every: float, boards: int, seconds: float, *, http: int, live: int, batch: int = 1
) -> dict[str, float]:
    """Let them drive for so long; what it cost and how often a board heard of it."""
    session, _dispatcher = on_watch()
    ours, theirs = multiprocessing.Pipe()
    where = ([live], [(BOARD, f"sessionid={session}")], max(1, boards), theirs)
    client = multiprocessing.Process(target=watch, args=where, daemon=True)
    client.start()
    assert ours.recv() == "ready"
    time.sleep(2)
    before, began = spent(client.pid), time.time()
    answers = drive(http, tell, units, every, seconds, batch)
    cores = (spent(client.pid) - before) / (time.time() - began)
    ours.send("stop")
    frames = ours.recv()
    client.join(30)
    heard = sum(1 for board, at, body in frames if board == 0 and at > began and b'"kind":"position"' in body)
    times = [took for took, _refused in answers]
    return {
        "sent": len(answers) * batch,
        "refused": sum(refused for _took, refused in answers),
        "cores": round(cores, 3),
        "post_p50_ms": round(percentile(times, 0.5), 2),
        "post_p99_ms": round(percentile(times, 0.99), 2),
        "frames_per_s": round(heard / seconds, 2),
    }


def drive(port: int, tell: Tell, units: int, every: float, seconds: float, batch: int) -> list[tuple[float, int]]:
    """A steady stream: of each request how long it took, in milliseconds, and how many were refused."""
    work: Queue[Job | None] = Queue()
    answers: list[tuple[float, int]] = []
    threads = [Thread(target=sender, args=(port, tell, work, answers)) for _number in range(SENDERS)]
    for thread in threads:
        thread.start()
    start, requests = time.time() + 0.5, math.ceil(units / batch)
    for number in range(int(seconds / every * requests)):
        first = number % requests * batch
        work.put((start + number * every / requests, list(range(first, min(units, first + batch)))))
    for _thread in threads:
        work.put(None)
    for thread in threads:
        thread.join()
    return answers


def sender(port: int, tell: Tell, work: Queue[Job | None], answers: list[tuple[float, int]]) -> None:
    """One connection that tells what is due; opened anew where the server has closed it for its silence."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    last = 0.0
    while (job := work.get()) is not None:
        due, numbers = job
        time.sleep(max(0.0, due - time.time()))
        if time.time() - last > SILENT:
            line.close()
        began = last = time.time()
        path, body, headers = tell(numbers, due)
        line.request("POST", path, json.dumps(body), {"Content-Type": "application/json", **headers})
        answer = line.getresponse()
        said = json.loads(answer.read())
        assert answer.status == 200, said
        answers.append(((time.time() - began) * 1000, len(said.get("refused", ()))))
    line.close()


def told(number: int, at: float) -> dict[str, Any]:
    """Where a unit is at a moment: on its own circle through the city."""
    angle = at / 60 + number
    return {
        "unit": sign(number),
        "lat": -3.97 + STEP * 12 * math.sin(angle),
        "lng": 122.52 + STEP * 12 * math.cos(angle),
        "time": datetime.fromtimestamp(at, UTC).isoformat(),
        "accuracy": 8,
        "speed": 40,
        "heading": round(math.degrees(angle)) % 360,
    }


def spent(but: int | None) -> float:
    """Seconds of processor time of all that this process has started and their children, without one of them."""
    rows = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text()
        except OSError:  # ended meanwhile
            continue
        figures = text.rpartition(")")[2].split()
        rows[int(folder.name)] = (int(figures[1]), sum(map(int, figures[11:15])))
    return sum(ticks for pid, (_above, ticks) in rows.items() if pid != but and is_below(pid, rows)) / TICKS


def is_below(pid: int, rows: dict[int, tuple[int, int]]) -> bool:
    """Whether this process descends from us; we ourselves do not count."""
    above = rows[pid][0]
    while above in rows:
        if above == os.getpid():
            return True
        above = rows[above][0]
    return False
