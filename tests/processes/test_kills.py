"""Whatever is killed, no promise is lost or kept twice, and every board comes to show what the rows say."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import websockets
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils.timezone import now

from agencies.models import Centre, Role
from incidents.actions import note
from incidents.models import Escalation, Incident
from journal.models import Entry, Timer
from launcher.children import Child
from launcher.network import is_healthy
from launcher.servers import Valkey
from launcher.waiting import wait_for
from tests import factories

pytestmark = pytest.mark.processes

MANY = 150
SPAN = 6.0  # seconds over which the promises fall due
SLACK = 60.0  # seconds a loaded machine may be late before a promise counts as lost
HEALED = 10.0

Start = Callable[..., Child]


def promise_many(first_due: datetime) -> list[Incident]:
    """Open emergencies whose seven minutes end one after the other."""
    step = timedelta(seconds=SPAN / MANY)
    return [
        factories.incident(reported_at=first_due - timedelta(minutes=7) + step * number, words="")
        for number in range(MANY)
    ]


def until(is_so: Callable[[], bool], seconds: float) -> bool:
    """Whether it comes to be so in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_so():
            return True
        time.sleep(0.1)
    return is_so()


def all_kept() -> bool:
    """No promise is due and pending."""
    return not Timer.objects.due(now()).exists()


def assert_each_kept_once(incidents: list[Incident]) -> None:
    """One breach per incident, dated at its deadline, and books that add up."""
    subjects = [row.subject for row in incidents]
    breaches = Entry.objects.filter(subject__in=subjects, verb="breached", facts__clock="arrive")
    assert breaches.count() == len(incidents)
    assert breaches.values("subject").distinct().count() == len(incidents)
    assert Escalation.objects.filter(clock="arrive").count() == len(incidents)
    reported = dict(Incident.objects.values_list("pk", "reported_at"))
    for entry in breaches:
        pk = int(entry.subject.partition(":")[2])
        assert entry.happened_at == reported[pk] + timedelta(minutes=7)
        assert entry.recorded_at >= entry.happened_at
    call_command("verify")


def fires(child: Child) -> bool:
    """Whether a worker keeps promises already: it has kept the one that was due before it began."""
    assert child.is_alive(), child.output()
    return all_kept()


def test_a_worker_killed_while_timers_fire_loses_and_doubles_none(city: Centre, worker: Start) -> None:
    one, two = worker("one"), worker("two")
    factories.incident(reported_at=now() - timedelta(minutes=8))
    assert until(lambda: fires(one) and fires(two), SLACK)
    incidents = promise_many(now() + timedelta(seconds=2))
    time.sleep(2 + SPAN / 3)
    one.kill()
    assert two.is_alive()
    assert until(lambda: not Timer.objects.pending().filter(kind="arrive").exists(), SPAN + SLACK)
    incidents += [Incident.objects.earliest("pk")]
    assert_each_kept_once(incidents)


def test_promises_are_kept_with_redis_absent_from_the_start(city: Centre, worker: Start) -> None:
    only = worker("lonely")
    incidents = promise_many(now() - timedelta(seconds=SPAN))
    assert until(lambda: not Timer.objects.pending().filter(kind="arrive").exists(), SPAN + SLACK), only.output()
    assert_each_kept_once(incidents)


def test_promises_are_kept_while_redis_is_stopped_emptied_and_started(
    city: Centre, worker: Start, valkey: Valkey, tmp_path: Path
) -> None:
    one = worker("one", REDIS_URL=valkey.url)
    wait_for(one, lambda: " ready." in one.output())
    incidents = promise_many(now() + timedelta(seconds=1))
    valkey.child.kill()
    shutil.rmtree(tmp_path / "valkey")
    time.sleep(SPAN / 2)
    valkey.start()
    assert until(lambda: not Timer.objects.pending().filter(kind="arrive").exists(), SPAN + SLACK), one.output()
    assert one.is_alive()
    assert_each_kept_once(incidents)


# --- boards ---------------------------------------------------------------------------------------------------------


