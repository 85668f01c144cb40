"""A third person on the line: whoever does not lift leaves the two talking, whoever leaves leaves the other two."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import time_machine
from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.timezone import now
from pytest_django import Settings

from agencies.models import Agency, Seat
from calls import actions, commands_live
from calls.actions.exchange import ONLY
from calls.actions.hearing import SwitchEvent
from calls.asterisk.asking import Asked, Way
from calls.asterisk.client import Listener
from calls.asterisk.conferring import plan_of
from calls.asterisk.wire import Reader
from calls.book import Contact
from calls.commanding import ExchangeCommand, Result, Third, Verb
from calls.ends import ContactKind
from calls.listened import RoomsListed, RoomWord
from calls.models import Call
from calls.sentences import call_sentence
from journal.timers import fire_due
from tests.calls.recordings import said
from tests.calls.small_exchange import SmallExchange
from tests.calls.small_rooms import ExchangeWithRooms
from tests.calls.test_asterisk_client import has, play, until
from tests.calls.test_asterisk_commands import UID, ask, places, result, rung, told
from tests.factories import browser, history, ring, verbs
from tests.refusals import code_of, fields_of

pytestmark = pytest.mark.django_db(transaction=True)

DESK = "1795341286.1"


@pytest.fixture
def asterisk(settings: Settings) -> None:
    """An exchange is configured."""
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/?queue=psap112"


def damkar() -> tuple[str, int]:
    """Whom to bring in."""
    return ("agency", Agency.objects.get(code="DMK").pk)


def stands(third: str) -> Callable[[], bool]:
    """Whether the one conference stands like this."""
    return lambda: ExchangeCommand.objects.filter(verb=Verb.CONFER, third=third).exists()


def confers(tale: Callable[[ExchangeWithRooms, Call], Awaitable[None]], actor: User) -> None:
    """A story that begins with a talk at desk 3 into which the fire service is rung."""

    async def story(pabx: SmallExchange, listener: Listener) -> None:
        assert isinstance(pabx, ExchangeWithRooms)
        call = await rung(pabx, actor)
        pabx.talk(UID, DESK, "1003")
        pabx.tell(said("AgentConnect", Uniqueid=UID, Interface="PJSIP/1003", HoldTime="3"))
        await until(has(hold_s=3))
        await ask(Verb.CONFER, actor, await told(damkar))
        await until(lambda: pabx.rung)
        await until(result(verb=Verb.CONFER))
        assert await told(result(verb=Verb.CONFER)) == Result.DONE
        await tale(pabx, call)

    play(story, ExchangeWithRooms())


def test_caller_and_desk_go_into_a_room_first_and_the_third_is_rung_beside_their_talk(
    asterisk: None, call_taker: User
) -> None:
    async def tale(pabx: ExchangeWithRooms, call: Call) -> None:
        pk = (await told(ExchangeCommand.objects.get)).pk
        [both] = pabx.asked_for("Redirect")
        assert (both.get("Channel"), both.get("Exten"), both.get("Context")) == (UID, f"caller{pk}", "ntpd112")
        assert (both.get("ExtraChannel"), both.get("ExtraExten")) == (DESK, f"desk{pk}")
        [third] = pabx.asked_for("Originate")
        assert (third.get("Channel"), third.get("Exten")) == ("Local/113@ntpd112-out/n", f"third{pk}")
        assert pabx.bridges == {UID: f"cad{pk}", DESK: f"cad{pk}"}
        assert await told(stands(Third.RINGING))

    confers(tale, call_taker)


def test_a_third_who_does_not_lift_leaves_caller_and_operator_talking_and_may_be_rung_again(
    asterisk: None, call_taker: User
) -> None:
    async def tale(pabx: ExchangeWithRooms, call: Call) -> None:
        pabx.third_does_not_lift()
        await until(stands(Third.UNANSWERED))
        assert len(set(pabx.bridges.values())) == 1 and set(pabx.bridges) == {UID, DESK}
        await told(call.refresh_from_db)
        assert (call.ended_at, call.transferred_to) == (None, "")
        await ask(Verb.CONFER, call_taker, await told(damkar))
        await until(lambda: len(pabx.asked_for("Originate")) == 2)
        await until(lambda: len(pabx.ways) == 2 and len(set(pabx.bridges.values())) == 1)
        pabx.third_lifts()
        await until(stands(Third.JOINED))
        assert len(set(pabx.bridges.values())) == 1 and len(pabx.bridges) == 3

    confers(tale, call_taker)


def test_an_operator_who_leaves_by_f10_hands_the_caller_over_who_talks_on_with_the_third(
    asterisk: None, call_taker: User
) -> None:
    async def tale(pabx: ExchangeWithRooms, call: Call) -> None:
        third = pabx.third_lifts()
        await until(stands(Third.JOINED))
        await database_sync_to_async(actions.hang_up)(call.pk, actor=call_taker)
        await ask(Verb.HANG_UP, call_taker)
        await until(has(transferred_to="113"))
        await until(result(verb=Verb.LEAVE))
        assert [one.get("Channel") for one in pabx.asked_for("Hangup")] == [DESK]
        assert set(pabx.bridges) == {UID, third}
        await until(stands(Third.HANDED))
        assert "transferred" in await told(lambda: verbs(call.subject))
        with pytest.raises(ValidationError, match="sudah bersama pihak lain"):
            await ask(Verb.HANG_UP, call_taker)
        pabx.leaves(third)
        await until(has(hung_up_at__isnull=False))

    confers(tale, call_taker)


def test_an_operator_who_puts_his_telephone_down_has_handed_the_caller_over_too(
    asterisk: None, call_taker: User
) -> None:
    async def tale(pabx: ExchangeWithRooms, call: Call) -> None:
        pabx.third_lifts()
        await until(stands(Third.JOINED))
        pabx.leaves(DESK)
        await until(has(transferred_to="113", hung_up_at=None))

    confers(tale, call_taker)


def test_a_third_who_leaves_leaves_a_talk_that_is_held_and_ended_as_ever(asterisk: None, call_taker: User) -> None:
    async def tale(pabx: ExchangeWithRooms, call: Call) -> None:
        pabx.leaves(await told(pabx.third_lifts))
        await until(stands(Third.LEFT))
        await ask(Verb.HOLD, call_taker)
        await until(result(verb=Verb.HOLD))
        await until(lambda: DESK not in pabx.names)
        assert places(pabx)[-1] == (UID, "ntpd112", "hold") and UID in pabx.names
        await ask(Verb.HANG_UP, call_taker)
        await until(has(hung_up_at__isnull=False, transferred_to=""))

    confers(tale, call_taker)


def test_to_leave_while_the_third_goes_too_puts_the_caller_down_and_not_into_an_empty_room() -> None:
    row = Asked(41, Verb.LEAVE, UID, "1003")
    here = messages_of(said("CoreShowChannel", Uniqueid=UID, BridgeId="cad41", Channel="PJSIP/trunk-1"))
    [(_id, words)] = plan_of(row, Way(), here).steps
    assert f"Channel: {UID}\r\n".encode() in words
    assert plan_of(row, Way(), []).result == Result.GONE
    gone = here + messages_of(said("CoreShowChannel", Uniqueid="7.7", BridgeId="cad41", Channel="Local/113@x-1;1"))
    assert (plan_of(row, Way(), gone).steps, plan_of(row, Way(), gone).result) == ((), Result.DONE)


def messages_of(data: bytes) -> list[Any]:
    """These bytes as messages."""
    return Reader().feed(data)


def test_who_came_or_left_in_a_gap_is_found_by_the_list_of_channels(asterisk: None, call_taker: User) -> None:
    async def tale(pabx: ExchangeWithRooms, call: Call) -> None:
        await pabx.close()
        third = pabx.third_lifts()
        await pabx.open()
        await until(stands(Third.JOINED))
        await pabx.close()
        pabx.leaves(DESK)
        await pabx.open()
        await until(has(transferred_to="113"))
        assert set(pabx.bridges) == {UID, third}

    confers(tale, call_taker)


def test_where_the_operator_talks_on_another_telephone_nobody_is_moved(asterisk: None, call_taker: User) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        assert isinstance(pabx, ExchangeWithRooms)
        await rung(pabx, call_taker)
        pabx.talk(UID, DESK, "1009")
        await ask(Verb.CONFER, call_taker, await told(damkar))
        await until(result(verb=Verb.CONFER))
        assert await told(result(verb=Verb.CONFER)) == Result.REFUSED
        assert pabx.asked_for("Redirect", "Originate") == []

    play(story, ExchangeWithRooms())


def test_an_exchange_that_will_not_ring_the_third_says_so_and_the_two_talk_on(asterisk: None, call_taker: User) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        assert isinstance(pabx, ExchangeWithRooms)
        pabx.refusals = {"Originate": "Permission denied"}
        await rung(pabx, call_taker)
        pabx.talk(UID, DESK, "1003")
        row = await ask(Verb.CONFER, call_taker, await told(damkar))
        await until(result(verb=Verb.CONFER))
        assert await told(result(verb=Verb.CONFER)) == Result.REFUSED
        assert set(pabx.bridges) == {UID, DESK} and len(set(pabx.bridges.values())) == 1
        shown = await told(lambda: commands_live.read([row.pk])[row.pk]["calls"])
        assert (shown["third"], shown["target_name"]) == ("", "Damkar")

    play(story, ExchangeWithRooms())


# --- in our books ---------------------------------------------------------------------------------------------------


@pytest.fixture
def talk(settings: Settings, clock: time_machine.Traveller, call_taker: User) -> Call:
    """A call of an exchange that is heard, answered at desk 3."""
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/?queue=112"
    actions.exchange_heard(actor=None)
    call = ring()
    Call.objects.filter(pk=call.pk).update(exchange=ONLY)
    return actions.answer(call.pk, actor=call_taker)


def conference(talk: Call, actor: User, third: str = "") -> ExchangeCommand:
    """The fire service is rung, and has it come so far."""
    row = actions.command_exchange(talk.pk, "confer", actor=actor, to=damkar())
    actions.settle_command(row.pk, Result.DONE, actor=None)
    ExchangeCommand.objects.filter(pk=row.pk).update(third=third or row.third)
    return row


def word(row: ExchangeCommand, said: str, telephone: str = "113", uid: str = "7.7") -> RoomWord:
    """What the exchange says of the room."""
    return RoomWord(row.pk, said, now(), uid, telephone)


def test_anybody_of_the_contact_book_is_brought_in_but_no_colleague(talk: Call, call_taker: User) -> None:
    contact = Contact.objects.create(kind=ContactKind.COUNSELLING, name="Konselor jaga", phone="0852 1111 222")
    row = actions.command_exchange(talk.pk, "confer", actor=call_taker, to=("contact", contact.pk))
    assert (row.target, row.target_name, row.extension, row.third) == ("08521111222", contact.name, "1003", "ringing")
    actions.settle_command(row.pk, Result.REFUSED, actor=None)
    seat = Seat.objects.get(name="Meja 04")
    assert fields_of(actions.command_exchange, talk.pk, "confer", actor=call_taker, to=("seat", seat.pk)) == ["to"]
    assert fields_of(actions.command_exchange, talk.pk, "confer", actor=call_taker) == ["to"]


@pytest.mark.parametrize(("third", "words"), [("ringing", "sedang dihubungi"), ("joined", "ikut bicara")])
def test_while_a_third_is_rung_or_talks_along_the_caller_is_moved_nowhere(
    talk: Call, call_taker: User, clock: time_machine.Traveller, third: str, words: str
) -> None:
    conference(talk, call_taker, third)
    clock.shift(5)
    actions.exchange_heard(actor=None)
    for verb in ("hold", "transfer", "resume", "confer"):
        with pytest.raises(ValidationError, match=f"Damkar {words}") as refused:
            actions.command_exchange(talk.pk, verb, actor=call_taker, to=damkar())
        assert refused.value.code == "in_conference"
    clock.shift(60)
    actions.exchange_heard(actor=None)
    if third == "ringing":
        assert actions.command_exchange(talk.pk, "hold", actor=call_taker).verb == "hold", "nobody will lift any more"


def test_to_hang_up_is_to_leave_only_while_the_third_talks_along(talk: Call, call_taker: User) -> None:
    row = conference(talk, call_taker)
    assert actions.command_exchange(talk.pk, "hang_up", actor=call_taker).verb == "hang_up"
    actions.room_heard(word(row, RoomWord.IN), actor=None)
    left = actions.command_exchange(talk.pk, "hang_up", actor=call_taker)
    assert (left.verb, left.extension) == ("leave", "1003")
    actions.room_heard(word(row, RoomWord.OUT), actor=None)
    assert actions.command_exchange(talk.pk, "leave", actor=call_taker).verb == "hang_up", "nobody to leave him with"


def test_words_of_caller_desk_and_of_other_rooms_change_nothing_and_each_change_is_journalled(
    talk: Call, call_taker: User
) -> None:
    row = conference(talk, call_taker)
    for one in (
        word(row, RoomWord.IN, "", talk.switch_id),
        word(row, RoomWord.IN, "1003"),
        word(row, RoomWord.OUT),
        RoomWord(row.pk + 1, RoomWord.IN, now(), "7.7", "113"),
    ):
        assert actions.room_heard(one, actor=None) is None
    actions.room_heard(word(row, RoomWord.IN), actor=None)
    assert actions.room_heard(word(row, RoomWord.UNANSWERED), actor=None) is None
    actions.room_heard(word(row, RoomWord.OUT), actor=None)
    assert [(one.verb, one.facts) for one in history(talk.subject)[-2:]] == [
        ("conferred", {"command": row.pk, "third": "joined"}),
        ("conferred", {"command": row.pk, "third": "left"}),
    ]
    sentence = call_sentence(history(talk.subject)[-1], talk)
    assert sentence and sentence.text == "Konferensi: pihak ketiga sudah keluar"


def test_an_outcome_key_in_a_conference_takes_the_desk_out_and_leaves_the_caller(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    conference(talk, call_taker, "joined")
    actions.set_outcome(talk.pk, "wrong_area", actor=call_taker)
    clock.shift(8)
    actions.exchange_heard(actor=None)
    fire_due()
    last = ExchangeCommand.objects.latest("pk")
    assert (last.verb, last.extension) == ("leave", "1003")


@pytest.mark.parametrize(
    ("before", "members", "after"),
    [
        ("ringing", [("7.7", "113"), ("5.5", "1003")], "joined"),
        ("ringing", [("5.5", "1003")], "ringing"),
        ("joined", [("7.7", "113")], "handed"),
        ("joined", [("5.5", "1003")], "left"),
        ("joined", [], "left"),
        ("joined", [("7.7", "113"), ("5.5", "1003")], "joined"),
    ],
)
def test_a_list_of_who_is_in_the_room_makes_good_what_was_missed(
    talk: Call, call_taker: User, before: str, members: list[tuple[str, str]], after: str
) -> None:
    row = conference(talk, call_taker, before)
    listed = RoomsListed(frozenset((row.pk, *one) for one in [(talk.switch_id, ""), *members]), now())
    assert actions.rooms_listed(listed, actor=None) == (before != after)
    row.refresh_from_db()
    assert row.third == after


def test_a_caller_who_came_back_to_the_queue_after_a_transfer_is_hung_up_as_ever(
    talk: Call, call_taker: User, clock: time_machine.Traveller
) -> None:
    sent = actions.command_exchange(talk.pk, "transfer", actor=call_taker, to=damkar())
    actions.settle_command(sent.pk, Result.DONE, actor=None)
    assert code_of(actions.command_exchange, talk.pk, "hang_up", actor=call_taker) == "already_passed_on"
    clock.shift(30)
    actions.exchange_heard(actor=None)
    actions.hear(SwitchEvent("requeued", talk.switch_id, now()), actor=None)
    clock.shift(1)
    actions.answer(talk.pk, actor=call_taker)
    assert actions.command_exchange(talk.pk, "hang_up", actor=call_taker).verb == "hang_up"


def test_without_an_exchange_the_console_tells_whom_to_dial_on_the_desk_telephone(
    call_taker: User, settings: Settings
) -> None:
    settings.ASTERISK_URL = ""
    page = browser(call_taker).get("/konsol/").content.decode()
    assert 'id="confer"' in page and 'id="hold"' not in page
    dial = page[page.index('id="confer-dial"') :]
    assert "Damkar" in dial and ">113<" in dial
