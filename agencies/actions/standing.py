"""Watches, units on and off duty, members, beds, machine tokens, the running number."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.actions.placing import end_sharing
from agencies.hospitals import Told, refuse_beds
from agencies.models import (
    Beds,
    Centre,
    DutyPeriod,
    HandoverNote,
    Hospital,
    Member,
    Position,
    Role,
    Seat,
    Token,
    Unit,
    Watch,
)
from agencies.permissions import permit
from journal.journal import record

HANDOVER_LENGTH = 280
DESK_ROLES = frozenset({Role.CALL_TAKER, Role.DISPATCHER, Role.SUPERVISOR})


@transaction.atomic
def sign_on(member_id: int, roles: Collection[str], *, actor: User, session_key: str, seat_id: int | None) -> Watch:
    """Open a watch with the chosen roles; a desk role needs a seat, and no roles but the member's own are given."""
    member: Member = Member.objects.locked(member_id)
    chosen = sorted(set(roles))
    if member.user_id != actor.pk or not chosen or not set(chosen) <= set(member.roles):
        raise ValidationError(_("Peran ini tidak terdaftar untuk akun Anda. Pilih peran lain."), code="unknown_role")
    seat = Seat.objects.filter(pk=seat_id).first() if seat_id else None
    if set(chosen) & DESK_ROLES and seat is None:
        raise ValidationError(_("Pilih meja tempat Anda duduk."), code="seat_needed")
    at = now()
    end_watches(Watch.objects.open().filter(session_key=session_key), at)
    watch = Watch.objects.create(
        member=member,
        roles=chosen,
        seat=seat,
        extension=seat.extension if seat else "",
        session_key=session_key,
        started_at=at,
    )
    record(member, "signed_on", actor=actor, at=at, roles=chosen, seat=seat.pk if seat else None)
    return watch


@transaction.atomic
def sign_off(watch_id: int, *, actor: User | None) -> None:
    """End a watch; its sockets close within seconds. Ending it twice changes nothing."""
    watch = Watch.objects.get(pk=watch_id)
    member: Member = Member.objects.locked(watch.member_id)
    at = now()
    if end_watches(Watch.objects.filter(pk=watch_id, ended_at=None), at):
        record(member, "signed_off", actor=actor, at=at, watch=watch_id)


def end_watches(watches: QuerySet[Watch], at: datetime) -> int:
    """These are over, and with them where their telephones were; how many they were."""
    Position.objects.filter(watch__in=list(watches)).delete()
    return watches.update(ended_at=at)


@transaction.atomic
def pause(watch_id: int, *, actor: User, is_paused: bool, version: int | None = None) -> Watch:
    """Somebody leaves his desk for a while, or is back; his colleagues see it. Saying it twice changes nothing."""
    watch = Watch.objects.get(pk=watch_id)
    member: Member = Member.objects.locked(watch.member_id)
    permit(actor, "pause")
    watch = Watch.objects.select_related("member").get(pk=watch_id)
    if member.user_id != actor.pk or watch.ended_at:
        raise ValidationError(_("Jaga ini bukan jaga Anda yang sedang berjalan."), code="not_yours")
    if bool(watch.paused_at) == is_paused:
        return watch
    member.refuse_unseen(version)
    at = now()
    watch.paused_at = at if is_paused else None
    watch.save(update_fields=["paused_at"])
    record(member, "paused" if is_paused else "resumed", actor=actor, at=at, watch=watch.pk)
    return watch


@transaction.atomic
def write_handover(text: str, *, actor: User) -> HandoverNote:
    """Leave a line to the next watch. What it says stays in the row; the journal only knows that it was written."""
    permit(actor, "hand_over")
    words = " ".join(text.replace("\x00", "").split())
    if not words:
        raise ValidationError({"text": _("Tulis catatannya.")})
    if len(words) > HANDOVER_LENGTH:
        raise ValidationError({"text": _("Paling panjang %(most)d huruf.") % {"most": HANDOVER_LENGTH}})
    at = now()
    note = HandoverNote.objects.create(text=words, written_by=actor, written_at=at)
    record(note, "written", actor=actor, at=at)
    return note


@transaction.atomic
def tick_handover(note_id: int, *, actor: User, is_done: bool, version: int | None = None) -> HandoverNote:
    """Say that a line has been seen to, or take that back."""
    note: HandoverNote = HandoverNote.objects.locked(note_id)
    permit(actor, "hand_over")
    if is_done and note.done_by:
        raise ValidationError(
            _("Catatan ini sudah diselesaikan %(who)s."),
            code="already_done",
            params={"who": note.done_by.get_full_name()},
        )
    note.refuse_unseen(version)
    if not is_done and not note.done_by:
        raise ValidationError(_("Catatan ini belum diselesaikan siapa pun."), code="not_done")
    at = now()
    note.done_by, note.done_at = (actor, at) if is_done else (None, None)
    note.save(update_fields=["done_by", "done_at"])
    record(note, "done" if is_done else "undone", actor=actor, at=at)
    return note


