"""Celery: forgetting where units were."""

from celery import shared_task

from agencies.actions import forget_positions as forget


@shared_task
def forget_positions() -> int:
    """Hourly: a place that is older than half a day is dropped."""
    return forget(actor=None)
