"""What tells where units are: positions by devices and by telephones whose owners consent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.addressees import Addressees, spot
from agencies.fixes import KEPT, Fix, Leap, Spot, Unfit, refuse_impossible, refuse_leap
from agencies.models import Member, Position, Unit, Watch
from agencies.permissions import permit
from journal.journal import record

PLACE = """
WITH alive AS (SELECT id FROM agencies_unit WHERE id = ANY(%(unit)s) FOR KEY SHARE)
INSERT INTO agencies_position AS known (unit_id, lat, lng, at, received_at, accuracy, speed, heading, version, watch_id)
SELECT told.unit, lat, lng, at, %(now)s, accuracy, speed, heading, %(version)s, %(watch)s
FROM unnest(%(unit)s::bigint[], %(lat)s::float8[], %(lng)s::float8[], %(at)s::timestamptz[], %(accuracy)s::float8[],
            %(speed)s::float8[], %(heading)s::float8[]) AS told (unit, lat, lng, at, accuracy, speed, heading)
JOIN alive ON alive.id = told.unit
ORDER BY told.unit
ON CONFLICT (unit_id) DO UPDATE SET lat = excluded.lat, lng = excluded.lng, at = excluded.at,
    received_at = excluded.received_at, accuracy = excluded.accuracy, speed = excluded.speed,
    heading = excluded.heading, watch_id = excluded.watch_id, doubted_at = NULL,
    version = greatest(excluded.version, known.version + 1)
WHERE known.at < excluded.at
"""


@dataclass
class Heard:
    """What became of positions: how many were news, how many were not, and by their place in the batch why not."""

    taken: int = 0
    older: int = 0
    refused: dict[int, Unfit] = field(default_factory=dict)


@transaction.atomic
def take_positions(fixes: Sequence[Fix], *, actor: User | None) -> Heard:
    """Keep the newest credible place of each unit; in any order and any number of times the end is the same."""
    stand = permit(actor, "tell_positions")
    at = now()
    batch = Batch(Addressees(fixes, stand.places_only), at)
    for index in sorted(range(len(fixes)), key=lambda one: fixes[one].at):
        try:
            batch.hear(fixes[index])
        except Unfit as problem:
            batch.heard.refused[index] = problem
    if batch.newest:
        place(batch.newest, at)
    doubt(batch.doubts)
    return batch.heard


class Batch:
    """Positions that come together, taken in the order of their times."""

    def __init__(self, units: Addressees, at: datetime) -> None:
        """None of them yet; `newest` and `doubts` are of units, by their ids."""
        self.units, self.at = units, at
        self.heard = Heard()
        self.newest: dict[int, Fix] = {}
        self.doubts: dict[int, Spot | Fix] = {}

    def hear(self, fix: Fix) -> None:
        """One of them, unless an earlier one said more; Unfit where it cannot be true."""
        refuse_impossible(fix, self.at)
        known = self.units.of(fix)
        if known is None:
            raise Unfit("unknown_unit", _("Unit atau perangkat ini tidak dikenal. Daftarkan di pengaturan unit."))
        unit = known.unit_id
        last = self.newest.get(unit) or known.last
        if last and fix.at <= last.at:
            self.heard.older += 1
            return
        doubted = self.doubts.get(unit) or (None if unit in self.newest else known.doubted)
        try:
            refuse_leap(last, doubted, fix)
        except Leap as leap:
            self.doubts[unit] = leap.first
            raise
        self.doubts.pop(unit, None)
        self.newest[unit] = replace(fix, at=min(fix.at, self.at))
        self.heard.taken += 1


def place(newest: dict[int, Fix], at: datetime, watch_id: int | None = None) -> None:
    """Write these units' places; one that was told a newer one meanwhile keeps it, one that was deleted gets none."""
    columns = ("lat", "lng", "at", "accuracy", "speed", "heading")
    told = {name: [getattr(fix, name) for fix in newest.values()] for name in columns}
    version = round(at.timestamp() * 1000)  # so that it only grows, also after a place was forgotten
    with connection.cursor() as cursor:
        cursor.execute(PLACE, {**told, "unit": list(newest), "now": at, "version": version, "watch": watch_id})


