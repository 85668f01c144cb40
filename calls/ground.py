"""What a call-taker looks up or asks, and how long recordings are kept, from the data files.

Adds what is missing and leaves alone what stands, like the ground of the apps below; the texts are our own examples
until a supervisor approves or replaces them.
"""

from __future__ import annotations

from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.ground import Tally, add_missing, read
from agencies.models import Agency
from calls.book import Contact, Script
from calls.questions import Protocol, Question
from calls.recordings import Retention
from incidents.models import Category


def load() -> list[Tally]:
    """Add what is missing; the categories must stand already. Run it inside a transaction."""
    return [_contacts(), _scripts(), _protocols(), _retention()]


def _retention() -> Tally:
    """How long recordings are kept: our examples, until the centre's own schedule is entered."""
    rows = [Retention(**row) for row in read("retention")]
    return Tally(_("Masa simpan rekaman"), len(add_missing(rows, ("code",))), len(rows))


def _contacts() -> Tally:
    rows = [Contact(order=place, **row) for place, row in enumerate(read("contacts"), 1)]
    return Tally(_("Buku kontak"), len(add_missing(rows, ("kind", "name"))), len(rows))


def _scripts() -> Tally:
    rows = [
        Script(order=place, text="\n".join(row["lines"]), **{name: row[name] for name in ("code", "title", "language")})
        for place, row in enumerate(read("scripts"), 1)
    ]
    return Tally(_("Naskah cepat"), len(add_missing(rows, ("code",))), len(rows))


def _protocols() -> Tally:
    """One protocol for each kind of event that threatens lives."""
    listed = read("protocols")
    standing = set(Protocol.objects.values_list("code", flat=True))
    taken = set(Protocol.objects.current().values_list("categories__code", flat=True))
    kinds = {row.code: row for row in Category.objects.all()}
    added = 0
    for row in listed:
        free = [kinds[code] for code in row["categories"] if code in kinds and code not in taken]
        if row["code"] not in standing and free:
            add(row, free)
            added += 1
    return Tally(_("Protokol"), added, len(listed))


def add(row: dict[str, Any], kinds: list[Category]) -> None:
    """The first edition of one protocol."""
    protocol = Protocol.objects.create(
        code=row["code"], edition=1, title=row["title"], sop=row["sop"], published_at=now()
    )
    protocol.categories.set(kinds)
    agencies = {one.code: one for one in Agency.objects.all()}
    Question.objects.bulk_create(
        Question(protocol=protocol, order=order, **called(one, agencies))
        for order, one in enumerate(row["questions"], 1)
    )


def called(one: dict[str, Any], agencies: dict[str, Agency]) -> dict[str, Any]:
    """A question with the agency it calls for; without its call where a centre has no such agency."""
    if one.get("agency") in agencies:
        return {**one, "agency": agencies[one["agency"]]}
    return {name: value for name, value in one.items() if not name.startswith("agency")}
