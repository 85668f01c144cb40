"""What people write to 112 and what is answered: a line joins its sender's open conversation, or begins one."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.permissions import permit
from calls.actions.answering import check_mine, is_left
from calls.actions.climbing import wind_ring
from calls.identity import is_dialable, normalised
from calls.models import Call, Identity, PhoneNumber
from calls.thread import BACK_OFF, FOLLOWS_WITHIN, LONGEST_REPLY, MOST_PER_MINUTE, Delivery, Direction, Message
from journal.journal import record

# Longer than the gateway is given to answer: meanwhile no other worker takes the same line.
IN_HAND = timedelta(seconds=20)


@dataclass(frozen=True)
class Incoming:
    """One message as a gateway tells of it; `sender` is a number or an account, `accuracy` in metres."""

    channel: str
    sender: str
    text: str
    sent_at: datetime
    gateway_id: str
    name: str = ""
    attachments: int = 0
    lat: float | None = None
    lng: float | None = None
    accuracy: float | None = None
    is_test: bool = False
    is_simulated: bool = False


@transaction.atomic
def take_message(said: Incoming, *, actor: User | None) -> tuple[Message, bool]:
    """Keep one message, once by its gateway's id, in the sender's one open conversation; says whether it is new."""
    permit(actor, "take_message")
    at = now()
    caller = sender_of(said)
    if known := kept(said, caller):
        return known, False
    refuse_flood(caller, at)
    call = conversation_of(said, caller, at)
    if known := kept(said, caller):
        if not call.version:
            call.delete()
        return known, False
    line = Message.objects.create(
        call=call,
        direction=Direction.IN,
        text=said.text,
        at=at,
        sent_at=min(said.sent_at, at),  # a telephone whose clock runs ahead has not written in the future
        gateway_id=said.gateway_id,
        sender_name=said.name,
        attachments=said.attachments,
        lat=said.lat,
        lng=said.lng,
        accuracy=said.accuracy,
    )
    wind_ring(call, at)
    record(call, "wrote", actor=actor, at=at, message=line.pk)
    return line, True


def sender_of(said: Incoming) -> PhoneNumber:
    """Who writes: a number in the spelling of all numbers, so that his calls and messages add up, or an account."""
    is_number = is_dialable(said.sender)
    value = normalised(said.sender) if is_number else said.sender
    row, _created = PhoneNumber.objects.get_or_create(
        identity=Identity.NUMBER if is_number else Identity.HANDLE, value=value
    )
    return row


def kept(said: Incoming, caller: PhoneNumber) -> Message | None:
    """The same message told before."""
    rows = Message.objects.filter(call__channel=said.channel, call__caller=caller, gateway_id=said.gateway_id)
    return rows.select_related("call").first()


def refuse_flood(caller: PhoneNumber, at: datetime) -> None:
    """One telephone may not bury the others; the gateway is to try again."""
    latest = Message.objects.filter(call__caller=caller, direction=Direction.IN, at__gt=at - timedelta(minutes=1))
    if latest.count() >= MOST_PER_MINUTE:
        raise ValidationError(_("Terlalu banyak pesan dari pengirim ini. Ulangi setelah satu menit."), code="too_many")


def conversation_of(said: Incoming, caller: PhoneNumber, at: datetime) -> Call:
    """The sender's open conversation under its lock, or a new one; never one with somebody who has gone home."""
    while True:
        call, _created = Call.objects.get_or_create(
            channel=said.channel,
            caller=caller,
            ended_at=None,
            defaults={
                "switch_id": f"{said.channel}-{secrets.token_hex(12)}",
                "offered_at": at,
                "received_as": said.sender,
                "follows": followed(said, caller, at),
                "is_test": said.is_test,
                "is_simulated": said.is_simulated,
            },
        )
        locked: Call = Call.objects.locked(call.pk)
        if locked.ended_at is None and not is_left(locked):
            return locked
        if locked.ended_at is None:
            leave(locked, at)


def followed(said: Incoming, caller: PhoneNumber, at: datetime) -> Call | None:
    """The conversation that ended just now, which a new one is read together with."""
    rows = Call.objects.filter(channel=said.channel, caller=caller, ended_at__gt=at - FOLLOWS_WITHIN)
    return rows.order_by("-ended_at", "-pk").first()