def doubt(firsts: dict[int, Spot | Fix]) -> None:
    """Keep where these units leapt to, until they are seen where they can be."""
    for unit_id, first in firsts.items():
        Position.objects.filter(unit=unit_id).update(doubted_lat=first.lat, doubted_lng=first.lng, doubted_at=first.at)


@transaction.atomic
def share_position(watch_id: int, *, actor: User, is_shared: bool) -> Watch:
    """Somebody of a crew consents that his telephone tells where his unit is, or withdraws it; for this watch only.

    Saying it twice changes nothing. What his telephone has told goes with the consent.
    """
    watch = Watch.objects.get(pk=watch_id)
    member: Member = Member.objects.locked(watch.member_id)
    permit(actor, "share_position", agency_id=member.agency_id)
    watch = Watch.objects.get(pk=watch_id)
    if member.user_id != actor.pk or watch.ended_at:
        raise ValidationError(_("Jaga ini bukan jaga Anda yang sedang berjalan."), code="not_yours")
    if bool(watch.shares_position_since) == is_shared:
        return watch
    at = now()
    if not is_shared:
        return end_sharing(watch, actor=actor, at=at, because="withdrawn")
    refuse_off_duty(member.unit)
    watch.shares_position_since = at
    watch.save(update_fields=["shares_position_since"])
    record(member, "position_shared", actor=actor, at=at, watch=watch.pk)
    return watch


def end_sharing(watch: Watch, *, actor: User | None, at: datetime, because: str) -> Watch:
    """The consent is over, and what was told by it is gone."""
    member: Member = Member.objects.locked(watch.member_id)
    Position.objects.filter(watch=watch).delete()
    watch.shares_position_since = None
    watch.save(update_fields=["shares_position_since"])
    record(member, "position_withdrawn", actor=actor, at=at, watch=watch.pk, because=because)
    return watch


def refuse_off_duty(unit: Unit | None) -> Unit:
    """ValidationError unless there is a unit whose place may be told now."""
    if unit is None:
        words = _("Akun Anda belum terhubung dengan unit. Hubungi administrator pusat panggilan.")
        raise ValidationError(words, code="no_unit")
    if not unit.is_on_duty:
        raise ValidationError(_("%(unit)s tidak siaga. Nyatakan siaga dulu."), code="off_duty", params={"unit": unit})
    return unit


@transaction.atomic
def tell_own_position(watch_id: int, fix: Fix, *, actor: User) -> Heard:
    """Where the telephone of somebody who has consented is, as a batch of one."""
    watch = Watch.objects.select_related("member__unit__position").get(pk=watch_id)
    permit(actor, "share_position", agency_id=watch.member.agency_id)
    if watch.member.user_id != actor.pk or watch.ended_at or watch.shares_position_since is None:
        raise ValidationError(_("Posisi tidak sedang dibagikan. Nyalakan lagi bila Anda mau."), code="not_sharing")
    unit = refuse_off_duty(watch.member.unit)
    at = now()
    last: Position | None = getattr(unit, "position", None)
    try:
        refuse_impossible(fix, at)
        if last and fix.at <= last.at:
            return Heard(older=1)
        if last:
            refuse_leap(
                spot(last.lat, last.lng, last.at), spot(last.doubted_lat, last.doubted_lng, last.doubted_at), fix
            )
    except Unfit as problem:
        doubt({unit.pk: problem.first} if isinstance(problem, Leap) else {})
        return Heard(refused={0: problem})
    place({unit.pk: replace(fix, at=min(fix.at, at))}, at, watch.pk)
    return Heard(taken=1)


@transaction.atomic
def forget_positions(*, actor: User | None) -> int:
    """Drop places that say nothing any more; how many there were."""
    permit(actor, "manage")
    number, _rows = Position.objects.filter(at__lt=now() - KEPT).delete()
    return number
