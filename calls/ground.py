"""What a call-taker looks up, from the data files: the contact book, the words for hard calls.

Adds what is missing and leaves alone what stands, like the ground of the apps below.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from agencies.ground import Tally, add_missing, read
from calls.models import Contact, Script


def load() -> list[Tally]:
    """Add what is missing. Run it inside a transaction."""
    return [_contacts(), _scripts()]


def _contacts() -> Tally:
    rows = [Contact(order=place, **row) for place, row in enumerate(read("contacts"), 1)]
    return Tally(_("Buku kontak"), len(add_missing(rows, ("kind", "name"))), len(rows))


def _scripts() -> Tally:
    rows = [
        Script(order=place, text="\n".join(row["lines"]), **{name: row[name] for name in ("code", "title", "language")})
        for place, row in enumerate(read("scripts"), 1)
    ]
    return Tally(_("Naskah cepat"), len(add_missing(rows, ("code",))), len(rows))