def leave(call: Call, at: datetime) -> None:
    """A conversation whose call-taker has gone home ends with what he wrote; what comes next is anybody's."""
    call.ended_at = at
    call.save(update_fields=["ended_at"])
    record(call, "ended", actor=None, at=at)


@transaction.atomic
def write_back(call_id: int, text: str, *, actor: User, version: int | None = None) -> Message:
    """Answer whoever wrote; the line waits in its row until the gateway has taken it."""
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "write_back")
    check_mine(call, actor)
    check_writable(call)
    words = text.strip()
    if not words:
        raise ValidationError({"text": _("Tulis balasannya.")})
    if len(words) > LONGEST_REPLY:
        raise ValidationError({"text": _("Paling panjang %(most)d huruf.") % {"most": LONGEST_REPLY}})
    at = now()
    line = Message.objects.create(
        call=call, direction=Direction.OUT, text=words, at=at, by=actor, state=Delivery.QUEUED, next_try_at=at
    )
    record(call, "replied", actor=actor, at=at, message=line.pk)
    return line


def check_writable(call: Call) -> None:
    """There is somebody to write to, and a way."""
    if call.is_voice:
        raise ValidationError(_("Ini panggilan suara; tidak ada percakapan untuk dibalas."), code="not_a_conversation")
    if call.ended_at:
        raise ValidationError(
            _("Percakapan ini sudah ditutup. Bila pelapor menulis lagi, percakapan baru masuk antrean."),
            code="already_ended",
        )
    if not settings.NOTIFY_URL:
        raise ValidationError(
            _("Balasan tidak bisa dikirim: gateway pesan belum disambungkan. Hubungi pengirim lewat nomornya."),
            code="no_gateway",
        )


@transaction.atomic
def resend(message_id: int, *, actor: User, version: int | None = None) -> Message:
    """Try a line again that the gateway would not take; under the same key, so it cannot arrive twice unnoticed."""
    call_id = Message.objects.values_list("call_id", flat=True).get(pk=message_id)
    call: Call = Call.objects.locked(call_id, version=version)
    permit(actor, "write_back")
    check_mine(call, actor)
    check_writable(call)
    line = Message.objects.get(pk=message_id)
    if line.state != Delivery.FAILED:
        raise ValidationError(_("Pesan ini tidak gagal terkirim."), code="already_sent")
    at = now()
    line.state, line.attempts, line.next_try_at, line.problem = Delivery.QUEUED, 0, at, ""
    line.save(update_fields=["state", "attempts", "next_try_at", "problem"])
    record(call, "resent", actor=actor, at=at, message=line.pk)
    return line


@transaction.atomic
def claim_reply() -> Message | None:
    """The next line to hand to the gateway, out of reach of other workers while it is tried; None when all is said."""
    at = now()
    rows = Message.objects.to_send().filter(next_try_at__lte=at).select_related("call")
    free = rows.select_for_update(no_key=True, skip_locked=True, of=("self",))
    line = free.order_by("next_try_at", "pk").first()
    if line is None:
        return None
    line.attempts += 1
    line.next_try_at = at + IN_HAND
    line.save(update_fields=["attempts", "next_try_at"])
    return line


@transaction.atomic
def note_reply(message_id: int, *, problem: str) -> None:
    """What became of a line: taken, to be tried again, or given up and shown as failed."""
    call_id = Message.objects.values_list("call_id", flat=True).get(pk=message_id)
    call: Call = Call.objects.locked(call_id)
    line = Message.objects.get(pk=message_id)
    if line.state != Delivery.QUEUED:
        return
    at = now()
    line.problem = problem[:60]
    is_last = line.attempts > len(BACK_OFF)
    if problem and not is_last:
        line.next_try_at = at + BACK_OFF[max(line.attempts, 1) - 1]
        line.save(update_fields=["problem", "next_try_at"])
        return
    line.state, line.next_try_at = (Delivery.FAILED if problem else Delivery.SENT), None
    line.save(update_fields=["state", "problem", "next_try_at"])
    record(call, "undelivered" if problem else "delivered", actor=None, at=at, message=line.pk)
