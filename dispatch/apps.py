"""The desk as a Django app; at start it says how incidents and units look on a screen."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DispatchConfig(AppConfig):
    """The desk."""

    name = "dispatch"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Papan")

    def ready(self) -> None:
        """Say how incidents, units and their places look, and how a promise to tell an agency is kept."""
        from dispatch import actions, board, lean, positions, presence, shares, units
        from journal import live, timers

        live.register("incident", live.Picture(board.read, board.versions, board.STANDS_S, lean=lean.lean_card))
        live.register("unit", live.Picture(read=units.read, versions=units.versions))
        live.register(positions.KIND, live.Picture(read=positions.read, versions=positions.versions))
        live.register(presence.KIND, live.Picture(read=presence.read, versions=presence.versions))
        live.register(shares.KIND, live.Picture(read=shares.read, versions=shares.versions))
        timers.register("deliver", actions.deliver)
