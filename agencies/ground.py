"""The ground of the centre from its data files: the centre itself, areas, agencies with what is theirs, seats, places.

Loading adds what is missing and leaves alone what stands, because a supervisor may have changed it since.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import Model
from django.utils.dateparse import parse_duration
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Agency, Area, Centre, DutyPeriod, Hospital, LadderStep, Place, Post, Seat, Unit
from agencies.places import AreaMap, searchable
from agencies.words import learn
from journal.journal import record

FOLDER = Path(__file__).resolve().parent.parent / "ground"

HOSPITAL = "rumah sakit"
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Tally:
    """How many rows of one subject were added, of how many in the data file."""

    subject: str
    added: int
    listed: int


def read(name: str) -> Any:
    """The content of one data file of the ground."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def load() -> list[Tally]:
    """Add what is missing of the ground; run it inside a transaction."""
    agencies = read("agencies")
    return [
        _centre(),
        _areas(),
        _agencies(agencies["agencies"]),
        _posts(agencies["agencies"]),
        _hospitals(agencies["agencies"]),
        _units(agencies["agencies"]),
        _ladder(agencies),
        _seats(),
        _places(agencies["agencies"]),
    ]


def add_missing(rows: Sequence[M], *keys: tuple[str, ...]) -> list[M]:
    """Write those rows of which no key is taken yet; a key is the columns that name a row."""
    if not rows:
        return []
    model = type(rows[0])
    missing = list(rows)
    for key in keys:
        taken = set(model._default_manager.values_list(*key))
        missing = [row for row in missing if tuple(getattr(row, column) for column in key) not in taken]
    return model._default_manager.bulk_create(missing)


def duration(text: str) -> Any:
    """`00:01:30` or `3 00:00:00`; a data file that says something else is refused."""
    value = parse_duration(text)
    if value is None:
        raise ValueError(f"not a duration: {text!r}")
    return value


def _centre() -> Tally:
    """There is one centre; once it stands, the data file has nothing more to say about it."""
    if Centre.objects.exists():
        return Tally(_("Pusat"), 0, 1)
    Centre.objects.create(**read("centre"))
    return Tally(_("Pusat"), 1, 1)


def _areas() -> Tally:
    """Kecamatan first, so that each kelurahan finds its own."""
    outlines = read("outlines")
    listed = read("areas")
    added = 0
    for level in Area.Level:
        above = {area.code: area for area in Area.objects.all()}
        rows = [
            Area(
                code=row["code"],
                name=row["name"],
                level=level,
                parent=above.get(row["code"].rpartition(".")[0]),
                aliases=row["aliases"],
                lat=row["lat"],
                lng=row["lng"],
                outline=outlines.get(row["code"]),
            )
            for row in listed
            if row["level"] == level
        ]
        added += len(add_missing(rows, ("code",)))
    return Tally(_("Wilayah"), added, len(listed))


def _agencies(listed: list[dict[str, Any]]) -> Tally:
    columns = ("code", "name", "short_name", "glyph", "phone", "order")
    rows = [
        Agency(only_acknowledges=row.get("only_acknowledges", False), **{column: row[column] for column in columns})
        for row in listed
    ]
    return Tally(_("Instansi"), len(add_missing(rows, ("code",))), len(rows))


def _posts(listed: list[dict[str, Any]]) -> Tally:
    """The posts, then for each new one the post above it."""
    rows, above = [], {}
    centres = _centres()
    for agency, row in _of_agencies(listed, "posts"):
        lat, lng = _point(row, centres)
        rows.append(Post(agency=agency, name=row["name"], lat=lat, lng=lng, phone=row["phone"]))
        above[agency.pk, row["name"]] = row.get("parent", "")
    added = add_missing(rows, ("agency_id", "name"))
    standing = {(post.agency_id, post.name): post for post in Post.objects.all()}
    for post in added:
        post.parent = standing.get((post.agency_id, above[post.agency_id, post.name]))
    Post.objects.bulk_update(added, ["parent"])
    return Tally(_("Pos"), len(added), len(rows))


