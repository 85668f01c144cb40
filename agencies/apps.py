"""Agencies as a Django app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Who can help."""

    name = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Instansi dan wilayah"
