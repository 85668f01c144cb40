"""The one way out of the house; the only module that sends words to people outside.

One seam: a gateway (WhatsApp, SMS) that takes a JSON POST at `NOTIFY_URL` with `Authorization: Bearer NOTIFY_TOKEN`.
"""

from __future__ import annotations

import json
from http.client import HTTPException
from urllib.request import Request, urlopen

from django.conf import settings

TIMEOUT = 8.0


def send(*, to: str, text: str, key: str, channel: str = "") -> str:
    """Hand one message to the gateway; answers "" or what went wrong, without the words or the number.

    `key` makes a repeated message recognisable; `channel` says how to reach somebody who wrote to us, else the gateway
    chooses.
    """
    body = {"to": to, "text": text, "key": key, **({"channel": channel} if channel else {})}
    headers = {
        "Content-Type": "application/json",
        "Authorization": f"Bearer {settings.NOTIFY_TOKEN}",
        "Idempotency-Key": key,
    }
    try:
        request = Request(settings.NOTIFY_URL, data=json.dumps(body).encode(), headers=headers)
        with urlopen(request, timeout=TIMEOUT) as answer:
            return "" if answer.status < 300 else f"HTTP {answer.status}"
    except (OSError, HTTPException, ValueError) as error:
        return type(error).__name__
