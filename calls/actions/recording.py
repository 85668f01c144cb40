"""What becomes of the recording of a call: awaited, fetched or missing, heard for a reason, held, removed.

A fetching is a lease: whoever claims a recording has `LEASE` to say what came of it; if he dies, it is due again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Role
from agencies.permissions import permit, standing, watches_of
from calls.models import Call, Report
from calls.recordings import LONGEST_REASON, MOST_STRETCHES, Hearing, Problem, Recording, RecordingState
from incidents.safe import Stored
from journal.journal import record

LEASE = timedelta(minutes=2)
# How long after each failed try the next one is due; after the last of them the recording is missing.
RETRIES = (timedelta(seconds=10), timedelta(minutes=1), timedelta(minutes=5), timedelta(hours=1))
# What no later try will mend.
FINAL = {Problem.UNSAFE, Problem.KIND, Problem.LARGE}
SHORTEST_REASON = 10


# --- fetching -------------------------------------------------------------------------------------------------------


@transaction.atomic
def await_recording(call_id: int, *, actor: User | None) -> Recording:
    """The call is over, so its recording should be at the exchange; the first, if the exchange has named any."""
    call: Call = Call.objects.locked(call_id)
    permit(actor, "keep_recordings")
    at = now()
    known: Recording | None = Recording.objects.filter(call=call).order_by("stretch").first()
    if known:
        return known
    row = Recording.objects.create(call=call, next_try_at=at)
    record(row, "awaited", actor=actor, at=at, call=call.pk)
    return row


def name_recording(call: Call, told_name: str, *, at: datetime) -> None:
    """The exchange says under which name it keeps a recording of a call that is locked; each name is one recording.

    A recording that was looked for without a name takes the first. What is kept without one is what a name told
    afterwards means, unless the call was put back and picked up again since.
    """
    if not told_name or not settings.RECORDINGS_SOURCE:
        return
    known = list(Recording.objects.filter(call=call).order_by("stretch"))
    if any(row.told_name == told_name for row in known):
        return
    unnamed = next((row for row in known if not row.told_name), None)
    if unnamed and (name_it(unnamed.pk, told_name, at=at) or call.requeued_at is None):
        return
    if len(known) < MOST_STRETCHES:
        stretch = known[-1].stretch + 1 if known else 1
        row = Recording.objects.create(call=call, stretch=stretch, told_name=told_name, next_try_at=at)
        record(row, "awaited", actor=None, at=at, call=call.pk)


def name_it(recording_id: int, told_name: str, *, at: datetime) -> bool:
    """A recording that nobody has found yet is looked for under this name; answers whether it is."""
    row: Recording = Recording.objects.locked(recording_id)  # a worker may be putting it away
    if row.state not in (RecordingState.AWAITED, RecordingState.MISSING):
        return False
    row.told_name, row.state, row.next_try_at, row.missing_at = told_name, RecordingState.AWAITED, at, None
    row.save(update_fields=["told_name", "state", "next_try_at", "missing_at"])
    record(row, "awaited", actor=None, at=at, call=row.call_id)
    return True


@transaction.atomic
def claim_recording(*, actor: User | None) -> Recording | None:
    """The recording that is to be fetched next, for whoever asks first and for the length of the lease."""
    permit(actor, "keep_recordings")
    at = now()
    free = Recording.objects.due(at).select_for_update(no_key=True, skip_locked=True, of=("self",))
    row: Recording | None = free.select_related("call").first()
    if row:
        row.tries += 1
        row.next_try_at = at + LEASE
        row.save(update_fields=["tries", "next_try_at"])
    return row


@transaction.atomic
def keep_recording(recording_id: int, stored: Stored, media_type: str, *, actor: User | None) -> Recording:
    """The sound lies sealed in its place."""
    row = awaited(recording_id, actor)
    row.state, row.next_try_at, row.problem, row.taken_at = RecordingState.KEPT, None, "", now()
    row.size, row.digest, row.media_type = stored.size, stored.digest, media_type
    row.save(update_fields=["state", "next_try_at", "problem", "taken_at", "size", "digest", "media_type"])
    record(row, "kept", actor=actor, at=row.taken_at, size=stored.size, sha256=stored.digest, tries=row.tries)
    return row


@transaction.atomic
def miss_recording(recording_id: int, problem: Problem, *, actor: User | None) -> Recording:
    """A try that brought nothing: the next one is due in a while, or the recording is missing, and why."""
    row = awaited(recording_id, actor)
    at = now()
    row.problem = problem
    is_over = problem in FINAL or row.tries > len(RETRIES)
    row.next_try_at = None if is_over else at + RETRIES[max(row.tries, 1) - 1]
    row.state, row.missing_at = (RecordingState.MISSING, at) if is_over else (RecordingState.AWAITED, None)
    row.save(update_fields=["problem", "next_try_at", "state", "missing_at"])
    record(row, "missed" if is_over else "sought", actor=actor, at=at, problem=problem, tries=row.tries)
    return row


def awaited(recording_id: int, actor: User | None) -> Recording:
    """The recording under its lock; what came of a fetching is said once."""
    row: Recording = Recording.objects.locked(recording_id)
    permit(actor, "keep_recordings")
    if row.state != RecordingState.AWAITED:
        raise ValidationError(_("Rekaman ini tidak sedang ditunggu."), code="not_awaited")
    return row


@transaction.atomic
def seek_recording(recording_id: int, *, actor: User, version: int | None = None) -> Recording:
    """A supervisor has a missing recording looked for once more, from the first try on."""
    row: Recording = Recording.objects.locked(recording_id, version=version)
    permit(actor, "keep_recordings")
    if row.state != RecordingState.MISSING:
        raise ValidationError(_("Hanya rekaman yang tidak ada yang dicari lagi."), code="not_missing")
    at = now()
    row.state, row.tries, row.next_try_at, row.missing_at = RecordingState.AWAITED, 0, at, None
    row.save(update_fields=["state", "tries", "next_try_at", "missing_at"])
    record(row, "awaited", actor=actor, at=at, call=row.call_id)
    return row


# --- hearing --------------------------------------------------------------------------------------------------------


@transaction.atomic
def hear_recording(recording_id: int, reason: str, *, actor: User) -> Hearing:
    """Somebody wants to hear a recording: who, when and why is written down before a byte of it is played."""
    row: Recording = Recording.objects.locked(recording_id)
    permit(actor, "hear_recording")
    refuse_stranger(row, actor)
    said = worded(reason)
    if row.state != RecordingState.KEPT:
        raise ValidationError(_("Rekaman ini tidak tersimpan, jadi tidak dapat didengar."), code="not_kept")
    hearing = Hearing.objects.create(recording=row, heard_by=actor, heard_at=now(), reason=said)
    record(row, "heard", actor=actor, at=hearing.heard_at, hearing=hearing.pk)
    return hearing


def worded(reason: str) -> str:
    """A reason in words; one of a few letters says nothing to whoever reads the journal."""
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise ValidationError(
            {
                "reason": _("Tulis alasannya, %(least)s sampai %(most)s huruf.")
                % {"least": SHORTEST_REASON, "most": LONGEST_REASON}
            }
        )
    return said


def may_hear(row: Recording, user: User) -> bool:
    """Whether this person may ask to hear it at this moment."""
    try:
        permit(user, "hear_recording")
        refuse_stranger(row, user)
    except PermissionDenied:
        return False
    return True


def refuse_stranger(row: Recording, actor: User) -> None:
    """Closed cases are for the cleared; a supervisor hears any, others their own of this watch or of open incidents."""
    stand = standing(actor)
    told = reports_of(row)
    if any(is_closed(report) for report in told) and not stand.is_cleared:
        raise PermissionDenied(_("Rekaman kejadian tertutup hanya didengar petugas berwenang. Hubungi supervisor."))
    is_at_work = any(report.incident and report.incident.closed_at is None for report in told)
    if Role.SUPERVISOR not in stand.roles and not is_at_work and not is_own(row.call, actor):
        raise PermissionDenied(
            _(
                "Rekaman ini didengar penerima panggilannya selama jaga itu, atau selama kejadiannya terbuka. "
                "Selain itu hubungi supervisor."
            )
        )


def reports_of(row: Recording) -> list[Report]:
    """What was reported in this call."""
    told = Report.objects.filter(Q(call=row.call_id) | Q(call_back__call=row.call_id))
    return list(told.select_related("incident", "category"))


def is_closed(report: Report) -> bool:
    """A confidential case, by the report or by what became of it."""
    return report.is_closed or bool(report.incident and report.incident.is_confidential)


def is_own(call: Call, actor: User) -> bool:
    """Answered by this person since his watch began."""
    if call.answered_by_id != actor.pk or call.picked_up_at is None:
        return False
    return any(watch.started_at <= call.picked_up_at for watch in watches_of(actor))


# --- the end --------------------------------------------------------------------------------------------------------


@transaction.atomic
def hold_recording(recording_id: int, reason: str, *, actor: User, version: int | None = None) -> Recording:
    """A supervisor keeps a recording beyond its days, for a case that needs it, until he lets go of it."""
    row: Recording = Recording.objects.locked(recording_id, version=version)
    permit(actor, "keep_recordings")
    said = worded(reason)
    if row.state != RecordingState.KEPT:
        raise ValidationError(_("Hanya rekaman yang tersimpan yang dapat ditahan."), code="not_kept")
    if row.held_at:
        raise ValidationError(_("Rekaman ini sudah ditahan."), code="already_held")
    row.held_at, row.held_by, row.hold_reason = now(), actor, said
    row.save(update_fields=["held_at", "held_by", "hold_reason"])
    record(row, "held", actor=actor, at=row.held_at)
    return row


@transaction.atomic
def free_recording(recording_id: int, *, actor: User, version: int | None = None) -> Recording:
    """A supervisor ends the hold; from now on its days count again."""
    row: Recording = Recording.objects.locked(recording_id, version=version)
    permit(actor, "keep_recordings")
    if row.held_at is None:
        raise ValidationError(_("Rekaman ini tidak sedang ditahan."), code="not_held")
    row.held_at, row.held_by, row.hold_reason = None, None, ""
    row.save(update_fields=["held_at", "held_by", "hold_reason"])
    record(row, "freed", actor=actor, at=now())
    return row


@transaction.atomic
def remove_recording(recording_id: int, *, actor: User | None) -> Recording:
    """Its days are over; row and journal stay. The file goes once this is certain (`tasks.remove_recordings`)."""
    row: Recording = Recording.objects.locked(recording_id)
    permit(actor, "keep_recordings")
    at = now()
    found = Recording.objects.expired(at).filter(pk=row.pk).first()
    if found is None:
        raise ValidationError(_("Masa simpan rekaman ini belum lewat."), code="not_expired")
    row.state, row.removed_at = RecordingState.REMOVED, at
    row.save(update_fields=["state", "removed_at"])
    record(row, "removed", actor=actor, at=at, call_class=found.call_class)
    return row
