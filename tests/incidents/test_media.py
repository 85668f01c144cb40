"""What is kept of an upload: known by its content, developed anew, without place, person or anything hidden."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from PIL import Image

from incidents.media import LARGEST, LONGEST_SIDE, SMALL_SIDE, developed
from incidents.sounds import Unfit
from tests.incidents import files
from tests.incidents.files import SECRET


def code_of(content: bytes) -> str:
    """Why it is not kept."""
    with pytest.raises(Unfit) as refused:
        developed(content)
    assert refused.value.words
    return refused.value.code


# --- photos ---------------------------------------------------------------------------------------------------------


def test_a_photo_keeps_its_picture_and_nothing_of_place_camera_and_comment() -> None:
    made = developed(files.jpeg())
    assert (made.media, made.media_type, made.width, made.height) == ("photo", "image/jpeg", 640, 480)
    for kept in (made.content, made.small):
        with Image.open(BytesIO(kept)) as picture:
            assert (picture.format, dict(picture.getexif()), picture.info.get("comment")) == ("JPEG", {}, None)
        assert SECRET not in kept and b"Exif" not in kept
    with Image.open(BytesIO(made.small)) as small:
        assert max(small.size) == SMALL_SIDE


def test_a_photo_taken_sideways_stands_upright() -> None:
    made = developed(files.jpeg(turned=True))
    assert (made.width, made.height) == (480, 640)


def test_a_large_photo_is_made_smaller() -> None:
    made = developed(files.jpeg(6000, 3000))
    assert (made.width, made.height) == (LONGEST_SIDE, LONGEST_SIDE // 2)


@pytest.mark.parametrize("content", [files.png(), files.webp()], ids=["png", "webp"])
def test_other_photos_become_jpeg(content: bytes) -> None:
    made = developed(content)
    assert made.media_type == "image/jpeg"
    with Image.open(BytesIO(made.content)) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")


def test_nothing_hidden_behind_a_photo_goes_along() -> None:
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as folder:
        folder.writestr("jahat.html", "<script>RAHASIA</script>" * 1000)
    for tail in (b"<script>RAHASIA</script>", packed.getvalue()):
        made = developed(files.jpeg() + tail)
        assert b"script" not in made.content and b"PK\x03\x04" not in made.content


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.7",
        b"PK\x03\x04" + b"\0" * 100,
        b"MZ\x90\0",
        b"\0\0\0\x18ftypheic" + b"\0" * 100,
        b"\0\0\0\x18ftypqt  " + b"\0" * 100,
        b"\x1aE\xdf\xa3" + b"\0" * 100,
        b"x",
    ],
    ids=["svg", "html", "gif", "pdf", "zip", "program", "heic", "film", "webm", "letter"],
)
def test_what_is_neither_photo_nor_sound_is_refused_whatever_its_name(content: bytes) -> None:
    assert code_of(content) == "kind"


@pytest.mark.parametrize(("width", "height"), [(100_000, 10), (20_000, 20_000), (40_000, 1)])
def test_a_few_bytes_that_say_they_are_huge_are_never_decoded(width: int, height: int) -> None:
    content = files.bomb(width, height)
    assert len(content) < 1000
    assert code_of(content) == "too_many_pixels"


@pytest.mark.parametrize(
    "content",
    [
        files.jpeg()[:900],
        b"\xff\xd8\xff\xe0" + b"A" * 100,
        files.png()[:40],
        files.bomb(100, 100),
        b"RIFF\x10\0\0\0WEBPVP8 " + b"\0" * 20,
    ],
    ids=["cut", "no photo", "cut png", "empty png", "no webp"],
)
def test_a_broken_photo_is_refused(content: bytes) -> None:
    assert code_of(content) == "broken"


def test_nothing_and_too_much_are_refused() -> None:
    assert code_of(b"") == "empty"
    assert code_of(files.jpeg() + b"\0" * LARGEST) == "too_large"


# --- sounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (files.wav(), "audio/wav"),
        (files.mp3(), "audio/mpeg"),
        (files.opus(), "audio/ogg"),
        (files.m4a(), "audio/mp4"),
    ],
    ids=["wav", "mp3", "ogg", "m4a"],
)
def test_a_sound_keeps_its_audio_and_none_of_its_labels(content: bytes, media_type: str) -> None:
    assert SECRET in content
    made = developed(content)
    assert (made.media, made.media_type, made.width, made.small) == ("audio", media_type, None, b"")
    assert SECRET not in made.content
    assert developed(made.content).content == made.content  # it is a whole file of its kind


def test_the_samples_are_those_that_were_recorded() -> None:
    assert b"\1\2" * 400 in developed(files.wav()).content
    assert developed(files.mp3()).content == files.mp3_frame() * 6
    assert files.opus()[-300:] == developed(files.opus()).content[-300:]
    assert len(developed(files.m4a()).content) == len(files.m4a())  # nothing moved, so its tables still hold


def test_what_hangs_behind_a_sound_does_not_go_along() -> None:
    tail = b"<script>RAHASIA</script>"
    for content in (files.wav(), files.mp3(), files.opus(), files.m4a()):
        assert b"script" not in developed(content + tail).content


@pytest.mark.parametrize(
    "content",
    [
        b"RIFF\x04\0\0\0WAVE" + b"\0" * 50,
        b"ID3\x04\0\0\0\0\0\x05<svg/>" + b"x" * 100,
        b"OggS" + b"\0" * 60,
        files.ogg_page(0, [b"\x80theora"]) + files.ogg_page(1, [b"\x81theora"]),
        files.m4a(b"vide"),
        b"\0\0\0\x18ftypM4A " + b"\xff" * 50,
        files.opus()[:60],
    ],
    ids=["wav", "mp3", "ogg", "film in ogg", "film in mp4", "m4a", "cut ogg"],
)
def test_a_broken_sound_or_a_film_is_refused(content: bytes) -> None:
    assert code_of(content) == "broken"
