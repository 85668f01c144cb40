"""Two incidents that are one event: the one goes into the other, and is taken out again while nothing has moved since.

Everything goes along: notes, messages to units, who is kept in reserve, and every assignment with its times, so that
the other tells the whole event. Timers and escalations stay where they fired. The reports are of `calls`, whose own
action moves them and calls this one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Centre, Unit
from agencies.permissions import permit
from incidents.actions.clockwork import wind
from incidents.actions.closing import open_again
from incidents.actions.holding import carry_reservations, revive
from incidents.actions.intake import check_clearance, refuse_closed
from incidents.actions.response import codes
from incidents.actions.undoing import state_by_stamps
from incidents.attachments import Attachment
from incidents.messages import UnitMessage
from incidents.models import Assignment, Incident, Merger, Note, Outcome, Track
from incidents.naming import names_of
from incidents.reservations import Reservation
from incidents.sentences import sentence
from incidents.states import ACTIVE, State
from journal.journal import record
from journal.models import Entry, Timer
from journal.timers import promise

# What may be written on the target afterwards without standing in the way of taking the merging back.
HARMLESS = (
    "noted",
    "messaged",
    "message_read",
    "attached",
    "detached",
    "told",
    "acknowledged",
    "joined",
    "alarm_set",
    "reserved",
    "unreserved",
    "reminded",
    "reminder_set",
    "breached",
    "linked",
    "part_added",
    "unlinked",
)
BEFORE = ("reported_at", "forwarded_at", "priority", "is_confidential")


@transaction.atomic
def merge(
    source_id: int, target_id: int, *, actor: User, version: int | None = None, reports: Collection[int] = ()
) -> Merger:
    """Let the source go on in the target: closed as merged, its agencies now at the target, the earliest clock counts.

    The target takes the more urgent priority, and both are confidential if one was. `reports` are the ids that the
    caller moves in the same transaction. Incidents are locked by their ids, so that two merges cannot wait in a circle.
    """
    source, target = locked_pair(source_id, target_id, version=version)
    permit(actor, "merge")
    check_pair(source, target, actor)
    at = now()
    before = {name: getattr(target, name) for name in (*BEFORE, "alarm")}
    was_confidential = source.is_confidential
    rows, ended = hand_over(source, target, at=at)
    reserved, unreserved = carry_reservations(source, target, at=at)
    notes = list(source.notes.values_list("pk", flat=True))
    Note.objects.filter(pk__in=notes).update(incident=target)
    messages = list(source.messages.values_list("pk", flat=True))
    UnitMessage.objects.filter(pk__in=messages).update(incident=target)
    attachments = list(source.attachments.values_list("pk", flat=True))
    Attachment.objects.filter(pk__in=attachments).update(incident=target)
    end_in(source, target, at)
    take_in(source, target)
    carry_messages(source, target, rows, at)
    for row in (source, target):
        wind(row, at=at, rewind=True)
    for one in ended:
        record(target, "recalled", actor=actor, at=at, via="merging", **codes(one))
    for kept in unreserved:
        record(target, "unreserved", actor=actor, at=at, via="merging", **kept.codes)
    merger = Merger.objects.create(
        source=source,
        target=target,
        merged_at=at,
        moved={"assignments": [row.pk for row in rows], "notes": notes, "reports": sorted(reports)}
        | {
            "messages": messages,
            "attachments": attachments,
            "reserved": reserved,
            "unreserved": [kept.pk for kept in unreserved],
        },
        ended=[row.pk for row in ended],
        target_version=target.version + 1,  # of the entry below
        source_is_confidential=was_confidential,
        **before,
    )
    counts = {"reports": source.report_count, "assignments": len(rows), **raised_alarm(merger, target)}
    record(source, "merged", actor=actor, at=at, into=target.pk, short=target.short_number)
    record(target, "absorbed", actor=actor, at=at, of=source.pk, short=source.short_number, **counts)
    return merger


def locked_pair(one_id: int, other_id: int, *, version: int | None) -> tuple[Incident, Incident]:
    """Both incidents under their locks, the lower id first whichever was named first; `version` is the first one's."""
    rows: dict[int, Incident] = {pk: Incident.objects.locked(pk) for pk in sorted({one_id, other_id})}
    rows[one_id].refuse_unseen(version)
    return rows[one_id], rows[other_id]