@transaction.atomic
def change_member(
    member_id: int,
    *,
    actor: User | None,
    roles: Collection[str],
    agency_id: int | None,
    is_cleared: bool,
    is_active: bool,
    unit_id: int | None = None,
) -> Member:
    """Change what a member may be and rides with; his open watches end, so that he signs in again as what he is now."""
    member: Member = Member.objects.locked(member_id)
    permit(actor, "manage")
    at = now()
    member.roles, member.agency_id, member.is_cleared = sorted(set(roles)), agency_id, is_cleared
    member.unit_id = unit_id
    member.save(update_fields=["roles", "agency", "is_cleared", "unit"])
    User.objects.filter(pk=member.user_id).update(is_active=is_active)
    end_watches(member.watches.filter(ended_at=None), at)
    record(member, "changed", actor=actor, at=at, roles=member.roles, agency=agency_id, active=is_active, unit=unit_id)
    return member


@transaction.atomic
def set_theme(member_id: int, theme: str, *, actor: User) -> None:
    """Remember whether this person reads dark or light screens; a taste, not a change worth an entry."""
    if theme not in ("dark", "light"):
        raise ValidationError(_("Tema hanya gelap atau terang."), code="unknown_theme")
    Member.objects.filter(pk=member_id, user=actor).update(theme=theme)


@transaction.atomic
def put_on_duty(unit_id: int, *, actor: User | None, version: int | None = None) -> Unit:
    """A unit can be sent from now on."""
    unit: Unit = Unit.objects.locked(unit_id, version=version)
    permit(actor, "set_duty", agency_id=unit.agency_id)
    if unit.is_on_duty:
        raise ValidationError(_("%(unit)s sudah siaga."), code="already_on_duty", params={"unit": unit.call_sign})
    at = now()
    unit.is_on_duty, unit.off_duty_reason = True, ""
    unit.save(update_fields=["is_on_duty", "off_duty_reason"])
    DutyPeriod.objects.create(unit=unit, started_at=at)
    record(unit, "on_duty", actor=actor, at=at)
    return unit


@transaction.atomic
def take_off_duty(unit_id: int, reason: str, *, actor: User | None, version: int | None = None) -> Unit:
    """A unit cannot be sent from now on, and says why."""
    unit: Unit = Unit.objects.locked(unit_id, version=version)
    permit(actor, "set_duty", agency_id=unit.agency_id)
    if not unit.is_on_duty:
        raise ValidationError(
            _("%(unit)s sudah tidak siaga."), code="already_off_duty", params={"unit": unit.call_sign}
        )
    at = now()
    unit.is_on_duty, unit.off_duty_reason = False, reason.strip()[:40]
    unit.save(update_fields=["is_on_duty", "off_duty_reason"])
    DutyPeriod.objects.filter(unit=unit, ended_at=None).update(ended_at=at)
    for watch in Watch.objects.open().filter(member__unit=unit).exclude(shares_position_since=None):
        end_sharing(watch, actor=actor, at=at, because="off_duty")
    record(unit, "off_duty", actor=actor, at=at)
    return unit


@transaction.atomic
def tell_beds(
    hospital_id: int, *, actor: User | None, emergency: str, beds: Told, version: int | None = None
) -> Hospital:
    """A hospital says how its emergency room stands and which beds are free; saying the same again renews its word.

    What it says by telephone the desk writes down in its own name.
    """
    row: Hospital = Hospital.objects.locked(hospital_id)
    is_heard = permit(actor, "tell_beds", agency_id=row.post.agency_id).is_desk
    row.refuse_unseen(version)
    refuse_beds(beds)
    at = now()
    row.beds.all().delete()
    Beds.objects.bulk_create(Beds(hospital=row, kind=kind, free=few, total=all_) for kind, (few, all_) in beds.items())
    row.emergency, row.told_at, row.heard_by = emergency, at, actor if is_heard else None
    row.save(update_fields=["emergency", "told_at", "heard_by"])
    via = {"via": "phone"} if is_heard else {}
    record(row, "beds_told", actor=actor, at=at, emergency=emergency, beds=dict(beds), **via)
    return row


def issue_token(name: str, scopes: Collection[str]) -> str:
    """Make a machine account and answer its key, which is shown once and never stored."""
    key = secrets.token_urlsafe(32)
    keep_token(name, scopes, key)
    return key


@transaction.atomic
def keep_token(name: str, scopes: Collection[str], key: str) -> Token:
    """Give the machine account `name` this key and these scopes; an earlier key of that name stops working."""
    user, _created = User.objects.get_or_create(username=f"mesin:{name}", defaults={"first_name": name})
    user.set_unusable_password()
    user.save(update_fields=["password"])
    token, _created = Token.objects.update_or_create(
        user=user,
        defaults={"hash": hash_of(key), "scopes": sorted(scopes), "created_at": now(), "revoked_at": None},
    )
    return token


@transaction.atomic
def revoke_token(name: str) -> Token:
    """End the key of a machine account at once; raises Token.DoesNotExist where there is none that works."""
    token = Token.objects.select_for_update(of=("self",)).get(user__username=f"mesin:{name}", revoked_at=None)
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    return token


def hash_of(key: str) -> str:
    """What is kept of a key: long and random, so a plain digest is enough."""
    return hashlib.sha256(key.encode()).hexdigest()


def draw_number() -> int:
    """The centre's next incident number, from its locked row; call it inside the opening's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE agencies_centre SET last_number = last_number + 1 RETURNING last_number")
        row = cursor.fetchone()
    if row is None:
        raise Centre.DoesNotExist
    return int(row[0])
