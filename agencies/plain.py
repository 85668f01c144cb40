"""Typed text as it may be kept: without what no person types and no screen can show. Pure."""

from __future__ import annotations

import re

# Bytes no text has, halves of characters, and the marks that turn the direction of what follows them.
UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    """The text without control characters: none that the database refuses, none that disguises other words."""
    return UNWANTED.sub("", text)
