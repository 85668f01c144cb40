"""What a telephone says of its place by itself (Advanced Mobile Location, ETSI TS 103 625), by SMS or HTTPS. Pure.

Every message is hostile until read: `Unreadable` names the field, whatever was sent. The keys `lt` and `lg` are degrees
in version 1, and seconds and a language in version 2, so the header is read first. The subscriber's number on the SIM
(IMSI) is never kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from calls.positions import WIDEST, Fix, Message, Method, is_point

LONGEST_TEXT = 640  # characters: four short messages in one
LONGEST_VALUE = 40
# Quotation marks some gateways put in the place of the header's.
QUOTES = str.maketrans(dict.fromkeys("“”″'’", '"'))
HEADER = re.compile(r'A"?ML=(\d{1,2})\s*(?:;|$)', re.ASCII)
PAIR = re.compile(r"\s*([A-Za-z]{1,8})\s*=([^=]*)", re.ASCII)
DECIMAL = re.compile(r"[+-]?\d{1,9}(?:\.\d{1,15})?", re.ASCII)
INTEGER = re.compile(r"[+-]?\d{1,15}", re.ASCII)
DIGITS = re.compile(r"\d{1,20}", re.ASCII)
# How ISO 639 writes that nobody knows the language.
UNDETERMINED = "und"
LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
# By one of these a handset says that it found nothing.
NOTHING = {"", "N", "NA", "N/A", "NULL", "NONE"}
# By version: half of one of these values looks like a whole one.
MISLEADING = {1: {"lt", "lg", "rd", "top", "lc"}, 2: {"lt", "lo", "et", "lc"}}
METHODS = {
    "G": Method.GNSS,
    "GPS": Method.GNSS,
    "GNSS": Method.GNSS,
    "W": Method.WIFI,
    "WIFI": Method.WIFI,
    "WLAN": Method.WIFI,
    "C": Method.CELL,
    "CELL": Method.CELL,
    "F": Method.FUSED,
    "FUSED": Method.FUSED,
}
# Seconds since 1970 until the year 2286; anything larger is milliseconds.
MILLISECONDS_FROM = 10**10
# No handset spoke this language before.
EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)
SECONDS_OF_A_DAY = 86_400

Values = Mapping[str, str]
T = TypeVar("T")


class Unreadable(Exception):
    """The message cannot be read; `field` is the key at fault, the text says what is wrong, for people."""

    def __init__(self, field: str, text: str) -> None:
        """Name the field."""
        super().__init__(text)
        self.field = field
        self.text = text


# --- SMS ------------------------------------------------------------------------------------------------------------


def read_sms(text: str) -> Message:
    """A text message of version 1 or 2; raises Unreadable."""
    plain = text.replace("&quot;", '"').strip().strip("\ufeff\0").strip().translate(QUOTES)
    if len(plain) > LONGEST_TEXT:
        raise Unreadable("text", _("Pesan terlalu panjang untuk AML."))
    header = HEADER.match(plain)
    if header is None:
        raise Unreadable("text", _('Bukan pesan AML: tidak diawali A"ML=.'))
    version = int(header[1])
    if version not in READERS:
        raise Unreadable("text", _("Versi AML %(version)s tidak dikenal.") % {"version": version})
    values, is_doubtful = pairs(plain[header.end() :], MISLEADING[version], whole=plain)
    return READERS[version](values, is_doubtful)


def unpacked(octets: bytes) -> str:
    """The text of a data message in seven-bit letters (3GPP TS 23.038, 6.1.2.1.1), which telephones pack into octets.

    Every letter of an AML message has the same code there and in ASCII; what fills the last octet is cut off.
    """
    bits = int.from_bytes(octets, "little")
    letters = [bits >> place & 0x7F for place in range(0, len(octets) * 8 - 6, 7)]
    return bytes(letters).decode("ascii").rstrip("\0\r")


def pairs(rest: str, misleading: Container[str], *, whole: str) -> tuple[dict[str, str], bool]:
    """The keys and values, and whether they are doubtful: a length that is not the message's, or a key said twice.

    Without a length nobody knows whether the end was cut off: a last value that is `misleading` then counts only if a
    semicolon ends it.
    """
    said: dict[str, str] = {}
    is_doubtful = False
    *full, last = rest.split(";")
    for piece in [*full, last]:
        match = PAIR.fullmatch(piece)
        if match is None:
            is_doubtful = is_doubtful or bool(piece.strip())
            continue
        key, value = match[1].lower(), match[2].strip()
        if said.setdefault(key, value) != value:
            raise Unreadable("text", _("%(key)s disebut dua kali dengan isi berbeda.") % {"key": key})
    if "ml" in said:
        return said, is_doubtful or said["ml"] != str(len(whole))
    cut = PAIR.fullmatch(last)
    if cut and cut[1].lower() in misleading:
        del said[cut[1].lower()]
    return said, is_doubtful


def version_1(values: Values, is_doubtful: bool) -> Message:
    """`lt` and `lg` are degrees, `rd` metres, `top` the time in UTC, `lc` percent, `pm` the method."""
    return Message(
        fix=fix_of(
            values,
            ("lt", "lg", "rd", "lc", "pm"),
            positioned_at=optional(values, "top", moment_of),
        ),
        imei=imei_of(values.get("ei", "")),
        network=network_of(values.get("mcc", ""), values.get("mnc", "")),
        is_doubtful=is_doubtful,
    )


def version_2(values: Values, is_doubtful: bool) -> Message:
    """`lo` is latitude, longitude, metres; `et` when the call began, `lt` seconds from it; `lg` a language."""
    parts = [part.strip() for part in values.get("lo", "").split(",")]
    if len(parts) > 3:
        raise Unreadable("lo", _("lo berisi lebih dari tiga nilai."))
    names = ("lo_lat", "lo_lng", "lo_m")
    split = dict(zip(names, [*parts, "", ""], strict=False))
    return Message(
        fix=fix_of({**values, **split}, (*names, "lc", "ls"), positioned_at=since_the_call(values)),
        imei=imei_of(values.get("ei", "")),
        network=digits(values.get("nc", ""))[:6],
        home=home_of(values.get("hc", "")),
        language=language_of(values.get("lg", "")),
        is_doubtful=is_doubtful,
    )


READERS: dict[int, Callable[[Values, bool], Message]] = {1: version_1, 2: version_2}


def since_the_call(values: Values) -> datetime | None:
    """The start of the call and the seconds from it to the position."""
    start = optional(values, "et", epoch)
    after = optional(values, "lt", integer)
    if start is None or after is None:
        return None
    if abs(after) > 365 * SECONDS_OF_A_DAY:
        raise Unreadable("lt", _("lt bukan jumlah detik yang masuk akal."))
    return start + timedelta(seconds=after)


# --- HTTPS ----------------------------------------------------------------------------------------------------------


def read_https(said: Mapping[str, Any]) -> Message:
    """The fields of a form or a JSON object; unknown ones are ignored. Raises Unreadable."""
    values = {name: plain_value(name, said[name]) for name in (*HTTPS, *WHO) if said.get(name) is not None}
    return Message(
        fix=fix_of(values, HTTPS[:5], positioned_at=optional(values, "location_time", epoch)),
        number=values.get("device_number", ""),
        imei=imei_of(values.get("device_imei", "")),
        network=network_of(values.get("cell_network_mcc", ""), values.get("cell_network_mnc", "")),
        home=network_of(values.get("cell_home_mcc", ""), values.get("cell_home_mnc", "")),
    )


HTTPS = (
    "location_latitude",
    "location_longitude",
    "location_accuracy",
    "location_certainty",
    "location_source",
    "location_time",
)
WHO = (
    *("device_number", "device_imei", "cell_network_mcc", "cell_network_mnc"),
    *("cell_home_mcc", "cell_home_mnc"),
)


def plain_value(name: str, value: Any) -> str:
    """A field as text, however it was sent."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise Unreadable(name, _("Isi satu nilai, bukan daftar atau objek."))
    text = format(value, ".10f") if isinstance(value, float) else str(value).strip()
    if len(text) > LONGEST_VALUE:
        raise Unreadable(name, _("Paling panjang %(most)d huruf.") % {"most": LONGEST_VALUE})
    return text


