"""What a supervisor does with response plans: publish an edition, approve it, withdraw the plan, restore it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Agency, Area
from agencies.permissions import permit
from incidents.choosing import is_same_ground
from incidents.models import Category
from incidents.plans import MOST_LEVELS, Need, Plan
from journal.journal import record

PUBLISHING = 112_005  # our name among PostgreSQL's advisory locks
MOST = 16


@dataclass(frozen=True)
class Wanted:
    """One need as a supervisor wrote it: an agency's code, a kind of unit, how many, from which alarm level on."""

    agency: str
    capability: str = ""
    count: int = 1
    level: int = 1


@dataclass(frozen=True)
class Draft:
    """A plan as a supervisor wrote it: codes of a category or a group, of an area; hours of the centre's clock."""

    title: str
    category: str = ""
    group: str = ""
    area: str = ""
    starts: time | None = None
    ends: time | None = None
    weekdays: Sequence[int] = ()
    needs: Sequence[Wanted] = field(default=())


@transaction.atomic
def publish_plan(plan_id: int | None, draft: Draft, *, actor: User) -> Plan:
    """Put a new edition in the place of the one that was edited, or begin a plan; the old edition stays as it was.

    What says the same as the current edition is no new one, so a double click is one edition.
    """
    lock_editions()
    permit(actor, "keep_plans")
    columns, needs = checked(draft)
    old: Plan | None = Plan.objects.whole().get(pk=plan_id) if plan_id else None
    if old and old.is_current and is_same(old, columns, needs):
        return old
    if old and not old.is_current:
        newest: Plan | None = Plan.objects.whole().current().filter(code=old.code).first()
        if newest and is_same(newest, columns, needs):
            return newest
        refuse_replaced(newest)
    code = old.code if old else new_code(columns["title"])
    at = now()
    edition = (Plan.objects.filter(code=code).aggregate(top=Max("edition"))["top"] or 0) + 1
    refuse_same_ground(Plan(code=code, **columns))
    Plan.objects.current().filter(code=code).update(is_current=False)
    row = Plan.objects.create(code=code, edition=edition, written_by=actor, published_at=at, **columns)
    Need.objects.bulk_create(Need(plan=row, order=order, **need) for order, need in enumerate(needs, 1))
    record(row, "published", actor=actor, at=at, code=code, edition=edition)
    return row


def lock_editions() -> None:
    """One publisher at a time, until the transaction ends: of no event may two plans be equally specific."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [PUBLISHING])


def refuse_replaced(newest: Plan | None) -> None:
    """Somebody else was faster: says by what."""
    if newest is None:
        raise ValidationError(_("Rencana ini sudah dicabut. Tulis rencana baru bila masih perlu."), code="changed")
    raise ValidationError(
        _("Rencana ini sudah diterbitkan sebagai versi %(edition)s. Buka versi itu, lalu ulangi perubahan Anda."),
        code="changed",
        params={"edition": newest.edition},
    )


def checked(draft: Draft) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The columns of the plan and of its needs; every field that is not sound is refused by name."""
    errors: dict[str, str] = {}
    title = draft.title.strip()
    if not title or len(title) > 60:
        errors["title"] = _("Tulis judul, paling panjang 60 huruf.")
    category = Category.objects.filter(code=draft.category).first() if draft.category else None
    if (category is None) == (not draft.group) or not is_group(draft.group):
        errors["event"] = _("Pilih satu jenis kejadian, atau satu kelompok, dari daftar.")
    area = Area.objects.filter(code=draft.area).first() if draft.area else None
    if draft.area and area is None:
        errors["area"] = _("Pilih wilayah dari daftar.")
    if (draft.starts is None) != (draft.ends is None) or (draft.starts is not None and draft.starts == draft.ends):
        errors["starts"] = _("Isi jam mulai dan jam selesai yang berbeda, atau kosongkan keduanya.")
    if not set(draft.weekdays) <= set(range(7)):
        errors["weekdays"] = _("Pilih hari dari daftar.")
    needs = needed(draft.needs, errors)
    if errors:
        raise ValidationError(dict(errors))
    columns = {"title": title, "category": category, "group": draft.group, "area": area}
    days = sorted(set(draft.weekdays))
    return {**columns, "starts": draft.starts, "ends": draft.ends, "weekdays": days if len(days) < 7 else []}, needs


def is_group(name: str) -> bool:
    """Whether there are kinds of event under this name; no name is one too."""
    return not name or Category.objects.filter(group=name).exists()


