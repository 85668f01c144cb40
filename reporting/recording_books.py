"""Whether the files of the recordings agree with their rows; what no query can tell."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.timezone import now

from calls import vault
from calls.recordings import Recording
from incidents.safe import ENDING


def unsound() -> Iterator[str]:
    """Kept recordings whose file is away, of another length, or does not open at its end."""
    for row in Recording.objects.kept().order_by("pk").iterator():
        if not vault.is_sound(row):
            yield row.subject


def altered() -> Iterator[str]:
    """Kept recordings whose whole sound is not what was put away; reads every file."""
    for row in Recording.objects.kept().order_by("pk").iterator():
        if not vault.is_sound(row) or vault.digest_of(row) != row.digest:
            yield row.subject


def strays() -> Iterator[str]:
    """Files that no kept recording accounts for, an hour after they were written."""
    for pk in vault.forgotten(now()):
        yield f"{pk}{ENDING}"
