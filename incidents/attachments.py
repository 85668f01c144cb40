"""Photos and sounds that people add to an incident: what each is, who added it, and why it went.

What is shown and heard lies sealed in a folder (`shelf.py`); only what we made of an upload is kept, never the upload.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from journal.models import Journaled, JournaledQuerySet

LONGEST_REASON = 200
# As many on one incident; a merged one may have those of both.
MOST = 40


class Media(models.TextChoices):
    """What an attachment is."""

    PHOTO = "photo", _("Foto")
    AUDIO = "audio", _("Suara")


class AttachmentQuerySet(JournaledQuerySet):
    """Attachments, by what is asked about them."""

    def kept(self) -> Self:
        """Those that can be looked at."""
        return self.filter(removed_at=None)


class Attachment(Journaled):
    """One photo or sound; its row and its journal outlive it."""

    kind = "attachment"

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="attachments")
    media = models.CharField(max_length=5, choices=Media)
    media_type = models.CharField(max_length=20)
    # The name of its files, which tells nothing.
    name = models.CharField(max_length=32, unique=True)
    # Bytes and SHA-256 of what is kept; SHA-256 of what came, by which the same file is known again.
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    source_digest = models.CharField(max_length=64)
    # Of a photo: its pixels and the bytes of its small copy.
    width = models.PositiveSmallIntegerField(null=True)
    height = models.PositiveSmallIntegerField(null=True)
    small_size = models.PositiveIntegerField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    removal_reason = models.CharField(max_length=LONGEST_REASON, blank=True)

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["added_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(media="audio", width=None, height=None, small_size=None)
                | Q(media="photo", width__isnull=False, height__isnull=False, small_size__isnull=False),
                name="attachment_photo_is_measured",
            ),
            models.CheckConstraint(
                condition=Q(removed_by=None, removal_reason="")
                | Q(removed_by__isnull=False, removed_at__isnull=False) & ~Q(removal_reason=""),
                name="attachment_removed_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.media} {self.added_at:%H:%M}"
