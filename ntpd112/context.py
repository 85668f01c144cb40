"""What the frame of every page shows: the centre, who is on watch as what, the pages he may open, theme and time."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import Role, Watch
from agencies.pages import CONTROL_ROOM, open_to
from agencies.permissions import Standing
from demo.people import PASSWORD, PEOPLE
from demo.people import acting_as as acting_as_of
from ntpd112.health import state


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame's values; the middleware has found centre and watch, so this asks the database nothing.

    `health` and `logins` are questions, asked only by the template that shows them.
    """
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
        "tiles": settings.MAP_TILES_URL,
        "tiles_credit": settings.MAP_TILES_ATTRIBUTION or settings.TILES_ORIGIN.partition("//")[2],
        "health": state,
        "logins": logins,
    }


def logins() -> dict[str, Any]:
    """The accounts of the demo: the first of each set of roles, then the others, and their one password."""
    first = {person.roles: person for person in reversed(PEOPLE)}.values()
    rows = [
        {"username": person.username, "role": acting_as_of(person), "is_first": person in first} for person in PEOPLE
    ]
    return {
        "first": [row for row in rows if row["is_first"]],
        "others": [row for row in rows if not row["is_first"]],
        "password": PASSWORD,
    }


def standing_of(watch: Watch | None) -> Standing:
    """What this very session acts as."""
    if watch is None:
        return Standing()
    member = watch.member
    return Standing(frozenset(watch.roles) & frozenset(member.roles), member.agency_id, member.is_cleared)


def pages_of(stand: Standing, request: HttpRequest) -> list[dict[str, Any]]:
    """The navigation of this session."""
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
        for page in open_to(stand.roles)
    ]


def acting_as(watch: Watch | None) -> str:
    """`Dispatcher · Meja 06`, or the agency of a responder."""
    if watch is None:
        return ""
    words = " + ".join(str(Role(role).label) for role in watch.roles)
    where = watch.seat or watch.member.agency
    return f"{words} · {where}" if where else words


def theme_of(watch: Watch | None, stand: Standing) -> str:
    """The person's own choice; else dark in the control room, as the telephone says for agencies, light elsewhere."""
    if watch and watch.member.theme:
        return watch.member.theme
    if watch is None or stand.roles & CONTROL_ROOM:
        return "dark"
    return "device" if Role.RESPONDER in stand.roles else "light"
