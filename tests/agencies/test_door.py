"""Who may stand before a live screen, and who has to leave it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.utils.timezone import now

from agencies.door import admit, audience_of, recheck
from agencies.models import Member, Role, Watch
from agencies.permissions import Standing
from journal.live import Admission
from tests.factories import agency, browser, member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stream", "stand", "audience"),
    [
        ("board", Standing(frozenset({Role.DISPATCHER})), "desk"),
        ("board", Standing(frozenset({Role.SUPERVISOR}), is_cleared=True), "desk+closed"),
        ("board", Standing(frozenset({Role.CALL_TAKER}), is_cleared=True), None),
        ("calls", Standing(frozenset({Role.CALL_TAKER})), "calls"),
        ("calls", Standing(frozenset({Role.SUPERVISOR})), "calls"),
        ("calls", Standing(frozenset({Role.DISPATCHER})), None),
        ("agency", Standing(frozenset({Role.RESPONDER}), 7), "agency:7"),
        ("agency", Standing(frozenset({Role.RESPONDER})), None),
        ("agency", Standing(frozenset({Role.HEAD}), 7), None),
        ("wall", Standing(frozenset(Role), 7, is_cleared=True), None),
        ("wall", Standing(frozenset({Role.WALL})), "wall"),
        ("wall", Standing(frozenset({Role.WALL, Role.DISPATCHER}), is_cleared=True), None),
        ("board", Standing(frozenset({Role.WALL})), None),
        ("calls", Standing(frozenset({Role.WALL})), None),
        ("agency", Standing(frozenset({Role.WALL}), 7), None),
    ],
)
def test_a_stream_has_one_audience_for_a_standing(stream: str, stand: Standing, audience: str | None) -> None:
    assert audience_of(stream, stand) == audience


def key_of(user: User) -> str:
    """The session of this person's browser."""
    return browser(user).session.session_key or ""


def watch_of(user: User) -> Watch:
    """The watch of this person."""
    return Watch.objects.get(member__user=user)


def test_whoever_is_on_watch_is_let_in_as_what_he_is(
    dispatcher: User, supervisor: User, call_taker: User, damkar: User
) -> None:
    assert admit(key_of(dispatcher), "board") == Admission(watch_of(dispatcher).pk, "desk")
    assert admit(key_of(supervisor), "board") == Admission(watch_of(supervisor).pk, "desk+closed")
    assert admit(key_of(call_taker), "calls") == Admission(watch_of(call_taker).pk, "calls")
    assert admit(key_of(damkar), "agency") == Admission(watch_of(damkar).pk, f"agency:{agency('DMK').pk}")


def test_nobody_is_let_in_to_a_screen_of_others(dispatcher: User, damkar: User) -> None:
    assert admit(key_of(dispatcher), "agency") is None
    assert admit(key_of(damkar), "board") is None


@pytest.mark.parametrize("key", ["", "unknown"])
def test_without_a_session_nobody_is_let_in(centre: object, key: str) -> None:
    assert admit(key, "board") is None


def test_a_session_without_a_watch_is_not_let_in(centre: object) -> None:
    assert admit(key_of(member("idle", "Tanpa Jaga", Role.DISPATCHER)), "board") is None


def test_an_ended_watch_is_not_let_in(dispatcher: User) -> None:
    key = key_of(dispatcher)
    Watch.objects.update(ended_at=now())
    assert admit(key, "board") is None


def test_a_disabled_account_is_not_let_in(dispatcher: User) -> None:
    key = key_of(dispatcher)
    User.objects.update(is_active=False)
    assert admit(key, "board") is None


def test_a_changed_password_ends_what_a_session_may(dispatcher: User) -> None:
    key = key_of(dispatcher)
    dispatcher.set_password("kata sandi baru 1")
    dispatcher.save()
    assert admit(key, "board") is None


def test_a_watch_in_a_session_of_somebody_else_is_not_let_in(dispatcher: User, supervisor: User) -> None:
    key = key_of(dispatcher)
    session = SessionStore(key)
    session["_auth_user_id"] = str(supervisor.pk)
    session.save()
    assert admit(key, "board") is None


def test_rechecking_names_the_audience_each_watch_belongs_to_now(dispatcher: User, supervisor: User) -> None:
    ids = [watch_of(dispatcher).pk, watch_of(supervisor).pk]
    assert recheck(ids, "board") == {ids[0]: "desk", ids[1]: "desk+closed"}
    Member.objects.filter(user=supervisor).update(is_cleared=False)
    watch = watch_of(dispatcher)
    watch.ended_at = now()
    watch.save()
    assert recheck(ids, "board") == {ids[1]: "desk"}
    Member.objects.filter(user=supervisor).update(roles=[Role.HEAD])
    assert recheck(ids, "board") == {ids[1]: None}
