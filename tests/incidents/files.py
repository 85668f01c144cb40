"""Photos and sounds for tests, made up byte by byte, with what a telephone hides in them."""

from __future__ import annotations

import struct
import zlib
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from PIL import Image
from pytest_django import Settings

from incidents import shelf
from incidents.actions import attach
from incidents.attachments import Attachment
from incidents.media import developed
from incidents.models import Incident

SECRET = b"RAHASIA"


def jpeg(width: int = 640, height: int = 480, *, turned: bool = False) -> bytes:
    """A photo with its place, camera and orientation in its EXIF."""
    picture = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8825)[1] = "S"
    exif.get_ifd(0x8825)[2] = (3.0, 57.0, 40.0)
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=SECRET)
    return out.getvalue()


def png(width: int = 32, height: int = 32) -> bytes:
    """A see-through PNG."""
    out = BytesIO()
    Image.new("RGBA", (width, height), (200, 0, 0, 128)).save(out, "PNG")
    return out.getvalue()


def webp() -> bytes:
    """A WebP."""
    out = BytesIO()
    Image.new("RGB", (32, 32), "green").save(out, "WEBP")
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is this large."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 10_000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body)) for name, body in parts
    )


def wav(samples: bytes = b"\1\2" * 400) -> bytes:
    """PCM with a title and a place."""
    fmt = struct.pack("<HHIIHH", 1, 1, 8000, 16000, 2, 16)
    parts = ((b"fmt ", fmt), (b"LIST", b"INFOICMT" + SECRET), (b"data", samples), (b"bext", SECRET))
    body = b"".join(name + struct.pack("<I", len(text)) + text + b"\0" * (len(text) % 2) for name, text in parts)
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def mp3_frame() -> bytes:
    """A frame of layer III: 64 kbit/s at 44.1 kHz, 208 bytes."""
    return b"\xff\xfb\x50\x00" + b"\x11" * 204


def mp3() -> bytes:
    """Frames between an ID3v2 tag with a picture that looks like a frame and an ID3v1 tag."""
    tag = b"APIC" + SECRET + mp3_frame() * 2
    head = b"ID3\x04\0\0" + bytes([0, 0, len(tag) >> 7, len(tag) & 0x7F])
    return head + tag + mp3_frame() * 6 + b"TAG" + SECRET.ljust(125, b"\0")


def ogg_page(number: int, packets: list[bytes], *, kind: int = 0) -> bytes:
    """A page; its checksum is nothing we look at."""
    laces = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    head = b"OggS\0" + bytes([kind]) + b"\0" * 8 + b"abcd" + struct.pack("<II", number, 0)
    return head + bytes([len(laces)]) + laces + b"".join(packets)


def opus() -> bytes:
    """A voice note with a comment, as messengers write them."""
    head = b"OpusHead\x01\x01" + b"\0" * 9
    tags = b"OpusTags" + struct.pack("<I", 4) + b"libo" + struct.pack("<II", 1, len(SECRET)) + SECRET
    return ogg_page(0, [head], kind=2) + ogg_page(1, [tags]) + ogg_page(2, [b"\x7f" * 300], kind=4)


def box(name: bytes, body: bytes) -> bytes:
    """A box of an M4A."""
    return struct.pack(">I4s", len(body) + 8, name) + body


def m4a(handler: bytes = b"soun") -> bytes:
    """AAC as telephones record it, with the place in its user data."""
    hdlr = box(b"hdlr", b"\0" * 8 + handler + b"\0" * 12)
    trak = box(b"trak", box(b"mdia", hdlr) + box(b"udta", SECRET))
    moov = box(b"moov", trak + box(b"udta", box(b"\xa9xyz", SECRET)) + box(b"meta", SECRET))
    return box(b"ftyp", b"M4A \0\0\0\0isom") + moov + box(b"mdat", b"\x21" * 50) + box(b"free", SECRET)


@pytest.fixture
def darkroom(settings: Settings, tmp_path: Path) -> Path:
    """A centre that keeps photos and sounds, and where they lie."""
    settings.ATTACHMENTS_DIR = tmp_path / "lampiran"
    settings.RECORDINGS_KEYS = [bytes(range(32)).hex()]
    return tmp_path / "lampiran"


def attached(row: Incident, actor: User, content: bytes = b"") -> Attachment:
    """This file, or some photo, added to an incident."""
    content = content or jpeg()
    return attach(row.pk, shelf.put(developed(content), sha256(content).hexdigest()), actor=actor)
