"""The desk as a Django app; at start it says how an incident looks on a screen."""

from django.apps import AppConfig


class DispatchConfig(AppConfig):
    """The desk."""

    name = "dispatch"
    default_auto_field = "django.db.models.BigAutoField"
