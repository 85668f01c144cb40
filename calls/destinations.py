"""Where a call may be handed to and who may be brought into a talk, for the console to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from agencies.models import Agency, Seat, Watch
from calls.actions.commanding import contacts_for, digits
from calls.commanding import Verb

Rows = Iterable[tuple[str, int, str, str]]


def destinations(watch: Watch | None) -> list[dict[str, Any]]:
    """Where to transfer: agencies, neighbours, colleagues; empty where no exchange is listened to."""
    if not settings.ASTERISK_URL:
        return []
    own = watch.seat_id if watch else None
    seats = [("seat", one.pk, one.name, "") for one in Seat.objects.exclude(pk=own or 0)]
    return groups((_("Instansi"), agencies()), (_("Wilayah tetangga"), contacts(Verb.TRANSFER)), (_("Rekan"), seats))


def thirds() -> list[dict[str, Any]]:
    """Who may be brought in, with the number: where no exchange does it, the operator dials it himself."""
    return groups((_("Instansi"), agencies()), (_("Buku kontak"), contacts(Verb.CONFER)))


def agencies() -> Rows:
    """Those with a number, the number as it is written."""
    rows = Agency.objects.filter(is_active=True)
    return [("agency", one.pk, one.short_name, one.phone) for one in rows if digits(one.phone)]


def contacts(verb: Verb) -> Rows:
    """Those of the contact book with a number."""
    return [("contact", one.pk, one.name, one.phone) for one in contacts_for(verb) if digits(one.phone)]


def groups(*named: tuple[str, Rows]) -> list[dict[str, Any]]:
    """Under their titles; a title without a row is left out."""
    return [
        {
            "title": title,
            "rows": [{"value": f"{kind}:{pk}", "name": name, "phone": phone} for kind, pk, name, phone in rows],
        }
        for title, rows in named
        if rows
    ]
