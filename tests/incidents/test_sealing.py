"""A sealed recording can be heard from anywhere, by nobody without the key, and not be changed unnoticed."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.sealing import HEADER, PIECE, TAG, Damaged, WrongKey, clear_size, keys_of, seal, unseal

OLD, NEW = bytes(range(32)), bytes(range(1, 33))
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 17]


def sound(size: int) -> bytes:
    """So many bytes, no two stretches alike."""
    return b"".join(number.to_bytes(4, "big") for number in range(size // 4 + 1))[:size]


def sealed(clear: bytes, *, key: bytes = NEW, subject: str = "recording:1", step: int = 1000) -> bytes:
    """The file of it, written in small steps."""
    target = BytesIO()
    steps = (clear[at : at + step] for at in range(0, len(clear), step))
    assert seal(steps, target, key=key, subject=subject) == len(clear)
    return target.getvalue()


def heard(file: bytes, start: int, stop: int, *, subject: str = "recording:1") -> bytes:
    """What is heard of it with both keys."""
    return b"".join(unseal(BytesIO(file), keys=[NEW, OLD], subject=subject).read(start, stop))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("step", [777, PIECE, 3 * PIECE])
def test_what_was_sealed_is_heard_again(size: int, step: int) -> None:
    file = sealed(sound(size), step=step)
    assert clear_size(BytesIO(file)) == size
    assert heard(file, 0, size) == sound(size)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(SIZES), st.integers(0, 4 * PIECE), st.integers(0, 4 * PIECE))
def test_any_stretch_of_it_is_heard_alone(size: int, start: int, length: int) -> None:
    assert heard(sealed(sound(size), step=PIECE), start, start + length) == sound(size)[start : start + length]


def test_a_stretch_is_heard_without_opening_the_rest() -> None:
    file = bytearray(sealed(sound(3 * PIECE), step=PIECE))
    file[HEADER + 5] ^= 1
    assert heard(bytes(file), PIECE, 2 * PIECE) == sound(3 * PIECE)[PIECE : 2 * PIECE]
    with pytest.raises(Damaged):
        heard(bytes(file), 0, 10)


def test_nothing_of_the_sound_is_in_the_file_and_no_two_files_are_alike() -> None:
    clear = b"seorang penelepon" * 500
    assert b"penelepon" not in sealed(clear)
    assert sealed(clear)[HEADER:] != sealed(clear)[HEADER:]


def test_an_older_key_still_opens_what_it_sealed_and_a_strange_one_nothing() -> None:
    assert heard(sealed(b"lama", key=OLD), 0, 4) == b"lama"
    with pytest.raises(Damaged):
        heard(sealed(b"asing", key=bytes(32)), 0, 5)


def cut_at_a_piece(file: bytes) -> bytes:
    """Without its end, at a place where a piece ends."""
    return file[: HEADER + PIECE + TAG]


def swapped(file: bytes) -> bytes:
    """With its first two pieces exchanged."""
    step = PIECE + TAG
    first, second = file[HEADER : HEADER + step], file[HEADER + step : HEADER + 2 * step]
    return file[:HEADER] + second + first + file[HEADER + 2 * step :]


@pytest.mark.parametrize(
    "touched",
    [
        cut_at_a_piece,
        swapped,
        lambda file: file[:-1],
        lambda file: file + b"\0" * TAG,
        lambda file: file[:20] + bytes([file[20] ^ 1]) + file[21:],
        lambda file: file[: HEADER - 1],
        lambda file: file[: HEADER + TAG - 1],
        lambda file: b"RIFF" + file[4:],
        lambda file: b"",
    ],
)
def test_a_file_that_was_touched_is_refused(touched: object) -> None:
    assert callable(touched)
    file = touched(sealed(sound(2 * PIECE + 9), step=PIECE))
    with pytest.raises(Damaged):
        heard(file, 0, 3 * PIECE)


def test_a_file_in_the_place_of_another_is_refused() -> None:
    with pytest.raises(Damaged):
        heard(sealed(b"lain", subject="recording:2"), 0, 4)


def test_a_key_is_sixty_four_hexadecimal_digits_and_never_repeated_in_a_complaint() -> None:
    assert keys_of([NEW.hex(), OLD.hex()]) == [NEW, OLD]
    for wrong in ("rahasia", NEW.hex()[:-2]):
        with pytest.raises(WrongKey) as error:
            keys_of([wrong])
        assert wrong not in str(error.value)
