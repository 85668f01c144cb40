"""Celery: the reports that may be late."""

from __future__ import annotations

from celery import shared_task

from reporting import actions


@shared_task(name="reporting.tasks.build_missing")
def build_missing() -> list[str]:
    """Daily, whatever the day is: build each full month that lacks its report."""
    return [str(report) for report in actions.build_missing()]
