"""The demo as a Django app, for its management commands; it holds no rows of its own."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A city that never was."""

    name = "demo"