def check_pair(source: Incident, target: Incident, actor: User) -> None:
    """Refuses two that cannot be one, each with what to do instead."""
    if source.pk == target.pk:
        raise ValidationError(_("Pilih kejadian lain: ini kejadian yang sama."), code="same")
    for row in (source, target):
        refuse_closed(row)
        check_clearance(row, actor)
    names = {"source": source.short_number, "target": target.short_number}
    if source.is_area_event or target.is_area_event:
        raise ValidationError(
            _("Kejadian wilayah tidak digabung: kaitkan kejadian lain sebagai bagiannya."), code="area_event"
        )
    if source.track == Track.EMERGENCY and target.track == Track.SERVICE:
        raise ValidationError(
            _("%(source)s darurat, %(target)s layanan: gabung sebaliknya, supaya jam daruratnya tetap berjalan."),
            code="emergency_into_service",
            params=names,
        )
    if source.parts.exists():
        raise ValidationError(
            _("%(source)s punya bagian sendiri. Gabung %(target)s ke %(source)s, atau lepaskan bagiannya dulu."),
            code="has_parts",
            params=names,
        )
    if source.is_simulated != target.is_simulated:
        raise ValidationError(
            _("%(source)s dan %(target)s: yang satu simulasi, yang lain sungguhan. Keduanya tidak digabung."),
            code="simulated",
            params=names,
        )
    if source.track != target.track:
        refuse_units_busy(source, target)


def refuse_units_busy(source: Incident, target: Incident) -> None:
    """A unit may stand on services beside an emergency, but not on two emergencies."""
    ids = list(source.assignments.active().exclude(unit=None).values_list("unit_id", flat=True))
    list(Unit.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True))
    emergencies = Assignment.objects.holding().filter(unit__in=ids)
    busy = emergencies.exclude(incident=target).select_related("incident", "unit").first()
    if busy:
        raise ValidationError(
            _("%(unit)s sedang di %(number)s. Tarik dulu dari %(source)s, lalu gabung."),
            code="unit_busy",
            params={"unit": str(busy.unit), "number": busy.incident.short_number, "source": source.short_number},
        )


def hand_over(source: Incident, target: Incident, *, at: datetime) -> tuple[list[Assignment], list[Assignment]]:
    """Every assignment goes along; where an agency then stood there twice, the row less far on its way is recalled."""
    there = target.assignments.active().select_related("agency", "unit")
    standing = {(row.agency_id, row.unit_id): row for row in there}
    rows = list(source.assignments.select_related("agency", "unit"))
    ended = []
    for row in rows:
        twin = None if row.ended_at else standing.get((row.agency_id, row.unit_id))
        if twin:
            ended.append(min(row, twin, key=how_far))
            ended[-1].state, ended[-1].ended_at = State.RECALLED, at
            ended[-1].save(update_fields=["state", "ended_at"])
    for row in rows:
        row.incident = target
        row.save(update_fields=["incident"])
    return rows, ended


def how_far(row: Assignment) -> int:
    """Where an active assignment is on its way."""
    return ACTIVE.index(State(row.state))


def end_in(source: Incident, target: Incident, at: datetime) -> None:
    """The source is over, and says where it goes on."""
    source.closed_at, source.outcome, source.merged_into = at, Outcome.MERGED, target
    source.is_confidential = source.is_confidential or target.is_confidential
    source.save(update_fields=["closed_at", "outcome", "merged_into", "is_confidential"])


def take_in(source: Incident, target: Incident) -> None:
    """The target is what both were: since the earlier report, as urgent, as confidential and as alarmed as either."""
    target.reported_at = min(target.reported_at, source.reported_at)
    target.forwarded_at = min(target.forwarded_at, source.forwarded_at)
    target.priority = min(target.priority, source.priority)
    target.is_confidential = source.is_confidential
    target.alarm = max(target.alarm, source.alarm)
    target.report_count += source.report_count
    target.save(update_fields=[*BEFORE, "alarm", "report_count"])


def raised_alarm(merger: Merger, target: Incident) -> dict[str, list[int]]:
    """What the journal says of an alarm level that rose by merging."""
    return {"alarm": [merger.alarm, target.alarm]} if merger.alarm is not None and merger.alarm != target.alarm else {}


def carry_messages(giver: Incident, taker: Incident, rows: Collection[Assignment], at: datetime) -> None:
    """What an agency that has not answered was still to be told is told of the incident it now stands on."""
    unsent = Timer.objects.pending().filter(subject=giver.subject, kind="deliver")
    waiting = {row.pk for row in rows if row.state == State.NOTIFIED}
    for timer in list(unsent.filter(assignment_id__in=[row.pk for row in rows])):
        timer.cancelled_at = at
        timer.save(update_fields=["cancelled_at"])
        if timer.assignment_id in waiting:
            promise(taker.subject, "deliver", timer.due_at, assignment_id=timer.assignment_id)


