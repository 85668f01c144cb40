"""By which edition of which protocol a draft is asked, and what its answers come to."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.utils.translation import gettext as _

from calls.models import ProtocolAnswer, Report
from calls.questions import Protocol
from calls.raising import suggested
from incidents.models import Priority

MOST_ALARMS = 2


def protocol_of(draft: Report) -> Protocol | None:
    """The edition to ask a draft by: the one answered last, if it is for this kind of event, else the current one."""
    if draft.category_id is None:
        return None
    answers = list(draft.answers.select_related("question"))
    fitting = Protocol.objects.filter(categories=draft.category_id)
    answered = {row.question.protocol_id for row in answers}
    return edition_of(fitting.filter(pk__in=answered) | fitting.filter(is_current=True), answers)


def edition_of(editions: Iterable[Protocol], answers: Iterable[ProtocolAnswer]) -> Protocol | None:
    """Of editions for a kind of event, the one that was answered last, else the newest."""
    ordered = sorted(answers, key=lambda row: row.answered_at)
    order = {row.question.protocol_id: place for place, row in enumerate(ordered, 1)}
    return max(editions, key=lambda row: (order.get(row.pk, 0), row.pk), default=None)


def suggestion(draft: Report) -> int | None:
    """The priority its kind and its answers suggest, if anything was answered; None leaves it to the kind alone."""
    protocol = protocol_of(draft)
    if protocol is None or draft.category is None:
        return None
    answers = draft.answers.filter(question__protocol=protocol).select_related("question")
    said = [(row.question.alarm, row.question.raises_to, row.reply) for row in answers]
    return suggested(draft.category.priority, said) if said else None


def fitting() -> Prefetch[str, QuerySet[ProtocolAnswer], str]:
    """A report's answers to questions that are asked of its kind of event; read with reports before `alarms`."""
    rows = ProtocolAnswer.objects.filter(question__protocol__categories=F("report__category"))
    return Prefetch("answers", rows.select_related("question"))


def alarms(draft: Report) -> list[str]:
    """What was answered as the questions feared, the most urgent first, so many as are read at a glance."""
    rows = [one for one in draft.answers.all() if one.is_alarming]
    rows.sort(key=lambda one: one.question.raises_to or Priority.P4)
    return [f"{one.question.text} {one.get_reply_display()}" for one in rows[:MOST_ALARMS]]


def told(draft: Report) -> str:
    """Victims and answers as a line of the incident, for everybody who reads the reporter's words."""
    by_protocol: dict[str, list[str]] = {}
    for row in draft.answers.select_related("question__protocol"):
        said = f"{row.question.text} {row.get_reply_display()}{'!' if row.is_alarming else ''}"
        by_protocol.setdefault(str(row.question.protocol), []).append(said)
    parts = [f"{_('Protokol')} {name}: {' · '.join(lines)}" for name, lines in by_protocol.items()]
    if draft.victims:
        parts.insert(0, f"{_('Korban')}: " + " · ".join(f"{label} {number}" for label, number in draft.victims))
    return "\n".join(parts)[:4000]


def cards(protocols: list[Protocol]) -> list[dict[str, Any]]:
    """Editions as the console shows them; read them with their questions."""
    return [card(row) for row in protocols]


def card(row: Protocol) -> dict[str, Any]:
    """One edition: for which kinds of event it is, what it asks, what is read out."""
    return {
        "id": row.pk,
        "code": row.code,
        "edition": row.edition,
        "title": row.title,
        "sop": row.sop,
        "is_current": row.is_current,
        "is_approved": row.approved_at is not None,
        "categories": [kind.code for kind in row.categories.all()],
        "questions": [
            {
                "id": one.pk,
                "text": one.text,
                "alarm": one.alarm,
                "raises_to": one.raises_to,
                "instruction": one.instruction,
            }
            for one in row.questions.all()
        ],
    }
