"""Who may stand before a live screen: the open watch behind a session, and the audience its roles belong to."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils.crypto import constant_time_compare

from agencies.models import Watch
from agencies.permissions import Standing
from journal.live import Admission


def audience_of(stream: str, stand: Standing) -> str | None:
    """The audience of a stream for this standing; None when it may not be watched."""
    if stream == "board" and stand.is_desk:
        return "desk+closed" if stand.is_cleared else "desk"
    if stream == "calls" and stand.is_call_taker:
        return "calls"
    if stream == "wall" and stand.is_wall:
        return "wall"
    if stream == "agency" and stand.is_responder:
        return f"agency:{stand.agency_id}"
    return None


def standing_of(watch: Watch) -> Standing:
    """What one watch allows, as long as its member still holds the roles."""
    roles = frozenset(role for role in watch.roles if role in watch.member.roles)
    return Standing(roles, watch.member.agency_id, watch.member.is_cleared)


def admit(session_key: str, stream: str) -> Admission | None:
    """The admission of whoever holds this session; None without an open watch of it."""
    session = SessionStore(session_key) if session_key else None
    if session is None or not session.get(SESSION_KEY):
        return None
    watch = Watch.objects.open().filter(session_key=session_key).select_related("member__user").first()
    if watch is None or str(watch.member.user_id) != session[SESSION_KEY]:
        return None
    if not constant_time_compare(session.get(HASH_SESSION_KEY, ""), watch.member.user.get_session_auth_hash()):
        return None
    audience = audience_of(stream, standing_of(watch))
    return Admission(watch.pk, audience) if audience else None


def recheck(watch_ids: Collection[int], stream: str) -> dict[int, str | None]:
    """The audience each of these watches belongs to now; missing once it has ended."""
    rows = Watch.objects.open().filter(pk__in=watch_ids).select_related("member")
    return {row.pk: audience_of(stream, standing_of(row)) for row in rows}
