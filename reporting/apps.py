"""Reporting as a Django app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """What happened."""

    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
