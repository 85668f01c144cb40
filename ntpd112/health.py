"""/healthz: is the database there, the broker, the telephone exchange if there is one, and is no promise late."""

from __future__ import annotations

from typing import Any

import redis
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.utils.timezone import now

from calls import clocks_live
from calls.line import line
from journal import timers


def state() -> dict[str, Any]:
    """What works now: ok; degraded without broker or exchange; failing without database or with late timers."""
    database, late_s = database_and_lateness()
    broker = broker_answers()
    exchange = exchange_heard() if database else None
    is_whole = broker and (exchange is None or exchange["connected"])
    timely = late_s is not None and late_s <= timers.LATE.total_seconds()
    return {
        "status": "failing" if not (database and timely) else "ok" if is_whole else "degraded",
        "database": database,
        "broker": broker,
        "exchange": exchange,
        "exchange_clock_behind_s": clock_behind() if database else None,
        "timers": {"overdue_s": late_s},
        "version": settings.VERSION,
    }


def database_and_lateness() -> tuple[bool, float | None]:
    """Whether the database answers, and by how many seconds the latest promise is late."""
    try:
        return True, round(timers.overdue(now()).total_seconds(), 1)
    except Error:
        connection.close()
        return False, None


def exchange_heard() -> dict[str, Any] | None:
    """Whether the exchange is heard and, if not, since when; None where none is listened to."""
    try:
        found = line()
    except Error:
        connection.close()
        return None
    return {"connected": found.is_up, "lost_since": found.lost_since} if found else None


def clock_behind() -> int | None:
    """By how many seconds the clock of an exchange that speaks over HTTP is wrong; None while each is right."""
    try:
        found = clocks_live.wrong()
    except Error:
        connection.close()
        return None
    return int(found[0].behind.total_seconds()) if found else None


def broker_answers() -> bool:
    """Whether Redis answers within a second."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def healthz(request: HttpRequest) -> JsonResponse:
    """503 only when the database or the timers fail; a dead broker or a lost exchange is 200 with `degraded`."""
    found = state()
    return JsonResponse(found, status=503 if found["status"] == "failing" else 200)
