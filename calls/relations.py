"""What a reporter is to those in need. Pure."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """The reporter's part in the event; the person roles of NENA-STA-021 in the words of an Indonesian desk."""

    VICTIM = "victim", _("Korban")
    FAMILY = "family", _("Keluarga")
    WITNESS = "witness", _("Saksi")
    OFFICER = "officer", _("Petugas")
    OTHER = "other", _("Lainnya")


def relation_text(stored: str) -> str:
    """The word for a stored relation; reports from before there was a list keep their own word."""
    return str(Relation(stored).label) if stored in Relation.values else stored
