"""A recording and its journal in Indonesian: where it stands, and who did what with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from calls.recordings import CallClass, Problem, Recording, RecordingState
from incidents.sentences import Facts, Line, Sentence

Reasons = Mapping[int, str]


def state_of(row: Recording, until: datetime | None) -> str:
    """Where a recording stands, in one sentence; `until` is when its days are over."""
    why = Problem(row.problem).label if row.problem else ""
    if row.state == RecordingState.REMOVED:
        return _("Dihapus %(at)s karena masa simpannya lewat.") % {"at": day_and_time(row.removed_at)}
    if row.state == RecordingState.MISSING:
        return _("Tidak ada sejak %(at)s: %(why)s.") % {"at": day_and_time(row.missing_at), "why": why}
    if row.state == RecordingState.AWAITED:
        if not why:
            return _("Masih ditunggu dari sentral.")
        return _("Masih ditunggu dari sentral; percobaan ke-%(tries)s: %(why)s.") % {"tries": row.tries, "why": why}
    if row.held_at:
        return _("Tersimpan, ditahan sampai supervisor melepasnya.")
    if until is None:
        return _("Tersimpan tanpa batas waktu.")
    return _("Tersimpan sampai %(day)s.") % {"day": date_format(localtime(until), "j F Y")}


def day_and_time(at: datetime | None) -> str:
    """A moment in the centre's zone; the colon is kept in every language, as on all screens."""
    return f"{date_format(localtime(at), 'j M Y')} {localtime(at):%H:%M}" if at else "–"


def recording_sentence(entry: Line, reasons: Reasons) -> Sentence | None:
    """What happened to a recording; None for the waiting and trying, which only the row needs."""
    if entry.verb not in RECORDING_VERBS:
        return None
    icon, tone, words = RECORDING_VERBS[entry.verb]
    return Sentence(icon, words(entry.facts, reasons), tone) if words else None


def missed(facts: Facts, reasons: Reasons) -> str:
    """Why there is none."""
    code = facts.get("problem", "")
    return _("Rekaman tidak ada: %(why)s") % {"why": Problem(code).label if code in Problem.values else code}


def heard(facts: Facts, reasons: Reasons) -> str:
    """That somebody asked to hear it, and why, for those who may read that."""
    text = _("Rekaman dibuka untuk didengar")
    reason = reasons.get(facts.get("hearing", 0))
    return _("%(what)s · alasan: %(reason)s") % {"what": text, "reason": reason} if reason else text


def removed(facts: Facts, reasons: Reasons) -> str:
    """As which class of call its days were over."""
    code = facts.get("call_class", "")
    label = CallClass(code).label if code in CallClass.values else code
    return _("Rekaman dihapus, masa simpannya lewat (%(what)s)") % {"what": label}


Words = Callable[[Facts, Reasons], str]
RECORDING_VERBS: dict[str, tuple[str, str, Words | None]] = {
    #  verb     icon       tone    words
    "awaited": ("hour", "", None),
    "sought": ("hour", "", None),
    "kept": ("headset", "", lambda facts, reasons: _("Rekaman panggilan tersimpan")),
    "missed": ("warn", "edit", missed),
    "heard": ("headset", "edit", heard),
    "held": ("lock", "edit", lambda facts, reasons: _("Rekaman ditahan supervisor")),
    "freed": ("lock", "edit", lambda facts, reasons: _("Penahanan rekaman diakhiri")),
    "removed": ("x", "edit", removed),
}
