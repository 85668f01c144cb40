"""Reaching an agency outside the house; the only module that talks to the outside.

One seam: a gateway (WhatsApp, SMS) that takes a JSON POST at `NOTIFY_URL` with `Authorization: Bearer NOTIFY_TOKEN`.
"""

from __future__ import annotations

import json
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings

from dispatch.models import Delivery

TIMEOUT = 8.0


def send(delivery: Delivery, text: str) -> str:
    """Hand one message to the gateway; answers "" or what went wrong. The key makes a repeated message recognisable."""
    body = {"to": delivery.phone, "text": text, "key": f"delivery-{delivery.pk}"}
    request = Request(
        settings.NOTIFY_URL,
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.NOTIFY_TOKEN}",
            "Idempotency-Key": str(body["key"]),
        },
    )
    try:
        with urlopen(request, timeout=TIMEOUT) as answer:
            return "" if answer.status < 300 else f"HTTP {answer.status}"
    except (URLError, TimeoutError, OSError) as error:
        return type(error).__name__
