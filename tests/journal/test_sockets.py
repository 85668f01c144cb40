"""A socket as the hub sees it: pushed to and never waited for, with a short queue and an end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from typing import Any

import pytest

from journal import sockets
from journal.live import Admission
from journal.sockets import BACKLOG, Socket


class Line:
    """A line that can be held up or broken."""

    def __init__(self) -> None:
        """Everything passes."""
        self.sent: list[dict[str, Any]] = []
        self.free = asyncio.Event()
        self.free.set()
        self.problem: Exception | None = None

    async def send(self, message: dict[str, Any]) -> None:
        """Pass one message on."""
        if not self.free.is_set():
            await self.free.wait()
        if self.problem:
            raise self.problem
        self.sent.append(message)

    @property
    def texts(self) -> list[str]:
        """The texts that passed."""
        return [message["text"] for message in self.sent if message["type"] == "websocket.send"]

    @property
    def codes(self) -> list[int]:
        """The codes with which it was closed."""
        return [message["code"] for message in self.sent if message["type"] == "websocket.close"]


def socket_on(line: Line) -> Socket:
    """A socket of the desk on this line."""
    return Socket(line.send, "board", Admission(1, "desk"))


async def settle() -> None:
    """Let what is ready run."""
    for _turn in range(5):
        await asyncio.sleep(0)


async def test_what_passes_at_once_costs_no_task() -> None:
    line = Line()
    socket = socket_on(line)
    for text in "abc":
        socket.push(text)
        assert socket.stuck is None
    assert line.texts == ["a", "b", "c"]


async def test_a_line_that_pushes_back_gets_what_queued_up_in_order() -> None:
    line = Line()
    socket = socket_on(line)
    line.free.clear()
    for text in "abc":
        socket.push(text)
    await settle()
    assert (line.texts, len(socket.backlog)) == ([], 2)
    line.free.set()
    await settle()
    assert (line.texts, socket.stuck, socket.is_closed) == (["a", "b", "c"], None, False)
    socket.push("d")
    assert line.texts == ["a", "b", "c", "d"]


async def test_a_queue_that_is_full_closes_the_socket_with_4408_and_stays_bounded() -> None:
    line = Line()
    socket = socket_on(line)
    line.free.clear()
    for number in range(BACKLOG + 50):
        socket.push(str(number))
    await settle()
    assert (len(socket.backlog), socket.is_closed) == (BACKLOG, True)
    line.free.set()
    await settle()
    assert (line.codes, len(line.texts)) == ([4408], 1)
    socket.push("too late")
    assert len(line.texts) == 1


@pytest.mark.parametrize("is_held_up", [False, True])
async def test_a_line_that_breaks_ends_the_socket_without_an_error(is_held_up: bool) -> None:
    line = Line()
    socket = socket_on(line)
    line.problem = ConnectionError()
    if is_held_up:
        line.free.clear()
    socket.push("a")
    line.free.set()
    await settle()
    assert (socket.is_closed, line.sent) == (True, [])


async def test_a_line_that_breaks_while_the_queue_is_emptied_ends_the_socket() -> None:
    line = Line()
    socket = socket_on(line)
    line.free.clear()
    for text in "ab":
        socket.push(text)

    class Once(ConnectionError):
        """The second message breaks the line."""

    async def send(message: dict[str, Any]) -> None:
        raise Once

    socket.send = send
    line.free.set()
    await settle()
    assert (line.texts, socket.is_closed, socket.stuck) == (["a"], True, None)


async def test_a_send_that_is_a_future_is_waited_for_too() -> None:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    sent: list[dict[str, Any]] = []

    def send(message: dict[str, Any]) -> Awaitable[None]:
        sent.append(message)
        return done

    socket = Socket(send, "board", Admission(1, "desk"))
    socket.push("a")
    socket.push("b")
    assert len(sent) == 1
    done.set_result(None)
    await settle()
    assert [message["text"] for message in sent] == ["a", "b"]


async def test_a_send_that_waits_several_times_is_carried_through() -> None:
    line = Line()

    async def slowly(message: dict[str, Any]) -> None:
        for _turn in range(3):
            await asyncio.sleep(0.001)
        await line.send(message)

    socket = Socket(slowly, "board", Admission(1, "desk"))
    socket.push("a")
    assert socket.stuck is not None
    await socket.stuck
    assert line.texts == ["a"]


async def test_a_sleeper_is_shown_out_and_one_who_is_heard_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line()
    socket = socket_on(line)
    socket.beat("1")
    socket.heard_at -= sockets.PATIENCE + 1
    socket.heard()
    socket.beat("2")
    socket.heard_at -= sockets.PATIENCE + 1
    socket.beat("3")
    await settle()
    assert (line.texts, line.codes) == (["1", sockets.ECHO, "2"], [4408])


async def test_every_fifth_beat_asks_for_an_answer() -> None:
    socket = socket_on(Line())
    assert [socket.next_beat() for _beat in range(10)] == [False, False, False, False, True] * 2


async def test_a_socket_is_closed_once_even_on_a_broken_line() -> None:
    line = Line()
    socket = socket_on(line)
    socket.close(4403)
    socket.close(4408)
    await settle()
    assert line.codes == [4403]
    broken = socket_on(line)
    line.problem = ConnectionError()
    broken.close(4403)
    await settle()
    assert broken.is_closed
