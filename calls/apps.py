"""Calls as a Django app; at start it says how a call, a lost exchange and an unsent report look on a screen."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """How we hear of it."""

    name = "calls"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Panggilan")

    def ready(self) -> None:
        """Say how a call looks on the console, that the exchange is lost, and what the board sees of unsent reports."""
        from calls import early, line, queue
        from journal import live

        live.register("call", live.Picture(read=queue.read, versions=queue.versions))
        live.register(early.KIND, live.Picture(read=early.read, versions=early.versions))
        live.register(line.KIND, live.Picture(read=line.read, versions=line.versions))
