"""Made-up calls, messages and places as an exchange or a gateway tells of them, and the post that carries them."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http.client import HTTPException
from random import Random
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from agencies.actions import keep_token
from agencies.models import Area
from agencies.permissions import MESSAGES, TELEPHONY
from demo.callers import PREFIX

ENDPOINT = "/api/v1/telephony/events/"
MESSAGE_ENDPOINT = "/api/v1/messages/"
PLACES = "/api/v1/locations/aml/"
ACCOUNT = "telepon-contoh"
MESSAGE_ACCOUNT = "pesan-contoh"
MESSAGE = "Tolong, saya tuli. Ada kebakaran di rumah tetangga saya."
PATIENCE = 10  # seconds
OWN_DOOR = build_opener(ProxyHandler({}))  # a proxy for the outer world knows no way to it


class NotTaken(Exception):
    """The server did not take the event; the text says why, for people."""


def made_up_event(at: datetime) -> dict[str, Any]:
    """A telephone begins to ring: an invented mobile number, or now and then a phone without a SIM."""
    if secrets.randbelow(6) == 0:
        imei = made_up_imei()
        return {**ringing(at, imei=imei), **made_up_cell(imei)}
    return ringing(at, number=f"{PREFIX}{secrets.randbelow(10**8):08d}")


def ringing(at: datetime, **caller: str) -> dict[str, Any]:
    """An event of a call that begins; without a caller the network said nothing of him."""
    key = f"uji-{secrets.token_hex(8)}"
    return {"event": "ringing", "call_id": key, "at": at.isoformat(), "dialled": "112", "simulated": True, **caller}


def made_up_place(event: dict[str, Any]) -> dict[str, str] | None:
    """What the telephone of a made-up caller sends of its place (AML over HTTPS): the same telephone stands in the same
    street; one in four cannot send, one in ten finds nothing.
    """
    rng = Random(event.get("number"))
    wards = list(Area.objects.filter(level=Area.Level.WARD).order_by("code"))
    if not event.get("number") or not wards or rng.random() < 0.25:
        return None
    ward, method, metres = rng.choice(wards), *rng.choice((("GPS", 8), ("WIFI", 24), ("WIFI", 60), ("CELL", 900)))
    found = datetime.fromisoformat(event["at"]) - timedelta(seconds=rng.randrange(2, 20))
    lat, lng = (0.0, 0.0) if rng.random() < 0.1 else (ward.lat + rng.gauss(0, 0.002), ward.lng + rng.gauss(0, 0.002))
    return {
        "device_number": event["number"],
        "location_latitude": f"{lat:.6f}",
        "location_longitude": f"{lng:.6f}",
        "location_accuracy": str(metres),
        "location_certainty": "90",
        "location_source": method,
        "location_time": str(round(found.timestamp() * 1000)),
    }


def made_up_cell(imei: str) -> dict[str, Any]:
    """The sector of a cell in which the network sees a telephone that has no SIM."""
    rng = Random(imei)
    ward = rng.choice(list(Area.objects.filter(level=Area.Level.WARD).order_by("code")) or [None])
    if ward is None:
        return {}
    sector = {"cell_radius_m": rng.randrange(700, 3000), "cell_azimuth": rng.choice((0, 120, 240)), "cell_opening": 65}
    return {"cell_lat": ward.lat, "cell_lng": ward.lng, **sector}


def message(at: datetime, channel: str, *, number: str = "", text: str = MESSAGE) -> dict[str, Any]:
    """Somebody writes to 112 for the first time."""
    sender = number or f"{PREFIX}{secrets.randbelow(10**8):08d}"
    key = f"uji-{secrets.token_hex(8)}"
    return {"id": key, "channel": channel, "sender": sender, "text": text, "sent_at": at.isoformat(), "simulated": True}


def made_up_imei() -> str:
    """The serial number of a telephone that never was."""
    return f"35{secrets.randbelow(10**13):013d}"


def own_key(account: str = ACCOUNT, scope: str = TELEPHONY) -> str:
    """The key of the demo's exchange; the same each time, so that two rings at once do not shut each other out."""
    key = salted_hmac("demo.ring", account, algorithm="sha256").hexdigest()
    keep_token(account, {scope}, key)
    return key


def own_message_key() -> str:
    """The key of the demo's gateway of messages."""
    return own_key(MESSAGE_ACCOUNT, MESSAGES)


def own_door(request: HttpRequest, token: str) -> Callable[..., dict[str, Any]]:
    """`post` to the server that was asked, at the socket it was asked at and under the name it was asked by: whatever
    stands before it has done its part already.
    """
    url = f"http://{request.META['SERVER_NAME']}:{request.META['SERVER_PORT']}"
    asked_by = {"Host": request.get_host(), "X-Forwarded-Proto": request.scheme or "http"}

    def say(said: dict[str, Any], *, endpoint: str = ENDPOINT) -> dict[str, Any]:
        return post(said, url=url, token=token, endpoint=endpoint, headers=asked_by)

    return say


def post(
    said: dict[str, Any], *, url: str, token: str, endpoint: str = ENDPOINT, headers: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Carry an event, a message or a place to this server; raises NotTaken with the server's own words."""
    own = {"Content-Type": "application/json", "Authorization": f"Token {token}"}
    request = Request(url.rstrip("/") + endpoint, json.dumps(said).encode(), {**(headers or {}), **own})
    try:
        with OWN_DOOR.open(request, timeout=PATIENCE) as answer:
            taken: dict[str, Any] = json.load(answer)
    except HTTPError as refused:
        raise NotTaken(words_of(refused)) from refused
    except (OSError, HTTPException, ValueError) as absent:
        raise NotTaken(f"Tidak ada server yang menjawab di {url}. Jalankan ./run lebih dulu.") from absent
    return taken


def words_of(refused: HTTPError) -> str:
    """What the server said against it."""
    try:
        return str(json.load(refused)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"Server menolak dengan kode {refused.code}."