@transaction.atomic
def unmerge(source_id: int, *, actor: User, version: int | None = None) -> Merger:
    """Take a merging back: both are what they were. Not after anything moved on the target; then reports are split off.

    Lines, messages, acknowledgements and further callers since do not stand in the way; they stay with the target.
    """
    permit(actor, "merge")
    merger = Merger.objects.filter(source_id=source_id, undone_at=None).select_related("target").first()
    if merger is None:
        raise ValidationError(_("Kejadian ini tidak sedang digabung."), code="not_merged")
    source, target = locked_pair(source_id, merger.target_id, version=version)
    check_as_it_was(source, target, merger, actor)
    at = now()
    rows = list(Assignment.objects.filter(pk__in=merger.moved["assignments"]).select_related("agency", "unit"))
    for row in rows:
        row.incident = source
        row.save(update_fields=["incident"])
    for row in Assignment.objects.filter(pk__in=merger.ended):
        row.state, row.ended_at = state_by_stamps(row), None
        row.save(update_fields=["state", "ended_at"])
    Note.objects.filter(pk__in=merger.moved["notes"]).update(incident=source)
    return_messages(source, target, merger)
    Attachment.objects.filter(pk__in=merger.moved.get("attachments", ())).update(incident=source)
    Reservation.objects.filter(pk__in=merger.moved.get("reserved", ())).update(incident=source)
    revive(Reservation.objects.filter(pk__in=merger.moved.get("unreserved", ()), ended_at=merger.merged_at))
    give_back(source, target, merger)
    carry_messages(target, source, rows, at)
    for incident in (source, target):
        wind(incident, at=at, rewind=True)
    merger.undone_at = at
    merger.save(update_fields=["undone_at"])
    record(target, "unmerged", actor=actor, at=at, of=source.pk, short=source.short_number)
    record(source, "unmerged", actor=actor, at=at, of=target.pk, short=target.short_number)
    return merger


def return_messages(source: Incident, target: Incident, merger: Merger) -> None:
    """What came along goes back, as does what was said since to an agency that has left the target with its rows."""
    came_along = Q(pk__in=merger.moved.get("messages", ()))
    said_since = Q(incident=target) & ~Q(agency__in=target.assignments.values("agency"))
    UnitMessage.objects.filter(came_along | said_since).update(incident=source)


def check_as_it_was(source: Incident, target: Incident, merger: Merger, actor: User) -> None:
    """Refuses once more than words were added to the target, and says what."""
    for row in (source, target):
        check_clearance(row, actor)
    if source.merged_into_id != target.pk or Merger.objects.filter(pk=merger.pk, undone_at=None).first() is None:
        raise ValidationError(_("Penggabungan ini sudah dibatalkan."), code="not_merged")
    refuse_closed(target)
    refuse_later_mergers(target, merger)
    moved = next(moves_since(target, merger), None)
    if moved:
        instead = (
            _("Pakai Pisahkan pada laporannya.") if merger.moved["reports"] else _("Buka kejadian baru bila perlu.")
        )
        raise ValidationError(
            _("Sejak digabung sudah ada langkah di %(number)s: %(what)s (%(at)s). %(instead)s"),
            code="moved_on",
            params={
                "number": target.short_number,
                "instead": instead,
                "what": sentence(moved, names_of([moved])).text,
                "at": f"{moved.happened_at.astimezone(Centre.objects.get().zone):%H:%M}",
            },
        )


def refuse_later_mergers(target: Incident, merger: Merger) -> None:
    """What was merged into it afterwards is taken back first, the latest first."""
    later = Merger.objects.filter(target=target, undone_at=None, pk__gt=merger.pk).select_related("source").last()
    if later:
        raise ValidationError(
            _("Sesudahnya %(source)s juga digabung ke %(number)s. Batalkan dulu penggabungan %(source)s."),
            code="merged_since",
            params={"source": later.source.short_number, "number": target.short_number},
        )


def moves_since(target: Incident, merger: Merger) -> Iterator[Entry]:
    """What happened on the target since, other than words and mergings that were taken back."""
    since = Entry.objects.filter(subject=target.subject, number__gt=merger.target_version)
    harmless = Q(verb__in=HARMLESS) | Q(verb="undone", facts__undid="alarm_set")
    harmless |= Q(verb__in=("merged", "absorbed", "unmerged")) | Q(facts__contains={"via": "merging"})
    yield from since.exclude(harmless).order_by("number")


def give_back(source: Incident, target: Incident, merger: Merger) -> None:
    """Each incident's own facts as they were before."""
    for name in BEFORE:
        setattr(target, name, getattr(merger, name))
    # A level that somebody chose since is his word on what is left.
    if merger.alarm is not None and target.alarm == max(merger.alarm, source.alarm):
        target.alarm = merger.alarm
    target.report_count = max(1, target.report_count - source.report_count)
    target.save(update_fields=[*BEFORE, "alarm", "report_count"])
    source.is_confidential = merger.source_is_confidential
    source.save(update_fields=["is_confidential"])
    open_again(source)
