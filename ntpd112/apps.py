"""The wiring as a Django app, so that its commands and start-up are found."""

from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WiringConfig(AppConfig):
    """Ties the apps to one another at start."""

    name = "ntpd112"


class SignInsConfig(AxesConfig):  # type: ignore[misc]  # written without types
    """Whoever tried to sign in, under a name that says so."""

    verbose_name = _("Percobaan masuk")
