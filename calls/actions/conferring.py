"""A third person on the line: what the exchange says of a conference's room, and who has the caller in it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext as _

from agencies.models import Seat
from agencies.permissions import permit
from calls.commanding import ExchangeCommand, ExchangeCommandQuerySet, Result, Third, Verb
from calls.listened import RoomsListed, RoomWord
from calls.models import Call
from journal.journal import record
from journal.models import Entry

# A third who has not lifted by now never will, whatever the exchange forgot to say.
RINGS_FOR = timedelta(seconds=60)


def conferences(call: Call) -> ExchangeCommandQuerySet:
    """Those of a call that the exchange did not refuse."""
    rows: ExchangeCommandQuerySet = call.commands.filter(verb=Verb.CONFER, result__in=["", Result.DONE])
    return rows


def open_conference(call: Call, at: datetime) -> ExchangeCommand | None:
    """The conference whose third is rung at this moment or talks along."""
    is_rung = Q(third=Third.RINGING, asked_at__gt=at - RINGS_FOR)
    return conferences(call).filter(is_rung | Q(third=Third.JOINED)).order_by("-pk").first()


def ending_of(call: Call, at: datetime) -> tuple[Verb, str]:
    """How an operator's talk ends: while a third talks along his desk alone is put down, else the caller is."""
    row = open_conference(call, at)
    return (Verb.LEAVE, row.extension) if row and row.third == Third.JOINED else (Verb.HANG_UP, "")


def check_alone(call: Call, verb: str, at: datetime) -> None:
    """While a third is rung or talks along, the caller is moved nowhere: one would be left behind alone."""
    row = None if verb in (Verb.HANG_UP, Verb.LEAVE, Verb.CALL_BACK) else open_conference(call, at)
    if row is None:
        return
    if row.third == Third.JOINED:
        words = _("%(who)s ikut bicara. Tekan F10 untuk keluar; penelepon tetap bersama %(who)s.")
    else:
        words = _("%(who)s sedang dihubungi. Tunggu sampai diangkat, atau tekan F10 untuk mengakhiri panggilan.")
    raise ValidationError(words, code="in_conference", params={"who": row.target_name})


def check_not_passed_on(call: Call, verb: str) -> None:
    """A caller who talks to somebody else on the same line is not cut off by whoever passed him on."""
    if verb == Verb.HANG_UP and is_with_another(call):
        raise ValidationError(
            _("Penelepon sudah bersama pihak lain; sambungannya tidak diputus. Cukup tutup telepon meja Anda."),
            code="already_passed_on",
        )


def is_with_another(call: Call) -> bool:
    """Whether the caller was passed on to somebody outside since he was last picked up, and talks to him."""
    since = call.picked_up_at or call.offered_at
    if conferences(call).filter(third=Third.HANDED, asked_at__gte=since).exists():
        return True
    rows = call.commands.filter(verb=Verb.TRANSFER, result__in=["", Result.DONE], asked_at__gte=since)
    sent = rows.order_by("-pk").first()
    is_told = Entry.objects.filter(subject=call.subject, verb="transferred", happened_at__gte=since).exists()
    numbers = {call.transferred_to if is_told else "", sent.target if sent else ""} - {""}
    return Seat.objects.filter(extension__in=numbers).count() < len(numbers)


@transaction.atomic
def room_heard(word: RoomWord, *, actor: User | None) -> ExchangeCommand | None:
    """Somebody came into the room of a conference or left it, or the third did not lift; None: it changes nothing."""
    found = ExchangeCommand.objects.filter(pk=word.room, verb=Verb.CONFER).values_list("call_id", flat=True).first()
    if found is None:
        return None
    call: Call = Call.objects.locked(found)
    permit(actor, "hear")
    row: ExchangeCommand = ExchangeCommand.objects.locked(word.room)
    third = became(row, call, word)
    if third is None:
        return None
    verb, at = stands(row, call, third), min(word.at, now())
    record(row, "third", actor=actor, at=at, third=third)
    record(call, verb, actor=actor, at=at, command=row.pk, third=third)
    return row


def became(row: ExchangeCommand, call: Call, word: RoomWord) -> Third | None:
    """Where the third stands after this word; None: as before. Whoever is neither caller nor desk is the third."""
    if word.said == RoomWord.UNANSWERED:
        return Third.UNANSWERED if row.third == Third.RINGING else None
    if word.uid == call.switch_id:
        return None  # his own end is told by his channel
    is_desk = word.telephone == row.extension
    if word.said == RoomWord.IN:
        return Third.JOINED if row.third == Third.RINGING and not is_desk else None
    if row.third != Third.JOINED:
        return None
    return Third.HANDED if is_desk and call.hung_up_at is None else Third.LEFT


def stands(row: ExchangeCommand, call: Call, third: Third) -> str:
    """Keep where the third stands; answers what that is for the call, handed over once its operator has left."""
    row.third = third
    row.save(update_fields=["third"])
    if third != Third.HANDED:
        return "conferred"
    call.transferred_to = row.target
    call.save(update_fields=["transferred_to"])
    return "transferred"


@transaction.atomic
def rooms_listed(listed: RoomsListed, *, actor: User | None) -> int:
    """After a gap: who came in or left unheard; answers in how many rooms something had changed."""
    permit(actor, "hear")
    at = min(listed.at, now())
    rows = ExchangeCommand.objects.filter(verb=Verb.CONFER, result=Result.DONE, call__hung_up_at=None)
    changed = 0
    for pk, call_id in list(rows.filter(third__in=[Third.RINGING, Third.JOINED]).values_list("pk", "call_id")):
        call: Call = Call.objects.locked(call_id)
        row: ExchangeCommand = ExchangeCommand.objects.locked(pk)
        third = found(row, call, listed.of(pk), at)
        if third:
            verb = stands(row, call, third)
            record(row, "third", actor=actor, at=at, third=third)
            record(call, verb, actor=actor, at=at, command=row.pk, third=third)
            changed += 1
    return changed


def found(row: ExchangeCommand, call: Call, members: set[tuple[str, str]], at: datetime) -> Third | None:
    """Where the third stands by who is in the room (channel, telephone); None: as before."""
    telephones = {telephone for uid, telephone in members if uid != call.switch_id}
    is_there = bool(telephones - {row.extension})
    if row.third == Third.RINGING:
        if is_there:
            return Third.JOINED
        return Third.UNANSWERED if row.asked_at <= at - RINGS_FOR else None
    if row.third != Third.JOINED or (is_there and row.extension in telephones):
        return None
    return Third.HANDED if is_there else Third.LEFT
