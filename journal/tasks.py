"""Celery: forgetting what is kept for a day only."""

from datetime import timedelta

from celery import shared_task
from django.utils.timezone import now

from journal.models import Answer

KEPT = timedelta(hours=24)


@shared_task
def forget_answers() -> None:
    """Drop the answers kept for Idempotency-Keys once a day has passed."""
    Answer.objects.filter(asked_at__lt=now() - KEPT).delete()
