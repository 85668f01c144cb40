"""A protocol of three questions for fires, as a supervisor would write it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from calls import actions
from calls.actions.protocols import Asked
from calls.questions import Protocol

TRAPPED = Asked("Ada orang terjebak?", "yes", 1, "Jangan masuk kembali.")
SAFE = Asked("Penelepon di tempat aman?", "no", 2, "Keluar sekarang.")
METER = Asked("Listrik sudah dimatikan?")


def publish(supervisor: User, row: Protocol | None = None, **said: Any) -> Protocol:
    """A fire protocol, or the next edition of one."""
    usual: dict[str, Any] = {
        "title": "Kebakaran",
        "sop": "Utamakan orang.",
        "categories": ["kebakaran_rumah"],
        "questions": [TRAPPED, SAFE, METER],
    }
    return actions.publish_protocol(row.pk if row else None, actor=supervisor, **{**usual, **said})


def ids(row: Protocol) -> list[int]:
    """The ids of its questions, in order."""
    return [one.pk for one in row.questions.all()]
