"""The picture under the maps' own lines, from a tile server, where one is configured: what may be asked of whom."""

from __future__ import annotations

import re

from django.core.exceptions import ImproperlyConfigured

ADDRESS = re.compile(r"(https?://[A-Za-z0-9.-]+(?::\d+)?)/[^\s'\"<>;,]*")


def origin_of(address: str) -> str:
    """The one server that an address of tiles asks, as a content security policy names it; "" without an address.

    ImproperlyConfigured when it is no address with `{z}`, `{x}` and `{y}` in it.
    """
    if not address:
        return ""
    found = ADDRESS.fullmatch(address)
    places = set(re.findall(r"\{([^}]*)\}", address))
    if not found or not {"z", "x"} < places or not places & {"y", "-y"} or places - {"z", "x", "y", "-y", "r"}:
        raise ImproperlyConfigured(
            f"MAP_TILES_URL={address}: tulis satu alamat dengan {{z}}, {{x}} dan {{y}},"
            " misalnya https://peta.example.go.id/{z}/{x}/{y}.png, atau kosongkan."
        )
    return found[1]
