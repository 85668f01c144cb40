"""Calls as a Django app; at start it says how a call, a lost exchange and an unsent report look on a screen."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CallsConfig(AppConfig):
    """How we hear of it."""

    name = "calls"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Panggilan")

    def ready(self) -> None:
        """Say how calls, commands, the exchange and unsent reports look on a screen; have the settings checked."""
        from django.core import checks

        from calls import actions, clocks_live, commands_live, early, line, queue, recorder, telephones_live, unanswered
        from calls.actions import climbing, putting_down
        from journal import live, timers

        checks.register(recorder.misconfigured)
        live.register("call", live.Picture(read=queue.read, versions=queue.versions))
        live.register(early.KIND, live.Picture(read=early.read, versions=early.versions))
        live.register(commands_live.KIND, live.Picture(read=commands_live.read, versions=commands_live.versions))
        live.register(unanswered.KIND, live.Picture(read=unanswered.read, versions=unanswered.versions))
        live.register(telephones_live.KIND, live.Picture(read=telephones_live.read, versions=telephones_live.versions))
        timers.register(climbing.KIND, actions.climb_ring)
        timers.register(putting_down.KIND, actions.put_down)
        live.register(clocks_live.KIND, live.Picture(read=clocks_live.read, versions=clocks_live.versions))
        live.register(line.KIND, live.Picture(read=line.read, versions=line.versions))
