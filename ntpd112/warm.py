"""What a server process does once, after loading and before its first request."""

from __future__ import annotations

import gc
import sys

from django.urls import get_resolver


def warm_up() -> None:
    """Load the views now instead of in the first request, and spare what is loaded from the collection of garbage.

    Walking through it again and again stopped every board of the process for a tenth of a second at a time.
    """
    _views = get_resolver().url_patterns
    if painter := sys.modules.get("autobahn.websocket.protocol"):
        painter.hltype = painter.hlval = unpainted  # type: ignore[attr-defined]
    gc.collect()
    gc.freeze()


def unpainted(_what: object) -> str:
    """Nothing, in place of the coloured name that Daphne's WebSocket library paints for a debug line at every frame.

    Nobody reads the line; painting it is an eighth of what a delivery costs (`docs/performance.md`). Another server
    does not have that library loaded.
    """
    return ""
