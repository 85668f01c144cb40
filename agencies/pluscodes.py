"""Plus codes (Open Location Code): `6P4GXHC6+X9` whole, or `XHC6+X9 Kendari` short with the place it is near. Pure.

Digits and cell sizes as in github.com/google/open-location-code, specification of 2019.
"""

from __future__ import annotations

import re

Point = tuple[float, float]

DIGITS = "23456789CFGHJMPQRVWX"
WHOLE = 8
"""Digits before the plus of a whole code."""

PAIRS = 10
"""Digits that come in pairs, latitude first; each further one is a cell of five rows and four columns."""

MOST = 15
PATTERN = re.compile(rf"^\s*([{DIGITS}0]{{2,8}}\+[{DIGITS}]{{0,7}})(?:[\s,]+(.*))?$", re.IGNORECASE | re.DOTALL)


def split(text: str) -> tuple[str, str] | None:
    """The code a text begins with, in capitals, and the words after it (where a short code is near); None without."""
    match = PATTERN.match(text)
    if not match:
        return None
    code = match[1].upper()
    before, after = code.split("+")
    is_padded = re.fullmatch(rf"(?:[{DIGITS}]{{2}})+(?:00)*", before) is not None and not ("0" in before and after)
    fits = len(before) % 2 == 0 and len(after) != 1 and is_padded and ("0" not in before or len(before) == WHOLE)
    on_earth = len(before) < WHOLE or (DIGITS.index(before[0]) < 9 and DIGITS.index(before[1]) < 18)
    return (code, (match[2] or "").strip()) if fits and on_earth else None


def is_whole(code: str) -> bool:
    """Whether the code names its place without help."""
    return code.index("+") == WHOLE


def decode(code: str) -> Point:
    """The middle of the cell of a whole code."""
    digits = code.replace("+", "").rstrip("0")[:MOST]
    # In the finest steps, as whole numbers: rounding may not decide a cell.
    lat, lng, high, wide = 0, 0, 20 * 8000 * 3125, 20 * 8000 * 1024
    for at in range(0, min(len(digits), PAIRS), 2):
        lat += DIGITS.index(digits[at]) * high
        lng += DIGITS.index(digits[at + 1]) * wide
        if at + 2 < min(len(digits), PAIRS):
            high, wide = high // 20, wide // 20
    for digit in digits[PAIRS:]:
        high, wide = high // 5, wide // 4
        row, column = divmod(DIGITS.index(digit), 4)
        lat += row * high
        lng += column * wide
    return (lat + high / 2) / (8000 * 3125) - 90, (lng + wide / 2) / (8000 * 1024) - 180


def encode(lat: float, lng: float) -> str:
    """The whole code of ten digits a point lies in, 14 metres square."""
    up = min(max(round((lat + 90) * 25_000_000), 0), 180 * 25_000_000 - 1) // 3125
    right = (round((lng + 180) * 8_192_000) % (360 * 8_192_000)) // 1024
    digits = ""
    for _pair in range(PAIRS // 2):
        digits = DIGITS[up % 20] + DIGITS[right % 20] + digits
        up, right = up // 20, right // 20
    return f"{digits[:WHOLE]}+{digits[WHOLE:]}"


def near(code: str, point: Point) -> Point:
    """The middle of the cell of a short code that lies nearest to a point; a whole code needs none."""
    if is_whole(code):
        return decode(code)
    missing = WHOLE - code.index("+")
    lat, lng = decode(encode(*point)[:missing] + code)
    size = 20.0 ** (2 - missing / 2)
    return _nearest(lat, point[0], size, 90), (_nearest(lng, point[1], size, 540) + 180) % 360 - 180


def _nearest(value: float, wanted: float, size: float, most: float) -> float:
    """The same place in the neighbouring cell, if that lies nearer and is still on the map."""
    if value - wanted > size / 2 and value - size > -most:
        return value - size
    if wanted - value > size / 2 and value + size < most:
        return value + size
    return value
