"""Agencies as a Django app; at start it keeps the door of the live screens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgenciesConfig(AppConfig):
    """Who can help."""

    name = "agencies"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Instansi dan wilayah")

    def ready(self) -> None:
        """Say who is let in to the live screens."""
        from agencies import door, handover, hospitals
        from journal import live

        live.keep_door(door.admit, door.recheck)
        live.register("handover", live.Picture(read=handover.read_notes, versions=handover.note_versions))
        live.register("member", live.Picture(read=handover.read_colleagues, versions=handover.colleague_versions))
        live.register(hospitals.KIND, live.Picture(read=hospitals.read, versions=hospitals.versions))
