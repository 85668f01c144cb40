"""The open watch of a session, read by a statement that is written out: every request asks for its own."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils.timezone import now

from agencies.models import Member, Role, Watch
from journal.rows import asked, columns, parted

# What `Watch.objects.open()` asks for, of one session.
OPEN_HERE = f"""
SELECT {columns(Watch)}, {columns(Member)}
FROM agencies_watch
JOIN agencies_member ON agencies_member.id = agencies_watch.member_id
JOIN auth_user ON auth_user.id = agencies_member.user_id
WHERE session_key = %s AND user_id = %s AND ended_at IS NULL AND is_active
    AND (started_at > %s OR agencies_watch.roles = ARRAY['{Role.WALL}']::varchar[])
ORDER BY agencies_watch.id LIMIT 1
"""


def watch_here(session_key: str, user: User) -> Watch | None:
    """The watch this account has open in this session; its member and the member's account are read already."""
    began = now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    for row in asked(OPEN_HERE, [session_key, user.pk, began]):
        watch: Watch
        watch, watch.member = parted(row, Watch, Member)
        watch.member.user = user
        return watch
    return None