def _hospitals(listed: list[dict[str, Any]]) -> Tally:
    """The posts that are hospitals; none has told anything yet."""
    posts = {(post.agency_id, post.name): post for post in Post.objects.all()}
    named = [(agency.pk, row["name"]) for agency, row in _of_agencies(listed, "posts") if row.get("type") == HOSPITAL]
    rows = [Hospital(post=posts[name]) for name in named]
    added = add_missing(rows, ("post_id",))
    at = now()
    for hospital in added:
        record(hospital, "added", actor=None, at=at)
    return Tally(_("Rumah sakit"), len(added), len(rows))


def _units(listed: list[dict[str, Any]]) -> Tally:
    """Units stand at their posts; those without a reason not to be are on duty from now on."""
    posts = {(post.agency_id, post.name): post for post in Post.objects.all()}
    rows = []
    for agency, row in _of_agencies(listed, "units"):
        post = posts.get((agency.pk, row["post"]))
        reason = row.get("off_duty_reason", "")
        rows.append(
            Unit(
                agency=agency,
                post=post,
                call_sign=row["call_sign"],
                capability=row["capability"],
                is_on_duty=not reason,
                off_duty_reason=reason,
                lat=post.lat if post else None,
                lng=post.lng if post else None,
            )
        )
    added = add_missing(rows, ("call_sign",))
    at = now()
    DutyPeriod.objects.bulk_create([DutyPeriod(unit=unit, started_at=at) for unit in added if unit.is_on_duty])
    for unit in added:
        record(unit, "added", actor=None, at=at)
    return Tally(_("Unit"), len(added), len(rows))


def _ladder(agencies: dict[str, Any]) -> Tally:
    """The centre's own rungs, which have no agency, and those of the agencies that have their own."""
    listed = [(None, step) for step in agencies["ladder"]] + _of_agencies(agencies["agencies"], "ladder")
    rows = [LadderStep(agency=agency, **step | {"after": duration(step["after"])}) for agency, step in listed]
    return Tally(_("Tangga eskalasi"), len(add_missing(rows, ("agency_id", "level"))), len(rows))


def _seats() -> Tally:
    rows = [Seat(**row) for row in read("seats")]
    return Tally(_("Meja"), len(add_missing(rows, ("name",), ("extension",))), len(rows))


def _places(agencies: list[dict[str, Any]]) -> Tally:
    """The landmarks, and the posts that people know as places."""
    posts = [post for agency in agencies for post in agency["posts"] if "type" in post]
    centres, wards = _centres(), AreaMap.read()
    rows = []
    for row in [*read("places"), *posts]:
        lat, lng = _point(row, centres)
        area = centres.get(row.get("area") or row.get("at") or "") or wards.at(lat, lng)[0]
        aliases = row.get("aliases", [])
        search = searchable(row["name"], aliases, area)
        rows.append(
            Place(name=row["name"], type=row["type"], aliases=aliases, search=search, lat=lat, lng=lng, area=area)
        )
    added = add_missing(rows, ("name", "type"))
    learn(row.search for row in added)
    return Tally(_("Tempat"), len(added), len(rows))


def _of_agencies(listed: list[dict[str, Any]], part: str) -> list[tuple[Agency, dict[str, Any]]]:
    """Each row of this part of the agencies' data, with the agency it belongs to."""
    standing = {agency.code: agency for agency in Agency.objects.all()}
    return [(standing[agency["code"]], row) for agency in listed for row in agency[part]]


def _centres() -> dict[str, Area]:
    """Every area by its code, with the one it is part of."""
    return {area.code: area for area in Area.objects.select_related("parent")}


def _point(row: dict[str, Any], centres: dict[str, Area]) -> tuple[Any, Any]:
    """Where a row is: `at` names an area when no better position is published, nothing at all means not known."""
    area = centres.get(row.get("at", ""))
    return (area.lat, area.lng) if area else (row.get("lat"), row.get("lng"))
