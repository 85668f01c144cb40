"""Whom a number that was typed into a report belongs to."""

from __future__ import annotations

from django.db.models import F

from calls.identity import normalised
from calls.models import Identity, PhoneNumber, Report


def keep_number(draft: Report) -> bool:
    """Put the report to the caller of the typed number, if he ever rang; answers whether that changed.

    What was typed so far is saved while it is being typed: half a number is nobody's, and makes no row.
    """
    value = normalised(draft.callback) if draft.callback else ""
    found = PhoneNumber.objects.filter(identity=Identity.NUMBER, value=value).first() if value else None
    if found == draft.number:
        return False
    moved = [one.pk for one in (draft.number, found) if one]
    PhoneNumber.objects.filter(pk__in=moved).update(touched=F("touched") + 1)
    draft.number = found
    return True