class Board:
    """A board as the browser keeps one: the higher version wins; after every reconnect the whole picture is fetched."""

    def __init__(self, port: int, client: Client) -> None:
        """Nothing is known yet."""
        self.port, self.client = port, client
        self.versions: dict[int, int] = {}

    async def follow(self) -> None:
        """Connect, and connect again, until cancelled."""
        session = self.client.cookies["sessionid"].value
        while True:
            try:
                async with websockets.connect(
                    f"ws://127.0.0.1:{self.port}/ws/board/",
                    additional_headers={"Cookie": f"sessionid={session}"},
                    origin=websockets.Origin(f"http://127.0.0.1:{self.port}"),
                ) as socket:
                    await asyncio.to_thread(self.fetch)
                    async for text in socket:
                        self.take(json.loads(text).get("cards", []))
            except (OSError, websockets.WebSocketException):
                await asyncio.sleep(0.3)

    def fetch(self) -> None:
        """The whole picture; asked on a thread whose connection is closed again, or it would be hung up on as well."""
        try:
            self.take(json.loads(self.client.get("/api/v1/board/").content)["cards"])
        finally:
            connection.close()

    def take(self, cards: list[dict[str, Any]]) -> None:
        """Keep what is news."""
        for card in cards:
            if card["kind"] == "incident":
                self.versions[card["id"]] = max(card["version"], self.versions.get(card["id"], 0))


async def leave(following: asyncio.Task[None]) -> None:
    """Close the board, and wait until its socket is gone too."""
    following.cancel()
    await asyncio.gather(following, return_exceptions=True)


async def equal(board: Board, seconds: float) -> bool:
    """Whether the board comes to show exactly what the rows say."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if board.versions == await asyncio.to_thread(rows):
            return True
        await asyncio.sleep(0.1)
    return False


def rows() -> dict[int, int]:
    """What the database says; asked on a thread whose connection is closed again."""
    try:
        return dict(Incident.objects.values_list("pk", "version"))
    finally:
        connection.close()


def change(incidents: list[Incident], author: User) -> None:
    """One more line on each."""
    for row in incidents:
        note(row.pk, "Contoh catatan.", actor=author)
    connection.close()


def scene(city: Centre) -> tuple[User, Client, list[Incident]]:
    """A dispatcher on watch in a browser, and a few incidents."""
    dispatcher = factories.person("rizal", "Rizal Asrun", Role.DISPATCHER, seat="Meja 06")
    return dispatcher, factories.browser(dispatcher), [factories.incident() for _number in range(5)]


def test_boards_recover_after_daphne_is_killed(city: Centre, web: tuple[Child, int]) -> None:
    child, port = web
    dispatcher, client, incidents = scene(city)

    async def story() -> None:
        board = Board(port, client)
        following = asyncio.create_task(board.follow())
        assert await equal(board, SLACK)
        child.kill()
        await asyncio.to_thread(change, incidents, dispatcher)
        child.spawn()
        await asyncio.to_thread(wait_for, child, lambda: is_healthy(f"http://127.0.0.1:{port}/"))
        assert await equal(board, HEALED)
        await asyncio.to_thread(change, incidents, dispatcher)
        assert await equal(board, HEALED)
        await leave(following)

    asyncio.run(story())
    call_command("verify")


def test_boards_heal_when_the_database_hangs_up_on_the_hub(city: Centre, web: tuple[Child, int]) -> None:
    _child, port = web
    dispatcher, client, incidents = scene(city)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (ours,) = cursor.fetchone()

    async def story() -> None:
        board = Board(port, client)
        following = asyncio.create_task(board.follow())
        assert await equal(board, SLACK)
        for _time in range(3):
            await asyncio.to_thread(hang_up, ours)
            await asyncio.to_thread(change, incidents, dispatcher)
        assert await equal(board, HEALED)
        await leave(following)

    asyncio.run(story())


def hang_up(ours: int) -> None:
    """End every connection to this database but the test's own, the hub's ear among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid NOT IN (pg_backend_pid(), %s)",
            [ours],
        )
    connection.close()


def test_a_dead_redis_does_not_darken_a_board(city: Centre, web: tuple[Child, int]) -> None:
    _child, port = web  # its Redis was never there
    dispatcher, client, incidents = scene(city)

    async def story() -> None:
        board = Board(port, client)
        following = asyncio.create_task(board.follow())
        assert await equal(board, SLACK)
        await asyncio.to_thread(change, incidents, dispatcher)
        assert await equal(board, HEALED)
        await leave(following)

    asyncio.run(story())
