"""Sessions as Django keeps them in the database, read by a statement written out: each request reads its own."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from journal.rows import select


class SessionStore(db.SessionStore):
    """One session; only how its row is read is ours."""

    def _get_session_from_db(self) -> Session | None:
        rows = select(Session, "WHERE session_key = %s AND expire_date > %s", self.session_key, now())
        if not rows:
            self._session_key = None
        return rows[0] if rows else None
