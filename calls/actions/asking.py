"""Answers to the questions of a protocol, kept beside the draft they belong to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from calls.models import ProtocolAnswer, Report
from calls.questions import Question, Reply


def keep_answers(draft: Report, said: dict[str, Any], at: datetime) -> bool:
    """Write what was answered beside its draft, whose lock is held; the last answer to a question counts."""
    replies = {number_of(key): reply for key, reply in said.items()}
    known = {row.question_id: row for row in draft.answers.all()}
    changed = {key: reply for key, reply in replies.items() if key not in known or known[key].reply != reply}
    if not changed:
        return False
    asked = set(Question.objects.filter(pk__in=changed).values_list("pk", flat=True))
    if set(changed) - asked or not set(changed.values()) <= set(Reply.values):
        raise ValidationError({"answers": _("Pertanyaan atau jawaban ini tidak dikenal. Muat ulang halaman.")})
    ProtocolAnswer.objects.bulk_create(
        [
            ProtocolAnswer(report=draft, question_id=key, reply=reply, answered_at=at)
            for key, reply in sorted(changed.items())
        ],
        update_conflicts=True,
        unique_fields=["report", "question"],
        update_fields=["reply", "answered_at"],
    )
    return True


def number_of(key: str) -> int:
    """A question's id as it is written in JSON; 0, which no row has, for anything else."""
    return int(key) if str(key).isdecimal() and len(str(key)) < 16 else 0
