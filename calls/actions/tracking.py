"""A call is coded by what its report became."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User

from calls.models import REPORTING, Call, CallOutcome
from incidents.models import Track
from journal.journal import record

CODED = ["outcome", "outcome_at", "outcome_reason", "clues", "referred_to", "receipt", "ended_at"]


def code_by_track(call: Call, track: str, actor: User, *, at: datetime) -> None:
    """A call whose report was sent is coded by it, unless it was coded as one that has a report."""
    if call.outcome in REPORTING and call.referred_to_id is None:
        return
    call.outcome = CallOutcome.EMERGENCY if track == Track.EMERGENCY else CallOutcome.COMPLAINT
    call.outcome_at = at
    call.outcome_reason, call.clues, call.referred_to, call.receipt = "", [], None, ""
    call.save(update_fields=CODED)
    record(call, "coded", actor=actor, at=at, outcome=call.outcome)
