"""The forms in which positions are sent: ours, OwnTracks' over HTTP, the Traccar app's and server's. No query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from agencies.fixes import LONGEST_NAME, Fix, Unfit, instant, measure, number

KMH_PER_KNOT = 1.852
KMH_PER_MS = 3.6
WIDEST_M = 100_000
TOP_KMH = 1000


def own(row: Any) -> Fix:
    """`unit` (call sign) or `device`, `lat`, `lng`, `time`, and if known `accuracy` m, `speed` km/h, `heading`."""
    said = _object(row)
    device = said.get("device")
    return Fix(
        names=_names(device or said.get("unit")),
        is_device=bool(device),
        lat=number(said.get("lat"), "lat"),
        lng=number(said.get("lng"), "lng"),
        at=instant(said.get("time")),
        **measures(said.get("accuracy"), said.get("speed"), said.get("heading")),
    )


def is_owntracks(body: Any) -> bool:
    """Whether OwnTracks speaks: each of its messages says its type."""
    return isinstance(body, dict) and "_type" in body


def owntracks(said: Mapping[str, Any], user: str, device: str) -> Fix | None:
    """A message of OwnTracks; None for one that is no position, such as "I am going".

    The device is called by its `topic`, by `user/device` from the headers it sends, or by its two letters `tid`.
    """
    if said["_type"] == "encrypted":
        raise Unfit("encrypted", _("Matikan enkripsi di OwnTracks; HTTPS sudah menyandikannya."))
    if said["_type"] != "location":
        return None
    return Fix(
        names=_names(said.get("topic"), f"{user}/{device}" if user and device else "", said.get("tid")),
        is_device=True,
        lat=number(said.get("lat"), "lat"),
        lng=number(said.get("lon"), "lon"),
        at=instant(said.get("tst")),
        **measures(said.get("acc"), said.get("vel"), said.get("cog")),
    )


def traccar_app(said: Mapping[str, Any]) -> Fix:
    """Parameters of an address as the Traccar app and OsmAnd send them; speeds are knots."""
    lat, lng = said.get("lat"), said.get("lon")
    if said.get("location"):
        lat, _comma, lng = str(said["location"]).partition(",")
    if str(said.get("valid", "true")).lower() not in ("true", "1"):
        raise Unfit("no_fix", _("Perangkat belum mendapat posisi. Tunggu posisi berikutnya, atau periksa GPS-nya."))
    heading = said.get("bearing", said.get("heading"))
    return Fix(
        names=_names(said.get("id") or said.get("deviceid")),
        is_device=True,
        lat=number(lat, "lat"),
        lng=number(lng, "lon"),
        at=instant(_zoned(said.get("timestamp"))),
        **measures(said.get("accuracy"), _times(said.get("speed"), KMH_PER_KNOT), heading),
    )


def is_traccar_json(body: Any) -> bool:
    """Whether a Traccar server forwards a position, or its newer app sends one."""
    return isinstance(body, dict) and (("position" in body and "device" in body) or "device_id" in body)


def traccar_json(said: Mapping[str, Any]) -> Fix:
    """`position` and `device` of a Traccar server (knots), or `location` and `device_id` of its newer app (m/s)."""
    if "device_id" in said:
        location = _object(said.get("location"))
        coords = _object(location.get("coords"))
        return Fix(
            names=_names(said["device_id"]),
            is_device=True,
            lat=number(coords.get("latitude"), "latitude"),
            lng=number(coords.get("longitude"), "longitude"),
            at=instant(location.get("timestamp")),
            **measures(coords.get("accuracy"), _times(coords.get("speed"), KMH_PER_MS), coords.get("heading")),
        )
    at, device = _object(said["position"]), _object(said["device"])
    if at.get("valid") is False:
        raise Unfit("no_fix", _("Perangkat belum mendapat posisi. Tunggu posisi berikutnya, atau periksa GPS-nya."))
    return Fix(
        names=_names(device.get("uniqueId")),
        is_device=True,
        lat=number(at.get("latitude"), "latitude"),
        lng=number(at.get("longitude"), "longitude"),
        at=instant(_zoned(at.get("fixTime"))),
        **measures(at.get("accuracy") or None, _times(at.get("speed"), KMH_PER_KNOT), at.get("course")),
    )


def _object(value: Any) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unfit("not_an_object", _("Kirim tiap posisi sebagai satu objek."))
    return value


def _names(*values: Any) -> tuple[str, ...]:
    """What was said of who it is, as short texts; a text with a NUL is nobody's name."""
    texts: Iterable[str] = (str(value).strip() for value in values if isinstance(value, str | int))
    return tuple(text for text in texts if text and len(text) <= LONGEST_NAME and text.isprintable())


def _zoned(value: Any) -> Any:
    """A Traccar time without a zone is UTC; `+0000` is written `+00:00` for those who read it."""
    if not isinstance(value, str):
        return value
    found = parse_datetime(value[:40])
    return found.replace(tzinfo=found.tzinfo or UTC).isoformat() if found else value


def _times(value: Any, factor: float) -> float | None:
    found = measure(value, TOP_KMH)
    return None if found is None else found * factor


def measures(accuracy: Any, speed: Any, heading: Any) -> dict[str, float | None]:
    """What adds to a position, as far as it makes sense."""
    return {
        "accuracy": measure(accuracy, WIDEST_M),
        "speed": measure(speed, TOP_KMH),
        "heading": measure(heading, 360),
    }
