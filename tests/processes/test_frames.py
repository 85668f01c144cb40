"""What `journal/frames.py` takes for granted about Daphne, autobahn and Twisted, shown on a real Daphne.

If one of these breaks after an upgrade, boards still hear all of it without `Line.of`: only the short way is lost.
"""

from __future__ import annotations

import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator

import orjson
import pytest
from autobahn.websocket.protocol import PreparedMessage

from journal.frames import Text
from launcher.children import Child
from launcher.network import is_healthy
from launcher.waiting import wait_for
from tests.journeys.stack import free_port

SMALL, MIDDLE, LARGE = 20, 2_000, 70_000


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A Daphne that serves `frames_app`."""
    found = free_port()
    words = ["daphne", "--bind", "127.0.0.1", "--port", str(found), "--verbosity", "0"]
    command = [sys.executable, "-m", *words, "tests.processes.frames_app:application"]
    child = Child("frames", command, tmp_path_factory.mktemp("frames"), {})
    child.spawn()
    wait_for(child, lambda: is_healthy(f"http://127.0.0.1:{found}/"))
    yield found
    child.stop()


class Browser:
    """A WebSocket without a library between it and the bytes."""

    def __init__(self, port: int, path: str, offer: str) -> None:
        """Shakes hands; offers an extension if told to."""
        self.wire = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16_384)
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += ["Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==", "Sec-WebSocket-Version: 13"]
        lines += [f"Sec-WebSocket-Extensions: {offer}"] if offer else []
        self.wire.sendall("\r\n".join([*lines, "", ""]).encode())
        self.stream = self.wire.makefile("rb")
        self.head = b"".join(iter(self.stream.readline, b"\r\n"))

    def order(self, many: int, single: int = 0, size: int = SMALL) -> None:
        """Ask for texts."""
        body = orjson.dumps({"many": many, "single": single, "size": size})
        self.wire.sendall(struct.pack(">BBI", 0x81, 0x80 | len(body), 0) + body)

    def text(self) -> str:
        """The next text."""
        kind, size = self.stream.read(2)
        assert kind == 0x81
        if size >= 126:
            (size,) = struct.unpack(">H" if size == 126 else ">Q", self.stream.read(2 if size == 126 else 8))
        return self.stream.read(size).decode()

    def leave(self) -> None:
        """Hang up without a word, whatever is on its way; once is enough."""
        if self.stream.closed:
            return
        self.wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.stream.close()
        self.wire.close()

    def heard(self, many: int, size: int) -> dict[str, int]:
        """Hear what was ordered, whole and in order; answers how much of it went through Daphne's own hands."""
        for number in range(many):
            assert self.text() == f"{number} ".ljust(size, "é")
        found: dict[str, int] = orjson.loads(self.text())
        return found


Browse = Callable[..., Browser]


@pytest.fixture
def browse(port: int) -> Iterator[Browse]:
    """Opens sockets on that server, which end with the test."""
    opened: list[Browser] = []

    def browse(path: str = "/", offer: str = "") -> Browser:
        opened.append(Browser(port, path, offer))
        return opened[-1]

    yield browse
    for browser in opened:
        browser.leave()


@pytest.mark.parametrize("size", [1, SMALL, 124, 125, 126, MIDDLE, 65_535, 65_536, LARGE])
def test_a_frame_is_the_one_the_library_would_make(size: int) -> None:
    text = "x" * size
    theirs = PreparedMessage(text.encode(), isBinary=False, applyMask=False, doNotCompress=True)
    assert Text(text).frame == theirs.payloadHybi


@pytest.mark.parametrize("size", [SMALL, MIDDLE, LARGE])
def test_texts_for_many_go_past_daphne_s_hands_and_arrive_whole(browse: Browse, size: int) -> None:
    browser = browse()
    browser.order(10, size=size)
    assert browser.heard(10, size) == {"usual": 0}


def test_texts_for_many_and_for_one_arrive_in_the_order_they_were_sent(browse: Browse) -> None:
    browser = browse()
    browser.order(300, single=3, size=MIDDLE)
    assert browser.heard(300, MIDDLE) == {"usual": 100}


def test_a_board_that_reads_slowly_gets_everything_in_order_and_holds_up_nobody(browse: Browse) -> None:
    slow, other = browse(), browse()
    slow.order(200, single=7, size=LARGE)
    time.sleep(0.3)
    other.order(10)
    assert other.heard(10, SMALL) == {"usual": 0}
    assert slow.heard(200, LARGE) == {"usual": 29}


def test_a_board_that_is_gone_ends_nothing_for_the_others(browse: Browse) -> None:
    gone, other = browse(), browse()
    gone.order(200, size=LARGE)
    gone.leave()
    other.order(10)
    assert other.heard(10, SMALL) == {"usual": 0}


def test_daphne_accepts_no_compression_under_which_a_frame_would_differ_from_board_to_board(browse: Browse) -> None:
    browser = browse(offer="permessage-deflate")
    assert b"permessage-deflate" not in browser.head
    browser.order(10)
    assert browser.heard(10, SMALL) == {"usual": 0}


def test_behind_another_layer_everything_goes_the_usual_way(browse: Browse) -> None:
    browser = browse("/wrapped/")
    browser.order(10, single=2)
    assert browser.heard(10, SMALL) == {"usual": 10}
