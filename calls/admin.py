"""What a call-taker looks up and how long recordings are kept, editable for administrators."""

from __future__ import annotations

from django.contrib import admin

from agencies.admin import Editable, Kept
from calls.book import Contact, Script
from calls.recordings import Retention


@admin.register(Contact)
class ContactAdmin(Kept):
    """The contact book; calls name its rows, so a row is switched off and never deleted."""

    list_display = ("name", "kind", "area", "phone", "hours", "duty", "order", "is_active", "is_example")
    list_filter = ("kind", "is_active", "is_example")
    search_fields = ("name", "area", "phone")


@admin.register(Script)
class ScriptAdmin(Editable):
    """The words for hard calls; the code keeps a row from being loaded again under another title."""

    list_display = ("title", "language", "order", "is_active", "is_example")
    list_filter = ("is_active", "is_example")


@admin.register(Retention)
class RetentionAdmin(Kept):
    """How many days the recordings of each class of call are kept; a class without a row is kept as the rest."""

    list_display = ("code", "days", "is_example")
