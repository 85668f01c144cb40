"""What incidents are classified, timed and sent by, from the data files: categories, dispositions, standards, plans.

Adds what is missing and leaves alone what stands, like the ground of the agencies below it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from django.db.models import Model
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.ground import Tally, add_missing, duration, read
from agencies.models import Agency, Area
from incidents.models import Category, Disposition, Standard
from incidents.plans import Need, Plan

AGENCIES_OF = ("leads", "also_told")


def load() -> list[Tally]:
    """Add what is missing; the agencies must stand already. Run it inside a transaction."""
    return [_categories(), _dispositions(), _standards(), _plans()]


def _categories() -> Tally:
    """A category is added with its agencies; afterwards which agencies it has is the supervisor's to say."""
    listed = read("categories")
    rows = [Category(**{name: value for name, value in row.items() if name not in AGENCIES_OF}) for row in listed]
    added = add_missing(rows, ("code",), ("short_code",))
    _give_words(rows)
    agencies_of = {row["code"]: row for row in listed}
    standing = {agency.code: agency.pk for agency in Agency.objects.all()}
    for field in AGENCIES_OF:
        through: type[Model] = getattr(Category, field).through
        through._default_manager.bulk_create(
            through(category_id=category.pk, agency_id=standing[code])
            for category in added
            for code in agencies_of[category.code][field]
        )
    return Tally(_("Kategori"), len(added), len(rows))


def _give_words(rows: Iterable[Category]) -> None:
    """A category without everyday words, as all were before there were any, gets ours; words that stand stay."""
    ours = {row.code: row.words for row in rows}
    wordless = list(Category.objects.filter(words="", code__in=ours))
    for category in wordless:
        category.words = ours[category.code]
    Category.objects.bulk_update(wordless, ["words"])


def _dispositions() -> Tally:
    rows = [Disposition(**row) for row in read("dispositions")]
    return Tally(_("Hasil akhir"), len(add_missing(rows, ("code",))), len(rows))


def _standards() -> Tally:
    """Our examples, until the centre has agreed its own: an edited or newer row is never touched."""
    listed = read("standards")
    valid_from = datetime.fromisoformat(listed["valid_from"])
    categories = {category.code: category for category in Category.objects.all()}
    rows = [_standard(row, valid_from, categories) for row in _with_known(listed["standards"], categories)]
    added = add_missing(rows, ("clock", "track", "priority", "category_id", "valid_from"))
    return Tally(_("Standar waktu"), len(added), len(rows))


def _with_known(rows: Iterable[dict[str, Any]], categories: dict[str, Category]) -> list[dict[str, Any]]:
    """Leaves out what times a category that a supervisor has given another code."""
    return [row for row in rows if row.get("category") in (None, *categories)]


def _standard(row: dict[str, Any], valid_from: datetime, categories: dict[str, Category]) -> Standard:
    return Standard(
        clock=row["clock"],
        track=row.get("track", ""),
        priority=row.get("priority"),
        category=categories.get(row.get("category", "")),
        limit=duration(row["limit"]),
        percentile=row["percentile"],
        valid_from=valid_from,
        is_example=True,
    )


def _plans() -> Tally:
    """Our examples; one whose code is taken, or that was withdrawn, is never written again."""
    listed = read("plans")
    taken = set(Plan.objects.values_list("code", flat=True))
    categories = {category.code: category for category in Category.objects.all()}
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    areas = {area.code: area for area in Area.objects.all()}
    at = now()
    added = [
        Plan(
            code=row["code"],
            edition=1,
            title=row["title"],
            category=categories.get(row.get("category", "")),
            group=row.get("group", ""),
            area=areas.get(row.get("area", "")),
            starts=_hour(row, "starts"),
            ends=_hour(row, "ends"),
            weekdays=row.get("weekdays", []),
            published_at=at,
        )
        for row in _with_known(listed, categories)
        if row["code"] not in taken
    ]
    Plan.objects.bulk_create(added)
    needs = {row["code"]: row["needs"] for row in listed}
    Need.objects.bulk_create(
        Need(plan=plan, order=order, agency=agencies[code], capability=kind, count=count, level=level)
        for plan in added
        for order, (level, code, count, kind) in enumerate(needs[plan.code], 1)
    )
    return Tally(_("Rencana pengiriman"), len(added), len(listed))


def _hour(row: dict[str, Any], name: str) -> time | None:
    return time.fromisoformat(row[name]) if name in row else None