# --- what all of them say -------------------------------------------------------------------------------------------


def fix_of(values: Values, names: tuple[str, ...], *, positioned_at: datetime | None) -> Fix | None:
    """The position under these names (latitude, longitude, metres, percent, method); None if the handset found none."""
    lat_name, lng_name, radius_name, confidence_name, method_name = names
    method = values.get(method_name, "").upper()
    lat, lng = (optional(values, name, decimal) for name in (lat_name, lng_name))
    if method == "N" or lat is None or lng is None or (lat, lng) == (0, 0):
        refuse_half(lat, lng, lat_name, lng_name, method)
        return None
    for name, value, most in ((lat_name, lat, 90), (lng_name, lng, 180)):
        if abs(value) > most:
            raise Unreadable(name, _("Di luar bumi: paling besar %(most)d derajat.") % {"most": most})
    assert is_point(lat, lng)
    radius = optional(values, radius_name, decimal)
    if radius is not None and not 0 <= radius <= WIDEST:
        raise Unreadable(radius_name, _("Ketelitian harus 0–%(most)d meter.") % {"most": WIDEST})
    confidence = optional(values, confidence_name, decimal)
    if confidence is not None and not 0 <= confidence <= 100:
        raise Unreadable(confidence_name, _("Keyakinan harus 0–100 persen."))
    return Fix(
        lat=lat,
        lng=lng,
        radius_m=radius or None,  # no handset knows its place to nothing
        confidence=None if confidence is None else round(confidence),
        method=METHODS.get(method, Method.UNKNOWN),
        positioned_at=positioned_at,
    )


