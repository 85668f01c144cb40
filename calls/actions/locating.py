"""Where a caller is: kept as it was said, and brought together with his call whichever of the two comes first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import Case, Q, When
from django.utils.crypto import salted_hmac
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.aml import imei_of
from calls.identity import normalised
from calls.locations import CallerLocation
from calls.models import Call, Identity, PhoneNumber
from calls.positions import Fix, Way
from calls.thread import Channel
from journal.journal import record

LOCATING = 112_005  # our name among PostgreSQL's advisory locks
# A handset sends its place within half a minute of dialling, but a loaded SMS centre keeps it for minutes; and a caller
# whose line broke rings again within as long.
WITHIN = timedelta(minutes=10)
# A call whose end the exchange never told attracts no location for longer than this.
LONGEST_CALL = timedelta(hours=4)
# So long is kept what belongs to no call.
KEPT = timedelta(days=1)
# What a copy takes over from the location of an earlier call.
SAME = (
    *("way", "method", "network", "home", "language", "lat", "lng", "radius_m", "confidence"),
    *("azimuth", "opening", "is_doubtful", "positioned_at", "received_at"),
)


@dataclass(frozen=True)
class Told:
    """One location as it arrived, and what it is known by: the caller's number or IMEI, or the exchange's call."""

    way: str
    fix: Fix | None
    received_at: datetime
    number: str = ""
    imei: str = ""
    call_id: str = ""
    network: str = ""
    home: str = ""
    language: str = ""
    is_doubtful: bool = False


@transaction.atomic
def locate(told: Told, *, actor: User | None) -> CallerLocation:
    """Keep where a caller is; a repetition changes nothing. Raises ValidationError where it is nobody's."""
    permit(actor, "locate")
    number, imei = normalised(told.number) if told.number else "", imei_of(told.imei)
    if not (number or imei or told.call_id):
        raise ValidationError({"number": _("Sebut nomor, IMEI, atau panggilannya; lokasi ini milik siapa?")})
    hold_callers(number, imei)
    at = min(told.received_at, now())
    call = call_named(told.call_id) if told.call_id else call_around(number, imei, at)
    mark = fingerprint(told.way, number, imei, told.call_id, said(told.fix))
    known = repeated(mark, at)
    if known:
        return known
    row = CallerLocation.objects.create(
        call=call,
        number="" if call else number,
        imei="" if call else imei,
        fingerprint=mark,
        way=told.way,
        network=told.network,
        home=told.home,
        language=told.language,
        is_doubtful=told.is_doubtful,
        received_at=at,
        **said(told.fix),
    )
    if call:
        record(call, "located", actor=actor, at=at, **facts(row))
    return row


@transaction.atomic
def forget_locations(*, actor: User | None) -> int:
    """Drop what belongs to no call after a day; how many there were."""
    permit(actor, "manage")
    number, _rows = CallerLocation.objects.unmatched().filter(received_at__lt=now() - KEPT).delete()
    return number


def take_locations(call: Call, *, actor: User | None) -> None:
    """Give a call whose caller has just become known what was said of his place before; inside hear()'s transaction.

    What an earlier call of the last minutes was given belongs to this one too: it is the same telephone.
    """
    if call.caller is None or call.caller.identity not in (Identity.NUMBER, Identity.IMEI):
        return
    fresh = CallerLocation.objects.filter(received_at__gte=call.offered_at - WITHIN)
    mine = whose(call.caller)
    waiting = list(fresh.unmatched().filter(mine).select_for_update().order_by("received_at", "pk")) if mine else []
    for row in waiting:
        row.call, row.number, row.imei = call, "", ""
        row.save(update_fields=["call", "number", "imei"])
    before = fresh.filter(call__caller=call.caller, lat__isnull=False).exclude(call=call).order_by("received_at", "pk")
    copies = [copy_of(row, call) for row in before]
    for row in (*waiting, *copies):
        record(call, "located", actor=actor, at=max(row.received_at, call.offered_at), **facts(row))


