"""Whether the files of the attachments agree with their rows; what no query can tell."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import now

from incidents import shelf
from incidents.attachments import Attachment


def unsound() -> Iterator[str]:
    """Kept attachments of which a file is away, of another length, or does not open at its end."""
    for row in Attachment.objects.kept().order_by("pk").iterator():
        if not shelf.is_sound(row) or (row.small_size and not shelf.is_sound(row, small=True)):
            yield row.subject


def strays() -> Iterator[str]:
    """Files that no kept attachment accounts for, an hour after they were written."""
    yield from shelf.forgotten(now())
