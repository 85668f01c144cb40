"""A sound cut down to its audio: titles, pictures, the place a telephone wrote into it, and whatever hides behind go.

WAV (RIFF), MP3, Opus and Vorbis in OGG (RFC 3533, 7845), AAC in M4A (ISO/IEC 14496-12). Pure: bytes in, bytes out.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from django.utils.translation import gettext as _

ENDINGS = {"audio/wav": "wav", "audio/mpeg": "mp3", "audio/ogg": "ogg", "audio/mp4": "m4a"}
# Kilobits per second of MPEG 1 and of MPEG 2 layer III, and samples per second of MPEG 1.
RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
SAMPLES = (44100, 48000, 32000)
FEWEST_FRAMES = 3
# Boxes of an M4A whose content is looked into, and those that only say something about it.
HOLDING = {b"moov", b"trak", b"mdia"}
TALKING = {b"udta", b"meta", b"uuid", b"free", b"skip", b"wide"}
M4A_BOXES = {b"ftyp", b"moov", b"mdat", b"moof", b"mfra", b"sidx", b"styp"} | TALKING


class Unfit(Exception):
    """An upload that is not kept: a code for programs and a sentence for people."""

    def __init__(self, code: str, words: str) -> None:
        """Keep both."""
        super().__init__(words)
        self.code = code
        self.words = words


def sound_of(content: bytes) -> str:
    """The kind of sound these bytes begin like; empty for none of ours."""
    if content.startswith(b"RIFF") and content[8:12] == b"WAVE":
        return "audio/wav"
    if content.startswith(b"OggS"):
        return "audio/ogg"
    if content[4:8] == b"ftyp" and content[8:12] in (b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"iso6"):
        return "audio/mp4"
    if content.startswith(b"ID3") or frame_length(content, 0):
        return "audio/mpeg"
    return ""


def cleaned(content: bytes) -> tuple[str, bytes]:
    """What kind of sound it is, and its audio alone; raises Unfit."""
    media_type = sound_of(content)
    ways = {"audio/wav": wav, "audio/mpeg": mp3, "audio/ogg": ogg, "audio/mp4": m4a}
    try:
        clean = ways[media_type](content)
    except (struct.error, IndexError):
        clean = b""
    if not clean:
        raise Unfit("broken", _("Rekaman suara ini rusak atau bukan suara saja. Rekam lagi lalu kirim ulang."))
    return media_type, clean


# --- WAV ------------------------------------------------------------------------------------------------------------


def wav(content: bytes) -> bytes:
    """The format and the samples; every other chunk is left out."""
    kept: dict[bytes, bytes] = {}
    place = 12
    while place + 8 <= len(content) and len(kept) < 2:
        name, size = struct.unpack_from("<4sI", content, place)
        if name in (b"fmt ", b"data"):
            kept.setdefault(name, content[place + 8 : place + 8 + size])
        place += 8 + size + size % 2
    if len(kept.get(b"fmt ", b"")) < 16 or not kept.get(b"data"):
        return b""
    body = b"".join(chunk(name, kept[name]) for name in (b"fmt ", b"data"))
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def chunk(name: bytes, body: bytes) -> bytes:
    """A chunk, padded to an even length."""
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


# --- MP3 ------------------------------------------------------------------------------------------------------------


def mp3(content: bytes) -> bytes:
    """Its frames, one behind the other; tags at either end and anything between are left out."""
    found = list(frames(content))
    return b"".join(found) if len(found) >= FEWEST_FRAMES else b""


def frames(content: bytes) -> Iterator[bytes]:
    """Each frame that another follows, or that ends the file."""
    place = behind_tag(content)
    while (place := content.find(b"\xff", place)) >= 0:
        length = frame_length(content, place)
        after = place + length
        if length and (after == len(content) or frame_length(content, after) or content[after : after + 3] == b"TAG"):
            yield content[place:after]
            place = after
        else:
            place += 1


def behind_tag(content: bytes) -> int:
    """Where the tag at the front ends, whose pictures may look like frames (ID3v2: 28 bits of length)."""
    if not content.startswith(b"ID3") or len(content) < 10:
        return 0
    length = 0
    for byte in content[6:10]:
        length = length << 7 | byte & 0x7F
    return 10 + length


def frame_length(content: bytes, place: int) -> int:
    """The bytes of the frame of layer III that begins here; 0 where none does."""
    if place + 4 > len(content) or content[place] != 0xFF or content[place + 1] & 0xE6 != 0xE2:
        return 0
    version, rate, samples = content[place + 1] >> 3 & 3, content[place + 2] >> 4, content[place + 2] >> 2 & 3
    if version == 1 or rate in (0, 15) or samples == 3:
        return 0
    bits = (RATES_1 if version == 3 else RATES_2)[rate] * 1000
    per_second = SAMPLES[samples] >> {3: 0, 2: 1, 0: 2}[version]
    return (144 if version == 3 else 72) * bits // per_second + (content[place + 2] >> 1 & 1)


# --- OGG ------------------------------------------------------------------------------------------------------------


def ogg(content: bytes) -> bytes:
    """Its pages, with a comment that says nothing in the place of its own; nothing behind the last page."""
    pages = list(pages_of(content))
    opening = pages[0][1] if pages else b""
    headers = 1 if opening.startswith(b"OpusHead") else 2 if opening.startswith(b"\x01vorbis") else 0
    if not headers:
        return b""
    packets, rest = header_packets(pages[1:], headers)
    empty = b"\0" * 8  # no vendor, no lines
    packets[0] = b"OpusTags" + empty if headers == 1 else b"\x03vorbis" + empty + b"\x01"
    serial = pages[0][0][14:18]
    made = page(packets, serial)
    return b"".join([pages[0][0] + opening, made, *(head + body for head, body in rest)]) if made and rest else b""


def pages_of(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Head and body of each page of the first stream, as long as one follows the other."""
    place, serial = 0, content[14:18]
    while content[place : place + 4] == b"OggS":
        start = place + 27 + content[place + 26]
        stop = start + sum(content[place + 27 : start])
        if stop > len(content):
            return
        if content[place + 14 : place + 18] == serial:
            yield content[place:start], content[start:stop]
        place = stop


