"""A January with a fire, a robbery, a hidden case and some calls, and its report."""

from __future__ import annotations

from calls.models import CallOutcome
from reporting import actions
from reporting.models import Report
from tests.reporting import rows


def january() -> Report:
    """January as the centre reports it: three emergencies, a lamp, nine calls."""
    rows.task(rows.incident("kebakaran_rumah"), "DMK", told=30, accepted=70, arrived=372)
    rows.task(rows.incident("begal"), "POL", told=30, accepted=200, arrived=900)
    rows.task(rows.incident("kdrt"), "POL", told=30, state="declined", ended=60)
    rows.task(rows.incident("lampu_jalan"), "DHB")
    for outcome, count in ((CallOutcome.INFORMATION, 5), (CallOutcome.PRANK, 3), (CallOutcome.ABANDONED, 1)):
        for _call in range(count):
            rows.call(outcome)
    return actions.build("2026-01", actor=None)


def december() -> Report:
    """The month before, when the fire brigade came too late."""
    at = rows.NOON.replace(year=2025, month=12)
    rows.task(rows.incident("kebakaran_rumah", at=at), "DMK", told=30, accepted=70, arrived=600)
    rows.call(CallOutcome.PRANK, at=at)
    return actions.build("2025-12", actor=None)
