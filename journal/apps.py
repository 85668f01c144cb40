"""The journal as a Django app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    """The ground every other app stands on."""

    name = "journal"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Jurnal")
