"""Sessions are read by a statement of our own, and are Django's all the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from ntpd112.sessions import SessionStore
from tests.factories import browser

pytestmark = pytest.mark.django_db


def test_one_reads_what_the_other_wrote() -> None:
    for writer, reader in ((db.SessionStore, SessionStore), (SessionStore, db.SessionStore)):
        session = writer()
        session["said"] = "Kendari"
        session.create()
        assert reader(session.session_key)["said"] == "Kendari"


def test_one_that_ran_out_or_never_was_is_empty_and_without_its_key(dispatcher: User) -> None:
    client = browser(dispatcher)
    key = client.session.session_key
    assert client.get("/papan/").status_code == 200
    Session.objects.filter(pk=key).update(expire_date=now() - timedelta(seconds=1))
    for lost in (key, "unknown"):
        session = SessionStore(lost)
        assert (session.get("_auth_user_id"), session.session_key) == (None, None)
    assert client.get("/papan/").status_code == 302