def header_packets(pages: list[tuple[bytes, bytes]], count: int) -> tuple[list[bytes], list[tuple[bytes, bytes]]]:
    """The packets that come before the sound, which begins on a page of its own; and the pages from there on."""
    packets = [b""]
    for number, (head, body) in enumerate(pages):
        place = 0
        for lace in head[27:]:
            packets[-1] += body[place : place + lace]
            place += lace
            if lace < 255:
                packets.append(b"")
        if len(packets) > count:
            return packets[:count], pages[number + 1 :]
    return packets, []


def page(packets: list[bytes], serial: bytes) -> bytes:
    """The second page of a stream; empty where the packets need more than one."""
    laces = b"".join(b"\xff" * (len(one) // 255) + bytes([len(one) % 255]) for one in packets)
    if len(laces) > 255:
        return b""
    head = b"OggS\0\0" + b"\0" * 8 + serial + struct.pack("<I", 1)
    tail = bytes([len(laces)]) + laces + b"".join(packets)
    return head + struct.pack("<I", sum_of(head + b"\0" * 4 + tail)) + tail


def sum_of(data: bytes) -> int:
    """The checksum of a page (CRC-32, polynomial 04C11DB7, not reflected)."""
    found = 0
    for byte in data:
        found ^= byte << 24
        for _bit in range(8):
            found = (found << 1 ^ (0x04C11DB7 if found & 0x80000000 else 0)) & 0xFFFFFFFF
    return found


# --- M4A ------------------------------------------------------------------------------------------------------------


def m4a(content: bytes) -> bytes:
    """The same boxes at the same places, those that only talk blanked; empty where there is a picture or no sound."""
    clean = bytearray(content)
    stop = blank(clean, 0, len(clean), depth=0)
    tracks = {bytes(clean[place + 16 : place + 20]) for place in places_of(clean, b"hdlr")}
    return bytes(clean[:stop]) if b"soun" in tracks and b"vide" not in tracks and b"pict" not in tracks else b""


def blank(content: bytearray, place: int, stop: int, *, depth: int) -> int:
    """Blank what only talks between these places; answers where the last whole box ends."""
    while place + 8 <= stop:
        size, name = struct.unpack_from(">I4s", content, place)
        head = 8
        if size == 1:
            size, head = struct.unpack_from(">Q", content, place + 8)[0], 16
        size = size or stop - place
        if size < head or place + size > stop or (depth == 0 and name not in M4A_BOXES):
            return place
        if name in TALKING:
            content[place + 4 : place + 8] = b"free"
            content[place + head : place + size] = bytes(size - head)
        elif name in HOLDING:
            blank(content, place + head, place + size, depth=depth + 1)
        place += size
    return place


def places_of(content: bytearray, name: bytes) -> Iterator[int]:
    """Where boxes of this name begin, at whatever depth."""
    place = -1
    while (place := content.find(name, place + 1)) >= 4:
        yield place - 4
