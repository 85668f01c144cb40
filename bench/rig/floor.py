"""The floor: three bare inserts, a commit, and the same bytes fanned out by bare WebSocket frames. No framework."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import multiprocessing
import socket
import struct
import time
from typing import Any

import psycopg2
from django.db import connection

from bench.rig.clients import watch
from bench.rig.stack import free_port, percentile

MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
CARD_BYTES = 1800
TABLES = """
CREATE TABLE IF NOT EXISTS floor_call (id bigserial PRIMARY KEY, at timestamptz, words text);
CREATE TABLE IF NOT EXISTS floor_note (id bigserial PRIMARY KEY, call_id bigint REFERENCES floor_call, words text);
CREATE TABLE IF NOT EXISTS floor_entry (id bigserial PRIMARY KEY, note_id bigint REFERENCES floor_note, facts text);
"""


def run(boards: int, events: int, rate: float) -> dict[str, float]:
    """One repeat of the floor."""
    port, feed = free_port(), free_port()
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(port, feed), daemon=True)
    server.start()
    await_port(feed)
    client = multiprocessing.Process(target=watch, args=([port], [("/", "")], boards, theirs), daemon=True)
    client.start()
    assert ours.recv() == "ready"
    begun = publish(feed, events, rate)
    time.sleep(1)
    ours.send("stop")
    frames = ours.recv()
    client.join(30)
    server.terminate()
    server.join(10)
    return figures(begun, frames)


def publish(feed: int, events: int, rate: float) -> list[float]:
    """Insert, commit, hand the bytes over; answers when each began."""
    line = psycopg2.connect(**connection.get_connection_params())
    wire = socket.create_connection(("127.0.0.1", feed))
    wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with line, line.cursor() as cursor:
        cursor.execute(TABLES)
    begun = []
    start = time.time() + 0.5
    for number in range(events):
        time.sleep(max(0.0, start + number / rate - time.time()))
        begun.append(time.time())
        insert(line)
        body = f'{{"n":{number:06d},"card":"'.encode().ljust(CARD_BYTES - 2, b"x") + b'"}'
        wire.sendall(struct.pack(">I", len(body)) + body)
    line.close()
    wire.close()
    return begun


def insert(line: Any) -> None:
    """The three rows of the smallest possible change."""
    with line, line.cursor() as cursor:
        cursor.execute("INSERT INTO floor_call (at, words) VALUES (now(), 'x') RETURNING id")
        cursor.execute("INSERT INTO floor_note (call_id, words) VALUES (%s, 'x') RETURNING id", cursor.fetchone())
        cursor.execute("INSERT INTO floor_entry (note_id, facts) VALUES (%s, '{}')", cursor.fetchone())


def figures(begun: list[float], frames: list[tuple[int, float, bytes]]) -> dict[str, float]:
    """Latency per delivery, from before the first insert."""
    late = [(at - begun[int(body[5:11])]) * 1000 for _board, at, body in frames]
    return {"p50_ms": percentile(late, 0.5), "p99_ms": percentile(late, 0.99)}


def serve(port: int, feed: int) -> None:
    """A WebSocket server that knows nothing but to repeat."""
    asyncio.run(repeat(port, feed))


async def repeat(port: int, feed: int) -> None:
    """Boards on one port, the bytes to repeat on the other."""
    boards: set[asyncio.StreamWriter] = set()

    async def board(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        key = next(
            line.partition(b": ")[2] for line in head.split(b"\r\n") if line.lower().startswith(b"sec-websocket-key")
        )
        accept = base64.b64encode(hashlib.sha1(key + MAGIC).digest())
        writer.write(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n")
        writer.write(b"Sec-WebSocket-Accept: " + accept + b"\r\n\r\n")
        boards.add(writer)

    async def publisher(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while size := await reader.read(4):
            body = await reader.readexactly(struct.unpack(">I", size)[0])
            frame = b"\x81\x7e" + struct.pack(">H", len(body)) + body
            for one in boards:
                one.write(frame)

    async with (
        await asyncio.start_server(board, "127.0.0.1", port, backlog=1024),
        await asyncio.start_server(publisher, "127.0.0.1", feed),
    ):
        await asyncio.Event().wait()


def await_port(port: int) -> None:
    """Until somebody listens there."""
    for _try in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise TimeoutError(port)
