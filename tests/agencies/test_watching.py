"""The watch of a session, as every request asks for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import DjangoAssertNumQueries

from agencies.models import Role, Watch
from agencies.watching import watch_here
from tests.factories import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def watch(dispatcher: User) -> Watch:
    """A dispatcher's, open in his browser."""
    browser(dispatcher)
    return Watch.objects.get(member__user=dispatcher)


def here(watch: Watch, user: User) -> Watch | None:
    """Whatever watch this account has in the session."""
    return watch_here(watch.session_key, user)


def test_it_is_found_with_its_member_and_his_account(
    watch: Watch, dispatcher: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = here(watch, dispatcher)
    assert found is not None and (found, found.roles) == (watch, [Role.DISPATCHER])
    with django_assert_num_queries(0):
        assert (found.member.pk, found.member.user, found.member.roles) == (
            watch.member_id,
            dispatcher,
            [Role.DISPATCHER],
        )


def test_it_is_nobody_elses_and_of_no_other_session(watch: Watch, dispatcher: User, supervisor: User) -> None:
    assert (here(watch, supervisor), watch_here("another", dispatcher), watch_here("", dispatcher)) == (
        None,
        None,
        None,
    )


def test_it_ends_with_its_end_with_the_session_and_with_the_account(watch: Watch, dispatcher: User) -> None:
    rows = Watch.objects.filter(pk=watch.pk)
    old = now() - timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)
    for ended_at, started_at, is_active in ((now(), now(), True), (None, old, True), (None, now(), False)):
        rows.update(ended_at=ended_at, started_at=started_at)
        User.objects.filter(pk=dispatcher.pk).update(is_active=is_active)
        assert here(watch, dispatcher) is None
    User.objects.filter(pk=dispatcher.pk).update(is_active=True)
    assert here(watch, dispatcher) == watch


def test_a_wall_watches_longer_than_a_session_and_only_a_wall(watch: Watch, dispatcher: User) -> None:
    old = now() - timedelta(days=30)
    for roles, is_found in (([Role.WALL], True), ([Role.WALL, Role.DISPATCHER], False)):
        Watch.objects.filter(pk=watch.pk).update(roles=roles, started_at=old)
        assert bool(here(watch, dispatcher)) is is_found