def refuse_half(lat: float | None, lng: float | None, lat_name: str, lng_name: str, method: str) -> None:
    """One coordinate without the other is a message that was damaged, not a handset without a position."""
    if method == "N" or (lat is None) == (lng is None):
        return
    raise Unreadable(lat_name if lat is None else lng_name, _("Hanya satu dari dua koordinat yang terisi."))


def optional(values: Values, name: str, read: Callable[[str], T]) -> T | None:
    """A value read, None where nothing was said; the key is named if it cannot be read."""
    text = values.get(name, "").strip()
    if text.upper() in NOTHING:
        return None
    try:
        return read(text)
    except ValueError:
        raise Unreadable(name, _("%(name)s tidak terbaca.") % {"name": name}) from None


def decimal(text: str) -> float:
    """A number with a point; ValueError for anything else, infinity and other scripts' digits included."""
    if not DECIMAL.fullmatch(text):
        raise ValueError
    return float(text)


def integer(text: str) -> int:
    """A whole number."""
    if not INTEGER.fullmatch(text):
        raise ValueError
    return int(text)


def moment_of(text: str) -> datetime | None:
    """`YYYYMMDDhhmmss` in UTC; None from before there were such messages, by a clock nobody had set."""
    if not DIGITS.fullmatch(text) or len(text) != 14:
        raise ValueError
    return credible(datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC))


def epoch(text: str) -> datetime | None:
    """Seconds or milliseconds since 1970."""
    count = decimal(text) if "." in text else integer(text)
    seconds = count / 1000 if count >= MILLISECONDS_FROM else count
    if not 0 <= seconds < MILLISECONDS_FROM:
        raise ValueError
    return credible(datetime.fromtimestamp(seconds, UTC))


def credible(at: datetime) -> datetime | None:
    """None for a clock that had never been set."""
    return at if at >= EARLIEST else None


def digits(text: str) -> str:
    """A code of digits, empty for anything else."""
    return text if DIGITS.fullmatch(text) else ""


def imei_of(text: str) -> str:
    """The fourteen digits that tell one telephone from all others; the rest is a check digit or a software version."""
    code = digits(text)
    return code[:14] if 14 <= len(code) <= 16 else ""


def network_of(mcc: str, mnc: str) -> str:
    """Country and operator, such as `51010`."""
    return digits(mcc) + digits(mnc) if len(digits(mcc)) == 3 and len(digits(mnc)) in (2, 3) else ""


def home_of(text: str) -> str:
    """Country and operator written in one, empty for anything else."""
    return network_of(text[:3], text[3:])


def language_of(text: str) -> str:
    """A language's code of two or three letters (ISO 639), empty for anything else and for those that name none."""
    code = text.lower()
    return code if LANGUAGE.fullmatch(code) and text.upper() not in NOTHING and code != UNDETERMINED else ""
