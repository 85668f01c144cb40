"""Two windows write one report: what somebody changed since its writer saw it is not written over unseen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.plain import plain
from calls.actions.writing_down import keep_lines
from calls.models import Report

ANSWER = "answer:"
# Words: what is lost of them cannot be chosen again.
TEXTS = ("place_text", "landmark", "reporter_name", "callback", "words")


def refuse_overtaken(draft: Report, fields: Mapping[str, Any], bases: Mapping[str, Any] | None) -> None:
    """Refuse a save of fields that are not as they were seen; the browser then brings both together and saves again."""
    if overtaken(draft, fields, bases or {}):
        raise ValidationError(
            _("Isian yang sama baru saja diubah di jendela lain. Muat ulang untuk melihat keduanya."), code="overtaken"
        )


def keep_overtaken(draft: Report, fields: Mapping[str, Any], bases: Mapping[str, Any] | None, at: datetime) -> None:
    """Words that a report on its way out writes over become a line of it: nobody is left to choose between the two."""
    found = overtaken(draft, fields, bases or {})
    lost = [found[name] for name in TEXTS if found.get(name, "").strip() and not goes_on(name, found[name], fields)]
    keep_lines(draft, [{"key": uuid4(), "text": text, "at": at} for text in lost], at)


def goes_on(name: str, text: str, fields: Mapping[str, Any]) -> bool:
    """Whether a text is part of what the same writer sends: what he typed is saved while he types.

    Of his words a line has been made when the report goes out, and the field they stood in is empty.
    """
    lines = fields.get("lines") or () if name == "words" else ()
    return any(plain(text).strip() in plain(str(sent)) for sent in (fields[name], *(line["text"] for line in lines)))


def overtaken(draft: Report, fields: Mapping[str, Any], bases: Mapping[str, Any]) -> dict[str, Any]:
    """What stands now in the fields that are neither as their writer saw them (`bases`) nor as he wants them."""
    wanted = dict(fields) | {f"{ANSWER}{key}": reply for key, reply in (fields.get("answers") or {}).items()}
    replies = {f"{ANSWER}{row.question_id}": row.reply for row in draft.answers.all()} if "answers" in fields else {}
    found = {}
    for name, base in bases.items():
        if name not in wanted or name in ("answers", "lines", "bases"):
            continue
        now = replies.get(name, "") if name.startswith(ANSWER) else seen_as(draft, name)
        if not is_same(now, base) and not is_same(now, wanted[name]):
            found[name] = now
    return found


def seen_as(draft: Report, name: str) -> Any:
    """A field as the browser sees it."""
    value = getattr(draft, name)
    return (value.code if value else "") if name in ("area", "category") else value


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are one to a person; nothing is nothing, however it is written."""
    return one == other or (one in (None, "") and other in (None, ""))
