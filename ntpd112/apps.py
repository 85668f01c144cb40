"""The wiring as a Django app, so that its commands and start-up are found."""

from django.apps import AppConfig


class WiringConfig(AppConfig):
    """Ties the apps to one another at start."""

    name = "ntpd112"
