"""What a page may load and from where: our own files, no script or style written into a page, nothing of others."""

from __future__ import annotations

from typing import Any

from csp.constants import NONE, SELF


def policy(tiles_origin: str) -> dict[str, Any]:
    """The content security policy; the one server that may be asked besides us draws maps, "" for none."""
    return {
        "DIRECTIVES": {
            "default-src": [SELF],
            "img-src": [SELF, "data:", *filter(None, [tiles_origin])],
            "media-src": [SELF],
            "object-src": [NONE],
            "base-uri": [NONE],
            "frame-ancestors": [NONE],
            "form-action": [SELF],
        }
    }
