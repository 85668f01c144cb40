"""The one that listens: logs in, hears, asks what it missed, comes back. The database has a thread of its own."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from django.db import Error, connection

from calls.actions import exchange_heard, exchange_lost
from calls.actions.hearing import SwitchEvent
from calls.asterisk import keeping
from calls.asterisk.following import Follower
from calls.asterisk.wire import Address, Message, Reader, action, proof

log = logging.getLogger(__name__)
T = TypeVar("T")


class Refused(Exception):
    """The exchange answered, but not as it should."""


@dataclass(frozen=True)
class Pace:
    """How long to wait for what, in seconds."""

    dial: float = 10
    pulse: float = 5
    silence: float = 15
    relist: float = 60
    retry: float = 1
    longest_retry: float = 30
    database: float = 1
    farewell: float = 5


class Listener:
    """Listens to one exchange for as long as the process lives."""

    def __init__(self, address: Address, pace: Pace | None = None) -> None:
        """A listener who has not begun."""
        self.address = address
        self.pace = pace or Pace()
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="exchange")
        self.said: asyncio.Queue[SwitchEvent] = asyncio.Queue()
        self.follower = Follower(address.queues)
        self.lists = 0
        self.is_in = False

    async def run(self) -> None:
        """Listen until cancelled; whatever was said is kept before the next word of it."""
        self.follower = await self.until_kept(keeping.begin, self.address.queues)
        keeper = asyncio.create_task(self.keep())
        try:
            await self.listen()
        finally:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.said.join(), self.pace.farewell)
            keeper.cancel()
            self.thread.submit(connection.close)
            self.thread.shutdown(wait=True)

    async def listen(self) -> None:
        """One connection after another, each later than the one before until one of them holds."""
        wait = self.pace.retry
        while True:
            self.is_in = False
            try:
                await self.converse()
            except (OSError, EOFError, TimeoutError, Refused) as error:
                log.warning("exchange: lost: %s", error or type(error).__name__)
            except Exception as error:
                log.error("exchange: lost: %s", type(error).__name__)
            await self.try_once(exchange_lost)
            wait = self.pace.retry if self.is_in else min(wait * 2, self.pace.longest_retry)
            await asyncio.sleep(wait)

    # --- one connection ---------------------------------------------------------------------------------------------

    async def converse(self) -> None:
        """From the greeting to the end of one connection."""
        dialling = asyncio.open_connection(self.address.host, self.address.port)
        reader, writer = await asyncio.wait_for(dialling, self.pace.dial)
        try:
            wire = Reader()
            await asyncio.wait_for(self.log_in(wire, reader, writer), self.pace.dial)
            self.is_in = True
            log.info("exchange: connected")
            pulse = asyncio.create_task(self.pulse(writer))
            try:
                await self.hear_on(wire, reader)
            finally:
                pulse.cancel()
        finally:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def log_in(self, wire: Reader, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Prove that we know the secret, without sending it."""
        writer.write(action("Challenge", ActionID="challenge", AuthType="MD5"))
        challenge = (await self.answer_to("challenge", wire, reader)).get("Challenge")
        key = proof(challenge, self.address.secret)
        writer.write(
            action("Login", ActionID="login", AuthType="MD5", Username=self.address.user, Key=key, Events="on")
        )
        await self.answer_to("login", wire, reader)

    async def answer_to(self, action_id: str, wire: Reader, reader: asyncio.StreamReader) -> Message:
        """The good answer to an action; what else is said in the meantime is heard too."""
        answer = None
        while answer is None:
            for message in wire.feed(await received(reader)):
                if message.get("ActionID") == action_id and message.get("Response"):
                    answer = message
                else:
                    self.hear(message)
        if answer.get("Response") != "Success":
            raise Refused(f"{action_id}: {answer.get('Message')}")
        return answer

    async def hear_on(self, wire: Reader, reader: asyncio.StreamReader) -> None:
        """Hear everything that is said; an exchange that does not even answer a pulse is lost."""
        while True:
            for message in wire.feed(await asyncio.wait_for(received(reader), self.pace.silence)):
                self.hear(message)

    async def pulse(self, writer: asyncio.StreamWriter) -> None:
        """Say every few seconds that the line is up; ask for the whole state at first and now and then."""
        listed_at = float("-inf")
        while True:
            if time.monotonic() - listed_at >= self.pace.relist:
                listed_at = time.monotonic()
                self.ask_for_everything(writer)
            writer.write(action("Ping"))
            await self.try_once(exchange_heard)
            await asyncio.sleep(self.pace.pulse)

    def ask_for_everything(self, writer: asyncio.StreamWriter) -> None:
        """Who waits, and which channels there are: what was missed is made good, what vanished is ended."""
        self.lists += 1
        action_id = f"list-{self.lists}"
        for queue in sorted(self.address.queues) or [""]:
            writer.write(action("QueueStatus", ActionID=action_id, **({"Queue": queue} if queue else {})))
        self.follower.ask(action_id)
        writer.write(action("CoreShowChannels", ActionID=action_id))

    def hear(self, message: Message) -> None:
        """What a message means is to be kept; one that is not understood is said in a line, without the caller."""
        try:
            events = self.follower.hear(message, datetime.now(UTC))
        except Exception as error:
            log.error("exchange: %s is not understood: %s", message.event, type(error).__name__)
            return
        for event in events:
            self.said.put_nowait(event)

    # --- the database -----------------------------------------------------------------------------------------------

    async def keep(self) -> None:
        """Keep what was said, in its order, each until it is kept."""
        while True:
            await self.until_kept(keeping.keep, await self.said.get())
            self.said.task_done()

    async def until_kept(self, work: Callable[..., T], *args: object) -> T:
        """Do it until the database lets us."""
        while True:
            try:
                return await self.on_thread(work, *args)
            except (Error, keeping.DatabaseAway) as error:
                log.warning("exchange: database: %s", str(error).strip().partition("\n")[0])
                await asyncio.sleep(self.pace.database)

    async def try_once(self, note: Callable[..., object]) -> None:
        """Note how the line is if the database lets us; a pulse that is missing says enough."""
        try:
            await self.on_thread(lambda: note(actor=None))
        except Exception as error:
            log.warning("exchange: pulse: %s", type(error).__name__)

    async def on_thread(self, work: Callable[..., T], *args: object) -> T:
        """Work with the database on the thread whose connection is kept, and dropped on any error."""

        def done() -> T:
            try:
                return work(*args)
            except Exception:
                connection.close()
                raise

        return await asyncio.get_running_loop().run_in_executor(self.thread, done)


async def received(reader: asyncio.StreamReader) -> bytes:
    """The next bytes; EOFError when the exchange has hung up on us."""
    data = await reader.read(65_536)
    if not data:
        raise EOFError("closed by the exchange")
    return data
