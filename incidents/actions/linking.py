"""A larger event and its parts: a flood and the ten rescues in it, each with its own clock and agencies."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from incidents.actions.intake import check_clearance, refuse_closed, refuse_merged
from incidents.actions.merging import locked_pair
from incidents.models import Incident
from journal.journal import record


@transaction.atomic
def link(part_id: int, parent_id: int, *, actor: User, version: int | None = None) -> Incident:
    """Make an incident a part of a larger one; both go on as they are. Only two levels, so that nobody gets lost."""
    part, parent = locked_pair(part_id, parent_id, version=version)
    permit(actor, "link")
    check_levels(part, parent, actor)
    part.parent = parent
    part.save(update_fields=["parent"])
    at = now()
    record(part, "linked", actor=actor, at=at, to=parent.pk, short=parent.short_number)
    record(parent, "part_added", actor=actor, at=at, of=part.pk, short=part.short_number)
    return part


def check_levels(part: Incident, parent: Incident, actor: User) -> None:
    """Refuses what is not a part and a whole, with what to do instead."""
    if part.pk == parent.pk:
        raise ValidationError(_("Pilih kejadian lain: ini kejadian yang sama."), code="same")
    refuse_merged(part)
    refuse_closed(parent)
    for row in (part, parent):
        check_clearance(row, actor)
    names = {"part": part.short_number, "parent": parent.short_number}
    if part.is_area_event:
        raise ValidationError(
            _("%(part)s kejadian wilayah: kaitkan %(parent)s ke %(part)s, bukan sebaliknya."),
            code="area_event",
            params=names,
        )
    if part.parent_id:
        names["known"] = Incident.objects.get(pk=part.parent_id).short_number
        raise ValidationError(
            _("%(part)s sudah bagian dari %(known)s. Lepaskan dulu bila keliru."), code="has_parent", params=names
        )
    if parent.parent_id:
        names["known"] = Incident.objects.get(pk=parent.parent_id).short_number
        raise ValidationError(
            _("%(parent)s sendiri bagian dari %(known)s. Kaitkan ke %(known)s."), code="is_part", params=names
        )
    if part.parts.exists():
        raise ValidationError(
            _("%(part)s punya bagian sendiri. Kaitkan %(parent)s ke %(part)s, atau lepaskan bagiannya dulu."),
            code="has_parts",
            params=names,
        )


@transaction.atomic
def unlink(part_id: int, *, actor: User, version: int | None = None) -> Incident:
    """An incident is no part of a larger one any more."""
    parent_id = Incident.objects.values_list("parent_id", flat=True).get(pk=part_id)
    part, parent = locked_pair(part_id, parent_id or part_id, version=version)
    permit(actor, "link")
    if part.parent_id is None or part.parent_id != parent.pk:
        raise ValidationError(
            _("%(part)s tidak terkait dengan kejadian lain."), code="not_linked", params={"part": part.short_number}
        )
    for row in (part, parent):
        check_clearance(row, actor)
    part.parent = None
    part.save(update_fields=["parent"])
    at = now()
    record(part, "unlinked", actor=actor, at=at, of=parent.pk, short=parent.short_number)
    record(parent, "unlinked", actor=actor, at=at, of=part.pk, short=part.short_number)
    return part
