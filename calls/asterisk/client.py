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

from calls.actions import exchange_heard, exchange_lost, give_up_commands
from calls.actions.hearing import SwitchEvent
from calls.asterisk import keeping
from calls.asterisk.asking import Asked, Way, result_of
from calls.asterisk.conferring import Rooms, needs_line, plan_of
from calls.asterisk.following import Follower
from calls.asterisk.members import word_of
from calls.asterisk.wire import Address, Message, Reader, action, proof
from calls.commanding import Result
from calls.listened import RoomsListed, RoomWord, TelephoneWord

log = logging.getLogger(__name__)
T = TypeVar("T")
Said = SwitchEvent | TelephoneWord | RoomWord | RoomsListed


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
    command: float = 0.1
    answer: float = 3


class Listener:
    """Listens to one exchange for as long as the process lives."""

    def __init__(self, address: Address, pace: Pace | None = None, way: Way | None = None) -> None:
        """A listener who has not begun."""
        self.address = address
        self.way = way or Way()
        self.asked: dict[str, asyncio.Future[Message | None]] = {}
        self.listings: dict[str, list[Message]] = {}
        self.rooms = Rooms()
        self.carrying: set[asyncio.Task[None]] = set()
        self.pace = pace or Pace()
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="exchange")
        self.said: asyncio.Queue[Said] = asyncio.Queue()
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
                async with asyncio.timeout(self.pace.farewell):
                    await self.said.join()
            keeper.cancel()
            self.thread.submit(close_here)
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
        """From the greeting to the end of one connection.

        What may be cancelled waits under `asyncio.timeout`: until Python 3.12 `wait_for` loses a cancelling that comes
        in the moment of the answer, and who was told to stop would go on.
        """
        async with asyncio.timeout(self.pace.dial):
            reader, writer = await asyncio.open_connection(self.address.host, self.address.port)
        try:
            wire, self.rooms = Reader(), Rooms()
            async with asyncio.timeout(self.pace.dial):
                await self.log_in(wire, reader, writer)
            self.is_in = True
            log.info("exchange: connected")
            works = [asyncio.create_task(self.pulse(writer)), asyncio.create_task(self.take_commands(writer))]
            try:
                await self.hear_on(wire, reader)
            finally:
                for work in works:
                    work.cancel()
                self.hear_no_answers()
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
            async with asyncio.timeout(self.pace.silence):
                data = await received(reader)
            for message in wire.feed(data):
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
        if self.is_answer(message):
            return
        try:
            at = datetime.now(UTC)
            events = self.follower.hear(message, at)
            word, room = word_of(message, self.address.queues, at), self.rooms.hear(message, at)
        except Exception as error:
            log.error("exchange: %s is not understood: %s", message.event, type(error).__name__)
            return
        for event in events:
            self.said.put_nowait(event)
        if word:
            self.said.put_nowait(word)
        if room:
            self.said.put_nowait(room)

    def is_answer(self, message: Message) -> bool:
        """Whether a message is for a command that waits for it: its answer, or a row of the list it asked for."""
        action_id = message.get("ActionID")
        answer, rows = self.asked.get(action_id), self.listings.get(action_id)
        is_first = bool(message.get("Response")) and not message.event
        if answer is None or (rows is None and not is_first):
            return False
        is_last = rows is None or message.get("Response") == "Error" or message.event == "CoreShowChannelsComplete"
        if rows is not None:
            rows.append(message)
        if is_last and not answer.done():
            answer.set_result(message)
        return True

    # --- commands ---------------------------------------------------------------------------------------------------

    async def take_commands(self, writer: asyncio.StreamWriter) -> None:
        """Send what is asked of the exchange while it is connected, each once; one waits for no other."""
        await self.try_once(give_up_commands)
        while True:
            try:
                asked = await self.on_thread(keeping.next_command)
            except Exception as error:
                log.warning("exchange: commands: %s", type(error).__name__)
                asked = None
                await asyncio.sleep(self.pace.database)
            if asked is None:
                await asyncio.sleep(self.pace.command)
                continue
            work = asyncio.create_task(self.carry_out(asked, writer))
            self.carrying.add(work)
            work.add_done_callback(self.carrying.discard)

    async def carry_out(self, asked: Asked, writer: asyncio.StreamWriter) -> None:
        """Send one command and keep what the exchange says to it; without an answer it is never sent again."""
        result = self.follower.spares(asked)
        if result is None:
            result = await self.sent(asked, writer)
            if result == Result.DONE:
                for event in self.follower.obeyed(asked, datetime.now(UTC)):
                    self.said.put_nowait(event)
        log.info("exchange: command %s: %s: %s", asked.pk, asked.verb, result)
        await self.until_kept(keeping.settle, asked.pk, result)

    async def sent(self, asked: Asked, writer: asyncio.StreamWriter) -> Result:
        """Say each word of a command in its turn; the first that is not obeyed is what became of it."""
        try:
            channels = await self.listed_for(asked, writer) if needs_line(asked) else []
            plan = plan_of(asked, self.way, channels)
            for action_id, words in plan.steps:
                result = result_of(await self.answered(action_id, words, writer))
                if result != Result.DONE:
                    return result
            if plan.last:
                writer.write(plan.last)
        except (OSError, TimeoutError):
            return Result.LOST
        return plan.result

    async def answered(self, action_id: str, words: bytes, writer: asyncio.StreamWriter) -> Message | None:
        """The answer to what is said under this id; None: the line broke. Raises TimeoutError."""
        answer = self.asked[action_id] = asyncio.get_running_loop().create_future()
        try:
            writer.write(words)
            async with asyncio.timeout(self.pace.answer):
                said: Message | None = await answer
            return said
        finally:
            del self.asked[action_id]

    async def listed_for(self, asked: Asked, writer: asyncio.StreamWriter) -> list[Message]:
        """Every channel of this moment. Raises OSError when it is not told, TimeoutError when nothing is."""
        action_id = f"{asked.action_id}-line"
        rows = self.listings[action_id] = []
        try:
            last = await self.answered(action_id, action("CoreShowChannels", ActionID=action_id), writer)
        finally:
            del self.listings[action_id]
        if last is None or last.get("Response") == "Error":
            raise OSError("no list of channels")
        return rows

    def hear_no_answers(self) -> None:
        """The line is gone: whatever was asked on it is not answered any more."""
        for answer in self.asked.values():
            if not answer.done():
                answer.set_result(None)

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


def close_here() -> None:
    """Close the connection of the thread this runs on: taken by its name elsewhere, it would be that thread's."""
    connection.close()


async def received(reader: asyncio.StreamReader) -> bytes:
    """The next bytes; EOFError when the exchange has hung up on us."""
    data = await reader.read(65_536)
    if not data:
        raise EOFError("closed by the exchange")
    return data
