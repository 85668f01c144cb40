"""Celery: hand what waits to the gateway. It may be late; the promise itself was kept in the database."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.utils.translation import gettext as _

from dispatch.actions import note_delivery
from dispatch.models import Delivery
from journal.outside import send

BATCH = 50


@shared_task
def send_waiting() -> None:
    """Send each waiting message once; a failure is tried again at the next round."""
    if not settings.NOTIFY_URL:
        return
    rows = Delivery.objects.waiting().select_related("assignment__incident__category", "assignment__incident__area")
    for row in rows.order_by("created_at", "pk")[:BATCH]:
        note_delivery(row.pk, problem=send(to=row.phone, text=text_of(row), key=f"delivery-{row.pk}"))


def text_of(row: Delivery) -> str:
    """What leaves the house: number, kind and kelurahan, never the caller; a confidential case says less still."""
    incident = row.assignment.incident
    kind = _("Kejadian tertutup") if incident.is_confidential else incident.category.name
    where = str(incident.area) if incident.area else _("lihat aplikasi")
    return _("112: %(number)s %(kind)s di %(where)s menunggu diterima. Buka aplikasi untuk menjawab.") % {
        "number": incident.short_number,
        "kind": kind,
        "where": where,
    }
