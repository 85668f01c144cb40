"""A made-up call in the form an exchange tells of one, and the post that carries it to the telephony endpoint."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from django.utils.crypto import salted_hmac

from agencies.actions import keep_token
from agencies.permissions import TELEPHONY
from demo.callers import PREFIX

ENDPOINT = "/api/v1/telephony/events/"
ACCOUNT = "telepon-contoh"
PATIENCE = 10  # seconds


class NotTaken(Exception):
    """The server did not take the event; the text says why, for people."""


def made_up_event(at: datetime) -> dict[str, Any]:
    """A telephone begins to ring: an invented mobile number, or now and then a phone without a SIM."""
    if secrets.randbelow(6) == 0:
        return ringing(at, imei=made_up_imei())
    return ringing(at, number=f"{PREFIX}{secrets.randbelow(10**8):08d}")


def ringing(at: datetime, **caller: str) -> dict[str, Any]:
    """An event of a call that begins; without a caller the network said nothing of him."""
    key = f"uji-{secrets.token_hex(8)}"
    return {"event": "ringing", "call_id": key, "at": at.isoformat(), "dialled": "112", "simulated": True, **caller}


def made_up_imei() -> str:
    """The serial number of a telephone that never was."""
    return f"35{secrets.randbelow(10**13):013d}"


def own_key() -> str:
    """The key of the demo's exchange; the same each time, so that two rings at once do not shut each other out."""
    key = salted_hmac("demo.ring", ACCOUNT, algorithm="sha256").hexdigest()
    keep_token(ACCOUNT, {TELEPHONY}, key)
    return key


def post(event: dict[str, Any], *, url: str, token: str) -> dict[str, Any]:
    """Carry an event to the server at this address; raises NotTaken with the server's own words."""
    headers = {"Content-Type": "application/json", "Authorization": f"Token {token}"}
    request = Request(url.rstrip("/") + ENDPOINT, json.dumps(event).encode(), headers)
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            taken: dict[str, Any] = json.load(answer)
    except HTTPError as refused:
        raise NotTaken(words_of(refused)) from refused
    except (URLError, TimeoutError) as absent:
        raise NotTaken(f"Tidak ada server yang menjawab di {url}. Jalankan ./run lebih dulu.") from absent
    return taken


def words_of(refused: HTTPError) -> str:
    """What the server said against it."""
    try:
        return str(json.load(refused)["detail"])
    except (ValueError, KeyError, TypeError):
        return f"Server menolak dengan kode {refused.code}."
