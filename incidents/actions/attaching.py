"""Photos and sounds of an incident: added, looked at, removed with a reason, gone when their days are over."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Role
from agencies.permissions import Standing, permit, standing
from incidents.actions.intake import refuse_merged
from incidents.attachments import LONGEST_REASON, MOST, Attachment
from incidents.models import Incident
from incidents.shelf import Shelved
from journal.journal import record
from journal.models import Entry

SHORTEST_REASON = 5
# Who looks again within this is one look: a player asks piece by piece.
SAME_LOOK = timedelta(minutes=15)


@transaction.atomic
def attach(incident_id: int, shelved: Shelved, *, actor: User) -> Attachment:
    """Add what was put away to the incident, open or closed. The same file again is the one that is there."""
    incident: Incident = Incident.objects.locked(incident_id)
    stand = permitted(incident, "attach", actor)
    refuse_merged(incident)
    kept = incident.attachments.kept()
    twin: Attachment | None = kept.filter(source_digest=shelved.source_digest).first()
    if twin:
        return twin
    if kept.count() >= MOST:
        raise ValidationError(
            _("%(number)s sudah punya %(most)s lampiran. Hapus dulu yang tidak perlu, lalu kirim lagi."),
            code="too_many",
            params={"number": incident.short_number, "most": MOST},
        )
    at, made = now(), shelved.made
    row = Attachment.objects.create(
        incident=incident,
        media=made.media,
        media_type=made.media_type,
        name=shelved.name,
        size=len(made.content),
        digest=shelved.digest,
        source_digest=shelved.source_digest,
        width=made.width,
        height=made.height,
        small_size=len(made.small) or None,
        added_at=at,
        added_by=actor,
        agency_id=None if stand.is_desk else stand.agency_id,
    )
    record(row, "kept", actor=actor, at=at, incident=incident.pk, size=row.size, sha256=row.digest)
    record(incident, "attached", actor=actor, at=at, attachment=row.pk, media=row.media)
    return row


def permitted(incident: Incident, verb: str, actor: User) -> Standing:
    """What the actor stands for, if he may do this here: agencies on what they were given, closed cases the cleared."""
    stand = standing(actor)
    own = stand.agency_id is not None and incident.assignments.filter(agency_id=stand.agency_id).exists()
    permit(actor, verb, agency_id=stand.agency_id if own else None)
    if incident.is_confidential and not (stand.is_cleared or own):
        raise PermissionDenied(_("Lampiran kejadian tertutup hanya untuk petugas berwenang. Hubungi supervisor."))
    return stand


@transaction.atomic
def look_at(attachment_id: int, *, small: bool, actor: User) -> Attachment:
    """Somebody looks at it or hears it; each look is written down, asking again within a quarter of an hour is not."""
    row: Attachment = Attachment.objects.locked(attachment_id)
    permitted(Incident.objects.get(pk=row.incident_id), "see_attachment", actor)
    if row.removed_at:
        raise ValidationError(_("Lampiran ini sudah dihapus."), code="removed")
    at, verb = now(), "glanced" if small else "seen"
    looks = Entry.objects.filter(subject=row.subject, actor=actor, verb=verb, happened_at__gt=at - SAME_LOOK)
    if not looks.exists():
        record(row, verb, actor=actor, at=at)
    return row


@transaction.atomic
def detach(attachment_id: int, reason: str, *, actor: User, version: int | None = None) -> Attachment:
    """Take it away: whoever added it on this incident, or a supervisor. Its row, its journal and the reason stay."""
    incident: Incident = Incident.objects.locked(Attachment.objects.get(pk=attachment_id).incident_id, version=version)
    row: Attachment = Attachment.objects.locked(attachment_id)
    stand = permitted(incident, "remove_attachment", actor)
    if row.added_by_id != actor.pk and Role.SUPERVISOR not in stand.roles:
        raise PermissionDenied(_("Lampiran dihapus oleh yang menambahkannya atau oleh supervisor."))
    said = " ".join(reason.split())
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise ValidationError(
            {
                "reason": _("Tulis alasannya, %(least)s sampai %(most)s huruf.")
                % {"least": SHORTEST_REASON, "most": LONGEST_REASON}
            }
        )
    if row.removed_at:
        raise ValidationError(_("Lampiran ini sudah dihapus."), code="removed")
    at = now()
    row.removed_at, row.removed_by, row.removal_reason = at, actor, said
    row.save(update_fields=["removed_at", "removed_by", "removal_reason"])
    record(row, "removed", actor=actor, at=at)
    record(incident, "detached", actor=actor, at=at, attachment=row.pk, media=row.media)
    return row


@transaction.atomic
def expire_attachment(attachment_id: int, *, actor: User | None) -> Attachment:
    """Its days are over; row and journal stay. Whoever keeps the days asks; an open incident keeps what it has."""
    row: Attachment = Attachment.objects.locked(attachment_id)
    permit(actor, "keep_recordings")
    if row.removed_at or not Incident.objects.filter(pk=row.incident_id, closed_at__isnull=False).exists():
        raise ValidationError(_("Masa simpan lampiran ini belum lewat."), code="not_expired")
    at = now()
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    record(row, "expired", actor=actor, at=at)
    return row
