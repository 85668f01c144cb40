"""The journal as a Django app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """The ground every other app stands on."""

    name = "journal"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Jurnal"
