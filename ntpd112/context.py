"""What the frame of every page shows: the centre, who is on watch as what, the pages he may open, theme and time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.models import Role, Watch
from agencies.permissions import Standing

CONTROL_ROOM = frozenset({Role.CALL_TAKER, Role.DISPATCHER, Role.SUPERVISOR})


@dataclass(frozen=True)
class Page:
    """One entry of the navigation: which roles open it, and the addresses that belong to it."""

    name: str
    icon: str
    label: str | Promise
    roles: frozenset[str]
    also: tuple[str, ...] = ()


PAGES = (
    Page("console", "headset", _("Konsol Panggilan"), frozenset({Role.CALL_TAKER, Role.SUPERVISOR})),
    Page("board", "list", _("Papan Dispatcher"), frozenset({Role.DISPATCHER, Role.SUPERVISOR})),
    Page("phone", "bell", _("Tugas"), frozenset({Role.RESPONDER})),
    Page("month", "print", _("Laporan"), frozenset({Role.HEAD, Role.SUPERVISOR, Role.ADMINISTRATOR}), ("months",)),
    Page("history", "hist", _("Riwayat"), frozenset(Role), ("history_calls", "incident")),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame's values; the middleware has found centre and watch, so this asks the database nothing."""
    watch: Watch | None = getattr(request, "watch", None)
    stand = standing_of(watch)
    return {
        "centre": getattr(request, "centre", None),
        "watch": watch,
        "stand": stand,
        "acting_as": acting_as(watch),
        "pages": pages_of(stand, request),
        "theme": theme_of(watch, stand),
        "now": now(),
    }


def standing_of(watch: Watch | None) -> Standing:
    """What this very session acts as."""
    if watch is None:
        return Standing()
    member = watch.member
    return Standing(frozenset(watch.roles) & frozenset(member.roles), member.agency_id, member.is_cleared)


def pages_of(stand: Standing, request: HttpRequest) -> list[dict[str, Any]]:
    """The pages these roles may open, in the order of the navigation; the first is where a watch begins."""
    match = getattr(request, "resolver_match", None)
    here = match.url_name if match else None
    return [
        {
            "name": page.name,
            "url": reverse(page.name),
            "icon": page.icon,
            "label": page.label,
            "current": here == page.name or here in page.also,
        }
        for page in PAGES
        if page.roles & stand.roles
    ]


def acting_as(watch: Watch | None) -> str:
    """`Dispatcher · Meja 06`, or the agency of a responder."""
    if watch is None:
        return ""
    words = [str(Role(role).label) for role in watch.roles]
    where = watch.seat or watch.member.agency
    return " · ".join([" + ".join(words), str(where)] if where else [" + ".join(words)])


def theme_of(watch: Watch | None, stand: Standing) -> str:
    """The person's own choice; else dark in the control room, as the telephone says for agencies, light elsewhere."""
    if watch is None or stand.roles & CONTROL_ROOM:
        return watch.member.theme if watch and watch.member.theme else "dark"
    if watch.member.theme:
        return watch.member.theme
    return "device" if Role.RESPONDER in stand.roles else "light"
