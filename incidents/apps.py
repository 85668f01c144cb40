"""Incidents as a Django app; at start it names the actions that keep its promises."""

from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    """What is happening."""

    name = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Kejadian"
