"""What the console asks of an exchange, against a small one on a real socket: sent once, answered, or never sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.contrib.auth.models import User
from django.utils.timezone import now
from pytest_django import Settings

from calls import actions
from calls.asterisk.asking import Asked, Way, words_of
from calls.asterisk.client import Listener
from calls.asterisk.wire import Address
from calls.commanding import ExchangeCommand, Result, Verb
from calls.models import Call, Report
from tests.calls.recordings import said
from tests.calls.small_exchange import SECRET, SmallExchange
from tests.calls.test_asterisk_client import QUICK, has, is_lost, is_up, play, until

pytestmark = pytest.mark.django_db(transaction=True)

UID = "1795341286.0"


@pytest.fixture(autouse=True)
def asterisk(settings: Settings) -> None:
    """An exchange is configured."""
    settings.ASTERISK_URL = "ami://cad:rahasia@127.0.0.1/?queue=psap112"


def result(**wanted: Any) -> Callable[[], str]:
    """What became of the one command like this; empty while it is under way."""
    return lambda: ExchangeCommand.objects.get(**wanted).result


async def told(question: Callable[[], Any]) -> Any:
    """What the database says, by a connection that is given back."""
    return await database_sync_to_async(question)()


async def ask(verb: str, actor: User, to: tuple[str, int] | None = None, uid: str = UID) -> ExchangeCommand:
    """A console asks."""
    call = await told(lambda: Call.objects.get(switch_id=uid))
    return await database_sync_to_async(actions.command_exchange)(call.pk, verb, actor=actor, to=to)


async def rung(pabx: SmallExchange, actor: User) -> Call:
    """A call of the exchange that somebody answers on the console."""
    await until(is_up)
    pabx.channels, pabx.waiting = [UID], [UID]
    pabx.tell(said("QueueCallerJoin", Uniqueid=UID, CallerIDNum="+6281200000001"))
    await until(has(switch_id=UID))
    call = await told(Call.objects.get)
    return await database_sync_to_async(actions.answer)(call.pk, actor=actor)


def places(pabx: SmallExchange) -> list[tuple[str, str, str]]:
    """Where callers were sent: channel, context, number."""
    return [(one.get("Channel"), one.get("Context"), one.get("Exten")) for one in pabx.asked_for("Redirect")]


def test_answer_hold_resume_and_hang_up_reach_the_exchange_as_the_desks_telephone(call_taker: User) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await rung(pabx, call_taker)
        for verb in (Verb.ANSWER, Verb.HOLD, Verb.RESUME, Verb.HANG_UP):
            await ask(verb, call_taker)
            await until(result(verb=verb))
            assert await told(result(verb=verb)) == Result.DONE
        assert places(pabx) == [(UID, "ntpd112", "1003"), (UID, "ntpd112", "hold"), (UID, "ntpd112", "1003")]
        [hangup] = pabx.asked_for("Hangup")
        assert (hangup.get("Channel"), hangup.get("Cause")) == (UID, "16")

    play(story)


def test_pressed_twice_or_with_two_listeners_it_is_sent_once(call_taker: User) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        address = Address("127.0.0.1", pabx.port, "cad", SECRET, frozenset({"psap112"}))
        other = asyncio.create_task(Listener(address, QUICK).run())
        try:
            await rung(pabx, call_taker)
            await asyncio.gather(*(ask(Verb.HOLD, call_taker) for _press in range(4)))
            await until(result(verb=Verb.HOLD))
            await asyncio.sleep(0.3)
            assert len(places(pabx)) == 1
            assert await told(ExchangeCommand.objects.count) == 1
        finally:
            other.cancel()
            await asyncio.gather(other, return_exceptions=True)

    play(story)


@pytest.mark.parametrize(
    ("message", "known"),
    [
        ("Channel does not exist: 1", Result.GONE),
        ("No such channel", Result.GONE),
        ("Permission denied", Result.REFUSED),
    ],
)
def test_what_the_exchange_refuses_is_kept_and_the_call_does_not_depend_on_it(
    call_taker: User, message: str, known: str
) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        pabx.refusals = {"Redirect": message}
        call = await rung(pabx, call_taker)
        await ask(Verb.HOLD, call_taker)
        await until(result())
        assert await told(result()) == known
        await told(call.refresh_from_db)
        assert (call.answered_by_id, call.ended_at) == (call_taker.pk, None)

    play(story)


def test_a_line_that_breaks_in_the_middle_leaves_a_command_lost_and_never_sends_it_again(call_taker: User) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        pabx.deaf_to = {"Redirect"}
        await rung(pabx, call_taker)
        await ask(Verb.HOLD, call_taker)
        await until(lambda: places(pabx))
        await pabx.close()
        await until(result())
        assert await told(result()) == Result.LOST
        await until(is_lost)
        await pabx.open()
        await until(is_up)
        await asyncio.sleep(0.3)
        assert len(places(pabx)) == 1

    play(story)


def test_a_command_older_than_its_life_is_never_sent(call_taker: User) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        call = await rung(pabx, call_taker)
        await pabx.close()
        await until(is_lost)
        asked_at = now() - timedelta(seconds=6)
        await told(
            lambda: ExchangeCommand.objects.create(
                call=call,
                verb=Verb.HOLD,
                asked_by=call_taker,
                asked_at=asked_at,
                expires_at=asked_at + timedelta(seconds=5),
            )
        )
        await pabx.open()
        await until(result())
        assert await told(result()) == Result.EXPIRED
        assert places(pabx) == []

    play(story)


def test_a_caller_who_was_picked_up_meanwhile_is_left_where_he_is(call_taker: User, second_call_taker: User) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await rung(pabx, call_taker)
        pabx.tell(said("AgentConnect", Uniqueid=UID, Interface="PJSIP/1003", HoldTime="3"))
        await until(has(hold_s=3))
        await ask(Verb.ANSWER, call_taker)
        await until(result())
        assert await told(result()) == Result.DONE
        assert places(pabx) == []

    play(story)


def test_a_caller_whom_nobody_lifts_after_an_answer_rings_on_the_consoles_again(call_taker: User) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await rung(pabx, call_taker)
        await ask(Verb.ANSWER, call_taker)
        await until(result())
        pabx.tell(said("QueueCallerJoin", Uniqueid=UID))
        await until(lambda: Call.objects.ringing().exists())

    play(story)


def test_a_transfer_is_told_to_the_call_and_a_colleague_who_lifts_has_it_with_its_report(
    call_taker: User, second_call_taker: User
) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await rung(pabx, call_taker)
        watch = await told(second_call_taker.member.watches.get)
        await ask(Verb.TRANSFER, call_taker, ("seat", watch.seat_id))
        await until(has(transferred_to="1004"))
        pabx.tell(said("DialEnd", Uniqueid=UID, DestChannel="PJSIP/1004-0000000a", DialStatus="BUSY"))
        pabx.tell(said("DialEnd", Uniqueid=UID, DestChannel="PJSIP/1004-0000000a", DialStatus="ANSWER"))
        await until(has(answered_by=second_call_taker))
        assert (await told(Report.objects.get)).taken_by_id == second_call_taker.pk

    play(story)


def test_calling_back_rings_the_desk_and_then_the_caller_whose_number_stays_out_of_the_row(call_taker: User) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(is_up)
        pabx.channels = [UID]
        pabx.tell(said("QueueCallerJoin", Uniqueid=UID, CallerIDNum="+6281200000001"), said("Hangup", Uniqueid=UID))
        await until(has(outcome="abandoned"))
        call = await told(Call.objects.get)
        await database_sync_to_async(actions.take_call_back)(call.pk, actor=call_taker)
        row = await ask(Verb.CALL_BACK, call_taker)
        await until(result())
        [sent] = pabx.asked_for("Originate")
        assert (sent.get("Channel"), sent.get("Context"), sent.get("Async")) == ("PJSIP/1003", "ntpd112-out", "true")
        assert sent.get("Exten") == "081200000001"
        assert row.target == ""

    play(story)


def test_a_number_with_more_in_it_than_digits_never_becomes_a_line_of_its_own() -> None:
    with pytest.raises(ValueError, match="line break"):
        words_of(Asked(1, Verb.TRANSFER, UID, target="110\r\nAction: Originate"), Way())
