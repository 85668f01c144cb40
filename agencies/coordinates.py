"""A point as people write it: decimal degrees, degrees with minutes and seconds, a link copied from a map. Pure."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

Point = tuple[float, float]

LONGEST = 60
"""Signs of a written point; no pattern is tried on a longer text."""

FIGURE = r"[-−+]?\d{1,3}(?:[.,]\d+)?"
PAIR = re.compile(rf"\s*\(?\s*({FIGURE})\s*°?\s*[,;·\s]\s*({FIGURE})\s*°?\s*\)?\s*")
# `−3,98,122,51`: a comma for the decimals and another between the figures can only be read with all four parts.
COMMAS = re.compile(r"\s*([-−+]?\d{1,3},\d+)\s*,\s*([-−+]?\d{1,3},\d+)\s*")
LINK = re.compile(r"^\s*(?:https?://|geo:)", re.IGNORECASE)
# The marked place of a link goes before the middle of the map it was copied from.
IN_LINK = [
    re.compile(rf"!3d({FIGURE})!4d({FIGURE})"),
    re.compile(rf"[?&](?:q|query|ll|destination|daddr)=(?:loc:)?({FIGURE}),\s*({FIGURE})"),
    re.compile(rf"[?&]mlat=({FIGURE})&mlon=({FIGURE})"),
    re.compile(rf"^\s*geo:({FIGURE}),({FIGURE})", re.IGNORECASE),
    re.compile(rf"[/@]({FIGURE}),\s*({FIGURE})"),
    re.compile(rf"#map=[\d.]+/({FIGURE})/({FIGURE})"),
]
# South and west are minus; `LS`, `LU`, `BT` and `BB` are how they are written in Indonesian.
HALVES = {"N": 1, "LU": 1, "S": -1, "LS": -1, "E": 1, "BT": 1, "W": -1, "BB": -1}
NORTH_SOUTH = {"N", "S", "LU", "LS"}
SIDE = r"(LU|LS|BT|BB|[NSEW])"
ANGLE = (
    r"([-−+]?\d{1,3}(?:[.,]\d+)?) ?[°º]? ?"
    r"(?:(\d{1,2}(?:[.,]\d+)?) ?['’′] ?)?(?:(\d{1,2}(?:[.,]\d+)?) ?(?:[\"”″]|'') ?)?"
)
SIDES_AFTER = re.compile(rf"{ANGLE}{SIDE} ?[,;·]? ?{ANGLE}{SIDE}", re.IGNORECASE)
SIDES_BEFORE = re.compile(rf"{SIDE} ?{ANGLE}[,;·]? ?{SIDE} ?{ANGLE}", re.IGNORECASE)


def typed_point(text: str) -> Point | None:
    """Latitude and longitude if the text is a point and nothing else; decimals with point or comma, in either order.

    A pair needs decimals or the sign of an angle: two whole numbers are a house number and a neighbourhood.
    """
    if LINK.match(text):
        return _of_link(unquote_plus(text))
    text = " ".join(text.split())
    if len(text) > LONGEST:
        return None
    if match := COMMAS.fullmatch(text) or PAIR.fullmatch(text):
        is_precise = all(re.search(r"[.,]", figure) for figure in match.groups())
        return _ordered(*map(_number, match.groups())) if is_precise else None
    return _of_angles(text)


def _of_link(link: str) -> Point | None:
    """The point a link of a map names."""
    found = (pattern.search(link) for pattern in IN_LINK)
    return next((_ordered(*map(_number, match.groups())) for match in found if match and "." in match[1]), None)


def _of_angles(text: str) -> Point | None:
    """`3°58'48"S 122°31'48"E`, also `LS` and `BT`, or minutes with decimals; each says its side."""
    if match := SIDES_AFTER.fullmatch(text):
        one, other = (match[4], *match.groups()[:3]), (match[8], *match.groups()[4:7])
    elif match := SIDES_BEFORE.fullmatch(text):
        one, other = match.groups()[:4], match.groups()[4:]
    else:
        return None
    angles = {side.upper() in NORTH_SOUTH: HALVES[side.upper()] * _degrees(*parts) for side, *parts in (one, other)}
    return _on_earth(angles[True], angles[False]) if len(angles) == 2 else None


def _degrees(whole: str, minutes: str | None, seconds: str | None) -> float:
    """Without its sign: the side tells it."""
    return abs(_number(whole)) + _number(minutes or "0") / 60 + _number(seconds or "0") / 3600


def _number(figure: str) -> float:
    return float(figure.replace(",", ".").replace("−", "-"))


def _ordered(one: float, other: float) -> Point | None:
    """Latitude first, as far as the figures tell: none is above 90."""
    return _on_earth(other, one) if abs(one) > 90 else _on_earth(one, other)


def _on_earth(lat: float, lng: float) -> Point | None:
    return (lat, lng) if abs(lat) <= 90 and abs(lng) <= 180 else None
