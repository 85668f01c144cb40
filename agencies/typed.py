"""Typed text as it comes in over HTTP."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from agencies.plain import plain


class TypedText(serializers.CharField):
    """What a person typed: what no person types and no database keeps is dropped, not refused with the rest."""

    def to_internal_value(self, data: Any) -> str:
        """The text without control characters and halves of characters."""
        return plain(super().to_internal_value(data))
