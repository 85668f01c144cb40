"""A made-up call, in the form an exchange tells of one."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any


def made_up_event(at: datetime) -> dict[str, Any]:
    """A telephone begins to ring: an invented mobile number, or now and then a phone without a SIM."""
    event = {"event": "ringing", "call_id": f"uji-{secrets.token_hex(8)}", "at": at.isoformat(), "dialled": "112"}
    if secrets.randbelow(6) == 0:
        return {**event, "imei": f"35{secrets.randbelow(10**13):013d}", "simulated": True}
    prefix = secrets.choice(["0811", "0812", "0813", "0821", "0822", "0852", "0853", "0895"])
    return {**event, "number": f"{prefix}{secrets.randbelow(10**8):08d}", "simulated": True}
