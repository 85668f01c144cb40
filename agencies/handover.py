"""What one watch leaves to the next, and who is on watch where calls are taken: how both look on a screen."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import now

from agencies.models import HandoverNote, Member, Watch
from agencies.permissions import INTAKE

Card = dict[str, Any]
AUDIENCE = "calls"
KEPT_FOR = timedelta(hours=24)
# A line that was ticked off stays for a moment, so that a slip can be taken back.
DONE_SHOWN_FOR = timedelta(minutes=10)


def notes() -> Any:
    """The lines a watch still has to know."""
    at = now()
    return HandoverNote.objects.filter(written_at__gt=at - KEPT_FOR).filter(
        Q(done_at=None) | Q(done_at__gt=at - DONE_SHOWN_FOR)
    )


def note_card(row: HandoverNote) -> Card:
    """One line: what, by whom, since when, and who has seen to it."""
    return {
        "kind": "handover",
        "id": row.pk,
        "version": row.version,
        "text": row.text,
        "written_at": row.written_at,
        "written_by": row.written_by.get_full_name(),
        "done_at": row.done_at,
        "done_by": row.done_by.get_full_name() if row.done_by else None,
    }


def read_notes(ids: Collection[int]) -> dict[int, dict[str, Card]]:
    """For the hub: these lines as the consoles see them."""
    rows = notes().filter(pk__in=ids).select_related("written_by", "done_by")
    return {row.pk: {AUDIENCE: note_card(row)} for row in rows}


def note_versions() -> dict[int, int]:
    """For the hub: the lines the consoles should show now."""
    return dict(notes().values_list("pk", "version"))


def note_for(note_id: int) -> Card | None:
    """A line as whoever changed it sees it."""
    row = HandoverNote.objects.filter(pk=note_id).select_related("written_by", "done_by").first()
    return note_card(row) if row else None


def taking_calls() -> Any:
    """The open watches at which calls are taken."""
    return Watch.objects.open().filter(roles__overlap=list(INTAKE))


def colleague_card(member: Member, watch: Watch) -> Card:
    """Somebody on watch; whether he talks or writes is told by the calls."""
    return {
        "kind": "member",
        "id": member.pk,
        "version": member.version,
        "user_id": member.user_id,
        "name": str(member),
        "seat": watch.seat.name if watch.seat else None,
        "started_at": watch.started_at,
        "paused_at": watch.paused_at,
    }


def colleague_for(member_id: int) -> Card | None:
    """One of them; None for whoever is not on watch."""
    return read_colleagues([member_id]).get(member_id, {}).get(AUDIENCE)


def read_colleagues(ids: Collection[int]) -> dict[int, dict[str, Card]]:
    """For the hub: these people as their colleagues see them, at the desk where they sat down last."""
    rows = taking_calls().filter(member__in=ids).select_related("member__user", "seat").order_by("started_at", "pk")
    return {row.member_id: {AUDIENCE: colleague_card(row.member, row)} for row in rows}


def colleague_versions() -> dict[int, int]:
    """For the hub: who is on watch now."""
    return dict(taking_calls().values_list("member_id", "member__version"))
