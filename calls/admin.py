"""What a call-taker looks up, editable for administrators."""

from __future__ import annotations

from django.contrib import admin

from agencies.admin import Editable, Kept
from calls.book import Contact, Script


@admin.register(Contact)
class ContactAdmin(Kept):
    """The contact book; calls name its rows, so a row is switched off and never deleted."""

    list_display = ("name", "kind", "area", "phone", "hours", "order", "is_active", "is_example")
    list_filter = ("kind", "is_active", "is_example")
    search_fields = ("name", "area", "phone")


@admin.register(Script)
class ScriptAdmin(Editable):
    """The words for hard calls; the code keeps a row from being loaded again under another title."""

    list_display = ("title", "language", "order", "is_active", "is_example")
    list_filter = ("is_active", "is_example")
