"""The page of one call: when, who, what it turned out to be, its recordings, and its journal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from agencies.pages import PageRequest, only_for
from agencies.permissions import MAY, Standing, standing
from calls import actions, vault
from calls.actions.recording import SHORTEST_REASON, may_hear
from calls.models import Call
from calls.recording_audio import grant_of, is_granted
from calls.recording_words import recording_sentence
from calls.recordings import LONGEST_REASON, Recording, RecordingState
from calls.secrecy import hides_caller
from calls.sentences import call_sentence
from incidents.models import Incident
from incidents.naming import names_of
from incidents.sentences import is_late
from journal.models import Entry
from reporting.history import span
from reporting.incident_journal import Journal, Row, gapless, nobody, with_days
from reporting.recording_rows import described, reasons_of, recordings_of

STRETCH = re.compile(r"[0-9]{1,2}", re.ASCII)


def visible(request: PageRequest, pk: int) -> Call:
    """The call, for whoever works where calls are answered or followed up; agencies and heads get 404."""
    beside = ("caller", "answered_by", "seat", "report__incident", "report__category", "call_back__report")
    found: Call = get_object_or_404(Call.objects.visible_to(request.user).select_related(*beside), pk=pk)
    return found


@require_safe
@never_cache
@only_for("history")
def call(request: PageRequest, pk: int) -> HttpResponse:
    """Everything about one call that this reader may see."""
    return page(request, visible(request, pk))


def page(
    request: PageRequest, row: Call, *, of: Recording | None = None, typed: str = "", errors: Sequence[str] = ()
) -> HttpResponse:
    """The page, with what was just refused, and of which recording."""
    stand = standing(request.user)
    recordings = recordings_of([row]).get(row.pk, [])
    known = Incident.objects.visible_to(request.user).filter(reports__call=row).first()
    context = {
        "call": row,
        "is_hidden": hides_caller(row),
        "waited": span(row.offered_at, row.answered_at),
        "talked": span(row.answered_at, row.ended_at),
        "incident": known,
        "journal": journal_of(row, recordings, stand),
        "recordings": shown(request, recordings, stand),
        "refused": of,
        "typed": typed,
        "errors": errors,
        "least": SHORTEST_REASON,
        "most": LONGEST_REASON,
    }
    return render(request, "reporting/call.html", context, status=422 if errors else 200)


def shown(request: PageRequest, rows: Sequence[Recording], stand: Standing) -> list[dict[str, Any]]:
    """What the page says of each recording, and what may be done with it; a grant that opens none of them is over."""
    grant = request.GET.get("izin", "")
    mine = {row.pk for row in rows if row.state == RecordingState.KEPT and may_hear(row, request.user)}
    opened = {row.pk for row in rows if row.pk in mine and grant and is_granted(grant, row, request.user)}
    return [
        {
            "recording": row,
            "state": described(row),
            "may_hear": row.pk in mine,
            "may_keep": bool(stand.roles & MAY["keep_recordings"]),
            "is_over": row.pk in mine and bool(grant) and not opened,
            "is_damaged": row.pk in opened and not vault.is_sound(row),
            "source": f"{reverse('recording_audio', args=[row.pk])}?izin={grant}" if row.pk in opened else "",
        }
        for row in rows
    ]


def journal_of(row: Call, recordings: Sequence[Recording], stand: Standing) -> Journal:
    """The entries of the call and of its recordings; whoever keeps recordings also reads what they were heard for."""
    chains = {row.subject: row.version} | {one.subject: one.version for one in recordings}
    entries = list(Entry.objects.filter(subject__in=chains).order_by("happened_at", "recorded_at", "number"))
    names = names_of(entries, with_content=False)
    reasons = reasons_of(recordings, stand)
    rows = []
    for entry in entries:
        said = call_sentence(entry, row) if entry.subject == row.subject else recording_sentence(entry, reasons)
        if said:
            who = names.people.get(entry.actor_id or 0) or nobody(entry)
            number = entry.number if entry.subject == row.subject else None
            rows.append(Row(entry.happened_at, entry.recorded_at, who, said, is_late(entry), number))
    return Journal(with_days(rows), len(rows), gapless(entries, chains))


# --- what is done with the recording --------------------------------------------------------------------------------


def recorded(request: PageRequest, pk: int) -> tuple[Call, Recording]:
    """The call and that recording of it which the form names, the first without a word; 404 if there is none."""
    row = visible(request, pk)
    stretch = request.POST.get("stretch", "1")
    return row, get_object_or_404(Recording, call=row, stretch=int(stretch) if STRETCH.fullmatch(stretch) else 0)


def place_of(recording: Recording) -> str:
    """Where on the page a recording is."""
    return f"recording-{recording.stretch}" if recording.stretch > 1 else "recording"


@require_POST
@only_for("history")
def hear(request: PageRequest, pk: int) -> HttpResponse:
    """Give a reason; the page then has the recording to play."""
    row, recording = recorded(request, pk)
    reason = request.POST.get("reason", "")
    try:
        hearing = actions.hear_recording(recording.pk, reason, actor=request.user)
    except ValidationError as error:
        return page(request, row, of=recording, typed=reason, errors=error.messages)
    return redirect(f"{reverse('call', args=[pk])}?izin={grant_of(hearing)}#{place_of(recording)}")


@require_POST
@only_for("history")
def keep(request: PageRequest, pk: int, deed: str) -> HttpResponse:
    """A supervisor holds a recording, lets go of it, or has a missing one looked for again."""
    row, recording = recorded(request, pk)
    try:
        if deed == "tahan":
            actions.hold_recording(recording.pk, request.POST.get("reason", ""), actor=request.user)
        elif deed == "lepas":
            actions.free_recording(recording.pk, actor=request.user)
        else:
            actions.seek_recording(recording.pk, actor=request.user)
    except ValidationError as error:
        return page(request, row, of=recording, errors=error.messages)
    messages.success(request, _("Tersimpan."))
    return redirect(f"{reverse('call', args=[pk])}#{place_of(recording)}")