def needed(wanted: Sequence[Wanted], errors: dict[str, str]) -> list[dict[str, Any]]:
    """The columns of the needs, by level; what is not sound is added to the errors."""
    agencies = {agency.code: agency for agency in Agency.objects.filter(is_active=True)}
    sound = [one for one in wanted if is_sound(one) and one.agency in agencies]
    if len(sound) < len(wanted):
        errors["needs"] = _("Tiap kebutuhan menyebut instansi yang aktif dan jumlah 0 sampai 20; 0 tanpa jenis unit.")
    elif not 1 <= len(wanted) <= MOST:
        errors["needs"] = _("Tulis satu sampai enam belas kebutuhan.")
    elif min(one.level for one in wanted) > 1:
        errors["needs"] = _("Tulis sedikitnya satu kebutuhan untuk alarm 1.")
    elif len({(one.agency, one.capability.strip(), one.level) for one in wanted}) < len(wanted):
        errors["needs"] = _("Satu instansi dan jenis unit cukup satu baris pada tiap alarm; satukan jumlahnya.")
    return [
        {
            "agency": agencies[one.agency],
            "capability": one.capability.strip(),
            "count": one.count,
            "level": one.level,
        }
        for one in sorted(sound, key=lambda one: one.level)
    ]


def is_sound(one: Wanted) -> bool:
    """Whether a need can be kept; nobody at all is of no kind."""
    kind = one.capability.strip()
    return (
        0 <= one.count <= Need.MOST
        and 1 <= one.level <= MOST_LEVELS
        and len(kind) <= 40
        and bool(one.count or not kind)
    )


def is_same(row: Plan, columns: dict[str, Any], needs: list[dict[str, Any]]) -> bool:
    """Whether an edition already says exactly this."""
    standing = [(one.agency_id, one.capability, one.count, one.level) for one in row.needs.all()]
    new = [(one["agency"].pk, one["capability"], one["count"], one["level"]) for one in needs]
    return standing == new and all(getattr(row, name) == value for name, value in columns.items())


def new_code(title: str) -> str:
    """A code for a plan that begins; one that is taken belongs to another plan, in force or withdrawn."""
    code = slugify(title)[:40]
    if not code or Plan.objects.filter(code=code).exists():
        raise ValidationError({"title": _("Judul ini sudah dipakai rencana lain. Pilih judul lain.")})
    return code


def refuse_same_ground(row: Plan) -> None:
    """Of two plans for the same kind, place and hours nobody could say which holds."""
    others = Plan.objects.current().exclude(code=row.code).filter(category=row.category, group=row.group, area=row.area)
    for other in others:
        if is_same_ground(row, other):
            raise ValidationError(
                {
                    "event": _("“%(title)s” sudah berlaku untuk jenis, wilayah, dan jam ini. Ubah rencana itu saja.")
                    % {"title": other.title}
                }
            )


@transaction.atomic
def approve_plan(plan_id: int, *, actor: User, version: int | None = None) -> Plan:
    """The centre's own SOP stands behind this edition from now on; it is no longer an example."""
    row: Plan = Plan.objects.locked(plan_id, version=version)
    permit(actor, "keep_plans")
    refuse_old(row)
    if row.approved_at:
        raise ValidationError(_("Versi ini sudah disahkan."), code="already_approved")
    row.approved_by, row.approved_at = actor, now()
    row.save(update_fields=["approved_by", "approved_at"])
    record(row, "approved", actor=actor, at=row.approved_at, code=row.code, edition=row.edition)
    return row


@transaction.atomic
def withdraw_plan(plan_id: int, *, actor: User, version: int | None = None) -> Plan:
    """The plan holds no more; its editions stay for the incidents that were sent by them."""
    row: Plan = Plan.objects.locked(plan_id, version=version)
    permit(actor, "keep_plans")
    refuse_old(row)
    row.is_current = False
    row.save(update_fields=["is_current"])
    record(row, "withdrawn", actor=actor, at=now(), code=row.code, edition=row.edition)
    return row


@transaction.atomic
def restore_plan(plan_id: int, *, actor: User, version: int | None = None) -> Plan:
    """The last edition of a withdrawn plan holds again; whether it was approved stays as it was."""
    lock_editions()
    row: Plan = Plan.objects.locked(plan_id, version=version)
    permit(actor, "keep_plans")
    if row.is_current:
        raise ValidationError(_("Rencana ini sedang berlaku."), code="already_current")
    if not Plan.objects.withdrawn().filter(pk=row.pk).exists():
        refuse_old(row)
    refuse_same_ground(row)
    row.is_current = True
    row.save(update_fields=["is_current"])
    record(row, "restored", actor=actor, at=now(), code=row.code, edition=row.edition)
    return row


def refuse_old(row: Plan) -> None:
    """Only the edition in force is approved or withdrawn."""
    if not row.is_current:
        raise ValidationError(_("Versi ini tidak berlaku lagi; buka versi terbaru."), code="not_current")
