"""The Celery app, its schedule as a table, and the boot step that fires the timers."""

from __future__ import annotations

import os
from typing import Any

import django
from celery import Celery
from celery.schedules import crontab
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntpd112.settings")
django.setup()

from journal.worker import Timers  # noqa: E402 - the apps must be loaded first

app = Celery("ntpd112")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].add(Timers)
app.conf.beat_schedule = {
    #  what                      task                                         when (UTC)
    "send what waits":          {"task": "dispatch.tasks.send_waiting",       "schedule": 5.0},
    "fetch recordings":         {"task": "calls.tasks.fetch_recordings",      "schedule": 5.0},
    "remove old recordings":    {"task": "calls.tasks.remove_recordings",     "schedule": crontab(hour=19, minute=30)},
    "remove old attachments":  {"task": "calls.tasks.remove_attachments",     "schedule": crontab(hour=19, minute=45)},
    "write back":               {"task": "calls.tasks.write_back",            "schedule": 2.0},
    "end unheard calls":        {"task": "calls.tasks.end_unheard",           "schedule": 60.0},
    "watch for surges":         {"task": "calls.tasks.watch_for_surges",      "schedule": 15.0},
    "build missing months":     {"task": "reporting.tasks.build_missing",     "schedule": crontab(hour=18, minute=10)},
    "forget old answers":       {"task": "journal.tasks.forget_answers",      "schedule": crontab(hour=19, minute=0)},
    "forget units' places":     {"task": "agencies.tasks.forget_positions",   "schedule": crontab(minute=40)},
    "forget nobody's places":   {"task": "calls.tasks.forget_locations",      "schedule": crontab(minute=20)},
}  # fmt: skip


@worker_process_init.connect
def step_back(**kwargs: Any) -> None:
    """A computing task must never starve the timers of its own machine: the pool's children are niced."""
    os.nice(12)
