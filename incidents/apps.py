"""Incidents as a Django app; at start it names the actions that keep its promises."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class IncidentsConfig(AppConfig):
    """What is happening."""

    name = "incidents"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = pgettext_lazy("list", "Kejadian")

    def ready(self) -> None:
        """Name what happens when each clock runs out, and how a surge looks on a screen."""
        from incidents import actions, surge_live
        from journal import live, timers

        timers.register("ladder", actions.climb)
        timers.register("remind", actions.remind)
        for clock in ("tell", "arrive", "finish"):
            timers.register(clock, actions.breach)
        live.register(surge_live.KIND, live.Picture(read=surge_live.read, versions=surge_live.versions))
