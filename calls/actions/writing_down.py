"""Lines of a report, kept beside the draft they belong to and told to its incident one by one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agencies.plain import plain
from calls.lines import LONGEST_LINE, MOST_LINES, ReportLine
from calls.models import Report
from incidents.actions.intake import add_note
from incidents.models import Incident, Note


def keep_lines(draft: Report, said: Iterable[dict[str, Any]], at: datetime, *, author: User | None = None) -> bool:
    """Write what was entered beside its draft, whose lock is held; a line that is known already stays as it is.

    Each has `key`, `text` and `at`, perhaps `corrects`, the key of the line it strikes through. The browser's moment
    counts, but never before the report began nor later than now.

    They are the words of whoever writes the report, unless an `author` is named.
    """
    rows = list(said)
    known = {str(row.key): row for row in draft.lines.all()} if rows else {}
    fresh = [row for row in rows if str(row["key"]) not in known]
    if len(known) + len(fresh) > MOST_LINES:
        raise ValidationError({"lines": _("Catatan paling banyak %(most)d baris.") % {"most": MOST_LINES}})
    for row in fresh:
        if str(row["key"]) in known:  # the same line twice in one request
            continue
        known[str(row["key"])] = ReportLine.objects.create(
            report=draft,
            key=row["key"],
            author=author or draft.taken_by,
            written_at=max(draft.started_at, min(row["at"], at)),
            text=text_of(row["text"]),
            corrects=corrected(known, row.get("corrects")),
        )
    return bool(fresh)


def text_of(text: str) -> str:
    """A line as it is kept; an empty one says nothing and one too long is refused, never cut."""
    words = plain(text).strip()
    if not words:
        raise ValidationError({"words": _("Tulis catatannya lebih dulu.")})
    if len(words) > LONGEST_LINE:
        raise ValidationError({"words": _("Catatan paling panjang 4.000 huruf. Bagi menjadi dua catatan.")})
    return words


def corrected(known: dict[str, ReportLine], key: Any) -> ReportLine | None:
    """The line that is struck through; the last correction of it, if two tabs corrected the same line."""
    if key is None:
        return None
    row = known.get(str(key))
    if row is None:
        raise ValidationError({"lines": _("Baris yang dikoreksi tidak ada. Muat ulang halaman.")})
    by_corrected = {one.corrects_id: one for one in known.values() if one.corrects_id}
    while row.pk in by_corrected:
        row = by_corrected[row.pk]
    return row


def tell_lines(draft: Report, incident: Incident) -> None:
    """The report's lines as lines of the incident, each with its own time, name and correction."""
    told: dict[int, Note] = {}
    for row in draft.lines.select_related("author").order_by("pk"):
        note = add_note(
            incident, row.text, actor=row.author, at=row.written_at, corrects=told.get(row.corrects_id or 0)
        )
        if note:
            told[row.pk] = note
