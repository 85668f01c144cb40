"""Accounts in the admin: every change is in a journal with its fields and without a value; nothing is removed."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from agencies.models import Member, Watch
from journal.models import Entry
from tests.agencies.test_admin import office, operator

__all__ = ["office", "operator"]

pytestmark = pytest.mark.django_db

SECRET = "sandi-yang-sangat-rahasia"


def change(client: Client, user: User, **fields: object) -> int:
    """Send the account's form; the status of the answer."""
    typed = {"username": user.username, "first_name": "", "last_name": "", **fields}
    return client.post(reverse("admin:auth_user_change", args=[user.pk]), typed).status_code


def entries() -> list[tuple[str, str, dict[str, object]]]:
    """What the journal says, oldest first."""
    return [(one.subject, one.verb, one.facts) for one in Entry.objects.order_by("pk")]


def test_a_change_is_told_by_its_fields_in_the_journal_of_the_member(office: Client, operator: Member) -> None:
    assert change(office, operator.user, first_name="Fitriani", is_staff="on") == 302
    told = {"account": operator.user_id, "fields": ["first_name", "is_staff"]}
    assert entries() == [(operator.subject, "account_changed", told)]
    assert Entry.objects.get().actor == User.objects.get(username="admin")


def test_a_new_account_is_told_in_the_journal_of_who_made_it(office: Client) -> None:
    typed = {"username": "baru", "password1": SECRET, "password2": SECRET, "usable_password": "true"}
    assert office.post(reverse("admin:auth_user_add"), typed).status_code == 302
    made, maker = User.objects.get(username="baru"), Member.objects.get(user__username="admin")
    assert made.check_password(SECRET)
    assert entries() == [(maker.subject, "account_added", {"account": made.pk, "fields": ["username"]})]


def test_a_new_password_is_told_and_kept_secret(office: Client, operator: Member) -> None:
    address = reverse("admin:auth_user_password_change", args=[operator.user_id])
    assert office.get(address).status_code == 200
    assert office.post(address, {"password1": SECRET, "password2": "lain"}).status_code == 200
    assert not Entry.objects.exists()
    typed = {"password1": SECRET, "password2": SECRET, "usable_password": "true"}
    assert office.post(address, typed).status_code == 302
    assert entries() == [(operator.subject, "password_set", {"account": operator.user_id, "fields": []})]


def test_whether_a_member_may_sign_in_is_not_said_here(office: Client, operator: Member) -> None:
    change(office, operator.user, is_active="")
    operator.user.refresh_from_db()
    assert operator.user.is_active
    assert operator.watches.filter(ended_at=None).exists()


def test_nobody_removes_an_account_and_groups_are_not_there(office: Client, operator: Member) -> None:
    many = {"action": "delete_selected", "_selected_action": [operator.user_id], "post": "yes"}
    office.post(reverse("admin:auth_user_changelist"), many)
    assert office.post(reverse("admin:auth_user_delete", args=[operator.user_id]), {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=operator.user_id).exists()
    assert office.get("/admin/auth/group/").status_code == 404


def test_without_a_watch_as_administrator_nothing_is_changed(office: Client, operator: Member) -> None:
    Watch.objects.filter(member__user__username="admin").update(ended_at=now())
    assert change(office, operator.user, first_name="Lain") == 403
    address = reverse("admin:auth_user_password_change", args=[operator.user_id])
    typed = {"password1": SECRET, "password2": SECRET, "usable_password": "true"}
    assert office.post(address, typed).status_code == 403
    operator.user.refresh_from_db()
    assert (operator.user.first_name, operator.user.check_password(SECRET)) == ("", False)
    assert not Entry.objects.exists()


def test_the_account_that_sets_it_all_up_makes_the_first_others(office: Client) -> None:
    Member.objects.all().delete()
    typed = {"username": "baru", "password1": SECRET, "password2": SECRET, "usable_password": "true"}
    assert office.post(reverse("admin:auth_user_add"), typed).status_code == 302
    assert User.objects.filter(username="baru").exists()