def keep_cell(call: Call, cell: Fix, *, actor: User | None, at: datetime) -> None:
    """The area the network says the caller is in, told with an event of his call; inside hear()'s transaction."""
    mark = fingerprint(Way.CELL, "", "", str(call.pk), said(cell))
    if repeated(mark, at):
        return
    row = CallerLocation.objects.create(call=call, fingerprint=mark, way=Way.CELL, received_at=at, **said(cell))
    record(call, "located", actor=actor, at=at, **facts(row))


def hold_callers(*keys: str) -> None:
    """One thing at a time of one caller: else his call and his location, arriving together, miss each other."""
    with connection.cursor() as cursor:
        for key in sorted({key for key in keys if key}):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCATING, key])


def key_of(identity: str, value: str) -> str:
    """What a caller is held by: a number in our spelling, or the fourteen digits of an IMEI; nothing for the others."""
    if identity == Identity.NUMBER:
        return normalised(value)
    return imei_of(value) if identity == Identity.IMEI else ""


def whose(caller: PhoneNumber) -> Q:
    """The locations of this caller that wait for his call; empty if he can have none."""
    key = key_of(caller.identity, caller.value)
    name = "number" if caller.identity == Identity.NUMBER else "imei"
    return Q(**{name: key}) if key else Q()


def call_named(switch_id: str) -> Call:
    """The exchange's call under its lock; Call.DoesNotExist if it was never told of."""
    locked: Call = Call.objects.locked(Call.objects.get(switch_id=switch_id).pk)
    return locked


def call_around(number: str, imei: str, at: datetime) -> Call | None:
    """The caller's latest call that goes on at this time, or began or ended within WITHIN of it, under its lock.

    Handsets tell where they are because somebody rang, so a conversation by message only gets what no call does.
    """
    caller = Q(caller__identity=Identity.NUMBER, caller__value=number) if number else Q()
    if imei:
        caller |= Q(caller__identity=Identity.IMEI, caller__value__startswith=imei)
    begun = Q(offered_at__lte=at + WITHIN, offered_at__gte=at - LONGEST_CALL)
    going = Q(ended_at=None) | Q(ended_at__gte=at - WITHIN)
    rung_first = Case(When(channel=Channel.VOICE, then=0), default=1)
    found = Call.objects.filter(caller, begun, going).order_by(rung_first, "-offered_at", "-pk").first()
    return Call.objects.locked(found.pk) if found else None


def said(fix: Fix | None) -> dict[str, Any]:
    """A position as columns; none is no point."""
    if fix is None:
        return {}
    return {
        "lat": fix.lat,
        "lng": fix.lng,
        "radius_m": fix.radius_m,
        "confidence": fix.confidence,
        "method": fix.method,
        "positioned_at": fix.positioned_at,
        "azimuth": fix.azimuth,
        "opening": fix.opening,
    }


def fingerprint(*parts: Any) -> str:
    """What tells a repetition from news, without telling whose it is."""
    return salted_hmac("calls.location", repr(parts), algorithm="sha256").hexdigest()


def repeated(mark: str, at: datetime) -> CallerLocation | None:
    """The same, said before and not long ago: gateways that got no answer send again."""
    rows = CallerLocation.objects.filter(fingerprint=mark, received_at__gte=at - WITHIN)
    return rows.order_by("-received_at").first()


def copy_of(row: CallerLocation, call: Call) -> CallerLocation:
    """The same location, of another call of the same telephone."""
    same = {name: getattr(row, name) for name in SAME}
    return CallerLocation.objects.create(call=call, fingerprint=fingerprint(row.fingerprint, call.pk), **same)


def facts(row: CallerLocation) -> dict[str, Any]:
    """What the journal says of a location: how it came and how good it is, never where it is."""
    metres = round(row.radius_m) if row.radius_m else None
    return {"location": row.pk, "way": row.way, "found": row.lat is not None, "metres": metres}
