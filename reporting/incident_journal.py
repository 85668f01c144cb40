"""The journal on the incident's page: every entry of it, its calls and its reports that this reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from agencies.permissions import MAY, Standing
from calls.models import Call, Report
from calls.recording_words import recording_sentence
from calls.recordings import Recording
from calls.sentences import call_sentence, report_sentence
from incidents.attachments import Attachment
from incidents.models import Incident, Note
from incidents.naming import names_of
from incidents.sentences import Names, Sentence, attachment_sentence, is_late, sentence
from journal.models import Entry


@dataclass(frozen=True)
class Sight:
    """What one reader may see of one incident."""

    is_whole: bool
    is_everyone: bool
    agency_id: int | None
    may_note: bool
    may_read_messages: bool
    may_reveal: bool
    may_hear: bool
    may_see_attachments: bool


def sight_of(stand: Standing, incident: Incident, *, is_own: bool) -> Sight:
    """A confidential incident is whole for the cleared and the assigned; an agency sees only its own part of any."""
    is_whole = not incident.is_confidential or stand.is_cleared or is_own
    is_everyone = stand.is_desk or stand.is_call_taker or stand.is_centre_head
    return Sight(
        is_whole=is_whole,
        is_everyone=is_everyone,
        agency_id=stand.agency_id,
        may_note=is_whole and bool(stand.roles & MAY["note"]),
        may_read_messages=is_whole and (stand.is_desk or stand.agency_id is not None),
        may_reveal=bool(stand.roles & MAY["reveal_caller"]),
        may_hear=bool(stand.roles & MAY["hear_recording"]),
        may_see_attachments=is_whole and bool(stand.roles & MAY["see_attachment"]),
    )


@dataclass(frozen=True)
class Row:
    """One line of the journal on the page; `number` is its place in the incident's own chain, else None."""

    at: datetime
    recorded_at: datetime
    who: str
    said: Sentence
    is_late: bool
    number: int | None
    day: date | None = None


@dataclass(frozen=True)
class Journal:
    """The lines in the order of what happened, and whether no entry is missing from any chain."""

    rows: list[Row]
    count: int
    is_gapless: bool


def journal_of(
    incident: Incident, reports: Sequence[Report], sight: Sight, recordings: Iterable[Recording] = ()
) -> Journal:
    """The incident's own entries with those of the calls and reports behind it, as far as this reader may read them."""
    calls = {report.call.subject: report.call for report in reports if report.call}
    chains = {incident.subject: incident.version} | {report.subject: report.version for report in reports}
    chains |= {subject: call.version for subject, call in calls.items()}
    chains |= {recording.subject: recording.version for recording in recordings}
    chains |= {one.subject: one.version for one in gone_into(incident)}
    if sight.is_everyone and sight.is_whole:
        chains |= {one.subject: one.version for one in incident.attachments.all()}
    entries = list(Entry.objects.filter(subject__in=chains).order_by("happened_at", "recorded_at", "number"))
    names = names_of(entries, with_content=sight.is_whole, with_messages=sight.may_read_messages)
    notes = list(incident.notes.select_related("author", "agency", "correction")) if sight.is_whole else []
    rows = [*lines(entries, calls, names, sight, incident), *loose_notes(notes, entries)]
    shown = sorted(rows, key=lambda row: (row.at, row.number is None, row.recorded_at))
    return Journal(with_days(shown), len(shown), gapless(entries, chains))


def gone_into(incident: Incident) -> list[Incident]:
    """The incidents that were merged into this one, and into those: their story is part of its own."""
    found = list(incident.merged.all())
    return [*found, *(further for one in found for further in gone_into(one))]


def lines(
    entries: Iterable[Entry], calls: dict[str, Call], names: Names, sight: Sight, incident: Incident
) -> Iterable[Row]:
    """The entries in words, without those that concern another agency."""
    own = {code for code in names.agencies if code in own_codes(incident, sight)}
    for entry in entries:
        if not sight.is_everyone and not concerns(entry, own):
            continue
        said = said_of(entry, incident, calls, names)
        if said:
            who = names.people.get(entry.actor_id or 0) or nobody(entry)
            yield Row(
                entry.happened_at,
                entry.recorded_at,
                who,
                said,
                is_late(entry),
                entry.number if entry.subject == incident.subject else None,
            )


def own_codes(incident: Incident, sight: Sight) -> set[str]:
    """The code of the reader's agency, as journal entries name it."""
    return {row.agency.code for row in incident.assignments.all() if row.agency_id == sight.agency_id}


def concerns(entry: Entry, own: set[str]) -> bool:
    """Whether an agency may read this: what is about the incident as a whole, and what is about itself."""
    code = entry.facts.get("agency")
    return code in own if code else entry.verb not in ("acknowledged", "breached")


def said_of(entry: Entry, incident: Incident, calls: dict[str, Call], names: Names) -> Sentence | None:
    """The sentence of an entry, whatever its subject; a merging is told once, by the incident that goes on."""
    if entry.subject == incident.subject:
        return sentence(entry, names)
    if entry.subject.startswith(f"{Incident.kind}:"):
        return None if entry.verb == "merged" else sentence(entry, names)
    if entry.subject.startswith(f"{Recording.kind}:"):
        return recording_sentence(entry, {})  # why it was heard stands on the page of its call
    if entry.subject.startswith(f"{Attachment.kind}:"):
        return attachment_sentence(entry)
    return call_sentence(entry, calls[entry.subject]) if entry.subject in calls else report_sentence(entry)


def nobody(entry: Entry) -> str:
    """Who acts when no person does."""
    return _("Simulasi") if entry.facts.get("via") == "simulation" else _("Sistem")


def loose_notes(notes: Iterable[Note], entries: Iterable[Entry]) -> Iterable[Row]:
    """Notes that came with another action (the reporter's words, a closing word), which have no entry of their own."""
    told = {entry.facts.get("note") for entry in entries if entry.verb == "noted"}
    for note in notes:
        if note.pk not in told:
            who = note.author.get_full_name() if note.author else _("Sistem")
            said = Sentence("chat", line_text(note), "struck" if note.is_struck else "")
            yield Row(note.written_at, note.written_at, who, said, is_late=False, number=None)


def line_text(note: Note) -> str:
    """A line in quotes, and whether it corrects another or is corrected."""
    text = f"“{note.text}”"
    if note.is_struck:
        return _("%(text)s · dicoret, lihat koreksinya") % {"text": text}
    return _("Koreksi: %(text)s") % {"text": text} if note.corrects_id else text


def with_days(rows: Sequence[Row]) -> list[Row]:
    """Mark the first line of each local day after the first."""
    marked: list[Row] = []
    for row in rows:
        day = localtime(row.at).date()
        is_new = bool(marked) and day != localtime(marked[-1].at).date()
        marked.append(replace(row, day=day if is_new else None))
    return marked


def gapless(entries: Iterable[Entry], chains: dict[str, int]) -> bool:
    """Whether each chain counts 1, 2, 3 … up to its row's version, or beyond if it grew since the row was read."""
    numbers: dict[str, list[int]] = {subject: [] for subject in chains}
    for entry in entries:
        numbers[entry.subject].append(entry.number)
    return all(
        sorted(found) == list(range(1, len(found) + 1)) and len(found) >= chains[subject]
        for subject, found in numbers.items()
    )
