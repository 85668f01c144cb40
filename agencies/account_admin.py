"""Accounts in the admin: made, renamed and given a password here, each time with an entry in a journal, never removed.

Whether somebody may sign in and as what is a matter of his membership (`admin.py`), whose change ends his watch.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from agencies.models import Member, Role
from agencies.permissions import permit
from journal.journal import record

admin.site.unregister(Group)  # roles belong to the watch; a group would be a second truth nobody reads
admin.site.unregister(User)


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]  # takes no argument when it runs
    """Accounts; only an administrator on watch changes one, but the first is made by whoever set it all up."""

    list_filter = ("is_staff", "is_superuser", "is_active")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Nama"), {"fields": ("first_name", "last_name")}),
        (_("Pengaturan"), {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    filter_horizontal = ()

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Of a member it is said on his own page whether he may sign in, where his watch ends with it."""
        return ("is_active",) if obj and Member.objects.filter(user=obj).exists() else ()

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody: the journal names accounts. One that is not used any more is shut out."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Write down who changed which fields of whose account, never their values."""
        refuse_others(request)
        super().save_model(request, obj, form, change)
        secret = {"password", "password1", "password2", "usable_password"}
        write_down(request, obj, "account_changed" if change else "account_added", set(form.changed_data) - secret)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """The same for a new password."""
        if request.method != "POST":
            return super().user_change_password(request, id, form_url)
        refuse_others(request)
        with transaction.atomic():
            answer = super().user_change_password(request, id, form_url)
            if answer.status_code == 302:
                write_down(request, User.objects.get(pk=id), "password_set", set())
        return answer


def refuse_others(request: HttpRequest) -> None:
    """Once there is an administrator, nobody else; the member's own watch says that he is one."""
    if Member.objects.filter(roles__contains=[Role.ADMINISTRATOR]).exists():
        if not isinstance(request.user, User):
            raise PermissionDenied
        permit(request.user, "manage")


def write_down(request: HttpRequest, account: User, verb: str, fields: set[str]) -> None:
    """In the journal of the account's member, else of whoever did it; before there is either, of nobody."""
    ids = Member.objects.filter(user__in=[account.pk, request.user.pk]).values_list("user_id", "pk")
    known = dict(ids)
    pk = known.get(account.pk) or known.get(request.user.pk or 0)
    if pk is None or not isinstance(request.user, User):
        return
    member: Member = Member.objects.locked(pk)
    record(member, verb, actor=request.user, at=now(), account=account.pk, fields=sorted(fields))
