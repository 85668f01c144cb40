"""The one that listens, against a small exchange on a real socket: log-in, gaps, silence, a database that is away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from channels.db import database_sync_to_async
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils.timezone import now
from pytest_django import Settings

from calls import actions
from calls.asterisk import keeping
from calls.asterisk.client import Listener, Pace
from calls.asterisk.wire import Address, Message
from calls.models import Call, CallOutcome, Exchange
from tests.calls.recordings import said
from tests.calls.small_exchange import SECRET, SmallExchange

pytestmark = pytest.mark.django_db(transaction=True)

UID = "1795341286.0"
QUICK = Pace(dial=2, pulse=0.05, silence=0.5, relist=0.2, retry=0.02, longest_retry=0.1, database=0.05, farewell=2)


Story = Callable[[SmallExchange, Listener], Awaitable[None]]


def play(story: Story, exchange: SmallExchange | None = None) -> None:
    """A story of an exchange and a listener, who stops at the end of it."""

    async def played() -> None:
        pabx = exchange or SmallExchange()
        await pabx.open()
        address = Address("127.0.0.1", pabx.port, "cad", SECRET, frozenset({"psap112"}))
        listener = Listener(address, QUICK)
        work = asyncio.create_task(listener.run())
        try:
            await asyncio.wait_for(story(pabx, listener), 20)
        finally:
            work.cancel()
            _done, at_work = await asyncio.wait([work], timeout=20)
            await pabx.close()
        assert not at_work, "who is told to stop stops"

    asyncio.run(played())


async def until(question: Callable[[], Any]) -> None:
    """Wait until the database, or the exchange, says yes."""
    while not await database_sync_to_async(question)():
        await asyncio.sleep(0.01)


def is_up() -> bool:
    """Whether the row says that the exchange is heard."""
    return Exchange.objects.filter(lost_at=None, heard_at__gt=now() - timedelta(seconds=5)).exists()


def is_lost() -> bool:
    """Whether the row says that the exchange is lost."""
    return Exchange.objects.filter(lost_at__isnull=False).exists()


def has(**wanted: Any) -> Callable[[], bool]:
    """Whether there is a call like this."""
    return lambda: Call.objects.filter(**wanted).exists()


def test_it_proves_the_secret_without_sending_it_and_hears_a_call(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)

    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(is_up)
        pabx.channels = [UID]
        pabx.tell(said("QueueCallerJoin", Uniqueid=UID, CallerIDNum="+6281200000001"))
        await until(has(switch_id=UID, caller__value="081200000001", ended_at=None))
        pabx.channels = []
        pabx.tell(said("Hangup", Uniqueid=UID))
        await until(has(switch_id=UID, outcome=CallOutcome.ABANDONED))
        sent = "".join(str(action.fields) for action in pabx.actions)
        assert SECRET not in sent and {"Challenge", "Login", "Ping"} <= {one.get("Action") for one in pabx.actions}

    play(story)
    assert SECRET not in caplog.text and "81200000001" not in caplog.text


def test_an_exchange_that_reboots_in_mid_call_is_lost_and_found_and_its_calls_are_ended() -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(is_up)
        pabx.channels = [UID]
        pabx.tell(said("QueueCallerJoin", Uniqueid=UID), said("AgentConnect", Uniqueid=UID, HoldTime="1"))
        await until(has(answered_at__isnull=False))
        await pabx.close()
        await until(is_lost)
        assert not await database_sync_to_async(has(ended_at__isnull=False))()
        pabx.channels, pabx.waiting = ["2.1"], ["2.1"]
        await pabx.open()
        await until(is_up)
        await until(has(switch_id=UID, ended_at__isnull=False, outcome=""))
        await until(has(switch_id="2.1", ended_at=None))
        assert pabx.logins >= 2

    play(story)


def test_a_call_that_ends_without_a_word_is_ended_by_the_next_list() -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(is_up)
        pabx.channels = [UID]
        pabx.tell(said("QueueCallerJoin", Uniqueid=UID))
        await until(has(ended_at=None))
        await asyncio.sleep(0.5)
        assert await database_sync_to_async(has(ended_at=None))()
        pabx.channels = []
        await until(has(outcome=CallOutcome.ABANDONED))

    play(story)


def test_calls_of_before_this_process_are_known_and_those_of_others_left_alone(centre: object) -> None:
    keeping.begin(frozenset())
    for uid, exchange_id in ((UID, 1), ("lain-1", None)):
        Call.objects.create(switch_id=uid, offered_at=now(), exchange_id=exchange_id, version=0)

    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(has(switch_id=UID, outcome=CallOutcome.ABANDONED))
        assert await database_sync_to_async(has(switch_id="lain-1", ended_at=None))()

    play(story)


def test_a_line_that_is_up_but_silent_is_lost() -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(is_up)
        pabx.is_silent = True
        await until(is_lost)
        pabx.is_silent = False
        await until(is_up)

    play(story)


def test_a_wrong_secret_is_said_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    pabx = SmallExchange()
    pabx.secret = "lain"

    def is_said() -> bool:
        return "Authentication failed" in caplog.text and is_lost()

    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(is_said)
        pabx.secret = SECRET
        await until(is_up)

    play(story, pabx)
    assert SECRET not in caplog.text


def test_one_bad_message_never_ends_the_listening(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(is_up)
        real = listener.follower.hear

        def sometimes(message: Message, at: Any) -> Any:
            if message.get("Uniqueid") == "13.13":
                raise KeyError("+6281200000013")
            return real(message, at)

        monkeypatch.setattr(listener.follower, "hear", sometimes)
        pabx.channels = [UID, "13.13"]
        pabx.tell(said("QueueCallerJoin", Uniqueid="13.13"), said("QueueCallerJoin", Uniqueid=UID))
        await until(has(switch_id=UID))
        assert pabx.logins == 1

    play(story)
    assert "QueueCallerJoin is not understood: KeyError" in caplog.text and "0013" not in caplog.text


def test_a_database_that_is_away_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    away = [3]
    real = actions.hear

    def sometimes(event: Any, *, actor: Any) -> Call:
        if away[0]:
            away[0] -= 1
            raise OperationalError("server closed the connection")
        return real(event, actor=actor)

    monkeypatch.setattr("calls.asterisk.keeping.hear", sometimes)

    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(is_up)
        pabx.channels = [UID]
        pabx.tell(said("QueueCallerJoin", Uniqueid=UID), said("AgentConnect", Uniqueid=UID, HoldTime="4"))
        await until(has(hold_s=4))

    play(story)
    assert away == [0]


def test_what_can_never_be_kept_is_left_and_the_rest_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = actions.hear

    def sometimes(event: Any, *, actor: Any) -> Call:
        if event.call_id == "13.13":
            raise ValueError(event.value)
        return real(event, actor=actor)

    monkeypatch.setattr("calls.asterisk.keeping.hear", sometimes)

    async def story(pabx: SmallExchange, listener: Listener) -> None:
        await until(is_up)
        pabx.channels = [UID, "13.13"]
        bad = said("QueueCallerJoin", Uniqueid="13.13", CallerIDNum="+6281200000013")
        pabx.tell(bad, said("QueueCallerJoin", Uniqueid=UID))
        await until(has(switch_id=UID))

    play(story)
    assert "ringing of 13.13 cannot be kept: ValueError" in caplog.text and "0013" not in caplog.text


@pytest.mark.parametrize("url", ["", "ami://cad:rahasia@", "http://x"])
def test_the_command_refuses_an_address_that_is_none(settings: Settings, url: str) -> None:
    settings.ASTERISK_URL = url
    with pytest.raises(CommandError, match="ASTERISK_URL") as refusal:
        call_command("listen_asterisk")
    assert "rahasia" not in str(refusal.value)
