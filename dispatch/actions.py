"""What the desk itself changes: receipts of what agencies were told, what it knows of places, who looks at what."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.fixes import is_in_indonesia
from agencies.models import Agency, Area, LadderStep, Watch
from agencies.permissions import MAY, permit
from agencies.plain import plain
from dispatch.models import Channel, Delivery, PlaceNote
from dispatch.presence import KEPT, Presence
from dispatch.shares import Share, at_desk, held
from incidents.actions.clockwork import incident_keeping
from incidents.models import Assignment
from incidents.states import State
from journal.journal import record
from journal.models import Timer

GIVE_UP = 8
# What a watch had open an hour ago is of no use to anybody.
FORGOTTEN = timedelta(hours=1)


@transaction.atomic
def deliver(seen: Timer) -> None:
    """Keep the promise to tell a rung of the ladder: one receipt per channel, sent afterwards by a worker.

    The app is told by the hub at the commit; a telephone number is the desk's to ring, and the board shows it.
    """
    incident = incident_keeping(seen)
    at = now()
    assignment = Assignment.objects.select_related("agency").get(pk=seen.assignment_id or 0)
    if assignment.state != State.NOTIFIED:
        return
    steps = LadderStep.objects.of(assignment.agency_id)
    step = next((one for one in steps if one.level == assignment.level), None)
    channels = channels_of(step, is_simulated=incident.is_simulated)
    for channel in channels:
        Delivery.objects.get_or_create(
            assignment=assignment,
            level=assignment.level,
            channel=channel,
            defaults={
                "title": step.title if step else assignment.agency.short_name,
                "phone": step.phone if step else assignment.agency.phone,
                "created_at": at,
                "sent_at": at if channel == Channel.APP else None,
            },
        )
    facts = {"assignment": assignment.pk, "agency": assignment.agency.code, "level": assignment.level}
    record(incident, "told", actor=None, at=at, channels=channels, **facts)


def channels_of(step: LadderStep | None, *, is_simulated: bool) -> list[str]:
    """How this rung can be reached: the agency's app for its operators, the gateway where one is connected. Nobody's
    telephone rings for what only happens in a simulation.
    """
    phone = step.phone if step else ""
    channels = [Channel.APP.value] if step is None or step.level == 0 else []
    if phone and settings.NOTIFY_URL and not is_simulated:
        channels.append(Channel.GATEWAY.value)
    elif phone and step and step.level > 0:
        channels.append(Channel.TELEPHONE.value)
    return channels


@transaction.atomic
def note_delivery(delivery_id: int, *, problem: str) -> None:
    """What became of a message: sent, or a problem; after enough tries it is given up and the board says so."""
    row = Delivery.objects.select_for_update(no_key=True).get(pk=delivery_id)
    row.attempts += 1
    row.problem = problem[:120]
    at = now()
    if not problem:
        row.sent_at = at
    elif row.attempts >= GIVE_UP:
        row.failed_at = at
    row.save(update_fields=["attempts", "problem", "sent_at", "failed_at"])


@transaction.atomic
def write_place_note(
    *,
    actor: User,
    lat: float,
    lng: float,
    radius_m: int,
    matter: str,
    text: str,
    valid_until: datetime | None = None,
) -> PlaceNote:
    """Say what crews should know of a place. Its words stay in the row; the journal knows that it was written."""
    permit(actor, "keep_place_notes")
    at = now()
    words = " ".join(plain(text).split())
    if not words:
        raise ValidationError({"text": _("Tulis catatannya.")})
    if not is_in_indonesia(lat, lng):
        raise ValidationError({"point": _("Titik ini di luar Indonesia. Periksa lintang dan bujurnya.")})
    if valid_until and valid_until <= at:
        raise ValidationError({"valid_until": _("Waktu ini sudah lewat. Kosongkan bila berlaku seterusnya.")})
    row = PlaceNote.objects.create(
        matter=matter,
        text=words,
        lat=lat,
        lng=lng,
        radius_m=radius_m,
        valid_until=valid_until,
        written_by=actor,
        written_at=at,
    )
    record(row, "written", actor=actor, at=at, matter=matter, radius=radius_m)
    return row


@transaction.atomic
def end_place_note(note_id: int, *, actor: User, version: int | None = None) -> PlaceNote:
    """It stands no more."""
    row: PlaceNote = PlaceNote.objects.locked(note_id)
    permit(actor, "keep_place_notes")
    if row.ended_at:
        raise ValidationError(_("Catatan lokasi ini sudah diakhiri."), code="already_ended")
    row.refuse_unseen(version)
    at = now()
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(row, "ended", actor=actor, at=at)
    return row


@transaction.atomic
def show_presence(watch_id: int, incident_id: int | None, *, actor: User) -> datetime:
    """This watch has that incident open, or none any more; until when the others are shown it."""
    watch = Watch.objects.select_related("member").get(pk=watch_id)
    permit(actor, "show_presence")
    if watch.member.user_id != actor.pk or watch.ended_at:
        raise ValidationError(_("Jaga ini bukan jaga Anda yang sedang berjalan."), code="not_yours")
    at = now()
    start = {"incident_id": incident_id, "seen_at": at}
    row, created = Presence.objects.select_for_update(of=("self",)).get_or_create(watch=watch, defaults=start)
    if created:
        Presence.objects.filter(seen_at__lt=at - FORGOTTEN).delete()
    elif row.incident_id != incident_id or row.seen_at <= at - KEPT:
        row.version += 1  # news to the boards, which have forgotten it
    row.incident_id, row.seen_at = incident_id, at
    row.save(update_fields=["incident", "version", "seen_at"])
    return at + KEPT


@transaction.atomic
def share_out(what: str, code: str, watch_id: int, *, actor: User) -> Share:
    """Put a kecamatan or an agency into the hands of a watch: one's own, or, by the shift lead, anybody's of the desk.

    Of two who take the same the second is told who has it; the shift lead passes it on. What an older watch of the same
    person holds moves to this one.
    """
    stand = permit(actor, "take_share")
    thing = shareable(what, code)
    watch = at_desk().filter(pk=watch_id).select_related("member").first()
    if watch is None:
        raise ValidationError(_("Petugas ini tidak sedang jaga di meja dispatcher."), code="not_on_watch")
    is_lead = bool(stand.roles & MAY["give_share"])
    if watch.member.user_id != actor.pk and not is_lead:
        raise PermissionDenied(_("Hanya supervisor yang membagikan kepada petugas lain."))
    at = now()
    row: Share
    for row in Share.objects.filter(**thing, ended_at=None).select_related("watch__member__user"):
        is_held = held().filter(pk=row.pk).exists()
        if is_held and row.watch_id == watch.pk:
            return row
        if is_held and row.watch.member_id != watch.member_id and not is_lead:
            raise ValidationError(
                _("%(what)s sudah dipegang %(who)s. Minta ia atau supervisor melepasnya."),
                code="already_held",
                params={"what": row.name, "who": str(row.watch.member)},
            )
        end_share(row, actor=actor, at=at, because="passed_on" if is_held else "off_watch")
    made = Share.objects.create(**thing, watch=watch, shared_at=at, shared_by=actor)
    record(made, "shared", actor=actor, at=at, what=what, code=code, holder=watch.member_id)
    return made


def shareable(what: str, code: str) -> dict[str, Area | Agency]:
    """The kecamatan or agency of this code under its lock, so that two who take it wait for each other."""
    found: Area | Agency | None
    if what == "area":
        districts = Area.objects.filter(code=code, level=Area.Level.DISTRICT)
        found = districts.select_for_update(no_key=True, of=("self",)).first()
    else:
        agencies = Agency.objects.filter(code=code, is_active=True)
        found = agencies.select_for_update(no_key=True, of=("self",)).first()
    if found is None:
        raise ValidationError({"code": _("Pilih kecamatan atau instansi dari daftar.")})
    return {what: found}


def end_share(row: Share, *, actor: User, at: datetime, because: str) -> None:
    """It is held no more, and why."""
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(row, "returned", actor=actor, at=at, because=because)


@transaction.atomic
def return_share(share_id: int, *, actor: User, version: int | None = None) -> Share:
    """Make it everybody's again: by its holder or the shift lead."""
    row: Share = Share.objects.locked(share_id, version=version)
    stand = permit(actor, "take_share")
    if row.watch.member.user_id != actor.pk and not stand.roles & MAY["give_share"]:
        raise PermissionDenied(_("Dilepas oleh yang memegangnya atau oleh supervisor."))
    if row.ended_at:
        raise ValidationError(_("Pembagian ini sudah dilepas."), code="already_returned")
    at = now()
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    record(row, "returned", actor=actor, at=at, because="given_back")
    return row
