"""A report of an event that a colleague is still writing down waits for his: it joins the incident that his becomes."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.actions.following import Held, held, settle
from calls.actions.reporting import locked_draft, save_draft, write
from calls.models import Report
from incidents.models import Incident
from journal.journal import record


@transaction.atomic
def follow(report_id: int, leader_id: int, *, actor: User, version: int | None = None, **fields: Any) -> Report:
    """Save the draft and let it wait for a colleague's; if that was sent this moment, the draft joins it at once."""
    if Report.objects.drafts().filter(pk=report_id, follows_id=leader_id).exists():
        return save_draft(report_id, actor=actor, version=version, **fields)
    rows = {one.report.pk: one for one in held([report_id, leader_id])}
    draft = locked_draft(report_id, actor, version=version)
    permit(actor, "join")
    leader = rows[leader_id].report
    check_leader(leader, draft)
    changed = write(draft, fields)
    if draft.is_closed or (leader.is_closed and not leader.incident_id):
        raise ValidationError(
            _("Laporan tertutup tidak digabung. Teruskan sebagai kejadian sendiri."), code="confidential"
        )
    at = now()
    draft.follows, draft.let_go = leader, ""
    draft.save(update_fields=[*changed, *draft.want(), "follows", "let_go"])
    if leader.incident_id:
        settle([Held(draft, rows[report_id].call)], Incident.objects.locked(leader.incident_id), at)
    record(draft, "followed", actor=actor, at=at, report=leader.pk)
    return draft


def check_leader(leader: Report, draft: Report) -> None:
    """One waits only for a report that is itself sent or written; chains and circles would wait for nobody."""
    if leader.taken_by_id == draft.taken_by_id:
        raise ValidationError(_("Laporan itu juga milik Anda. Teruskan salah satunya lebih dulu."), code="own")
    if leader.discarded_at:
        raise ValidationError(_("Laporan rekan itu sudah tidak ditulis lagi. Teruskan laporan Anda."), code="gone")
    if leader.follows_id and not leader.incident_id:
        raise ValidationError(_("Laporan rekan itu sendiri menunggu laporan lain."), code="waits")
    if Report.objects.drafts().filter(follows=draft).exists():
        raise ValidationError(_("Rekan menunggu laporan ini. Teruskan laporan Anda."), code="awaited")


@transaction.atomic
def unfollow(report_id: int, *, actor: User, version: int | None = None) -> Report:
    """Wait no longer: the draft stands alone again."""
    draft = locked_draft(report_id, actor, version=version)
    if draft.follows_id is None:
        raise ValidationError(_("Laporan ini tidak menunggu laporan lain."), code="not_following")
    at, leader_id = now(), draft.follows_id
    draft.follows = None
    draft.save(update_fields=["follows"])
    record(draft, "unfollowed", actor=actor, at=at, report=leader_id)
    return draft
