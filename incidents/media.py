"""What an upload is, by its content alone, and what we keep of it: a photo developed anew, a sound without its labels.

Nothing of the upload's name or header counts. A photo is decoded and written as a fresh JPEG, so neither the place and
camera in its EXIF nor anything hidden behind it goes along; sounds are cut down to their audio (`sounds.py`).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from io import BytesIO
from threading import BoundedSemaphore

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from incidents.attachments import Media
from incidents.sounds import ENDINGS as SOUNDS
from incidents.sounds import Unfit, cleaned, sound_of

LARGEST = 10 * 1024 * 1024
LONGEST_SIDE = 2560
SMALL_SIDE = 320
QUALITY = 85
# What a camera may take, and what a page may draw: a JPEG is decoded small, the others only whole.
MOST_PIXELS = {"JPEG": 120_000_000, "MPO": 120_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
LONGEST_EDGE = 30_000
Image.MAX_IMAGE_PIXELS = 120_000_000  # it warns from here and refuses from twice as many on, before we are asked
MARKS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG"}
ENDINGS = {"image/jpeg": "jpg", **SOUNDS}
# What the library raises on bytes that are no photo after all.
BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    LookupError,
    ArithmeticError,
    struct.error,
    EOFError,
    MemoryError,
    TypeError,
)
# Two at a time: each may need a hundred megabytes for the moment.
DEVELOPING = BoundedSemaphore(2)


@dataclass(frozen=True)
class Developed:
    """What is kept of an upload; of a photo with its size in pixels and a small copy."""

    media: Media
    media_type: str
    content: bytes
    width: int | None = None
    height: int | None = None
    small: bytes = b""


def developed(content: bytes) -> Developed:
    """What we keep of this upload; raises Unfit with the reason and what to do, in Indonesian."""
    if not content:
        raise Unfit("empty", _("Berkasnya kosong. Ambil lagi lalu kirim ulang."))
    if len(content) > LARGEST:
        raise too_large()
    if is_photo(content):
        with DEVELOPING:
            return photo(content)
    if sound_of(content):
        media_type, clean = cleaned(content)
        return Developed(Media.AUDIO, media_type, clean)
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc"):
        raise Unfit(
            "kind", _("Foto HEIC belum dapat dibaca. Pilih JPEG di pengaturan kamera, atau kirim tangkapan layar.")
        )
    raise Unfit("kind", _("Hanya foto (JPEG, PNG, WebP) dan suara (M4A, MP3, WAV, OGG) yang diterima."))


def too_large() -> Unfit:
    """An upload beyond the limit."""
    return Unfit("too_large", _("Berkas paling besar 10 MB. Perkecil fotonya atau potong rekamannya."))


def is_photo(content: bytes) -> bool:
    """Whether it begins like one of ours."""
    is_webp = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    return is_webp or any(content.startswith(mark) for mark in MARKS)


def photo(content: bytes) -> Developed:
    """The photo as it is seen, upright, written anew; its first frame if it has more."""
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as taken:
            refuse_huge(taken)
            taken.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = on_white(ImageOps.exif_transpose(taken))
    except Unfit:
        raise
    except Image.DecompressionBombError:
        raise too_many_pixels() from None
    except BROKEN:
        raise broken() from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    width, height = upright.size
    whole = as_jpeg(upright)
    upright.thumbnail((SMALL_SIDE, SMALL_SIDE))
    return Developed(Media.PHOTO, "image/jpeg", whole, width, height, as_jpeg(upright))


def refuse_huge(taken: Image.Image) -> None:
    """Before anything is decoded: a small file may say that it is a hundred thousand pixels wide."""
    width, height = taken.size
    if max(width, height) > LONGEST_EDGE or width * height > MOST_PIXELS.get(taken.format or "", 0):
        raise too_many_pixels()


def too_many_pixels() -> Unfit:
    """A photo that would not fit into memory."""
    return Unfit("too_many_pixels", _("Foto ini punya terlalu banyak titik. Perkecil lalu kirim ulang."))


def broken() -> Unfit:
    """A photo that cannot be decoded."""
    return Unfit("broken", _("Foto ini rusak atau terpotong. Ambil lagi lalu kirim ulang."))


def on_white(picture: Image.Image) -> Image.Image:
    """Without colour tables and see-through parts."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layers = picture.convert("RGBA")
        ground = Image.new("RGBA", layers.size, "white")
        ground.alpha_composite(layers)
        picture = ground
    return picture.convert("RGB")


def as_jpeg(picture: Image.Image) -> bytes:
    """A fresh JPEG that carries the picture and nothing beside it."""
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    out = BytesIO()
    clean.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
